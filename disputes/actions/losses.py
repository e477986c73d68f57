"""The loss ledger of a guidance case: entered by the handler, stated by the enterprise, verified by somebody else.

    add_loss > state_loss (the enterprise) > verify_loss | refuse_loss (another person)
    correct_loss: a new entry in the place of one that was wrong; that one stays and counts no more

Source: the rules of the network for the ledger. "Recovered" is the verified, uncorrected sum of what was received, of
fees and damages avoided and of assets released; claimed exposure and estimates never count.
"""

import uuid
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from disputes import emails
from disputes.access import Act, need
from disputes.actions.changing import change, lock
from disputes.actions.writing import text_for_people
from disputes.choices import ScanState
from disputes.models import Assignment, Case, CaseDocument, LossRecord
from disputes.money import MOST_AMOUNT, MOST_RATE, MOST_YUAN, YUAN, currency_of, in_yuan
from disputes.results import LossKind, LossState
from portal.accounts.models import User
from portal.lib import clock
from portal.lib.errors import Conflict, Invalid, NotAllowed
from portal.lib.fields import clean_text
from portal.lib.states import guarded_update

EARLIEST = date(2000, 1, 1)


@dataclass(frozen=True)
class LossFacts:
    """An entry as it is typed. For yuan `rate` and `rate_source` stay empty; for any other currency both are needed."""

    kind: str
    amount: Decimal
    currency: str
    on: date
    evidence: CaseDocument | None
    rate: Decimal | None = None
    rate_source: str = ""
    note: str = ""


def add_loss(*, case: Case, by: User, facts: LossFacts, form_key: uuid.UUID | None = None) -> LossRecord:
    """Enter an amount. The enterprise is asked for its statement; it counts once somebody else has verified it.

    The same `form_key` sent again is the same entry. Raises Invalid naming every field that does not fit.
    """
    with transaction.atomic():
        lock(case)
        sent = LossRecord.objects.filter(case=case, handler=by, form_key=form_key).first() if form_key else None
        if sent is not None:
            return sent
        need(Act.ADD_LOSS, case, by)
        return _enter(case, by=by, facts=facts, form_key=form_key)


def correct_loss(*, record: LossRecord, by: User, facts: LossFacts, form_key: uuid.UUID | None = None) -> LossRecord:
    """Put a new entry in the place of `record`, which stays and counts no more from now on.

    Raises Conflict when it was corrected already: then the newer entry is the one to correct.
    """
    case = record.case
    with transaction.atomic():
        lock(case)
        sent = LossRecord.objects.filter(case=case, handler=by, form_key=form_key).first() if form_key else None
        if sent is not None:
            return sent
        need(Act.ADD_LOSS, case, by)
        if LossRecord.objects.filter(corrects=record).exists():
            raise Conflict(_("This entry was corrected already. Correct the newer one."))
        return _enter(case, by=by, facts=facts, form_key=form_key, corrects=record)


def state_loss(*, record: LossRecord, by: User, agreed: bool, text: str = "") -> None:
    """The enterprise's word on an entry, once: it agrees, or says what is wrong (then the text is needed)."""
    case = record.case
    with transaction.atomic():
        _begin(record)
        need(Act.STATE_LOSS, case, by)
        if record.stated_at is not None:
            raise Conflict(_("The enterprise has made its statement on this entry already."))
        statement = text_for_people(text) if not agreed else clean_text(text)[:4000]
        guarded_update(
            record,
            expected={"stated_at": None, "state": LossState.RECORDED},
            agreed=agreed,
            statement=statement,
            stated_by=by,
            stated_at=clock.now(),
        )
        event = change(case, by=by, kind="loss_stated", data={"loss": record.pk, "agreed": agreed})
        emails.tell_holder(case, event, "loss_stated")


def verify_loss(*, record: LossRecord, by: User) -> None:
    """A second person has looked at the evidence and finds the amount right.

    Raises NotAllowed for whoever had it in hand (`hands_of`), Conflict without the agreement of the enterprise.
    """
    with transaction.atomic():
        _begin(record)
        _need_other_hands(record, by)
        if not record.agreed:
            raise Conflict(
                _("The enterprise has not agreed to this entry. Wait for its statement, or have the entry corrected.")
            )
        if record.evidence.scan_state == ScanState.INFECTED:
            raise Conflict(_("A virus was found in the evidence. Have another document entered."))
        _decide(record, by, LossState.VERIFIED)


def refuse_loss(*, record: LossRecord, by: User, reason: str) -> None:
    """A second person does not find the amount shown, and says why. The entry stays and does not count."""
    with transaction.atomic():
        _begin(record)
        _need_other_hands(record, by)
        _decide(record, by, LossState.REFUSED, text_for_people(reason, field="reason"))


