"""The one page on which an enterprise asks for help."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from disputes.actions.intake import INTAKE_FIELDS, Contact
from disputes.choices import Currency, Measure, OurRole, Right, ServiceChannel
from disputes.forms.fields import DayField, LongText, SeveralFiles
from portal.accounts.access import rights_of
from portal.accounts.actions.claims import Facts
from portal.accounts.models import ClaimState, Enterprise, EnterpriseClaim, User
from portal.accounts.permissions import Permission
from portal.lib import clock
from portal.lib.fields import clean_text
from portal.lib.forms import TextField
from portal.reference.models import City, DisputeType, Industry, Jurisdiction, Market, Province

NEW = "new"


def by_name(rows: Iterable[Any]) -> list[Any]:
    """Rows in the order of their name in the active language."""
    return sorted(rows, key=lambda row: str(row.name))


def main_markets_first(rows: Iterable[Jurisdiction]) -> list[Jurisdiction]:
    """The main export markets in their order, then all others by name."""
    ranks = dict(Market.objects.values_list("jurisdiction", "rank"))
    return sorted(rows, key=lambda row: (ranks.get(row.pk, 10_000), str(row.name)))


def in_provinces(cities: Iterable[City]) -> list[Any]:
    """Choices of cities grouped by province, in the order of their codes."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for city in cities:
        groups.setdefault(str(city.province), []).append((city.pk, str(city)))
    return list(groups.items())


