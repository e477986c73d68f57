"""Filing for somebody who calls or stands at the desk, and logging a telephone consultation.

The case belongs to the enterprise: to the one the portal knows under the credit code, else to the caller, who takes it
over through an invitation. The officer who entered it stays an officer (`Case.on_behalf`, docs/adr/0062).
"""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from disputes import clocks, emails
from disputes.actions.applying import keep_application
from disputes.actions.changing import change, lock
from disputes.actions.drafting import draft_for
from disputes.actions.filing import Contact, checked_contact, checked_facts, file_case
from disputes.actions.inviting import CALLER
from disputes.actions.papers import issue_form
from disputes.actions.writing import text_for_people, write
from disputes.choices import (
    BEHALF_ORIGINS,
    CaseKind,
    ClockKind,
    ConsentGiven,
    FormKind,
    MessageKind,
    Origin,
    OurRole,
    Side,
)
from disputes.models import BehalfFiling, Case, CaseContact
from disputes.states import CaseState
from portal.accounts.access import require
from portal.accounts.actions.claims import Facts, claim_enterprise
from portal.accounts.actions.invitations import invite
from portal.accounts.actions.memberships import Spot
from portal.accounts.credit_code import clean_credit_code
from portal.accounts.models import Enterprise, GuidanceCentre, Membership, User
from portal.accounts.permissions import Permission
from portal.accounts.routing import Routed, Step, route
from portal.lib import clock
from portal.lib.errors import Conflict, Invalid
from portal.lib.fields import clean_text
from portal.reference.models import City, DisputeType, Industry, Jurisdiction, Province

# Our position where nobody asked: what is usual for the kind of dispute.
USUAL_ROLE = {"respondent": OurRole.ACCUSED, "right_holder": OurRole.RIGHT_HOLDER}
LONGEST_CALL = 600  # minutes


@dataclass(frozen=True)
class Told:
    """The company as the caller names it."""

    name: str
    uscc: str = ""
    province: Province | None = None
    city: City | None = None
    industry: Industry | None = None


@dataclass(frozen=True)
class Chosen(Routed):
    """A centre that a person chose, as `Routed` is written with the case."""

    def as_data(self) -> dict[str, Any]:
        return {**super().as_data(), "step": "person"}


def file_on_behalf(
    *,
    by: User,
    centre: GuidanceCentre,
    key: uuid.UUID,
    origin: Origin,
    consent_how: ConsentGiven,
    caller: Contact,
    told: Told,
    facts: Mapping[str, Any],
    kind: CaseKind = CaseKind.CONSULTATION,
    language: str = "zh-hans",
) -> Case:
    """File what a caller told, with their consent. The same `key` is the same case.

    Routed like every case: it may go to another centre than the officer's. Raises NotAllowed without the right at
    `centre`, Invalid for what is missing, the consent before all.
    """
    require(by, Permission.FILE_ON_BEHALF, centre=centre.pk)
    with transaction.atomic():
        case = draft_for(by, key, language, kind)
        if not case.is_draft:
            return case
        enterprise, columns = _for_whom(by, origin, consent_how, told)
        who = enterprise or told
        if who.province is None:
            raise Invalid(_("Choose the province: it decides which centre answers."), field="province")
        values, whom = checked_facts(facts), checked_contact(caller, by)
        routed = route(province=who.province, city=who.city, industry=who.industry, jurisdiction=values["jurisdiction"])
        event = file_case(
            case,
            by=by,
            values=values,
            routed=routed,
            enterprise=enterprise,
            claim=None,
            language=language,
            **columns,
        )
        CaseContact.objects.update_or_create(case=case, defaults=whom)
        _record(case, by=by, told=told, consent_how=consent_how)
        change(case, by=by, kind="filed_on_behalf", data={"origin": str(origin), "consent": str(consent_how)})
        if case.is_guidance:
            keep_application(case, values={}, answers=())
            issue_form(case, kind=FormKind.A, by=by, event=event)
        if case.on_behalf and whom["email"]:
            invite(email=whom["email"], role=CALLER, by=by, spot=Spot(case_id=case.pk))
        emails.tell_centre(case, event, "arrived")
    return case


