"""Days as they are typed or stand in an address, one or several, and told back as typed when they are none."""

import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.renderers import BaseRenderer
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from laws.deadlines.computing import EARLIEST, LATEST
from portal.lib.fields import clean_text

# 2026-05-01, 2026/5/1, 2026.5.1, 2026年5月1日, 20260501
DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?|(\d{4})(\d{2})(\d{2})", re.ASCII)
LONGEST_SHOWN = 30
SELECTED = SafeString(" selected")
YES, NO = {"1", "true", "on", "yes"}, {"", "0", "false", "off", "no"}


def day_from(text: str) -> date:
    """The day that `text` names. Raises ValidationError with a sentence that repeats what was typed."""
    shown = {"text": clean_text(text)[:LONGEST_SHOWN]}
    found = DAY.fullmatch(clean_text(text))
    if found is None:
        raise ValidationError(_("“%(text)s” is no day. Enter it as year-month-day: 2026-05-01.") % shown, "invalid")
    year, month, day = (int(part) for part in found.groups() if part is not None)
    try:
        read = datetime(year, month, day).date()  # noqa: DTZ001  # a day has no zone
    except ValueError:
        if (month, day) == (2, 29):
            raise ValidationError(_("%(year)d is no leap year, so it has no 29 February.") % {"year": year}) from None
        raise ValidationError(_("“%(text)s” is no day of the calendar.") % shown, "invalid") from None
    if not EARLIEST <= read <= LATEST:
        raise ValidationError(_("Enter a day between 1900 and 2150."), "out_of_range")
    return read


class DayInput(forms.TextInput):
    """The browser's own field for a day. What is no day is shown as text, so that the reader can mend it."""

    input_type = "date"

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"]["type"] = _input_type(context["widget"]["value"])
        return context


def _input_type(value: Any) -> str:
    try:
        return "date" if not value or date.fromisoformat(str(value)) else "text"
    except ValueError:
        return "text"


class DayField(forms.Field):
    widget = DayInput

    def to_python(self, value: Any) -> date | None:
        return day_from(str(value)) if value else None


class PlainSelect(forms.Select):
    """Django's list, drawn in one go: a template for each of a hundred options costs more than the dates do."""

    def render(
        self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: BaseRenderer | None = None
    ) -> SafeString:
        widget = self.get_context(name, value, attrs)["widget"]
        options = format_html_join(
            "",
            '<option value="{}"{}>{}</option>',
            (
                (option["value"], SELECTED if option["selected"] else "", option["label"])
                for _group, choices, _index in widget["optgroups"]
                for option in choices
            ),
        )
        return format_html('<select name="{}"{}>{}</select>', name, flatatt(widget["attrs"]), options)


class DaysInput(forms.Widget):
    """Several fields of one name: the days that were given and one more to fill in."""

    template_name = "laws/widgets/days.html"
    use_fieldset = True

    def __init__(self, most: int) -> None:
        self.most = most
        super().__init__()

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> list[str]:
        values = data.getlist(name) if hasattr(data, "getlist") else data.get(name, [])
        return [value for value in values if value.strip()]

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        return name not in data

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        given = [str(one) for one in value or []]
        spare = [""] * min(max(1, 2 - len(given)), max(0, self.most - len(given)))
        context["widget"]["is_invalid"] = "aria-invalid" in context["widget"]["attrs"]
        context["widget"]["days"] = [{"value": one, "type": _input_type(one)} for one in [*given, *spare]]
        return context

    def id_for_label(self, id_: str, index: str | None = None) -> str:
        return f"{id_}_1" if id_ else id_


class DaysField(forms.Field):
    """One day or several, each once, in the order of the calendar."""

    def __init__(self, *, most: int, **options: Any) -> None:
        self.most = most
        super().__init__(widget=DaysInput(most), **options)

    def to_python(self, value: Any) -> list[date]:
        days = sorted({day_from(str(one)) for one in value or []})
        if len(days) > self.most:
            raise ValidationError(_("Enter at most %(most)d days at a time.") % {"most": self.most}, "too_many")
        return days


class Tick(forms.CheckboxInput):
    """A checkbox that keeps what stood in the address, so that a word that is neither yes nor no is refused."""

    def __init__(self) -> None:
        super().__init__(check_test=lambda value: str(value or "").lower() in YES)

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> Any:
        return data.get(name, "")


class TickField(forms.Field):
    widget = Tick

    def to_python(self, value: Any) -> bool:
        said = str(value or "").lower()
        if said not in YES | NO:
            raise ValidationError(_("Say true or false."), "invalid")
        return said in YES
