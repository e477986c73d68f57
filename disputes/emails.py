"""Which message follows which act, by mail and to machines. A restricted case says only that there is a message."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from disputes import clocks, emergency_mails
from disputes.choices import Side
from disputes.models import Case, CaseClock, CaseDocument, CaseEvent, EvidenceExport
from disputes.people import centre_staff, enterprise_people
from experts.models import Engagement
from portal.accounts.access import people_with
from portal.accounts.models import User
from portal.accounts.permissions import Permission
from portal.lib import clock
from portal.notices.actions import endpoints_for, insert, prepare, prepare_post, queue
from portal.notices.duty import OnDuty
from portal.notices.models import Topic


def tell_enterprise(case: Case, event: CaseEvent, kind: str, **context: Any) -> None:
    """Mail the enterprise's side about `event`, each in their own language.

    An emergency that nobody with an account stands behind: the address that was left, with its private link.
    """
    if case.filer_id is None and event.kind != "submitted":
        emergency_mails.tell_news(case, event)
    _tell(enterprise_people(case), case, event, kind, "case", context)
    _post(case, event, kind, "case", context)


def tell_receipt(case: Case, event: CaseEvent) -> None:
    """Mail the enterprise that its case has arrived; of an application also by when its acceptance is decided."""
    due = clocks.decision_due(case)
    decision = timezone.localtime(due).strftime("%Y-%m-%d %H:%M") if due else ""
    tell_enterprise(case, event, "receipt", decision_due=decision)


def tell_holder(case: Case, event: CaseEvent, kind: str, **context: Any) -> None:
    """Mail the officer who holds the case, or when nobody there does, the people of the centre; never the actor."""
    staff = list(centre_staff(case))
    # A holder who has left the centre reads no mail of it: then everybody there is told.
    people = [person for person in staff if person.pk == case.holder_id] or staff
    _tell([person for person in people if person.pk != event.actor_id], case, event, kind, "triage_case", context)
    _post(case, event, kind, "triage_case", context)


def tell_centre(case: Case, event: CaseEvent, kind: str, **context: Any) -> None:
    """Mail everybody of the centre who may work on the case."""
    _tell(centre_staff(case), case, event, kind, "triage_case", context)
    _post(case, event, kind, "triage_case", context)


def tell_of_opinion(people: Iterable[User], case: Case, event: CaseEvent, kind: str) -> None:
    """Mail reviewers or authors about the opinion; the link leads to the version they may read, on whichever side."""
    _tell(people, case, event, kind, "opinions", {})


def tell_of_export(people: Iterable[User], export: EvidenceExport, event: CaseEvent, kind: str) -> None:
    """Mail reviewers that an evidence export waits for them; the link leads to the list of the case's exports."""
    _tell(people, export.case, event, kind, "case_exports", {"number": export.number})


def tell_preparers(export: EvidenceExport, event: CaseEvent, kind: str) -> None:
    """Mail the side that prepared an export what the review came to."""
    context = {"number": export.number}
    if export.side == Side.CENTRE:
        tell_holder(export.case, event, kind, **context)
        return
    tell_enterprise(export.case, event, kind, **context)
    if export.side == Side.COUNSEL:
        _tell([export.prepared_by], export.case, event, kind, "case", context)


def ask_to_rate(case: Case, event: CaseEvent, person: User, address: str) -> None:
    """Mail one person the link with which they rate the help, without logging in."""
    _tell([person], case, event, "rate", "case", {"rate_url": settings.BASE_URL + address})


def tell_supervisors(case: Case, event: CaseEvent, kind: str, **context: Any) -> None:
    """Mail the supervisors of the network about an escalated case."""
    _tell(people_with(Permission.SEE_ESCALATED_CASES), case, event, kind, "triage_case", context)


def tell_expert(case: Case, engagement: Engagement, kind: str) -> None:
    """Mail the expert about an engagement: place and day, never a name; of a restricted case only that there is one.

    The key carries the engagement's version: each of its steps is told once.
    """
    expert = engagement.expert
    if expert.user is None:
        return
    language = expert.user.language
    with translation.override(language):
        place = "" if case.restricted else str(case.jurisdiction)
        url = settings.BASE_URL + reverse("engagement", args=[engagement.pk])
        context = {
            "place": place,
            "centre": "" if case.restricted else str(engagement.centre),
            "answer_by": engagement.answer_by.isoformat() if engagement.answer_by and not case.restricted else "",
            "url": url,
        }
    queue(
        key=f"engagement:{engagement.pk}:{engagement.version}:{kind}",
        kind="experts.message" if case.restricted else f"experts.{kind}",
        recipient=expert.user,
        context=context,
    )


def tell_of_virus(case: Case, event: CaseEvent, document: CaseDocument) -> None:
    """Mail whoever sent the file, and the officer who holds the case."""
    _tell([document.uploader], case, event, "virus_found", "case", {"name": document.name})
    tell_holder(case, event, "virus_found", name=document.name)


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
        said, snapshot = message_of(case, kind, page, context, person.language)
        queue(key=f"case:{case.pk}:{event.seq}:{event.kind}:{person.pk}", kind=said, recipient=person, context=snapshot)


