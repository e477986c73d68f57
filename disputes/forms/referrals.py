"""A referral to a department, and what the department answered."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy, pgettext_lazy

from disputes.actions.referring import LONGEST, LONGEST_NAME, LONGEST_NUMBER, ReferralFacts
from disputes.choices import ConsentGiven
from disputes.forms.acts import ActForm, OnceForm
from disputes.forms.fields import DayField, LongText
from disputes.models import CaseDocument, Referral, ReferralDepartment, ReferralGround
from portal.lib import clock
from portal.lib.forms import TextField


class ReferralForm(OnceForm):
    ground = forms.ChoiceField(label=gettext_lazy("Ground"), widget=forms.RadioSelect)
    department = forms.ModelChoiceField(
        ReferralDepartment.objects.none(), label=gettext_lazy("Department"), empty_label=gettext_lazy("Choose")
    )
    facts = LongText(
        label=pgettext_lazy("referral", "Facts"),
        rows=8,
        max_length=LONGEST,
        help_text=gettext_lazy("What happened, when, and how it endangers trade. No opinion, no secrets."),
    )
    products = LongText(
        label=gettext_lazy("Goods, technology or services concerned"),
        rows=3,
        max_length=LONGEST,
        help_text=gettext_lazy("With HS codes and quantities where they are known."),
    )
    parties = LongText(
        label=gettext_lazy("Parties concerned"),
        rows=3,
        max_length=LONGEST,
        help_text=gettext_lazy("Right holder, importer, licensee: names, places and roles."),
    )
    documents = forms.ModelMultipleChoiceField(
        CaseDocument.objects.none(),
        label=pgettext_lazy("referral", "Evidence"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Documents of the case that are enclosed."),
    )
    consent = forms.ChoiceField(
        label=gettext_lazy("How the enterprise consented"),
        choices=[("", gettext_lazy("Not yet")), *ConsentGiven.choices],
        required=False,
        help_text=gettext_lazy("A draft may wait for it; nothing is sent without it."),
    )
    consent_by = TextField(label=gettext_lazy("Who consented"), max_length=LONGEST_NAME, required=False)
    consent_on = DayField(label=gettext_lazy("Consented on"), required=False)

    def prepare(self) -> None:
        grounds = ReferralGround.objects.in_force(clock.today())
        self.grounds = list(grounds)
        self.fields["ground"].choices = [(row.ground, str(row)) for row in self.grounds]  # type: ignore[attr-defined]
        self.fields["department"].queryset = ReferralDepartment.objects.filter(is_active=True)  # type: ignore[attr-defined]
        documents = self.case.documents.all()
        if documents:
            self.fields["documents"].queryset = documents  # type: ignore[attr-defined]  # as above
        else:
            del self.fields["documents"]

    @staticmethod
    def initial_of(referral: Referral) -> dict[str, Any]:
        """What an edit begins with."""
        names = ("facts", "products", "parties", "consent", "consent_by", "consent_on")
        return {name: getattr(referral, name) for name in names} | {
            "ground": referral.ground.ground,
            "department": referral.department_id,
            "documents": list(referral.documents.all()),
        }

    def said(self) -> ReferralFacts:
        """What was typed, once the form is valid."""
        data = dict(self.cleaned_data)
        data.pop("form_key")
        data["department"] = data["department"].pk
        data["documents"] = list(data.get("documents", ()))
        return ReferralFacts(**data)


class ReceiptForm(ActForm):
    number = TextField(label=gettext_lazy("Number at the department"), max_length=LONGEST_NUMBER)
    on = DayField(label=gettext_lazy("Received on"))


class ReturnForm(ActForm):
    reason = LongText(label=gettext_lazy("Why the department returned it"), rows=3, max_length=LONGEST)
    on = DayField(label=gettext_lazy("Returned on"))
