"""What came of a guidance case. Rows are only added: the newest counts."""

import uuid
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from disputes import emails
from disputes.access import Act, need
from disputes.actions.changing import change, lock
from disputes.models import Case, Outcome
from disputes.money import MOST_AMOUNT, currency_of
from disputes.results import OutcomeResult
from portal.accounts.models import User
from portal.lib import clock
from portal.lib.errors import Invalid
from portal.lib.fields import clean_text

LARGEST_MULTIPLE = Decimal(100)


@dataclass(frozen=True)
class OutcomeFacts:
    """A result as it is recorded. An amount comes with its currency; what is not known stays empty."""

    result: str
    decided_on: date
    punitive_multiple: Decimal | None = None
    criminal_track: bool = False
    awarded_amount: Decimal | None = None
    awarded_currency: str = ""
    collected_amount: Decimal | None = None
    collected_currency: str = ""
    note: str = ""


def record_outcome(*, case: Case, by: User, facts: OutcomeFacts, form_key: uuid.UUID | None = None) -> Outcome:
    """Add the result of the case; a second one corrects or brings up to date what was recorded before.

    The same `form_key` sent again is the same row. Raises Invalid naming every field that does not fit.
    """
    with transaction.atomic():
        lock(case)
        sent = Outcome.objects.filter(case=case, by=by, form_key=form_key).first() if form_key else None
        if sent is not None:
            return sent
        need(Act.RECORD_OUTCOME, case, by)
        _check(facts)
        outcome = Outcome.objects.create(
            case=case,
            result=facts.result,
            decided_on=facts.decided_on,
            punitive_multiple=facts.punitive_multiple,
            criminal_track=facts.criminal_track,
            awarded_amount=facts.awarded_amount,
            awarded_currency_id=facts.awarded_currency.strip().upper() or None,
            collected_amount=facts.collected_amount,
            collected_currency_id=facts.collected_currency.strip().upper() or None,
            note=clean_text(facts.note)[:4000],
            by=by,
            form_key=form_key,
        )
        event = change(
            case, by=by, kind="outcome_recorded", data={"outcome": outcome.pk, "result": str(outcome.result)}
        )
        emails.tell_enterprise(case, event, "outcome_recorded")
    return outcome


def _check(facts: OutcomeFacts) -> None:
    wrong: dict[str, str] = {}
    if facts.result not in OutcomeResult.values:
        wrong["result"] = _("Choose a result.")
    if facts.decided_on > clock.today():
        wrong["decided_on"] = _("A result cannot lie in the future.")
    if facts.punitive_multiple is not None and not 1 <= facts.punitive_multiple <= LARGEST_MULTIPLE:
        wrong["punitive_multiple"] = _("A multiple lies between 1 and 100, for example 3 for three times the damage.")
    for name in ("awarded", "collected"):
        amount, code = getattr(facts, f"{name}_amount"), getattr(facts, f"{name}_currency").strip()
        if amount is None and not code:
            continue
        if amount is None:
            wrong[f"{name}_amount"] = _("Give the amount as well, or take the currency out.")
        elif not 0 <= amount <= MOST_AMOUNT:
            wrong[f"{name}_amount"] = _("This amount cannot be right. Give it in whole units, not below zero.")
        try:
            currency_of(code, field=f"{name}_currency")
        except Invalid as error:
            wrong |= error.fields
    if wrong:
        raise Invalid(_("Some fields do not fit. Look at what is marked below."), fields=wrong)
