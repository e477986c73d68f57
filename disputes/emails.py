"""Which mail follows which act. A restricted case says only that there is a message."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation

from disputes.models import Case, CaseEvent
from disputes.people import centre_staff, enterprise_people
from portal.accounts.access import people_with
from portal.accounts.models import User
from portal.accounts.permissions import Permission
from portal.lib import clock
from portal.notices.actions import queue


def tell_enterprise(case: Case, event: CaseEvent, kind: str, **context: Any) -> None:
    """Mail the enterprise's side about `event`, each in their own language."""
    _tell(enterprise_people(case), case, event, kind, "case", context)


def tell_holder(case: Case, event: CaseEvent, kind: str, **context: Any) -> None:
    """Mail the officer who holds the case, or when nobody there does, the people of the centre; never the actor."""
    staff = list(centre_staff(case))
    # A holder who has left the centre reads no mail of it: then everybody there is told.
    people = [person for person in staff if person.pk == case.holder_id] or staff
    _tell([person for person in people if person.pk != event.actor_id], case, event, kind, "triage_case", context)


def tell_centre(case: Case, event: CaseEvent, kind: str, **context: Any) -> None:
    """Mail everybody of the centre who may work on the case."""
    _tell(centre_staff(case), case, event, kind, "triage_case", context)


def tell_supervisors(case: Case, event: CaseEvent, kind: str, **context: Any) -> None:
    """Mail the supervisors of the network about an escalated case."""
    _tell(people_with(Permission.SEE_ESCALATED_CASES), case, event, kind, "triage_case", context)


def tell_auditors(found: Sequence[str]) -> None:
    """Mail whoever reads the audit log that logs of cases were tampered with; once a day."""
    for person in people_with(Permission.VIEW_AUDIT):
        queue(
            key=f"case-log-damaged:{clock.today()}:{person.pk}",
            kind="disputes.log_damaged",
            recipient=person,
            context={"number": len(found), "found": list(found[:50])},
        )


def _tell(
    people: Iterable[User], case: Case, event: CaseEvent, kind: str, page: str, context: Mapping[str, Any]
) -> None:
    for person in people:
        with translation.override(person.language):
            if case.restricted:
                overview = reverse("triage" if page == "triage_case" else "cases")
                kind, snapshot = "restricted", {"url": settings.BASE_URL + overview}
            else:
                snapshot = {**_facts(case, page), **context}
            queue(
                key=f"case:{case.pk}:{event.seq}:{event.kind}:{person.pk}",
                kind=f"disputes.{kind}",
                recipient=person,
                context=snapshot,
            )


def _facts(case: Case, page: str) -> dict[str, Any]:
    """What every mail of a case may say, in the language that is active."""
    return {
        "reference": case.reference,
        "url": settings.BASE_URL + reverse(page, args=[case.reference]),
        "company": case.company_name,
        "jurisdiction": str(case.jurisdiction),
        "dispute_type": str(case.dispute_type),
        "centre": str(case.centre),
        "priority": case.priority,
        "due": timezone.localtime(case.due_at).strftime("%Y-%m-%d %H:%M") if case.due_at else "",
        "calendar_confirmed": case.due_confirmed,
    }
