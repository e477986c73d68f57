"""Texts of the emergency card in other languages: somebody writes one, a legal reviewer puts their name to it.

A text is shown to nobody before; a changed text wants its approval anew. Chinese and English are in the code.
"""

import re

from django.db import transaction
from django.utils.translation import gettext as _

from disputes.choices import EmergencyKind
from disputes.models import CardText
from portal.accounts.access import require, rights_of
from portal.accounts.actions.audit import record
from portal.accounts.models import User
from portal.accounts.permissions import Permission
from portal.lib import clock
from portal.lib.errors import Conflict, Invalid, NotAllowed
from portal.lib.fields import clean_text
from portal.lib.states import guarded_update

LONGEST = 3000
LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*", re.ASCII)
BUILT_IN = ("zh", "en")


def need_desk(user: User) -> None:
    """Raises NotAllowed for everybody but who edits reference data or reviews legal texts."""
    if not rights_of(user).may(Permission.REVIEW_RULE):
        require(user, Permission.EDIT_REFERENCE)


@transaction.atomic
def write_card(*, by: User, kind: str, language: str, language_name: str, text: str) -> CardText:
    """Write the text of one kind and language, or write it anew: an approval it bore falls.

    Raises NotAllowed without the right, Invalid naming the field at fault.
    """
    need_desk(by)
    language, language_name, text = language.strip(), clean_text(language_name)[:40], clean_text(text)
    wrong: dict[str, str] = {}
    if kind not in EmergencyKind.values:
        wrong["kind"] = _("Please choose one.")
    if not LANGUAGE.fullmatch(language) or len(language) > 16 or language.split("-")[0] in BUILT_IN:
        wrong["language"] = _("Enter the code of a language other than Chinese and English, such as “de” or “pt-BR”.")
    if not language_name:
        wrong["language_name"] = _("Enter the name of the language as its readers write it.")
    if not text or len(text) > LONGEST:
        wrong["text"] = _("Write the card, one sentence a line, at most %(most)s characters.") % {"most": LONGEST}
    if wrong:
        raise Invalid(_("Something is missing or does not fit. Please look at the marked fields."), fields=wrong)
    card = CardText.objects.select_for_update().filter(kind=kind, language=language).first()
    if card is None:
        card = CardText.objects.create(
            kind=kind, language=language, language_name=language_name, text=text, written_by=by
        )
    else:
        guarded_update(
            card,
            expected={"version": card.version},
            language_name=language_name,
            text=text,
            written_by=by,
            approved_by=None,
            approved_on=None,
        )
    record("card.written", card, by=by, version=card.version)
    return card


@transaction.atomic
def approve_card(*, card: CardText, by: User, version: int) -> None:
    """Put one's name to the text: it is shown from now on.

    Raises NotAllowed without the right and for whoever wrote it, Conflict when the text is not the one that was read.
    """
    require(by, Permission.REVIEW_RULE)
    if card.written_by_id == by.pk:
        raise NotAllowed(_("You wrote this text, so another person must approve it."))
    if card.version != version:
        raise Conflict(_("The text has changed since you opened the page. Read it again before you approve it."))
    guarded_update(card, expected={"version": version}, approved_by=by, approved_on=clock.today())
    record("card.approved", card, by=by, version=card.version)