def log_call(
    *,
    by: User,
    centre: GuidanceCentre,
    key: uuid.UUID,
    consent_how: ConsentGiven,
    caller: Contact,
    told: Told,
    jurisdiction: Jurisdiction,
    dispute_type: DisputeType,
    right: str,
    question: str,
    answer: str,
    minutes: int,
    language: str = "zh-hans",
) -> Case:
    """A telephone consultation that is over: filed, answered and closed in one transaction, at the officer's centre.

    Nobody is mailed and no duty is called: the caller has the answer. Raises as `file_on_behalf`.
    """
    require(by, Permission.FILE_ON_BEHALF, centre=centre.pk)
    with transaction.atomic():
        case = draft_for(by, key, language)
        if not case.is_draft:
            return case
        if not 1 <= minutes <= LONGEST_CALL:
            raise Invalid(
                _("Enter how many minutes the call took: 1 to %(most)s.") % {"most": LONGEST_CALL}, field="minutes"
            )
        text = text_for_people(answer, field="answer")
        enterprise, columns = _for_whom(by, Origin.HOTLINE, consent_how, told)
        facts = {
            "jurisdiction": jurisdiction,
            "dispute_type": dispute_type,
            "right": right,
            "our_role": USUAL_ROLE.get(dispute_type.default_role, OurRole.THIRD_PARTY),
            "what_happened": question,
            "consent": True,
        }
        values, whom = checked_facts(facts), checked_contact(caller, by)
        routed = Chosen(centre, Step.CITY)
        file_case(
            case,
            by=by,
            values=values,
            routed=routed,
            enterprise=enterprise,
            claim=None,
            language=language,
            quietly=True,
            **columns,
        )
        CaseContact.objects.update_or_create(case=case, defaults=whom)
        _record(case, by=by, told=told, consent_how=consent_how, minutes=minutes)
        change(case, by=by, kind="phone_logged", data={"consent": str(consent_how), "minutes": minutes})
        change(case, by=by, kind="taken", to=CaseState.IN_CONSULTATION, holder=by)
        message = write(case, by=by, kind=MessageKind.ANSWER, side=Side.CENTRE, text=text, field="answer")
        kept = clocks.kept(case, ClockKind.FIRST_ANSWER)
        change(case, by=by, kind="answered", to=CaseState.ANSWERED, data={"message": message.pk}, **kept)
        change(case, by=by, kind="closed", to=CaseState.CLOSED, closed_at=clock.now())
    return case


def take_over(user: User, membership: Membership) -> None:
    """Called when the caller's invitation was taken up: the case is theirs from now on.

    Where a credit code was told, it is filed as their claim; the officer has no part in the enterprise's side.
    """
    if membership.case_id is None or membership.role != CALLER:
        return
    case = Case.objects.get(pk=membership.case_id)
    lock(case)
    if not case.on_behalf:
        raise Conflict(_("This case was taken over already."))
    told = case.behalf
    claim = None
    if told.uscc and told.province is not None:
        claim = claim_enterprise(
            by=user, uscc=told.uscc, facts=Facts(name_zh=told.company_name, province=told.province, city=told.city)
        )
    told.taken_over_at, told.taken_over_by = clock.now(), user
    told.save(update_fields=["taken_over_at", "taken_over_by"])
    change(
        case,
        by=user,
        kind="taken_over",
        data={"from": case.filer_id, "to": user.pk},
        filer=user,
        on_behalf=False,
        claim=claim,
    )


def _for_whom(
    by: User, origin: Origin, consent_how: ConsentGiven, told: Told
) -> tuple[Enterprise | None, dict[str, Any]]:
    """The enterprise the portal knows, if any, and the columns that say who entered the case for whom."""
    if origin not in BEHALF_ORIGINS:
        raise Invalid(_("Say how the caller reached you."), field="origin")
    if consent_how not in ConsentGiven.values:
        raise Invalid(_("Without the caller's consent nothing may be kept. Say how they agreed."), field="consent_how")
    name = clean_text(told.name)[:120]
    if not name:
        raise Invalid(_("Enter the company's name."), field="company_name")
    code = clean_credit_code(told.uscc) if told.uscc else ""
    enterprise = Enterprise.objects.filter(uscc=code).first() if code else None
    if told.city is not None and told.province is not None and told.city.province_id != told.province.pk:
        raise Invalid(_("This city does not lie in the province you chose."), field="city")
    return enterprise, {"origin": origin, "on_behalf": enterprise is None, "company_text": name}


def _record(case: Case, *, by: User, told: Told, consent_how: ConsentGiven, minutes: int | None = None) -> BehalfFiling:
    return BehalfFiling.objects.create(
        case=case,
        officer=by,
        consent_how=consent_how,
        recorded_at=clock.now(),
        company_name=case.company_text,
        uscc=clean_credit_code(told.uscc) if told.uscc else "",
        province=told.province,
        city=told.city,
        minutes=minutes,
    )