def _post(case: Case, event: CaseEvent, kind: str, page: str, context: Mapping[str, Any]) -> None:
    """The same message to the machines of that side (docs/notices.md)."""
    place = {"centre": case.centre_id} if page == "triage_case" else {"enterprise": case.enterprise_id}
    if None in place.values():
        return
    rows = []
    for endpoint in endpoints_for(Topic.CASES, **place):
        said, snapshot = message_of(case, kind, page, context, endpoint.language)
        # Nothing in a restricted message may tell one case from another: the key is a digest then.
        key = f"message:{event.hash[:32]}" if case.restricted else f"case:{case.pk}:{event.seq}:{event.kind}"
        rows.append(prepare_post(endpoint=endpoint, key=key, kind=said, context=snapshot))
    insert(rows)


def ring(case: Case, people: Sequence[OnDuty], *, key: str, times: int) -> None:
    """Call the people on duty for an emergency, by mail and over the centre's machines; `key` is this one ringing."""
    rows = []
    for duty in people:
        said, snapshot = message_of(case, "duty_call", "duty_call", {"times": times}, duty.person.language)
        rows.append(prepare(key=f"{key}:{duty.person.pk}", kind=said, recipient=duty.person, context=snapshot))
    # Numbers and names are the roster's, not the case's: a gateway must know whom to ring, also on a restricted matter.
    roster = [{"name": str(duty.person), "phone": duty.phone} for duty in people]
    for endpoint in endpoints_for(Topic.CALLS, centre=case.centre_id):
        said, snapshot = message_of(case, "duty_call", "duty_call", {"times": times}, endpoint.language)
        rows.append(prepare_post(endpoint=endpoint, key=key, kind=said, context={**snapshot, "on_duty": roster}))
    insert(rows)


def tell_clock_to_holder(case: Case, row: CaseClock, kind: str) -> None:
    """A clock of the centre, to who holds the case, or to everybody there when nobody does."""
    staff = list(centre_staff(case))
    people = [person for person in staff if person.pk == case.holder_id] or staff
    _tell_clock(people, case, row, kind, "triage_clock")


def tell_clock_to_head(case: Case, row: CaseClock, kind: str) -> None:
    """A clock of the centre, to its head and its holder."""
    heads = people_with(Permission.EDIT_CENTRE, centre=case.centre_id)
    holder = centre_staff(case).filter(pk=case.holder_id or 0)
    _tell_clock({person.pk: person for person in [*heads, *holder]}.values(), case, row, kind, "triage_clock")


def tell_clock_to_enterprise(case: Case, row: CaseClock, kind: str) -> None:
    """A clock of the enterprise, to its own people."""
    _tell_clock(enterprise_people(case), case, row, kind, "case_clock")


def _tell_clock(people: Iterable[User], case: Case, row: CaseClock, kind: str, page: str) -> None:
    # The clock's own id makes the key: there is one warning and one breach of each, whoever looks how often.
    def said_in(language: str) -> tuple[str, dict[str, Any]]:
        with translation.override(language):
            due = timezone.localtime(row.due_at).strftime("%Y-%m-%d %H:%M")
            return message_of(case, kind, page, {"due": due, "promise": row.get_kind_display()}, language)

    rows = []
    for person in people:
        said, snapshot = said_in(person.language)
        rows.append(prepare(key=f"clock:{row.pk}:{kind}:{person.pk}", kind=said, recipient=person, context=snapshot))
    if page == "triage_clock" and case.centre_id is not None:
        for endpoint in endpoints_for(Topic.CLOCKS, centre=case.centre_id):
            said, snapshot = said_in(endpoint.language)
            rows.append(prepare_post(endpoint=endpoint, key=f"clock:{row.pk}:{kind}", kind=said, context=snapshot))
    insert(rows)


def message_of(
    case: Case, kind: str, page: str, context: Mapping[str, Any], language: str
) -> tuple[str, dict[str, Any]]:
    """Kind and snapshot of one message in a reader's language; of a restricted case only that there is one."""
    with translation.override(language):
        if case.restricted:
            overview = reverse("cases" if page in {"case", "case_clock"} else "triage")
            return "disputes.restricted", {"url": settings.BASE_URL + overview}
        return f"disputes.{kind}", {**_facts(case, page), **context}


def _facts(case: Case, page: str) -> dict[str, Any]:
    """What every mail of a case may say, in the language that is active."""
    return {
        "reference": case.reference,
        "url": settings.BASE_URL + reverse(page, args=[case.reference]),
        "company": case.company_name or _("company not named"),
        "jurisdiction": str(case.jurisdiction),
        "dispute_type": str(case.dispute_type),
        "centre": str(case.centre),
        "priority": case.priority,
        "due": timezone.localtime(case.due_at).strftime("%Y-%m-%d %H:%M") if case.due_at else "",
        "calendar_confirmed": case.due_confirmed,
        "guidance": case.is_guidance,
    }
