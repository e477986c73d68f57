"""The emergency card: one page to print or to show at the stand, in Chinese and English beside each other.

The sentences are our own and claim no right of a particular country: they ask for papers, names and a lawyer, and
refuse a signature. Other languages are shown only where a named person approved the text (`CardText`).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from disputes.choices import EmergencyKind
from disputes.emergencies import BY_KIND, duty_contacts
from disputes.models import CardText

LANGUAGES = (("zh-hans", "zh-Hans", "简体中文"), ("en", "en", "English"))

ALWAYS: Sequence[Promise] = (
    _("I do not understand this well enough in your language. Please write it down and give me a copy."),
    _("Please tell me your name, your office and the number of the case."),
    _("I want to speak to a lawyer before I answer questions."),
    _("I sign nothing that I cannot read. This is not a refusal to cooperate, and it admits nothing."),
)

SAY: dict[EmergencyKind, Sequence[Promise]] = {
    EmergencyKind.FROZEN: (
        _("Please tell me which court ordered this, the case number, and who asked for it."),
        _("Please send me the order with all attachments, and tell me which amount and which listings it concerns."),
    ),
    EmergencyKind.ORDER: (
        _("Please hand me the complete order with all attachments."),
        _("Please write on my copy on which day, at what time and by whom it was handed over."),
    ),
    EmergencyKind.RAID: (
        _("Please show me the warrant and give me a copy. I do not resist the search."),
        _("Please let me call my lawyer and my consulate now. I need an interpreter."),
        _("Please write a list of everything you take, sign it and leave me a copy."),
    ),
    EmergencyKind.FAIR: (
        _("Please show me the order or the complaint in writing, with the right it rests on and its number."),
        _("Please come with me to the complaints office of the fair. I want to call my lawyer."),
        _("I can cover the exhibit while this is looked into. That admits nothing."),
    ),
    EmergencyKind.CUSTOMS: (
        _("Please tell me the date of your notice and until when I may object."),
        _("Please tell me which right is meant, who holds it, and which shipment is held."),
        _("I do not agree to the destruction of the goods before a lawyer has advised me."),
    ),
}


@dataclass(frozen=True)
class Block:
    """The card in one language: `lang` as HTML knows it."""

    lang: str
    name: str
    title: str
    lines: Sequence[str]
    never: str = ""
    approved_by: str = ""
    approved_on: date | None = None


def card_of(kind: EmergencyKind) -> dict[str, Any]:
    """What the page shows: Chinese, English, then every approved text in another language."""
    return {
        "kind": kind,
        "title": str(kind.label),
        "blocks": [*(_block(kind, *language) for language in LANGUAGES), *_approved(kind)],
        "contacts": duty_contacts()[:2],
    }


def _block(kind: EmergencyKind, code: str, lang: str, name: str) -> Block:
    with translation.override(code):
        lines = [str(line) for line in (*SAY[kind], *ALWAYS)]
        # A reminder for who holds the card, not for whom it is shown to.
        never = str(BY_KIND[kind].never) if lang == "zh-Hans" else ""
        return Block(lang, name, str(kind.label), lines, never)


def _approved(kind: EmergencyKind) -> list[Block]:
    rows = CardText.objects.filter(kind=kind, approved_by__isnull=False).select_related("approved_by")
    return [
        Block(
            row.language,
            row.language_name,
            row.language_name,
            row.text.splitlines(),
            approved_by=str(row.approved_by),
            approved_on=row.approved_on,
        )
        for row in rows
    ]
