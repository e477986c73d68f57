"""What every filing does, whoever files: the values are checked, a centre is found, number and promise are given."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import F, Model
from django.utils.translation import gettext as _

from disputes import clocks, emails
from disputes.actions.calling import call_duty
from disputes.actions.changing import change
from disputes.actions.proposing import answers_from, earliest_of, propose_at_filing
from disputes.actions.writing import text_for_people
from disputes.choices import CaseKind, ClockKind, Measure, Origin, Priority
from disputes.models import Assignment, Case, CaseContact, CaseEvent, CaseNumber
from disputes.priority import RESTRICTED_TYPES, assess, facts_of
from disputes.servicetimes import schedule_of
from disputes.states import CaseState
from portal.accounts.access import require
from portal.accounts.models import ClaimState, Enterprise, EnterpriseClaim, User
from portal.accounts.permissions import Permission
from portal.accounts.routing import Routed
from portal.lib import clock
from portal.lib.errors import Invalid, NotAllowed
from portal.lib.fields import clean_text
from portal.reference.calendars import Calendars

# What a person fills in; everything else on a case is the portal's.
INTAKE_FIELDS = (
    "jurisdiction",
    "dispute_type",
    "right",
    "our_role",
    "what_happened",
    "counterparty",
    "forum_name",
    "docket",
    "papers",
    "service_channel",
    "received_on",
    "next_date",
    "next_date_what",
    "measures",
    "fair_on",
    "amount_at_risk",
    "amount_currency",
    "consent_to_share",
)
EMPTY = {"measures": [], "consent_to_share": False}
# Columns that say by themselves what fits: a list, a length, a day, an amount.
PLAIN = (
    "right",
    "our_role",
    "counterparty",
    "forum_name",
    "docket",
    "papers",
    "service_channel",
    "received_on",
    "next_date",
    "next_date_what",
    "fair_on",
    "amount_at_risk",
    "amount_currency",
)
# What the receipt promises.
PROMISED = {
    CaseKind.CONSULTATION: (ClockKind.FIRST_ANSWER,),
    CaseKind.GUIDANCE: (ClockKind.FIRST_ANSWER, ClockKind.DECISION),
}
REQUIRED = ("jurisdiction", "dispute_type", "right", "our_role")


@dataclass(frozen=True)
class Contact:
    name: str
    phone: str = ""
    email: str = ""


def file_case(
    case: Case,
    *,
    by: User | None,
    values: Mapping[str, Any],
    routed: Routed,
    enterprise: Enterprise | None,
    claim: EnterpriseClaim | None,
    language: str,
    quietly: bool = False,
    **columns: Any,
) -> CaseEvent:
    """Make the draft a filed case at the centre it was routed to. `columns`: what else this way of filing writes.

    `by` is nobody for an emergency without account. `quietly`: the matter is settled already, so nobody is mailed and
    no duty is called.
    """
    now = clock.now()
    centre = routed.centre
    calendars = Calendars()
    answers = answers_from(values, calendars)
    priority, reasons = assess(
        facts_of(
            dispute_type=values["dispute_type"].pk,
            measures=values["measures"],
            next_date=earliest_of(values.get("next_date"), answers),
            fair_on=values.get("fair_on"),
            amount=values.get("amount_at_risk"),
            currency=values["amount_currency"],
            schedule=schedule_of(centre.pk, calendars),
            now=now,
            emergency=case.origin == Origin.EMERGENCY,
        )
    )
    promises = PROMISED[CaseKind(case.kind)]
    promised = clocks.started(case, *promises, priority=priority, centre_id=centre.pk, at=now)
    due = promised["due_at"].isoformat()
    event = change(
        case,
        by=by,
        kind="submitted",
        to=CaseState.SUBMITTED,
        data={"centre": centre.pk, "priority": str(priority), "reasons": reasons, "due": due},
        **values,
        reference=next_reference(),
        enterprise=enterprise,
        claim=claim,
        centre=centre,
        routing=routed.as_data(),
        restricted=values["dispute_type"].pk in RESTRICTED_TYPES,
        priority=priority,
        priority_reasons=reasons,
        submitted_at=now,
        consent_at=now,
        **promised,
        language=language,
        draft_data={},
        **columns,
    )
    Assignment.objects.create(case=case, centre=centre, assigned_by=by)
    propose_at_filing(case, answers)
    if quietly:
        return event
    emails.tell_receipt(case, event)
    if priority in {Priority.P0, Priority.P1}:
        emails.tell_centre(case, event, "urgent")
    call_duty(case, event)
    return event


def next_reference(year: int | None = None) -> str:
    """The next number of the Shanghai year, or of an earlier one. Runs inside the submission's transaction."""
    year = year or clock.today().year
    CaseNumber.objects.get_or_create(year=year)
    CaseNumber.objects.filter(year=year).update(last=F("last") + 1)
    last = CaseNumber.objects.values_list("last", flat=True).get(year=year)
    return f"GD-{year}-{last:06d}"


