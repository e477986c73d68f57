"""The form that sets an entry of the log right."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from disputes.forms.acts import OnceForm
from disputes.forms.fields import LongText
from disputes.wording import act_label


class CorrectForm(OnceForm):
    seq = forms.TypedChoiceField(label=_("Which entry is wrong"), coerce=int)
    text = LongText(
        label=_("What is right"),
        rows=3,
        help_text=_("The entry stays as it is; yours is added. The enterprise sees it where it saw the entry."),
    )

    def prepare(self) -> None:
        entries = self.case.events.order_by("-seq").values_list("seq", "kind", "at")
        choices: list[tuple[Any, str]] = [
            (seq, f"{seq} · {timezone.localtime(at):%Y-%m-%d %H:%M} · {act_label(kind)}") for seq, kind, at in entries
        ]
        self.fields["seq"].choices = choices  # type: ignore[attr-defined]  # a TypedChoiceField
