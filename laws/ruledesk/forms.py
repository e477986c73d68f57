"""What people type on the rules desk. Each form carries the version of the rule that its reader saw."""

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from laws.models import DeadlineRule
from laws.ruledesk import facts
from laws.ruledesk.actions import CHANGEABLE
from portal.lib.forms import DateInput, TextField
from portal.reference.models import DisputeType, Forum

NOTE_LENGTH = 4_000
TEXT_LENGTH = 20_000
LONG = {"extension_condition", "consequence_zh", "consequence_en", "citation", "source_quote", "source"}
GROUPS = (
    (
        pgettext_lazy("group of columns", "The act"),
        ("act_zh", "act_en", "role", "forum", "dispute_type", "only_if_zh", "only_if_en"),
    ),
    (pgettext_lazy("group of columns", "The period"), ("nature", "trigger_kind", "quantity", "unit", "roll_rule")),
    (
        pgettext_lazy("group of columns", "Extension"),
        ("extension_quantity", "extension_unit", "extension_kind", "extension_condition"),
    ),
    (pgettext_lazy("group of columns", "In force"), ("effective_from", "effective_to", "effective_keyed_on")),
    (pgettext_lazy("group of columns", "If missed"), ("consequence_zh", "consequence_en")),
    (
        pgettext_lazy("group of columns", "Where it stands"),
        ("citation", "source_quote", "source", "fact_status", "checked_on"),
    ),
)


class QueueFilterForm(forms.Form):
    """What the queue can be narrowed to. Without a choice: what nobody has reviewed, of the main markets."""

    SHOW = (
        ("", _("Not reviewed")),
        ("proposed", _("With a proposal")),
        ("reviewed", _("Reviewed")),
        ("withdrawn", _("Withdrawn")),
        ("all", pgettext_lazy("rules", "All")),
    )
    MARKETS = (("", _("Main markets")), ("all", _("All jurisdictions")))

    q = forms.CharField(label=_("Words, citation or code"), required=False, max_length=80)
    show = forms.ChoiceField(label=pgettext_lazy("rules", "Show"), required=False, choices=SHOW)
    markets = forms.ChoiceField(label=_("Markets"), required=False, choices=MARKETS)
    status = forms.ChoiceField(label=_("How the text is known"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = [("", _("Any")), *facts.choices("fact_status")]
        self.fields["status"].choices = known  # type: ignore[attr-defined]  # a ChoiceField


class VersionForm(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=32_767)


class ReviewForm(VersionForm):
    has_compared = forms.BooleanField(
        label=_("I have read the text at its source, and this version says what it says."),
        error_messages={"required": _("Confirm that you compared this version with its source.")},
    )
    note = TextField(
        label=_("Note"),
        required=False,
        max_length=NOTE_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Which edition you read and where, for the next reviewer."),
    )


class ReasonForm(VersionForm):
    reason = TextField(
        label=pgettext_lazy("rule", "Why"),
        max_length=NOTE_LENGTH,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("What changed, since when, and how you know. It is kept in the history of the rule."),
    )


class WithdrawForm(ReasonForm):
    replaced_by = forms.ModelChoiceField(
        label=_("Use instead"),
        queryset=DeadlineRule.objects.none(),
        required=False,
        to_field_name="rule_id",
        empty_label=_("No other rule"),
    )

    def __init__(self, *args: Any, rule: DeadlineRule, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = DeadlineRule.objects.filter(jurisdiction=rule.jurisdiction_id, withdrawn_on__isnull=True)
        self.fields["replaced_by"].queryset = others.exclude(pk=rule.pk)  # type: ignore[attr-defined]  # a choice


class DecisionForm(forms.Form):
    note = TextField(
        label=_("Note"),
        required=False,
        max_length=NOTE_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Needed to reject: whoever proposed it reads why."),
    )


class ProposalForm(ReasonForm):
    """Every column of a rule that may change, as the rule has it now."""

    def __init__(self, *args: Any, rule: DeadlineRule, **kwargs: Any) -> None:
        kwargs["initial"] = {
            "version": rule.version,
            **{name: getattr(rule, name) for name in CHANGEABLE},
            **kwargs.get("initial", {}),
        }
        super().__init__(*args, **kwargs)
        for name in CHANGEABLE:
            self.fields[name] = self._field(name, rule)

    def values(self) -> dict[str, Any]:
        """The columns as Python values; after `is_valid()`."""
        return {name: self.cleaned_data[name] for name in CHANGEABLE}

    def groups(self) -> list[dict[str, Any]]:
        return [{"title": title, "fields": [self[name] for name in names]} for title, names in GROUPS]

    def _field(self, name: str, rule: DeadlineRule) -> forms.Field:
        label = str(facts.LABELS[name])
        column = DeadlineRule._meta.get_field(name)
        needed = not getattr(column, "blank", True) or name == "source"
        if name == "forum":
            forums = Forum.objects.filter(Q(jurisdiction=rule.jurisdiction_id) | Q(pk=rule.forum_id))
            return forms.ModelChoiceField(label=label, queryset=forums, empty_label=None)
        if name == "dispute_type":
            return forms.ModelChoiceField(label=label, queryset=DisputeType.objects.all(), empty_label=None)
        if name in {"effective_from", "effective_to", "checked_on"}:
            return forms.DateField(label=label, required=False, widget=DateInput())
        if name in {"quantity", "extension_quantity"}:
            return forms.IntegerField(
                label=label,
                required=needed,
                min_value=0,
                max_value=32_767,
                help_text=_("0 means that no date may be computed.") if name == "quantity" else "",
            )
        if name in facts.CODED:
            known = facts.choices(name, getattr(rule, name))
            return forms.ChoiceField(
                label=label, required=needed, choices=known if needed else [("", facts.EMPTY), *known]
            )
        if name in LONG:
            rows = {"rows": 4 if name == "source_quote" else 2}
            return TextField(label=label, required=needed, max_length=TEXT_LENGTH, widget=forms.Textarea(attrs=rows))
        return TextField(label=label, required=needed, max_length=getattr(column, "max_length", None))