class ConsultationForm(forms.Form):
    """What happened, where, which right, papers and dates, measures, documents, contact, company, consent."""

    what_happened = LongText(
        label=gettext_lazy("What happened?"),
        rows=7,
        help_text=gettext_lazy(
            "In your own words. Who did what, when, and what do you fear? A few sentences are enough."
        ),
    )
    our_role = forms.ChoiceField(label=gettext_lazy("What is your position?"), widget=forms.RadioSelect)
    jurisdiction = forms.ModelChoiceField(
        Jurisdiction.objects.none(),
        label=gettext_lazy("Where? (country or region)"),
    )
    forum_name = TextField(label=gettext_lazy("Court, office or platform"), required=False, max_length=200)
    counterparty = TextField(label=gettext_lazy("Who is on the other side?"), required=False, max_length=200)
    docket = TextField(
        label=gettext_lazy("Docket or complaint number"),
        required=False,
        max_length=100,
        help_text=gettext_lazy("It stands on the first page of the papers or in the platform's notice."),
    )
    dispute_type = forms.ModelChoiceField(
        DisputeType.objects.none(),
        label=gettext_lazy("What kind of dispute is it?"),
    )
    right = forms.ChoiceField(label=gettext_lazy("Which right is it about?"))
    service_channel = forms.ChoiceField(label=gettext_lazy("How did papers reach you?"), required=False)
    papers = TextField(
        label=gettext_lazy("Which papers?"),
        required=False,
        max_length=500,
        help_text=gettext_lazy("For example: summons and complaint, warning letter, e-mail of the platform."),
    )
    received_on = DayField(label=gettext_lazy("When did they arrive?"), required=False)
    next_date = DayField(
        label=gettext_lazy("Next date on the papers"),
        required=False,
        help_text=gettext_lazy("A deadline or hearing date, as printed. We order our work by it."),
    )
    next_date_what = TextField(label=gettext_lazy("What must happen by then?"), required=False, max_length=200)
    measures = forms.MultipleChoiceField(
        label=gettext_lazy("Is any of this in force now?"), required=False, widget=forms.CheckboxSelectMultiple
    )
    fair_on = DayField(label=gettext_lazy("A trade fair is concerned; it begins on"), required=False)
    amount_at_risk = forms.DecimalField(
        label=gettext_lazy("Amount at risk"), required=False, min_value=0, max_digits=16, decimal_places=2
    )
    amount_currency = forms.ChoiceField(label=gettext_lazy("Currency"), required=False)
    documents = SeveralFiles(
        label=gettext_lazy("Documents"),
        required=False,
        help_text=gettext_lazy(
            "PDF, Word, Excel, JPEG or PNG. Photographs of the papers are fine. You can add more later."
        ),
    )
    company = forms.ChoiceField(label=gettext_lazy("For which company?"))
    company_name = TextField(label=gettext_lazy("Registered name of the company"), required=False, max_length=120)
    uscc = TextField(
        label=gettext_lazy("Unified social credit code"),
        required=False,
        max_length=40,
        help_text=gettext_lazy("18 characters, on the business licence. You need not prove anything now."),
    )
    province = forms.ModelChoiceField(
        Province.objects.none(),
        label=gettext_lazy("Province"),
        required=False,
        help_text=gettext_lazy("Where the company is registered: it decides which centre answers."),
    )
    city = forms.ModelChoiceField(City.objects.none(), label=gettext_lazy("City"), required=False)
    industry = forms.ModelChoiceField(Industry.objects.none(), label=gettext_lazy("Industry"), required=False)
    contact_name = TextField(label=gettext_lazy("Contact person"), max_length=80)
    contact_phone = TextField(
        label=gettext_lazy("Telephone"),
        max_length=40,
        help_text=gettext_lazy("In an emergency the centre calls this number."),
    )
    contact_email = forms.EmailField(label=gettext_lazy("E-mail"), required=False)
    consent = forms.BooleanField(
        label=gettext_lazy("I agree that the guidance centre reads and processes this information to help us."),
    )
    consent_to_share = forms.BooleanField(
        label=gettext_lazy("If another centre of the network is better placed, the case may be handed to it."),
        required=False,
    )

    use_required_attribute = False  # the server names every missing field at once, also for a draft

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        self._offer_choices()
        self._offer_companies()

    def _offer_choices(self) -> None:
        none = [("", _("Choose"))]
        self._choices("our_role", OurRole.choices)
        self._choices("right", none + list(Right.choices))
        self._choices("service_channel", none + list(ServiceChannel.choices))
        self._choices("measures", Measure.choices)
        self._choices("amount_currency", none + list(Currency.choices))
        abroad = Jurisdiction.objects.exclude(pk="CN")
        self._rows("jurisdiction", abroad, main_markets_first(abroad))
        kinds, provinces = DisputeType.objects.all(), Province.objects.all()
        self._rows("dispute_type", kinds, by_name(kinds))
        self._rows("province", provinces, provinces)
        industries = Industry.objects.exclude(level="section")
        self._rows("industry", industries, by_name(industries))
        cities = City.objects.select_related("province")
        self._rows("city", cities, ())
        self._choices("city", none + in_provinces(cities))

    def _choices(self, name: str, choices: Iterable[Any]) -> None:
        self.fields[name].choices = list(choices)  # type: ignore[attr-defined]  # a ChoiceField

    def _rows(self, name: str, allowed: QuerySet[Any], rows: Iterable[Any]) -> None:
        """Accept the rows `allowed`, shown in the order of `rows`, read once for the whole page."""
        field = self.fields[name]
        field.queryset = allowed  # type: ignore[attr-defined]  # a ModelChoiceField
        field.choices = [("", _("Choose")), *((row.pk, str(row)) for row in rows)]  # type: ignore[attr-defined]

    def _offer_companies(self) -> None:
        enterprises = rights_of(self.user).enterprise_ids(Permission.FILE_FOR_ENTERPRISE)
        self.companies: dict[str, Enterprise | EnterpriseClaim] = {
            f"enterprise:{row.pk}": row
            for row in Enterprise.objects.filter(pk__in=enterprises).select_related(
                "province", "city", "industry", "key_industry"
            )
        }
        open_claims = EnterpriseClaim.objects.filter(
            claimant=self.user, state__in=[ClaimState.CLAIMED, ClaimState.DISPUTED]
        ).select_related("province", "city", "industry", "key_industry")
        self.companies |= {f"claim:{row.pk}": row for row in open_claims}
        choices = [(key, row.name_zh) for key, row in self.companies.items()]
        self._choices("company", [*choices, (NEW, _("Another company (enter it below)"))])
        self.fields["company"].initial = choices[0][0] if choices else NEW

    def clean_received_on(self) -> Any:
        day = self.cleaned_data["received_on"]
        if day is not None and day > clock.today():
            raise forms.ValidationError(_("This day lies in the future. Enter the day on which the papers came."))
        return day

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("company") == NEW:
            for name in ("company_name", "uscc", "province"):
                if not data.get(name) and name not in self.errors:
                    self.add_error(
                        name,
                        forms.ValidationError(
                            _("Please fill this in: it says who asks and which centre answers."), code="required"
                        ),
                    )
            city, province = data.get("city"), data.get("province")
            if city and province and city.province_id != province.pk:
                self.add_error("city", _("This city does not lie in the province you chose."))
        if data.get("amount_at_risk") is not None and not data.get("amount_currency"):
            self.add_error("amount_currency", _("Choose the currency of the amount."))
        return data

    # --- what actions need ----------------------------------------------------------------

    def facts(self) -> dict[str, Any]:
        names = (*INTAKE_FIELDS, "consent")
        return {name: self.cleaned_data.get(name) for name in names}

    def contact(self) -> Contact:
        data = self.cleaned_data
        return Contact(data["contact_name"], data["contact_phone"], data["contact_email"])

    def chosen_company(self) -> Enterprise | EnterpriseClaim | None:
        """A company the person already stands for; None when a new one was entered."""
        return self.companies.get(self.cleaned_data["company"])

    def new_company(self) -> Facts:
        data = self.cleaned_data
        industry = data["industry"]
        key = industry if industry is not None and industry.level != "division" else None
        return Facts(
            name_zh=data["company_name"],
            province=data["province"],
            city=data["city"],
            industry=None if key else industry,
            key_industry=key,
        )


def typed_of(post: QueryDict) -> dict[str, list[str]]:
    """What was typed into the fields of the form, cleaned of control characters, to keep in a draft."""
    return {
        name: [clean_text(value)[:20_000] for value in values]
        for name, values in post.lists()
        if name in ConsultationForm.base_fields and name != "documents"
    }


def initial_of(typed: Mapping[str, list[str]]) -> dict[str, Any]:
    """A draft's text as the initial values of a form."""
    return {
        name: values if name == "measures" else (values[0] if values else "")
        for name, values in typed.items()
        if name in ConsultationForm.base_fields
    }


def prefilled(query: QueryDict, user: User) -> dict[str, Any]:
    """`?type=` and `?j=` as other pages link here, and what the account knows."""
    initial: dict[str, Any] = {"contact_email": user.email, "contact_name": user.name}
    if query.get("type"):
        initial["dispute_type"] = query.get("type")
    if query.get("j"):
        initial["jurisdiction"] = str(query.get("j")).upper()
    return initial