def _begin(record: LossRecord) -> None:
    """Lock the case and look again. Raises Conflict for an entry that was decided or corrected since."""
    case = record.case
    lock(case)
    record.refresh_from_db()
    record.case = case
    if LossRecord.objects.filter(corrects=record).exists():
        raise Conflict(_("This entry was corrected by a newer one. Look at that one."))
    if record.state != LossState.RECORDED:
        raise Conflict(_("This entry is “%(state)s” already.") % {"state": record.get_state_display()})


def _need_other_hands(record: LossRecord, by: User) -> None:
    need(Act.VERIFY_LOSS, record.case, by)
    if by.pk in hands_of(record):
        raise NotAllowed(
            _(
                "You entered this amount or an earlier one in its place, or held the case since. Ask another reviewer"
                " of the centre to verify it."
            )
        )


def hands_of(record: LossRecord) -> set[int]:
    """Who must not verify the entry: whoever entered it or what it corrects, and every holder since then."""
    people = {record.handler_id, record.case.holder_id}
    first = record
    while first.corrects is not None:
        first = first.corrects
        people.add(first.handler_id)
    since = Q(ended_at__isnull=True) | Q(ended_at__gte=first.created_at)
    people |= set(Assignment.objects.filter(since, case=record.case).values_list("officer", flat=True))
    return {pk for pk in people if pk is not None}


def _decide(record: LossRecord, by: User, to: LossState, reason: str = "") -> None:
    case = record.case
    guarded_update(
        record,
        expected={"state": LossState.RECORDED},
        state=to,
        verifier=by,
        verified_at=clock.now(),
        refusal_reason=reason,
    )
    kind = "loss_verified" if to == LossState.VERIFIED else "loss_refused"
    event = change(case, by=by, kind=kind, data={"loss": record.pk})
    emails.tell_holder(case, event, kind)


def _enter(
    case: Case, *, by: User, facts: LossFacts, form_key: uuid.UUID | None, corrects: LossRecord | None = None
) -> LossRecord:
    rate, source, evidence = _checked(case, facts)
    record = LossRecord.objects.create(
        case=case,
        kind=facts.kind,
        amount=facts.amount,
        currency=currency_of(facts.currency),
        on=facts.on,
        rate=rate,
        rate_source=source,
        amount_cny=in_yuan(facts.amount, rate),
        evidence=evidence,
        note=clean_text(facts.note)[:4000],
        corrects=corrects,
        handler=by,
        form_key=form_key,
    )
    data: dict[str, object] = {"loss": record.pk, "amount": str(record.amount), "currency": record.currency_id}
    if corrects is not None:
        data["in_place_of"] = corrects.pk
    event = change(case, by=by, kind="loss_corrected" if corrects else "loss_added", data=data)
    emails.tell_enterprise(case, event, "loss_added")
    return record


def _checked(case: Case, facts: LossFacts) -> tuple[Decimal, str, CaseDocument]:
    """The rate, its source and the evidence. Raises Invalid naming every field that does not fit."""
    wrong: dict[str, str] = {}
    rate, source = facts.rate, clean_text(facts.rate_source)[:200]
    if facts.kind not in LossKind.values:
        wrong["kind"] = _("Choose a kind.")
    if not facts.amount.is_finite() or facts.amount <= 0:
        wrong["amount"] = _(
            "The amount must be above zero. What was wrong is corrected by a new entry, not by a minus."
        )
    elif facts.amount > MOST_AMOUNT:
        wrong["amount"] = _("This amount cannot be right. Give it in whole units of the currency.")
    if not EARLIEST <= facts.on <= clock.today():
        wrong["on"] = _("Give a day between 2000 and today.")
    try:
        code = currency_of(facts.currency).code
    except Invalid as error:
        wrong |= error.fields
        code = ""
    if code == YUAN:
        if rate not in (None, Decimal(1)):
            wrong["rate"] = _("An amount in yuan needs no rate. Leave it empty.")
        rate, source = Decimal(1), ""
    elif code:
        if rate is None:
            wrong["rate"] = _("Give the rate: how many yuan one unit was worth on that day.")
        elif not rate.is_finite() or not 0 < rate <= MOST_RATE:
            wrong["rate"] = _("This rate cannot be right. Give the yuan for one unit, for example 7.12 for USD.")
        if not source:
            wrong["rate_source"] = _("Say where the rate comes from, for example the central parity of that day.")
    if facts.evidence is None or facts.evidence.case_id != case.pk:
        wrong["evidence"] = _("Choose a document of this case as evidence. Add it to the case first if need be.")
    if not wrong and rate is not None and not 0 < in_yuan(facts.amount, rate) <= MOST_YUAN:
        wrong["amount"] = _("This comes to less than a fen or to more than 100 billion yuan. Check amount and rate.")
    if wrong or rate is None or facts.evidence is None:
        raise Invalid(_("Some fields do not fit. Look at what is marked below."), fields=wrong)
    return rate, source, facts.evidence
