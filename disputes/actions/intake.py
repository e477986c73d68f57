"""From the form to a filed case: the enterprise's own drafts and submissions."""

import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from disputes.actions.applying import Answer, keep_application
from disputes.actions.drafting import check_settled, draft_for
from disputes.actions.filing import (
    INTAKE_FIELDS,
    Contact,
    checked_contact,
    checked_facts,
    company_of,
    file_case,
)
from disputes.actions.papers import issue_form
from disputes.choices import FormKind
from disputes.models import Case, CaseContact
from disputes.states import CaseState
from portal.accounts.models import Enterprise, EnterpriseClaim, User
from portal.accounts.routing import route
from portal.lib import clock
from portal.lib.errors import Conflict
from portal.lib.states import guarded_update

__all__ = ["INTAKE_FIELDS", "Contact", "save_draft", "submit_case"]


def save_draft(
    *, by: User, key: uuid.UUID, typed: Mapping[str, Any], valid: Mapping[str, Any], language: str = "zh-hans"
) -> Case:
    """Keep what a person has typed so far: the raw text of every field, and the values that are valid already.

    The same `key` finds the same draft again. Raises Conflict when the case behind the key was filed already.
    """
    with transaction.atomic():
        case = draft_for(by, key, language)
        if not case.is_draft:
            raise Conflict(_("This form was sent already: your case is %(number)s.") % {"number": case.reference})
        values = {name: value for name, value in valid.items() if name in INTAKE_FIELDS and value is not None}
        if values.get("amount_at_risk") is not None and not values.get("amount_currency"):
            values.pop("amount_at_risk")
        guarded_update(
            case,
            expected={"state": CaseState.DRAFT},
            draft_data=dict(typed),
            updated_at=clock.now(),
            **values,
        )
    return case


def submit_case(
    *,
    by: User,
    key: uuid.UUID,
    facts: Mapping[str, Any],
    contact: Contact,
    enterprise: Enterprise | None = None,
    claim: EnterpriseClaim | None = None,
    language: str = "zh-hans",
    application: Mapping[str, Any] | None = None,
    answers: Sequence[Answer] = (),
    read: Mapping[str, Any] | None = None,
) -> Case:
    """File a case: number, centre, priority, due times, receipt. A guidance case brings the rest of its form A along.

    The same `key` gives the same case however often it is sent. Raises Invalid (something is missing), NotAllowed (not
    this person's enterprise or claim), Conflict (the draft holds another text than `read`, the one the facts come from;
    a save of the same text by the page itself is no change).
    """
    with transaction.atomic():
        case = draft_for(by, key, language)
        if not case.is_draft:
            return case
        if read is not None and case.draft_data != read:
            raise Conflict(_("The draft was changed in another window just now. Look at the form again, then send it."))
        check_settled(case)
        enterprise, claim = company_of(by, enterprise, claim)
        values, whom = checked_facts(facts), checked_contact(contact, by)
        company = enterprise or claim
        assert company is not None  # noqa: S101 - _company has just made sure
        routed = route(
            province=company.province,
            city=company.city,
            industry=company.industry,
            key_industry=company.key_industry,
            jurisdiction=values["jurisdiction"],
        )
        event = file_case(
            case, by=by, values=values, routed=routed, enterprise=enterprise, claim=claim, language=language
        )
        CaseContact.objects.update_or_create(case=case, defaults=whom)
        if case.is_guidance:
            keep_application(case, values=application or {}, answers=answers)
            issue_form(case, kind=FormKind.A, by=by, event=event)
    return case
