"""Claiming an enterprise, keeping its facts, deciding on a claim."""

from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.forms.models import ModelChoiceIterator
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portal.accounts.actions.claims import Facts
from portal.accounts.credit_code import clean_credit_code
from portal.accounts.models import Enterprise, EnterpriseClaim
from portal.accounts.models.enterprises import Size
from portal.lib.errors import Invalid
from portal.lib.forms import TextField
from portal.reference.models import City, Industry, Jurisdiction, Province

ACCEPT = ".pdf,.jpg,.jpeg,.png,application/pdf,image/jpeg,image/png"
MARKETS_SHOWN = 20


class _Grouped(ModelChoiceIterator):  # type: ignore[type-arg]  # not subscriptable at run time
    """Choices under the name of what they belong to; the queryset comes ordered and joined."""

    def __iter__(self) -> Any:
        field = cast(GroupedChoiceField, self.field)
        if field.empty_label is not None:
            yield ("", field.empty_label)
        groups: dict[str, list[Any]] = {}
        for row in self.queryset:
            groups.setdefault(str(getattr(row, field.group_by) or ""), []).append(self.choice(row))
        for name, choices in groups.items():
            if name:
                yield (name, choices)
            else:
                yield from choices


class GroupedChoiceField(forms.ModelChoiceField):  # type: ignore[type-arg]  # not subscriptable at run time
    """A select with groups: cities under their province, divisions under their section."""

    iterator = _Grouped

    def __init__(self, *args: Any, group_by: str, **kwargs: Any) -> None:
        self.group_by = group_by
        super().__init__(*args, **kwargs)


def cities_of(province: str) -> QuerySet[City]:
    """The cities to choose from: of one province when it is known, else all."""
    cities = City.objects.select_related("province")
    return cities.filter(province_id=province) if province else cities


class FactsForm(forms.Form):
    """What is stated of an enterprise, on a claim and on the verified record."""

    name_zh = TextField(label=_("Registered name"), max_length=120, help_text=_("As on the business licence."))
    name_en = TextField(label=_("English name"), max_length=160, required=False)
    province = forms.ModelChoiceField(label=_("Province"), queryset=Province.objects.all())
    city = GroupedChoiceField(
        label=_("City"),
        queryset=City.objects.none(),
        required=False,
        group_by="province",
    )
    industry = GroupedChoiceField(
        label=_("Industry (GB/T 4754)"),
        queryset=Industry.objects.filter(level="division").select_related("parent"),
        required=False,
        group_by="parent",
    )
    key_industry = forms.ModelChoiceField(
        label=_("Key industry, if one fits"), queryset=Industry.objects.filter(level="key_industry"), required=False
    )
    size = forms.ChoiceField(label=_("Size"), choices=[("", "---------"), *Size.choices], required=False)
    export_markets = forms.ModelMultipleChoiceField(
        label=_("Export markets"),
        queryset=Jurisdiction.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        province = self["province"].value() or ""
        city = cast(GroupedChoiceField, self.fields["city"])
        markets = cast("forms.ModelMultipleChoiceField[Jurisdiction]", self.fields["export_markets"])
        # All cities stay acceptable: without scripts the list is not narrowed, and `Facts` checks that they fit.
        city.queryset = cities_of("")
        if province and not self.is_bound:
            city.queryset = cities_of(str(getattr(province, "pk", province)))
        markets.queryset = Jurisdiction.objects.filter(market__rank__lte=MARKETS_SHOWN).order_by("market__rank")
        self.fields["province"].widget.attrs.update(
            {"hx-get": reverse("accounts_cities"), "hx-target": "#id_city", "hx-trigger": "change"}
        )

    def facts(self) -> Facts:
        """The stated facts; call it on a valid form."""
        data = self.cleaned_data
        return Facts(
            name_zh=data["name_zh"],
            name_en=data["name_en"],
            province=data["province"],
            city=data["city"],
            industry=data["industry"],
            key_industry=data["key_industry"],
            size=data["size"],
            export_markets=tuple(data["export_markets"]),
        )


class EvidenceForm(forms.Form):
    evidence_kind = forms.ChoiceField(
        label=_("Proof"), choices=EnterpriseClaim.EvidenceKind.choices, widget=forms.RadioSelect
    )
    evidence = forms.FileField(
        label=_("File"),
        help_text=_("PDF, JPG or PNG. Only you and the officers who decide can open it."),
        widget=forms.ClearableFileInput(attrs={"accept": ACCEPT}),
        max_length=200,
    )


class ClaimForm(FactsForm):
    """A claim: the code, the facts, and the proof now or later."""

    uscc = TextField(
        label=_("Unified social credit code"),
        max_length=40,
        help_text=_("18 signs, on the business licence."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    contact_phone = TextField(
        label=_("Telephone for questions"),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
    )
    evidence_kind = forms.ChoiceField(
        label=_("Proof"),
        choices=[("", _("I add it later")), *EnterpriseClaim.EvidenceKind.choices],
        required=False,
        widget=forms.RadioSelect,
    )
    evidence = forms.FileField(
        label=_("File"),
        required=False,
        help_text=_("PDF, JPG or PNG. Only you and the officers who decide can open it."),
        widget=forms.ClearableFileInput(attrs={"accept": ACCEPT}),
        max_length=200,
    )

    field_order = ["uscc", "name_zh", "name_en", "province", "city", "industry", "key_industry", "size"]

    def clean_uscc(self) -> str:
        try:
            return clean_credit_code(self.cleaned_data["uscc"])
        except Invalid as error:
            raise ValidationError(str(error.message)) from error

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if data.get("evidence") and not data.get("evidence_kind"):
            self.add_error("evidence_kind", _("Say whether this is the licence or a counter-signed letter."))
        if data.get("evidence_kind") and not data.get("evidence") and "evidence" not in self.errors:
            self.add_error("evidence", _("Choose the file, or say that you add it later."))
        return data


class EnterpriseForm(FactsForm):
    """The facts of a verified enterprise, with the version the page was made from."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)

    @staticmethod
    def initial_of(enterprise: Enterprise) -> dict[str, Any]:
        return {
            "name_zh": enterprise.name_zh,
            "name_en": enterprise.name_en,
            "province": enterprise.province_id,
            "city": enterprise.city_id,
            "industry": enterprise.industry_id,
            "key_industry": enterprise.key_industry_id,
            "size": enterprise.size,
            "export_markets": list(enterprise.export_markets.values_list("pk", flat=True)),
            "version": enterprise.version,
        }


class DecisionForm(forms.Form):
    """What an officer decides. `act` is the button pressed."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    role = forms.ChoiceField(
        label=_("The claimant becomes"),
        choices=[
            ("", _("Owner of a new enterprise, member of one that has an owner")),
            ("enterprise_owner", _("Enterprise owner")),
            ("enterprise_member", _("Enterprise member")),
        ],
        required=False,
    )
    reason = TextField(
        label=_("Reason, or what is missing"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("The claimant reads it. Needed when you do not accept the claim or ask for proof."),
    )
