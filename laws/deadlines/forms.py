"""What the calculator, the "why" page and the API ask for. One set of names: they stand in addresses for years."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from laws import words
from laws.deadlines.asking import Question, extension_of, life_of
from laws.deadlines.computing import NoDate
from laws.deadlines.fields import DayField, DaysField, PlainSelect, TickField
from laws.deadlines.validity import SAME_EVENT
from laws.models import DeadlineRule
from portal.lib.fields import clean_text
from portal.reference.models import Forum

KEYS = ("filing", "publication", "institution", "service")
MOST_TRIGGERS = 5
LONGEST_CODE = 60


class QuestionForm(forms.Form):
    """What is known of a matter, whichever rule is asked."""

    trigger = DaysField(
        label=_("Day it is counted from"),
        most=MOST_TRIGGERS,
        help_text=_("The day of the event, for example of service or of publication, as it is dated there."),
    )
    forum = forms.CharField(label=_("Court or office seized"), required=False, max_length=LONGEST_CODE)
    filing = DayField(label=_("Filing date"), required=False)
    publication = DayField(label=_("Publication date"), required=False)
    institution = DayField(label=_("Date of institution"), required=False)
    service = DayField(label=_("Date of service"), required=False)
    extended = TickField(label=_("The extension was granted"), required=False)
    order = DayField(label=_("Day that a court or office ordered"), required=False)

    def clean_forum(self) -> Forum | None:
        code = clean_text(self.cleaned_data["forum"])
        if not code:
            return None
        found = Forum.objects.filter(code=code).first()
        if found is None:
            raise ValidationError(gettext("There is no court or office with the code “%(code)s”.") % {"code": code})
        return found

    @property
    def keys(self) -> dict[str, date]:
        return {name: self.cleaned_data[name] for name in KEYS if self.cleaned_data.get(name)}

    def questions(self, rule: DeadlineRule) -> list[Question]:
        """One question for each trigger. The form must be valid; a forum or an extension that is not this rule's is
        left to the engine, which refuses it by its name."""
        given = self.cleaned_data
        return [
            Question(rule, trigger, given["forum"], self.keys, bool(given["extended"]), given["order"])
            for trigger in given["trigger"]
        ]


class CalculatorForm(QuestionForm):
    """The question with its matter. Only fields that some rule of the matter asks for are left in the form."""

    jurisdiction = forms.ChoiceField(label=_("Country, region or organisation"), widget=PlainSelect)
    dispute_type = forms.ChoiceField(label=_("Kind of dispute"), widget=PlainSelect)
    event = forms.ChoiceField(label=_("What happened that day"), required=False, widget=PlainSelect)
    role = forms.ChoiceField(label=_("Whose deadlines"), required=False, widget=PlainSelect)
    rule = forms.ChoiceField(label=pgettext_lazy("deadline", "Act"), required=False, widget=PlainSelect)

    field_order = (
        "jurisdiction",
        "dispute_type",
        "event",
        "role",
        "rule",
        "trigger",
        "forum",
        *KEYS,
        "extended",
        "order",
    )

    def __init__(
        self,
        data: Any,
        *,
        places: list[tuple[str, str]],
        kinds: list[tuple[str, str]],
        rules: list[DeadlineRule],
        forums: Iterable[Forum],
        **options: Any,
    ) -> None:
        super().__init__(data, **options)
        self.rules = rules
        self._choices("jurisdiction", places, gettext("Choose"))
        self._choices("dispute_type", kinds, gettext("Choose"))
        events = {rule.trigger_kind: words.trigger(rule.trigger_kind) for rule in rules}
        self._choices("event", sorted(events.items(), key=lambda item: item[1]), gettext("Any event"))
        roles = {rule.role: words.role(rule.role) for rule in rules if rule.role}
        self._choices("role", list(roles.items()), gettext("Every side"))
        self._choices("rule", [(rule.rule_id, _act(rule)) for rule in rules], gettext("Every act"))
        concrete = [(forum.code, forum.name) for forum in forums]
        self.fields["forum"] = forms.ChoiceField(label=self.fields["forum"].label, required=False, widget=PlainSelect)
        self._choices("forum", concrete, gettext("Not known yet"))
        self._leave_out(rules, has_forums=bool(concrete), has_events=len(events) > 1, has_roles=len(roles) > 1)

    def _choices(self, name: str, choices: list[tuple[str, str]], empty: str) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101  # for the type checker; the names are our own
        field.choices = [("", empty), *choices]
        field.error_messages["invalid_choice"] = gettext("“%(value)s” is not in this list. Choose one of it.")

    def _leave_out(self, rules: list[DeadlineRule], *, has_forums: bool, has_events: bool, has_roles: bool) -> None:
        asked = {key for rule in rules if (key := key_asked_by(rule))}
        wanted = {
            "event": has_events,
            "role": has_roles,
            "rule": len(rules) > 1,
            "forum": has_forums,
            "extended": any(_knows_extension(rule) for rule in rules),
            **{key: key in asked for key in KEYS},
        }
        for name, is_wanted in wanted.items():
            if not is_wanted:
                del self.fields[name]

    @property
    def asked(self) -> list[DeadlineRule]:
        """The rules that event, side and act leave; all of the matter where none was chosen."""
        given = self.cleaned_data
        return [
            rule
            for rule in self.rules
            if given.get("event") in (None, "", rule.trigger_kind)
            and (not rule.role or given.get("role") in (None, "", rule.role))
            and given.get("rule") in (None, "", rule.rule_id)
        ]

    def clean(self) -> None:
        super().clean()
        if self.cleaned_data.get("order") and len(self.asked) > 1:
            self.add_error("order", gettext("An order sets the day of one act. Choose above for which act it is."))

    def clean_forum(self) -> Forum | None:
        code = self.cleaned_data.get("forum")
        return Forum.objects.filter(code=code).first() if code else None


def key_asked_by(rule: DeadlineRule) -> str:
    """The event whose date decides whether the rule holds, where the day it counts from is another one."""
    key = life_of(rule).asks_for
    return "" if rule.trigger_kind in SAME_EVENT.get(key, set()) else key


def _knows_extension(rule: DeadlineRule) -> bool:
    try:
        return extension_of(rule) is not None
    except NoDate:
        return False


def _act(rule: DeadlineRule) -> str:
    return f"{rule.act} ({rule.rule_id})"
