"""The exchange log: what went to and fro with the other side. Entries are only added."""

import uuid
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from disputes import emails
from disputes.access import Act, need
from disputes.actions.changing import lock, note_event
from disputes.choices import Side
from disputes.models import Case, CaseDocument, Direction, ExchangeEntry, ExchangeKind
from disputes.money import MOST_AMOUNT, currency_of
from portal.accounts.models import User
from portal.lib import clock
from portal.lib.errors import Conflict, Invalid
from portal.lib.fields import clean_text

EARLIEST = date(1990, 1, 1)
LONGEST_SUMMARY, LONGEST_TERMS, LONGEST_RATE = 300, 8000, 120


@dataclass(frozen=True)
class ExchangeFacts:
    """One exchange as it is entered. An amount comes with its currency; what is not known stays empty."""

    on: date
    direction: str
    kind: str
    summary: str
    terms: str = ""
    rate: str = ""
    amount: Decimal | None = None
    currency: str = ""
    document: CaseDocument | None = None


def add_exchange(*, case: Case, by: User, facts: ExchangeFacts, form_key: uuid.UUID | None = None) -> ExchangeEntry:
    """Enter an exchange; the side that did not enter it is told.

    The same `form_key` sent again is the same row. Raises Invalid naming every field that does not fit.
    """
    return _enter(case, by, facts, form_key, None)


def correct_exchange(
    *, entry: ExchangeEntry, by: User, facts: ExchangeFacts, form_key: uuid.UUID | None = None
) -> ExchangeEntry:
    """A new entry in the place of one that was wrong; both stay. Raises Conflict when it was corrected already."""
    return _enter(entry.case, by, facts, form_key, entry)


def _enter(
    case: Case, by: User, facts: ExchangeFacts, form_key: uuid.UUID | None, corrects: ExchangeEntry | None
) -> ExchangeEntry:
    with transaction.atomic():
        lock(case)
        sent = ExchangeEntry.objects.filter(case=case, by=by, form_key=form_key).first() if form_key else None
        if sent is not None:
            return sent
        standing = need(Act.EXCHANGE, case, by)
        if corrects is not None and ExchangeEntry.objects.filter(corrects=corrects).exists():
            raise Conflict(_("This entry was corrected by a newer one. Look at that one."))
        _check(case, facts)
        entry = ExchangeEntry.objects.create(
            case=case,
            on=facts.on,
            direction=facts.direction,
            kind=facts.kind,
            summary=clean_text(facts.summary),
            terms=clean_text(facts.terms),
            rate=clean_text(facts.rate),
            amount=facts.amount,
            currency_id=facts.currency.strip().upper() or None,
            document=facts.document,
            corrects=corrects,
            by=by,
            side=standing.side,
            form_key=form_key,
        )
        data: dict[str, object] = {"exchange": entry.pk, "kind": entry.kind}
        if corrects is not None:
            data["in_place_of"] = corrects.pk
        event = note_event(case, by=by, kind="exchange_corrected" if corrects else "exchange_added", data=data)
        if standing.side == Side.CENTRE:
            emails.tell_enterprise(case, event, "exchange_added")
        else:
            emails.tell_holder(case, event, "exchange_added")
    return entry


def _check(case: Case, facts: ExchangeFacts) -> None:
    wrong: dict[str, str] = {}
    if facts.direction not in Direction.values:
        wrong["direction"] = _("Say who wrote to whom.")
    if facts.kind not in ExchangeKind.values:
        wrong["kind"] = _("Choose a kind.")
    if not EARLIEST <= facts.on <= clock.today():
        wrong["on"] = _("Give the day on which it was sent or came, not later than today.")
    if not clean_text(facts.summary):
        wrong["summary"] = _("Say in one sentence what it says.")
    for name, longest in (("summary", LONGEST_SUMMARY), ("terms", LONGEST_TERMS), ("rate", LONGEST_RATE)):
        if len(clean_text(getattr(facts, name))) > longest:
            wrong[name] = _("This text is too long: at most %(limit)s characters.") % {"limit": longest}
    if facts.amount is None and facts.currency.strip():
        wrong["amount"] = _("Give the amount as well, or take the currency out.")
    elif facts.amount is not None:
        if not facts.amount.is_finite() or not 0 <= facts.amount <= MOST_AMOUNT:
            wrong["amount"] = _("This amount cannot be right. Give it in whole units, not below zero.")
        try:
            currency_of(facts.currency)
        except Invalid as error:
            wrong |= error.fields
    if facts.document is not None and facts.document.case_id != case.pk:
        wrong["document"] = _("Choose a document of this case. Add it to the case first if need be.")
    if wrong:
        raise Invalid(_("Some fields do not fit. Look at what is marked below."), fields=wrong)