def company_of(
    by: User, enterprise: Enterprise | None, claim: EnterpriseClaim | None
) -> tuple[Enterprise | None, EnterpriseClaim | None]:
    """For whom the case is filed, as it stands now. A claim verified since the form was read is its enterprise."""
    if enterprise is None and claim is None:
        raise Invalid(_("Say for which company you ask."), field="company")
    if enterprise is None and claim is not None:
        # Locked: a verification at this moment either shows here or finds the filed case.
        claim = EnterpriseClaim.objects.select_for_update().get(pk=claim.pk)
        if claim.claimant_id != by.pk:
            raise NotAllowed(_("This company was entered by another person."))
        if claim.state == ClaimState.REJECTED:
            raise Invalid(_("This company was not confirmed as yours. Enter its details again."), field="company")
        if claim.state == ClaimState.VERIFIED:
            enterprise = claim.enterprise
    if enterprise is not None:
        require(by, Permission.FILE_FOR_ENTERPRISE, enterprise=enterprise.pk)
    return enterprise, claim


def _fitting(model: type[Model], name: str, value: Any) -> Any:
    """The value cleaned as its column wants it. Raises ValidationError when it is too long or not on the list."""
    if isinstance(value, str):
        value = clean_text(value)
    if value is None or value == "":
        return value
    return model._meta.get_field(name).clean(value, None)  # type: ignore[union-attr]  # only columns are asked for


def checked_contact(contact: Contact, by: User) -> dict[str, str]:
    """Whom to reach, as it is stored. Raises Invalid naming every field at fault."""
    values: dict[str, str] = {}
    wrong: dict[str, str] = {}
    for name in ("name", "phone", "email"):
        try:
            values[name] = _fitting(CaseContact, name, getattr(contact, name))
        except ValidationError as error:
            wrong[f"contact_{name}"] = " ".join(error.messages)
    if wrong:
        raise Invalid(_("Something is missing or does not fit. Please look at the marked fields."), fields=wrong)
    return {**values, "name": values["name"] or str(by)[:80]}


def checked_facts(facts: Mapping[str, Any]) -> dict[str, Any]:
    """The intake values, complete and consistent. Raises Invalid naming every field at fault."""
    values = {name: facts.get(name) for name in INTAKE_FIELDS}
    wrong: dict[str, str] = {}
    for name in REQUIRED:
        if not values[name]:
            wrong[name] = _("Please choose one.")
    if not facts.get("consent"):
        wrong["consent"] = _("Without your consent the centre may not read the case.")
    if values["amount_at_risk"] is not None and not values["amount_currency"]:
        wrong["amount_currency"] = _("Choose the currency of the amount.")
    for name in PLAIN:
        try:
            values[name] = _fitting(Case, name, values[name])
        except ValidationError as error:
            wrong.setdefault(name, " ".join(error.messages))
    received_on = values["received_on"]
    if "received_on" not in wrong and received_on is not None and received_on > clock.today():
        wrong["received_on"] = _("This day lies in the future. Enter the day on which the papers came.")
    amount = values["amount_at_risk"]
    if "amount_at_risk" not in wrong and amount is not None and amount < 0:
        wrong["amount_at_risk"] = _("An amount at risk is not below zero.")
    if any(measure not in Measure.values for measure in values["measures"] or ()):
        wrong["measures"] = _("Choose from the list.")
    try:
        values["what_happened"] = text_for_people(values["what_happened"] or "", field="what_happened")
    except Invalid as error:
        wrong.update(error.fields)
    if wrong:
        raise Invalid(_("Something is missing or does not fit. Please look at the marked fields."), fields=wrong)
    for name, value in values.items():
        if value is None and name not in {"received_on", "next_date", "fair_on", "amount_at_risk"}:
            values[name] = EMPTY.get(name, "")
    return values
