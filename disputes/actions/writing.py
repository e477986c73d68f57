"""Texts that come with an act."""

import uuid
from collections.abc import Sequence
from typing import TypeVar

from django.utils.translation import gettext as _

from disputes.choices import MessageKind, Side
from disputes.models import Case, CaseDocument, CaseMessage, CaseNote
from portal.accounts.models import User
from portal.lib.errors import Invalid
from portal.lib.fields import clean_text

LONGEST = 20_000
Text = TypeVar("Text", CaseMessage, CaseNote)


def text_for_people(text: str, *, field: str = "text") -> str:
    """Cleaned text. Raises Invalid, naming `field`, when nothing is left or it is too long."""
    cleaned = clean_text(text)
    if not cleaned:
        raise Invalid(_("Please write something here."), field=field)
    if len(cleaned) > LONGEST:
        raise Invalid(_("This text is too long: at most %(limit)s characters.") % {"limit": LONGEST}, field=field)
    return cleaned


def write(
    case: Case,
    *,
    by: User | None,
    kind: MessageKind,
    side: Side,
    text: str,
    documents: Sequence[CaseDocument] = (),
    field: str = "text",
    form_key: uuid.UUID | None = None,
) -> CaseMessage:
    """One message both sides see; `by` is nobody for what came over a private link.

    A document that came before stays where it was. Raises Invalid for an empty text.
    """
    message = CaseMessage.objects.create(
        case=case, kind=kind, side=side, author=by, text=text_for_people(text, field=field), form_key=form_key
    )
    own = CaseDocument.objects.filter(pk__in=[document.pk for document in documents], side=side, message__isnull=True)
    own.update(message=message)
    return message


def sent_before(model: type[Text], case: Case, by: User | None, form_key: uuid.UUID | None) -> Text | None:
    """What this person, or nobody with an account, sent from the same form already."""
    if form_key is None:
        return None
    return model._default_manager.filter(case=case, author=by, form_key=form_key).first()
