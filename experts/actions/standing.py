"""Who belongs to the pool: checked by a second person, appointed by a third, for a term."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from experts import emails
from experts.actions.records import note, refuse_self
from experts.models import Expert
from experts.states import EXPERT_TRANSITIONS, ExpertState
from portal.accounts.access import require
from portal.accounts.models import User
from portal.accounts.permissions import Permission
from portal.lib import clock
from portal.lib.errors import Conflict, Invalid, NotAllowed
from portal.lib.fields import clean_text
from portal.lib.states import move

TERM_YEARS = 3  # offered; a head may choose another
LONGEST_TERM_YEARS = 5
REVIEW_MONTHS = 12


@transaction.atomic
def check(*, expert: Expert, by: User, version: int | None = None) -> None:
    """A second person has looked at identity, licences and history. Raises NotAllowed for the nominator."""
    _need(expert, by, Permission.CHECK_EXPERT)
    if expert.nominated_by_id == by.pk:
        raise NotAllowed(_("You nominated this person. Somebody else must check the record."))
    old = move(expert, EXPERT_TRANSITIONS, ExpertState.CHECKED, version=version, checked_by=by)
    note(expert, "checked", by=by, old=old, new=expert.state)


@transaction.atomic
def appoint(*, expert: Expert, by: User, term_from: date, term_to: date, version: int | None = None) -> None:
    """A third person takes the expert into the pool for a term.

    Raises NotAllowed for whoever nominated or checked, Invalid for a wrong term or without signed confidentiality.
    """
    _need(expert, by, Permission.APPOINT_EXPERT)
    if by.pk in (expert.nominated_by_id, expert.checked_by_id):
        raise NotAllowed(_("You nominated or checked this person. A third person appoints."))
    _to_appointed(expert, by, "appointed", (ExpertState.CHECKED,), term_from, term_to, version)
    emails.tell_expert(expert, "appointed", by=by)


@transaction.atomic
def renew(*, expert: Expert, by: User, term_from: date, term_to: date, version: int | None = None) -> None:
    """Another term, while one runs or after it has ended. Raises as `appoint` does."""
    _need(expert, by, Permission.APPOINT_EXPERT)
    _to_appointed(expert, by, "renewed", (ExpertState.APPOINTED, ExpertState.EXPIRED), term_from, term_to, version)
    emails.tell_expert(expert, "appointed", by=by)


@transaction.atomic
def suspend(*, expert: Expert, by: User, reason: str, version: int | None = None) -> None:
    """At once and until somebody reinstates: the expert loses sight of every case. Raises Invalid without a reason."""
    _need(expert, by, Permission.APPOINT_EXPERT)
    old = move(expert, EXPERT_TRANSITIONS, ExpertState.SUSPENDED, version=version, state_note=_reason(reason))
    note(expert, "suspended", by=by, old=old, new=expert.state)
    emails.tell_expert(expert, "suspended", by=by)


@transaction.atomic
def reinstate(*, expert: Expert, by: User, version: int | None = None) -> None:
    """Back after a suspension, within the term that stands. Raises Invalid when that term has ended."""
    _need(expert, by, Permission.APPOINT_EXPERT)
    _be_in(expert, ExpertState.SUSPENDED)
    if expert.term_to is None or expert.term_to < clock.today():
        raise Invalid(_("The term has ended meanwhile. Renew it instead."))
    old = move(expert, EXPERT_TRANSITIONS, ExpertState.APPOINTED, version=version, state_note="")
    note(expert, "reinstated", by=by, old=old, new=expert.state)


@transaction.atomic
def remove(*, expert: Expert, by: User, reason: str, version: int | None = None) -> None:
    """Out of the pool for good; the record stays. Raises Invalid without a reason."""
    _need(expert, by, Permission.APPOINT_EXPERT)
    old = move(expert, EXPERT_TRANSITIONS, ExpertState.REMOVED, version=version, state_note=_reason(reason))
    note(expert, "removed", by=by, old=old, new=expert.state)
    emails.tell_expert(expert, "removed", by=by)


@transaction.atomic
def expire(*, expert: Expert) -> None:
    """The term has passed. Called by the nightly task; a running engagement may still be finished."""
    old = move(expert, EXPERT_TRANSITIONS, ExpertState.EXPIRED, version=expert.version)
    note(expert, "expired", by=None, old=old, new=expert.state)


def _need(expert: Expert, by: User, permission: Permission) -> None:
    require(by, permission, centre=expert.centre_id)
    refuse_self(expert, by)


def _be_in(expert: Expert, *states: ExpertState) -> None:
    """Two acts lead to `appointed` from different states; the table alone would let each do the other's work."""
    if expert.state not in states:
        raise Conflict(_("This is not possible while it is “%(state)s”.") % {"state": expert.get_state_display()})


def _to_appointed(
    expert: Expert,
    by: User,
    kind: str,
    states: tuple[ExpertState, ...],
    term_from: date,
    term_to: date,
    version: int | None,
) -> None:
    _be_in(expert, *states)
    _check_term(term_from, term_to)
    if expert.confidentiality_signed_on is None:
        raise Invalid(_("Nobody is appointed before confidentiality is signed: enter the day in the record first."))
    changes: dict[str, Any] = {
        "term_from": term_from,
        "term_to": term_to,
        "state_note": "",
        "review_due_on": clock.months_after(term_from, REVIEW_MONTHS),
    }
    if kind == "appointed":
        changes["appointed_by"] = by
    old = move(expert, EXPERT_TRANSITIONS, ExpertState.APPOINTED, version=version, **changes)
    note(
        expert,
        kind,
        by=by,
        old=old,
        new=expert.state,
        term_from=term_from.isoformat(),
        term_to=term_to.isoformat(),
    )


def _check_term(term_from: date, term_to: date) -> None:
    if term_to < term_from:
        raise Invalid(_("The term ends before it begins."), field="term_to")
    if term_to < clock.today():
        raise Invalid(_("The last day lies in the past."), field="term_to")
    if term_to > clock.months_after(term_from, 12 * LONGEST_TERM_YEARS):
        raise Invalid(_("A term lasts %(years)s years at most.") % {"years": LONGEST_TERM_YEARS}, field="term_to")
    if term_from > clock.months_after(clock.today(), 12):
        raise Invalid(_("A date lies too far away."), field="term_from")


def _reason(text: str) -> str:
    cleaned = clean_text(text)
    if not cleaned:
        raise Invalid(_("Say why."), field="reason")
    if len(cleaned) > 500:
        raise Invalid(_("This text is too long: at most %(limit)s characters.") % {"limit": 500}, field="reason")
    return cleaned
