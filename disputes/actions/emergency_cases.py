"""What happens to an emergency after it is a case: words over the private link, a new link, and who takes it over."""

import uuid

from django.db import transaction
from django.utils.translation import gettext as _

from disputes import clocks, emails, emergency_mails
from disputes.access import need, standing_of
from disputes.actions.changing import change, lock
from disputes.actions.filing import company_of
from disputes.actions.writing import sent_before, write
from disputes.acts import ACTS, Act
from disputes.choices import CaseKind, MessageKind, Side
from disputes.models import Case, CaseContact, CaseMessage, EmergencyFiling
from disputes.models.emergencies import new_nonce
from disputes.states import WaitingOn
from portal.accounts.models import Enterprise, EnterpriseClaim, User
from portal.lib import clock
from portal.lib.errors import Conflict, NotAllowed
from portal.lib.states import guarded_update


def may_reply(case: Case) -> bool:
    """Whether the enterprise's side may write in the state of the case."""
    rule = ACTS[CaseKind(case.kind)].get(Act.REPLY)
    return case.filer_id is None and rule is not None and case.state in rule.states


def reply_by_link(*, filing: EmergencyFiling, text: str, form_key: uuid.UUID | None = None) -> CaseMessage:
    """Whoever has the private link writes to the centre. A stopped clock runs again; the same form is one message.

    Raises Conflict once somebody has taken the case over, or when nothing can be said in its state.
    """
    with transaction.atomic():
        case = _held_case(filing)
        sent = sent_before(CaseMessage, case, None, form_key)
        if sent is not None:
            return sent
        if not may_reply(case):
            raise Conflict(_("This is not possible while it is “%(state)s”.") % {"state": case.get_state_display()})
        message = write(case, by=None, kind=MessageKind.REPLY, side=Side.ENTERPRISE, text=text, form_key=form_key)
        changes = clocks.going_on(case) if case.waiting_on == WaitingOn.ENTERPRISE else {}
        event = change(case, by=None, kind="replied", data={"message": message.pk}, **changes)
        emails.tell_holder(case, event, "replied")
    return message


def take_over_emergency(*, filing: EmergencyFiling, by: User) -> Case:
    """Whoever has the private link and an account becomes the filer. Pressing twice is one taking over.

    Raises Conflict when somebody else took it over or it is no case yet, NotAllowed for the centre's own people.
    """
    with transaction.atomic():
        held = EmergencyFiling.objects.select_for_update().get(pk=filing.pk)
        if held.case is None:
            raise Conflict(_("Nobody has confirmed this emergency yet. Confirm it first, then take it over."))
        if held.taken_over_by_id == by.pk:
            return held.case
        if held.taken_over_at is not None or held.case.filer_id is not None:
            raise Conflict(_("Somebody else has taken this case over already. Ask the centre if that was not you."))
        case = held.case
        lock(case)
        if standing_of(by, case).reads_for_centre:
            raise NotAllowed(_("You work at the centre that answers this case. It belongs to whoever filed it."))
        change(case, by=by, kind="taken_over", data={"from": None, "to": by.pk}, filer=by)
        guarded_update(held, expected={"taken_over_at": None}, taken_over_at=clock.now(), taken_over_by=by)
        contact = CaseContact.objects.get(case=case)
        contact.name, contact.email = contact.name or str(by)[:80], contact.email or by.email
        contact.save(update_fields=["name", "email"])
    return case


def name_company(
    *, case: Case, by: User, enterprise: Enterprise | None = None, claim: EnterpriseClaim | None = None
) -> None:
    """The filer of an emergency says for which company it is: one they act for already, or one they have claimed.

    A claim that is verified later brings its enterprise (`actions.joining`). Raises as `company_of`, and Conflict when
    the company is known already.
    """
    with transaction.atomic():
        lock(case)
        need(Act.REPLY, case, by)
        if case.filer_id != by.pk:
            raise NotAllowed(_("Only the person who filed the case says for which company it is."))
        if case.enterprise_id is not None or case.claim_id is not None:
            raise Conflict(_("It is known already for which company this case is."))
        enterprise, claim = company_of(by, enterprise, claim)
        change(
            case,
            by=by,
            kind="company_named",
            data={"enterprise": enterprise.pk if enterprise else None, "claim": claim.pk if claim else None},
            enterprise=enterprise,
            claim=claim,
        )


def renew_link(*, case: Case, by: User) -> None:
    """Make every private link of the case void; the address that was left is mailed a new one.

    For a link that came into the wrong hands. Raises NotAllowed for whoever does not work on the case, Conflict once
    it was taken over: then the link opens nothing any more.
    """
    with transaction.atomic():
        lock(case)
        if not standing_of(by, case).works:
            raise NotAllowed(_("Your role does not allow this."))
        filing = EmergencyFiling.objects.select_for_update().filter(case=case, taken_over_at__isnull=True).first()
        if filing is None or case.filer_id is not None:
            raise Conflict(_("This case has no private link any more."))
        guarded_update(filing, expected={"nonce": filing.nonce}, nonce=new_nonce())
        change(case, by=by, kind="link_renewed", data={"filing": str(filing.pk)})
        emergency_mails.tell_new_link(filing)


def _held_case(filing: EmergencyFiling) -> Case:
    """The case behind a link, locked. Raises Conflict where the link opens none."""
    case = filing.case
    if case is None:
        raise Conflict(_("Nobody has confirmed this emergency yet. Confirm it first."))
    lock(case)
    if case.filer_id is not None:
        raise Conflict(_("This case was taken over. Log in to write to the centre."))
    return case
