"""Referring a matter to a department (Decree 801, art. 14): drafting, sending, its receipt or its return."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from disputes import emails
from disputes.access import Act, need
from disputes.actions.changing import lock, note_event
from disputes.actions.papers import issue_form
from disputes.choices import ConsentGiven, FormKind
from disputes.models import Case, CaseDocument, Ground, Referral, ReferralDepartment, ReferralGround
from disputes.states import REFERRAL_TRANSITIONS, ReferralState
from portal.accounts.models import User
from portal.lib import clock
from portal.lib.errors import Conflict, Invalid
from portal.lib.fields import clean_text
from portal.lib.states import guarded_update, move

LONGEST, LONGEST_NAME, LONGEST_NUMBER = 8000, 120, 80


@dataclass(frozen=True)
class ReferralFacts:
    """What a referral says. The consent may come later; without it nothing is sent."""

    ground: str
    department: str
    facts: str
    products: str
    parties: str
    documents: Sequence[CaseDocument] = ()
    consent: str = ""
    consent_by: str = ""
    consent_on: date | None = None


def make_referral(*, case: Case, by: User, facts: ReferralFacts, form_key: uuid.UUID | None = None) -> Referral:
    """Draft a referral. The same `form_key` sent again is the same row. Raises Invalid naming each field at fault."""
    with transaction.atomic():
        lock(case)
        sent = Referral.objects.filter(case=case, made_by=by, form_key=form_key).first() if form_key else None
        if sent is not None:
            return sent
        need(Act.REFER, case, by)
        columns = _checked(case, facts)
        newest = Referral.objects.filter(case=case).aggregate(newest=Max("number"))["newest"] or 0
        referral = Referral.objects.create(case=case, number=newest + 1, made_by=by, form_key=form_key, **columns)
        referral.documents.set(facts.documents)
        note_event(case, by=by, kind="referral_made", data=_said_of(referral))
    return referral


def edit_referral(*, referral: Referral, by: User, facts: ReferralFacts, version: int) -> None:
    """Change a draft. A consent stands for the text it was given to: it falls away when that changes.

    Raises Conflict for a referral that was sent, or that somebody else changed meanwhile.
    """
    case = referral.case
    with transaction.atomic():
        lock(case)
        need(Act.REFER, case, by)
        if referral.state != ReferralState.DRAFT:
            raise Conflict(_("This referral was sent. What must be mended is a new referral."))
        columns = _checked(case, facts)
        if _is_old_consent(referral, columns, facts):
            columns |= {"consent": "", "consent_by": "", "consent_on": None}
        guarded_update(referral, expected={"state": ReferralState.DRAFT, "version": version}, **columns)
        referral.documents.set(facts.documents)
        note_event(case, by=by, kind="referral_edited", data=_said_of(referral))


def send_referral(*, referral: Referral, by: User, version: int) -> None:
    """Issue the paper (form R) and count the referral as sent; the enterprise is told.

    The portal sends nothing to a department by itself: the paper is signed, sealed and handed over. Raises Invalid
    without the enterprise's consent, Conflict when it was sent or changed meanwhile.
    """
    case = referral.case
    with transaction.atomic():
        lock(case)
        need(Act.REFER, case, by)
        if not referral.has_consent:
            raise Invalid(_("Record the consent of the enterprise first: who gave it, how and on which day."))
        if referral.state != ReferralState.DRAFT or referral.version != version:
            raise Conflict(_("Somebody else changed this first. Reload the page and look again."))
        # The ground as it reads on the day of sending, not of drafting.
        referral.ground = _ground(referral.ground.ground)
        Referral.objects.filter(pk=referral.pk).update(ground=referral.ground)
        event = note_event(case, by=by, kind="referral_sent", data=_said_of(referral))
        paper = issue_form(
            case, kind=FormKind.R, by=by, event=event, extra={"referral": referral.pk, "sender": str(by)}
        )
        move(
            referral,
            REFERRAL_TRANSITIONS,
            ReferralState.SENT,
            version=version,
            sent_by=by,
            sent_at=event.at,
            paper=paper,
        )
        emails.tell_enterprise(case, event, "referral_sent", department=str(referral.department))


def record_receipt(*, referral: Referral, by: User, number: str, on: date, version: int) -> None:
    """The department has it, under its own number. Raises Invalid without one or for a day that cannot be."""
    number = clean_text(number)
    if not number:
        raise Invalid(_("Give the number under which the department keeps it."), field="number")
    if len(number) > LONGEST_NUMBER:
        raise Invalid(
            _("This text is too long: at most %(limit)s characters.") % {"limit": LONGEST_NUMBER}, field="number"
        )
    _answered(referral, by, ReferralState.RECEIVED, on, version, receipt_number=number)


def return_referral(*, referral: Referral, by: User, reason: str, on: date, version: int) -> None:
    """The department sent it back. Raises Invalid without its reason or for a day that cannot be."""
    reason = clean_text(reason)[:LONGEST]
    if not reason:
        raise Invalid(_("Say why the department returned it."), field="reason")
    _answered(referral, by, ReferralState.RETURNED, on, version, return_reason=reason)


def _answered(referral: Referral, by: User, to: ReferralState, on: date, version: int, **columns: str) -> None:
    case = referral.case
    with transaction.atomic():
        lock(case)
        need(Act.REFER, case, by)
        if (
            referral.sent_at is not None
            and not referral.sent_at.astimezone(clock.SHANGHAI).date() <= on <= clock.today()
        ):
            raise Invalid(_("Give a day between the sending and today."), field="on")
        move(referral, REFERRAL_TRANSITIONS, to, version=version, answered_on=on, **columns)
        kind = "referral_received" if to == ReferralState.RECEIVED else "referral_returned"
        event = note_event(case, by=by, kind=kind, data=_said_of(referral))
        emails.tell_enterprise(case, event, kind, department=str(referral.department))


def _is_old_consent(referral: Referral, columns: Mapping[str, object], facts: ReferralFacts) -> bool:
    """Whether the consent was given to another text, department or choice of papers than the one to be saved."""
    consented = all(columns[name] == getattr(referral, name) for name in ("consent", "consent_by", "consent_on"))
    same = all(
        columns[name] == getattr(referral, name) for name in ("ground", "department", "facts", "products", "parties")
    )
    papers = {document.pk for document in facts.documents}
    return consented and not (same and papers == set(referral.documents.values_list("pk", flat=True)))


def _ground(code: str) -> ReferralGround:
    """The wording of a ground today. Raises Invalid for a ground that is none."""
    found = ReferralGround.objects.in_force(clock.today()).filter(ground=code).order_by("-valid_from").first()
    if found is None:
        raise Invalid(_("Choose one of the three grounds."), field="ground")
    return found


def _checked(case: Case, facts: ReferralFacts) -> dict[str, object]:
    """The columns of a referral. Raises Invalid naming every field that does not fit."""
    wrong: dict[str, str] = {}
    ground = department = None
    if facts.ground in Ground.values:
        try:
            ground = _ground(facts.ground)
        except Invalid as error:
            wrong |= error.fields
    else:
        wrong["ground"] = _("Choose one of the three grounds.")
    department = ReferralDepartment.objects.filter(pk=facts.department, is_active=True).first()
    if department is None:
        wrong["department"] = _("Choose a department.")
    texts = {name: clean_text(getattr(facts, name)) for name in ("facts", "products", "parties")}
    for name, text in texts.items():
        if not text:
            wrong[name] = _("Please write something here.")
        elif len(text) > LONGEST:
            wrong[name] = _("This text is too long: at most %(limit)s characters.") % {"limit": LONGEST}
    if any(document.case_id != case.pk for document in facts.documents):
        wrong["documents"] = _("Choose documents of this case. Add them to the case first if need be.")
    consent_by = clean_text(facts.consent_by)[:LONGEST_NAME]
    given = (bool(facts.consent), bool(consent_by), facts.consent_on is not None)
    if any(given) and not all(given):
        wrong["consent"] = _("Of the consent say who gave it, how and on which day; or leave all three empty.")
    elif facts.consent and facts.consent not in ConsentGiven.values:
        wrong["consent"] = _("Say how the consent was given.")
    elif facts.consent_on is not None and facts.consent_on > clock.today():
        wrong["consent_on"] = _("A consent cannot lie in the future.")
    if wrong:
        raise Invalid(_("Some fields do not fit. Look at what is marked below."), fields=wrong)
    return {
        "ground": ground,
        "department": department,
        **texts,
        "consent": facts.consent,
        "consent_by": consent_by,
        "consent_on": facts.consent_on,
    }


def _said_of(referral: Referral) -> dict[str, object]:
    return {"referral": referral.pk, "ground": referral.ground.ground}
