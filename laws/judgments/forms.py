"""What people type on the desk of typical cases."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from laws.judgments import columns
from laws.models import Judgment
from laws.models.choices import Subject
from laws.models.judgments import FACTS
from portal.lib.forms import TextField
from portal.reference.models import DisputeType, Jurisdiction

NOTE_LENGTH = 4_000
TEXT_LENGTH = 20_000
REQUIRED = ("caption", "jurisdiction", "outcome_zh", "outcome_en", "source", "fact_status")
LONG = {"facts_zh", "facts_en", "outcome_zh", "outcome_en", "collected", "collected_zh", "source"}
AMOUNTS = {"amount", "collected_amount", "punitive_multiple"}
HELP = {
    "docket": _("As the court writes it; several with a semicolon between them."),
    "decision_date": _("YYYY-MM-DD, or YYYY-MM or YYYY where the source says no more."),
    "amount": _("In full, without grouping: 1500000. Never the sum of several awards or currencies."),
    "currency": _("Three letters, such as USD. It is that of both amounts."),
    "amount_kind": _("Awarded, jury verdict, fine, claimed but not awarded … and at which instance."),
    "punitive_multiple": _("Only where the source says it: 5 for five times."),
    "collected_amount": _("What was paid, not what was promised. Empty: not known."),
    "collected": _("With dates; also a settlement, a bankruptcy, what is still due."),
    "source": _("Where a reviewer can read it: publisher, title, date, page. No case without a source is entered."),
    "fact_status": _(
        "“Source read”: you read the source named above. “Decision read”: the decision itself, in the original. Both "
        "need the court, and the docket or the day of the decision."
    ),
    "as_of": _("The day on which you read the source."),
}
GROUPS = (
    (
        pgettext_lazy("group of columns", "The case"),
        ("caption", "jurisdiction", "court", "docket", "decision_date", "right", "dispute_type"),
    ),
    (
        pgettext_lazy("group of columns", "Facts and outcome"),
        ("facts_zh", "facts_en", "outcome_zh", "outcome_en"),
    ),
    (
        pgettext_lazy("group of columns", "Awarded"),
        ("amount", "currency", "amount_kind", "punitive_multiple"),
    ),
    (pgettext_lazy("group of columns", "Collected"), ("collected_amount", "collected", "collected_zh")),
    (pgettext_lazy("group of columns", "Where it stands"), ("source", "as_of", "fact_status")),
)


class JudgmentForm(forms.Form):
    """Every column of a case, as `judgment` has it now or empty for a new one, and why."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)

    def __init__(self, *args: Any, judgment: Judgment | None = None, **kwargs: Any) -> None:
        if judgment is not None:
            present = {name: getattr(judgment, name) for name in FACTS}
            kwargs["initial"] = present | {"seen": judgment.facts_hash} | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)
        for name in FACTS:
            self.fields[name] = self._field(name, judgment.fact_status if judgment else "")
        self.fields["reason"] = TextField(
            label=pgettext_lazy("case", "Why"),
            max_length=NOTE_LENGTH,
            widget=forms.Textarea(attrs={"rows": 3}),
            help_text=_("Why the case is typical, or what was wrong. The reviewer decides on it."),
        )

    def values(self) -> dict[str, Any]:
        """The columns as Python values; after `is_valid()`."""
        return {name: self.cleaned_data[name] for name in FACTS}

    def groups(self) -> list[dict[str, Any]]:
        return [{"title": title, "fields": [self[name] for name in names]} for title, names in GROUPS]

    def _field(self, name: str, status: str) -> forms.Field:
        common: dict[str, Any] = {
            "label": columns.LABELS[name],
            "required": name in REQUIRED,
            "help_text": HELP.get(name, ""),
        }
        if name == "jurisdiction":
            places = Jurisdiction.objects.order_by("code")
            return forms.ModelChoiceField(queryset=places, empty_label=_("Choose a place"), **common)
        if name == "dispute_type":
            return forms.ModelChoiceField(queryset=DisputeType.objects.all(), empty_label=_("Not one kind"), **common)
        if name == "right":
            return forms.ChoiceField(choices=[("", _("No single right")), *Subject.choices], **common)
        if name == "fact_status":
            return forms.ChoiceField(choices=[("", _("Choose")), *columns.statuses(status)], **common)
        if name in AMOUNTS:
            column = Judgment._meta.get_field(name)
            return forms.DecimalField(
                max_digits=getattr(column, "max_digits", None),
                decimal_places=getattr(column, "decimal_places", None),
                min_value=0,
                **common,
            )
        if name in LONG:
            return TextField(max_length=TEXT_LENGTH, widget=forms.Textarea(attrs={"rows": 3}), **common)
        return TextField(max_length=getattr(Judgment._meta.get_field(name), "max_length", None), **common)


class DecisionForm(forms.Form):
    note = TextField(
        label=_("Note"),
        required=False,
        max_length=NOTE_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Needed to reject: whoever proposed it reads why."),
    )
