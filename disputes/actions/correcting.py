"""Setting the log of a case right: nothing in it is changed, a new entry says what was wrong."""

import uuid

from django.db import transaction
from django.utils.translation import gettext as _

from disputes import emails
from disputes.access import Act, need
from disputes.actions.changing import change, lock
from disputes.actions.writing import sent_before, text_for_people, write
from disputes.choices import MessageKind
from disputes.models import Case, CaseEvent, CaseMessage, CaseNote
from disputes.wording import INTERNAL_KINDS
from portal.accounts.models import User
from portal.lib.errors import Invalid

CORRECTED = "event_corrected"
NOTE_CORRECTED = "note_corrected"


def correct_event(*, case: Case, by: User, seq: int, text: str, form_key: uuid.UUID | None = None) -> CaseEvent | None:
    """Say that entry `seq` of the log is wrong and what is right. The same `form_key` again changes nothing (None).

    What both sides see is corrected by a message to the enterprise, the centre's own business by an internal note; the
    event names the entry, the text can be erased. Raises Invalid for an entry that there is not.
    """
    with transaction.atomic():
        lock(case)
        if sent_before(CaseMessage, case, by, form_key) or sent_before(CaseNote, case, by, form_key):
            return None
        standing = need(Act.CORRECT, case, by)
        wrong = CaseEvent.objects.filter(subject=case, seq=seq).first()
        if wrong is None:
            raise Invalid(_("Choose one of the entries."), field="seq")
        if wrong.kind in INTERNAL_KINDS:
            note = CaseNote.objects.create(case=case, author=by, text=text_for_people(text), form_key=form_key)
            return change(case, by=by, kind=NOTE_CORRECTED, data={"corrects": seq, "note": note.pk})
        message = write(case, by=by, kind=MessageKind.PLAIN, side=standing.side, text=text, form_key=form_key)
        event = change(case, by=by, kind=CORRECTED, data={"corrects": seq, "message": message.pk})
        emails.tell_enterprise(case, event, "message")
    return event
