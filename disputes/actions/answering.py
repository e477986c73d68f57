"""The exchange between a centre and an enterprise: question, reply, note, answer, refusal."""

import re
import uuid
from collections.abc import Sequence

from django.core.files.base import File
from django.db import transaction
from django.utils.translation import gettext as _

from disputes import clocks, emails
from disputes.access import Act, need
from disputes.actions.changing import change, check_fresh, lock
from disputes.actions.documents import keep_file, one_transaction
from disputes.actions.papers import issue_form
from disputes.actions.writing import sent_before, text_for_people, write
from disputes.choices import ClockKind, FormKind, MessageKind, RefusalReason, Side
from disputes.models import Case, CaseCitation, CaseMessage, CaseNote, ReplyTemplate
from disputes.states import CaseState, WaitingOn
from laws.citations import Citation
from portal.accounts.models import User
from portal.lib import clock
from portal.lib.errors import Invalid
from portal.lib.fields import clean_text

# A gap that a reply template leaves for the officer.
BRACKET = re.compile(r"【[^【】\n]+】|\[[^\[\]\n]+\]")


def ask_back(*, case: Case, by: User, text: str, version: int | None = None) -> CaseMessage:
    """Ask the enterprise for what is missing; the centre's clock stands still until it replies."""
    with transaction.atomic():
        check_fresh(case, version)
        need(Act.ASK_BACK, case, by)
        message = write(case, by=by, kind=MessageKind.QUESTION, side=Side.CENTRE, text=text)
        event = change(
            case, by=by, kind="asked_back", data={"message": message.pk}, **clocks.stopped(case, WaitingOn.ENTERPRISE)
        )
        emails.tell_enterprise(case, event, "asked_back")
    return message


def reply(
    *,
    case: Case,
    by: User,
    text: str,
    files: "Sequence[File[bytes]]" = (),
    form_key: uuid.UUID | None = None,
) -> CaseMessage:
    """The enterprise writes to the centre, with papers or without: all of it is kept or nothing.

    A stopped clock runs again. The same `form_key` sent again is the same message.
    """
    with one_transaction() as stored:
        lock(case)
        sent = sent_before(CaseMessage, case, by, form_key)
        if sent is not None:
            return sent
        need(Act.REPLY, case, by)
        for file in files:
            keep_file(case, by=by, file=file, stored=stored)
        message = write(
            case,
            by=by,
            kind=MessageKind.REPLY,
            side=Side.ENTERPRISE,
            text=text,
            documents=stored,  # the same bytes as an earlier document stay where that one stands
            form_key=form_key,
        )
        changes = clocks.going_on(case) if case.waiting_on == WaitingOn.ENTERPRISE else {}
        event = change(case, by=by, kind="replied", data={"message": message.pk}, **changes)
        emails.tell_holder(case, event, "replied")
    return message


def add_note(*, case: Case, by: User, text: str, form_key: uuid.UUID | None = None) -> CaseNote:
    """An internal note. The enterprise sees neither it nor its event. The same `form_key` again is the same note."""
    with transaction.atomic():
        lock(case)
        kept = sent_before(CaseNote, case, by, form_key)
        if kept is not None:
            return kept
        need(Act.NOTE, case, by)
        note = CaseNote.objects.create(case=case, author=by, text=text_for_people(text), form_key=form_key)
        change(case, by=by, kind="note_added", data={"note": note.pk})
    return note


def _check_filled_in(text: str) -> None:
    """Raises Invalid naming every bracket of a reply template that the answer still holds as it stood there.

    Only brackets that a template has: people write brackets of their own, such as "[2024] EWHC 12".
    """
    templates = ReplyTemplate.objects.values_list("text_zh", "text_en")
    known = {bracket for texts in templates for body in texts for bracket in BRACKET.findall(body)}
    left = [bracket for bracket in dict.fromkeys(BRACKET.findall(text)) if bracket in known]
    if left:
        raise Invalid(
            _("The template is not filled in yet: %(brackets)s. Write what belongs there, or take it out.")
            % {"brackets": " ".join(left)},
            field="text",
        )


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
        _check_filled_in(text)
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
                **clocks.going_on(case) | clocks.kept(case, ClockKind.FIRST_ANSWER),
            )
        emails.tell_enterprise(case, event, "answered")
    return message


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
            **clocks.kept(case, ClockKind.FIRST_ANSWER, ClockKind.DECISION) | clocks.dropped(case),
            refusal_reason=reason,
            refusal_other_body=clean_text(other_body)[:300],
            closed_at=clock.now(),
        )
        if case.is_guidance:
            issue_form(case, kind=FormKind.C, by=by, event=event)
        emails.tell_enterprise(case, event, "refused")
    return message
