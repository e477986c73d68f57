"""Forms of the deadlines of a case."""

from datetime import date
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from disputes.duedates import places_of
from disputes.forms.acts import ActForm
from disputes.forms.fields import DayField, LongText
from disputes.models import CaseDocument, Deadline
from laws import words
from laws.deadlines.asking import extension_of, life_of
from laws.deadlines.choosing import rules_at
from laws.models import DeadlineRule
from portal.lib.forms import TextField
from portal.reference.models import Forum


class RuleChoice(forms.ModelChoiceField):  # type: ignore[type-arg]  # not subscriptable at run time
    """Rules by what is due, where, and from what it counts."""

    def label_from_instance(self, rule: DeadlineRule) -> str:
        return f"{rule.act} · {rule.forum} · {words.trigger(rule.trigger_kind)}"


class AddForm(ActForm):
    """A period that a rule counts. With a rule chosen the form knows its forum, its key event and its extension."""

    rule = RuleChoice(
        DeadlineRule.objects.none(), label=_("What is due"), empty_label=_("Choose a rule"), required=True
    )
    trigger = DayField(label=_("Counted from"), required=True)
    trigger_2 = DayField(
        label=_("A second possible day"),
        required=False,
        help_text=_("When it is not sure which day counts, enter both: the portal acts on the earlier end."),
    )
    trigger_3 = DayField(label=_("A third possible day"), required=False)
    key = DayField(
        label=_("Date that decides between old and new law"),
        required=False,
        help_text=_("Only if the portal asks for it: the day of the filing, publication, institution or service."),
    )
    forum = forms.ModelChoiceField(
        Forum.objects.none(),
        label=_("Which court or office"),
        required=False,
        empty_label=_("Not known, or the usual one"),
        help_text=_("Its time zone decides about the last minute."),
    )
    is_extended = forms.BooleanField(label=_("The extension that the rule knows was granted"), required=False)

    def prepare(self) -> None:
        case = self.case
        rules = rules_at(places_of(case.jurisdiction_id or "", case.dispute_type_id or ""))
        # What fits the kind of dispute stands first; another kind of step may still occur in the same matter.
        own = list(rules.filter(dispute_type=case.dispute_type_id))
        others = list(rules.exclude(dispute_type=case.dispute_type_id))
        field = self.fields["rule"]
        assert isinstance(field, RuleChoice)  # noqa: S101 - tells mypy what stands above
        field.queryset = rules
        label = field.label_from_instance
        groups: list[Any] = [("", field.empty_label)]
        if own:
            groups.append((str(case.dispute_type), [(rule.pk, label(rule)) for rule in own]))
        if others:
            groups.append((str(_("Other kinds of dispute")), [(rule.pk, label(rule)) for rule in others]))
        field.choices = groups
        places = {rule.forum_id for rule in (*own, *others)}
        self.fields["forum"].queryset = (  # type: ignore[attr-defined]  # a ModelChoiceField
            Forum.objects.filter(Q(pk__in=places) | Q(parent__in=places)).order_by("code")
        )

        self._name_the_event([*own, *others])

    def _name_the_event(self, rules: list[DeadlineRule]) -> None:
        """With a rule chosen the first day says what must have happened on it."""
        wanted = self.data.get(self.add_prefix("rule")) if self.is_bound else self.initial.get("rule")
        rule = next((one for one in rules if str(one.pk) == str(wanted)), None)
        if rule is not None:
            event = words.trigger(rule.trigger_kind)
            self.fields["trigger"].label = gettext("Counted from: %(event)s") % {"event": event}
            self.fields["trigger"].help_text = gettext(
                "If you choose another rule above, the event it counts from stands at its end."
            )

    def told(self) -> dict[str, Any]:
        """What was typed, as `add_deadline` takes it."""
        data = self.cleaned_data
        rule: DeadlineRule = data["rule"]
        days = [data[name] for name in ("trigger", "trigger_2", "trigger_3") if data[name] is not None]
        event = life_of(rule).asks_for
        keys: dict[str, date] = {event: data["key"]} if event and data["key"] else {}
        return {
            "rule": rule,
            "triggers": days,
            "keys": keys,
            "forum": data["forum"],
            "is_extended": data["is_extended"],
        }


class PaperForm(ActForm):
    on = DayField(label=_("Date on the paper"))
    what = TextField(label=_("What must be done by then"), max_length=200)
    forum = forms.ModelChoiceField(
        Forum.objects.none(),
        label=_("Which court or office"),
        required=False,
        empty_label=_("Not in the list"),
        help_text=_("With it the portal knows the days off and the last minute there."),
    )
    document = forms.ModelChoiceField(
        CaseDocument.objects.none(), label=_("The paper"), required=False, empty_label=_("Not among the documents")
    )

    def prepare(self) -> None:
        places = places_of(self.case.jurisdiction_id or "", self.case.dispute_type_id or "")
        self.fields["forum"].queryset = (  # type: ignore[attr-defined]  # a ModelChoiceField
            Forum.objects.filter(jurisdiction__in=places).order_by("code")
        )
        self.fields["document"].queryset = papers_of(self)  # type: ignore[attr-defined]  # a ModelChoiceField


class OrderForm(ActForm):
    on = DayField(label=_("Day that was ordered"))
    document = forms.ModelChoiceField(
        CaseDocument.objects.none(),
        label=_("The order"),
        required=False,
        empty_label=_("Choose a document of this case"),
    )
    file = forms.FileField(
        label=_("or add the order now"),
        required=False,
        allow_empty_file=True,
        help_text=_("PDF, Word, Excel, JPEG or PNG."),
    )

    def prepare(self) -> None:
        self.fields["document"].queryset = papers_of(self)  # type: ignore[attr-defined]  # a ModelChoiceField


class DoneForm(ActForm):
    note = LongText(label=_("Note (may be left empty)"), rows=2, required=False, max_length=300)


class DropForm(ActForm):
    reason = LongText(label=_("Why it does not apply"), rows=2, max_length=300)


class PlainForm(ActForm):
    """A button."""


def papers_of(form: ActForm) -> Any:
    return form.case.documents.filter(replaced_at__isnull=True).order_by("-created_at")


def knows_extension(row: Deadline) -> bool:
    """Whether an extension of a fixed length may still be entered."""
    return row.rule is not None and not row.is_extended and row.order_on is None and extension_of(row.rule) is not None
