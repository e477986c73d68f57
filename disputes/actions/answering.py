"""The exchange between a centre and an enterprise: question, reply, note, answer, refusal."""

from collections.abc import Sequence

from django.db import transaction

from disputes import emails
from disputes.access import Act, need
from disputes.actions.changing import change, check_fresh, pausing, resuming
from disputes.actions.writing import text_for_people, write
from disputes.choices import MessageKind, RefusalReason, Side
from disputes.models import Case, CaseCitation, CaseDocument, CaseMessage, CaseNote
from disputes.states import CaseState, WaitingOn
from laws.citations import Citation
from portal.accounts.models import User
from portal.lib import clock
from portal.lib.fields import clean_text


def ask_back(*, case: Case, by: User, text: str, version: int | None = None) -> CaseMessage:
    """Ask the enterprise for what is missing; the centre's clock stands still until it replies."""
    with transaction.atomic():
        check_fresh(case, version)
        need(Act.ASK_BACK, case, by)
        message = write(case, by=by, kind=MessageKind.QUESTION, side=Side.CENTRE, text=text)
        event = change(
            case, by=by, kind="asked_back", data={"message": message.pk}, **pausing(case, WaitingOn.ENTERPRISE)
        )
        emails.tell_enterprise(case, event, "asked_back")
    return message


def reply(*, case: Case, by: User, text: str, documents: Sequence[CaseDocument] = ()) -> CaseMessage:
    """The enterprise writes to the centre. A stopped clock runs again."""
    with transaction.atomic():
        need(Act.REPLY, case, by)
        message = write(case, by=by, kind=MessageKind.REPLY, side=Side.ENTERPRISE, text=text, documents=documents)
        changes = resuming(case) if case.waiting_on == WaitingOn.ENTERPRISE else {}
        event = change(case, by=by, kind="replied", data={"message": message.pk}, **changes)
        emails.tell_holder(case, event, "replied")
    return message


def add_note(*, case: Case, by: User, text: str) -> CaseNote:
    """An internal note. The enterprise sees neither it nor its event."""
    with transaction.atomic():
        need(Act.NOTE, case, by)
        note = CaseNote.objects.create(case=case, author=by, text=text_for_people(text))
        change(case, by=by, kind="note_added", data={"note": note.pk})
    return note


def answer_case(
    *,
    case: Case,
    by: User,
    text: str,
    citations: Sequence[Citation] = (),
    version: int | None = None,
) -> CaseMessage:
    """Answer, or add to the answer. The first one stops the clock for good and says whether it was in time."""
    with transaction.atomic():
        check_fresh(case, version)
        need(Act.ANSWER, case, by)
        message = write(case, by=by, kind=MessageKind.ANSWER, side=Side.CENTRE, text=text)
        CaseCitation.objects.bulk_create(
            CaseCitation(message=message, kind=kind, key=key, position=position)
            for position, (kind, key) in enumerate(dict.fromkeys(citations))
        )
        if case.state == CaseState.ANSWERED:
            event = change(case, by=by, kind="answer_added", data={"message": message.pk})
        else:
            event = change(
                case,
                by=by,
                kind="answered",
                to=CaseState.ANSWERED,
                data={"message": message.pk},
                **resuming(case) | _first_answer(case),
            )
        emails.tell_enterprise(case, event, "answered")
    return message


def _first_answer(case: Case) -> dict[str, object]:
    """When the case was first answered and whether in time. A reopened case keeps what was."""
    if case.answered_at is not None:
        return {}
    now = clock.now()
    # A clock that stands still is never late: what counts is the moment at which it was stopped.
    reached = case.paused_at or now
    return {"answered_at": now, "answered_in_time": case.due_at is not None and reached <= case.due_at}


def refuse_case(
    *,
    case: Case,
    by: User,
    reason: RefusalReason,
    text: str,
    other_body: str = "",
    version: int | None = None,
) -> CaseMessage:
    """Do not take the case: a reason code, a sentence for the person, and who can help instead."""
    with transaction.atomic():
        check_fresh(case, version)
        need(Act.REFUSE, case, by)
        message = write(case, by=by, kind=MessageKind.REFUSAL, side=Side.CENTRE, text=text)
        event = change(
            case,
            by=by,
            kind="refused",
            to=CaseState.REFUSED,
            data={"message": message.pk, "reason": str(reason)},
            **resuming(case),
            refusal_reason=reason,
            refusal_other_body=clean_text(other_body)[:300],
            closed_at=clock.now(),
        )
        emails.tell_enterprise(case, event, "refused")
    return message
