"""An expert on a case: invited blind, checked for conflicts, let in, and out again.

Until `accept` the expert sees the blinded summary alone, and the names only while declaring against them. Whatever
shows a conflict, before or after, shuts the case to them in the same transaction.
"""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from disputes import emails
from disputes.access import Act, need
from disputes.actions.changing import change, check_fresh, lock
from disputes.expertise import names_of, summary_of, taking_part
from disputes.models import Case, CaseEvent
from disputes.states import WaitingOn
from experts.choices import NameRole
from experts.conflicts import Hit, Name
from experts.finding import blocks_of, known_conflicts
from experts.matching import BLOCKS, Block
from experts.models import ConflictDeclaration, Engagement, EngagementEvent, Expert
from experts.states import (
    ADVISING,
    ENGAGEMENT_TRANSITIONS,
    OPEN_ENGAGEMENTS,
    UNDECIDED,
    EndReason,
    EngagementState,
)
from portal.accounts.models import User
from portal.lib import clock
from portal.lib.errors import Conflict, Invalid, NotAllowed
from portal.lib.events import append
from portal.lib.fields import clean_text
from portal.lib.states import guarded_update, move

E = EngagementState
ANSWER_DAYS = 3
QUESTIONS = ("parties", "affiliates", "counsel", "prior_advice")
LONGEST_NAME, MOST_NAMES = 200, 60


def invite_expert(
    *,
    case: Case,
    by: User,
    expert: Expert,
    extra: Sequence[Name] = (),
    answer_by: date | None = None,
    version: int | None = None,
) -> Engagement:
    """Ask an expert of the pool. `extra` are affiliates and counsel that the officer knows of besides the form.

    Raises Conflict for an expert who cannot be asked now (away, full, in conflict, invited already), Invalid for names
    or a day that do not fit.
    """
    with transaction.atomic():
        lock(case)
        check_fresh(case, version)
        need(Act.INVITE_EXPERT, case, by)
        today = clock.today()
        if answer_by is not None and not today <= answer_by <= clock.months_after(today, 3):
            raise Invalid(_("Choose a day within the next three months."), field="answer_by")
        names = names_of(case, _checked(extra))
        if not expert.serves_on(today) or expert.is_demo != case.is_demo:
            raise Conflict(_("This person is not an appointed expert today."))
        blocks = blocks_of(expert, names=names, case_id=case.pk, taking_part=taking_part(case))
        if blocks:
            raise Conflict(str(BLOCKS[blocks[0]]))
        engagement = Engagement(
            expert=expert,
            case_id=case.pk,
            reference=case.reference or "",
            centre_id=case.centre_id or 0,
            summary=summary_of(case),
            names=_stored(names),
            invited_by=by,
            invited_at=clock.now(),
            answer_by=answer_by or today + timedelta(days=ANSWER_DAYS),
            is_demo=case.is_demo,
        )
        try:
            with transaction.atomic():
                engagement.save(force_insert=True)
        except IntegrityError as error:  # a colleague invited the same person at this moment
            raise Conflict(_("Invited to this case already")) from error
        _note(engagement, "invited", by=by, new=E.INVITED)
        _case_event(case, engagement, "expert_invited", by=by, waits=True)
        emails.tell_expert(case, engagement, "invited")
    return engagement


def show_names(*, engagement: Engagement, by: User) -> None:
    """The expert could take the work and asks for the names to declare against. Kept: who saw which names when."""
    with transaction.atomic():
        case = _locked(engagement, by)
        if engagement.state != E.INVITED:
            raise _not_now(engagement)
        names = names_of(case, _names(engagement))
        guarded_update(
            engagement,
            expected={"state": E.INVITED, "version": engagement.version},
            names=_stored(names),
            names_shown_at=clock.now(),
        )
        _note(engagement, "names_shown", by=by, number=len(names))


def declare(
    *,
    engagement: Engagement,
    by: User,
    parties: bool,
    affiliates: bool,
    counsel: bool,
    prior_advice: bool,
    note: str = "",
    version: int | None = None,
) -> ConflictDeclaration:
    """The expert's declaration against the names: True where there is a tie. Any tie, or one the portal finds, recuses.

    Free of ties it leads to `accept`. After acceptance it reports a conflict that came up later.
    Raises Conflict when the names were not looked at, or have changed since.
    """
    with transaction.atomic():
        case = _locked(engagement, by)
        _fresh(engagement, version)
        if engagement.state not in OPEN_ENGAGEMENTS:
            raise _not_now(engagement)
        if engagement.names_shown_at is None:
            raise Conflict(_("Look at the names first: you declare against them."))
        names = _names(engagement)
        if set(names_of(case, names)) != set(names) and engagement.state == E.INVITED:
            raise Conflict(_("The names of this case have changed. Look at them again, then declare."))
        hits = known_conflicts(expert=engagement.expert, names=names_of(case, names), case_id=case.pk)
        declared = {"parties": parties, "affiliates": affiliates, "counsel": counsel, "prior_advice": prior_advice}
        if engagement.state != E.INVITED and not (any(declared.values()) or hits):
            raise Invalid(_("Say which tie there is."), field="parties")
        declaration = ConflictDeclaration.objects.create(
            engagement=engagement,
            **declared,
            note=clean_text(note)[:2000],
            automatic=[{"kind": hit.kind, "name": hit.name, "matched": hit.matched} for hit in hits],
            window_months=settings.CONFLICT_WINDOW_MONTHS,
            at=clock.now(),
        )
        if declaration.has_conflict:
            _recuse(case, engagement, declaration, hits, by=by)
        else:
            old = move(
                engagement,
                ENGAGEMENT_TRANSITIONS,
                E.DECLARED_CLEAR,
                version=engagement.version,
                declared_at=clock.now(),
            )
            _note(engagement, "declared_clear", by=by, old=old, new=engagement.state, declaration=declaration.pk)
            _case_event(case, engagement, "expert_declared", by=by)
    return declaration


def accept(*, engagement: Engagement, by: User, version: int | None = None) -> None:
    """The expert takes the work and from now on sees the case. Conflicts the portal knows are looked for once more.

    Raises Conflict for somebody who has another part in the case by now, and when the names are no longer those that
    were declared against: then the engagement goes back to the declaration.
    """
    if not _accepted(engagement, by, version):
        raise Conflict(_("The names of this case have changed. Look at them again, then declare."))


def _accepted(engagement: Engagement, by: User, version: int | None) -> bool:
    """False when the names have changed. That is a result, so that the way back to the declaration is kept."""
    with transaction.atomic():
        case = _locked(engagement, by)
        _fresh(engagement, version)
        if engagement.state != E.DECLARED_CLEAR:
            raise _not_now(engagement)
        if by.pk in taking_part(case):
            raise Conflict(str(BLOCKS[Block.TAKES_PART]))
        declared, present = _names(engagement), names_of(case, _names(engagement))
        hits = known_conflicts(expert=engagement.expert, names=present, case_id=case.pk)
        if hits:
            declaration = engagement.declarations.order_by("-pk").first()
            _recuse(case, engagement, declaration, hits, by=by)
            return True
        if set(present) != set(declared):
            old = move(
                engagement,
                ENGAGEMENT_TRANSITIONS,
                E.INVITED,
                version=engagement.version,
                names_shown_at=None,
                declared_at=None,
            )
            _note(engagement, "names_changed", by=by, old=old, new=engagement.state)
            return False
        old = move(engagement, ENGAGEMENT_TRANSITIONS, E.ACCEPTED, version=engagement.version, accepted_at=clock.now())
        _note(engagement, "accepted", by=by, old=old, new=engagement.state)
        event = _case_event(case, engagement, "expert_accepted", by=by, waits=True)
        emails.tell_holder(case, event, "expert_accepted", expert=engagement.expert.name)
    return True


def decline(*, engagement: Engagement, by: User, version: int | None = None) -> None:
    """The expert does not take the work. No reason is asked: one might say more than the summary does."""
    with transaction.atomic():
        case = _locked(engagement, by)
        _fresh(engagement, version)
        if engagement.state not in UNDECIDED:
            raise _not_now(engagement)
        old = move(engagement, ENGAGEMENT_TRANSITIONS, E.DECLINED, version=engagement.version, ended_at=clock.now())
        _note(engagement, "declined", by=by, old=old, new=engagement.state)
        event = _case_event(case, engagement, "expert_declined", by=by, waits=False)
        emails.tell_holder(case, event, "expert_declined", expert=engagement.expert.name)


def resign(*, engagement: Engagement, by: User, version: int | None = None) -> None:
    """The expert lays accepted work down, without a conflict."""
    with transaction.atomic():
        case = _locked(engagement, by)
        _fresh(engagement, version)
        if engagement.state not in ADVISING:
            raise _not_now(engagement)
        _close(engagement, EndReason.RESIGNED, by=by)
        event = _case_event(case, engagement, "expert_left", by=by, waits=False)
        emails.tell_holder(case, event, "expert_declined", expert=engagement.expert.name)


def end_engagement(
    *, case: Case, engagement: Engagement, by: User, rating: int | None = None, version: int | None = None
) -> None:
    """The centre takes an invitation back, or ends work that is done and may rate it from 1 to 5.

    Raises Invalid for another number, or for a rating of work that was never accepted.
    """
    with transaction.atomic():
        lock(case)
        need(Act.END_ENGAGEMENT, case, by)
        engagement.refresh_from_db(from_queryset=Engagement.objects.select_for_update())
        _fresh(engagement, version)
        if engagement.state not in OPEN_ENGAGEMENTS:
            raise _not_now(engagement)
        worked = engagement.state in ADVISING
        if rating is not None and (not worked or not 1 <= rating <= 5):
            raise Invalid(_("Choose one to five."), field="rating")
        _close(engagement, EndReason.DONE if worked else EndReason.WITHDRAWN, by=by, rating=rating)
        # The enterprise hears of an expert once they have accepted; of an invitation taken back it hears nothing.
        _case_event(case, engagement, "expert_left" if worked else "expert_uninvited", by=by, waits=False)
        emails.tell_expert(case, engagement, "ended")


def note_opinion(*, engagement: Engagement, by: User) -> None:
    """The expert has handed a drafted opinion in. Called inside the transaction of that act; again it is harmless."""
    if engagement.state == E.ACCEPTED:
        old = move(engagement, ENGAGEMENT_TRANSITIONS, E.OPINION, version=engagement.version)
        _note(engagement, "opinion_drafted", by=by, old=old, new=engagement.state)


def end_all(case: Case, *, by: User | None) -> None:
    """The case has ended: whoever was still invited or at work is let go. Inside the transaction of that act."""
    rows = Engagement.objects.select_for_update().filter(case_id=case.pk, state__in=OPEN_ENGAGEMENTS)
    for engagement in rows:
        _close(engagement, EndReason.CASE_ENDED, by=by)
        emails.tell_expert(case, engagement, "ended")


def not_waiting(case: Case) -> dict[str, Any]:
    """What a case that waited for an expert changes when there is nothing to wait for any more."""
    return {"waiting_on": WaitingOn.NONE} if case.waiting_on == WaitingOn.EXPERT else {}


def engagement_of(case: Case, user: User) -> Engagement | None:
    """Through which engagement `user` advises on `case` now."""
    return Engagement.objects.advising(user).select_related("expert").filter(case_id=case.pk).first()


def _recuse(
    case: Case, engagement: Engagement, declaration: ConflictDeclaration | None, hits: Sequence[Hit], *, by: User
) -> None:
    old = move(engagement, ENGAGEMENT_TRANSITIONS, E.CONFLICTED, version=engagement.version, ended_at=clock.now())
    declared = [name for name in QUESTIONS if declaration is not None and getattr(declaration, name)]
    found = sorted({str(hit.kind) for hit in hits})
    _note(
        engagement,
        "conflicted",
        by=by,
        old=old,
        new=engagement.state,
        declared=declared,
        found=found,
        declaration=declaration.pk if declaration is not None else None,
    )
    event = _case_event(case, engagement, "expert_conflicted", by=by, waits=False, declared=declared, found=found)
    emails.tell_holder(case, event, "expert_conflicted", expert=engagement.expert.name)


def _locked(engagement: Engagement, by: User) -> Case:
    """The case of an engagement, after whoever is acting on it: case first, then engagement, everywhere.

    Raises NotAllowed for everybody but the expert, and for one who no longer serves.
    """
    case = Case.objects.select_for_update().get(pk=engagement.case_id)
    engagement.refresh_from_db(from_queryset=Engagement.objects.select_for_update())
    expert = engagement.expert
    if expert.user_id != by.pk or not by.is_active:
        raise NotAllowed(_("Your role does not allow this."))
    if engagement.state in UNDECIDED and not expert.serves_on(clock.today()):
        raise NotAllowed(_("Your place in the expert pool is suspended or has ended."))
    return case


def _case_event(
    case: Case, engagement: Engagement, kind: str, *, by: User, waits: bool | None = None, **data: Any
) -> CaseEvent:
    """The event on the case. `waits`: the case waits for an expert now, or for none any more; a stopped clock stays."""
    columns: dict[str, Any] = {}
    if waits is True and case.waiting_on == WaitingOn.NONE:
        columns["waiting_on"] = WaitingOn.EXPERT
    elif waits is False and not _others(engagement):
        columns |= not_waiting(case)
    return change(case, by=by, kind=kind, data={"engagement": engagement.pk, **data}, **columns)


def _others(engagement: Engagement) -> bool:
    rows = Engagement.objects.filter(case_id=engagement.case_id, state__in=OPEN_ENGAGEMENTS)
    return rows.exclude(pk=engagement.pk).exists()


def _close(engagement: Engagement, reason: EndReason, *, by: User | None, rating: int | None = None) -> None:
    old = move(
        engagement,
        ENGAGEMENT_TRANSITIONS,
        E.CLOSED,
        version=engagement.version,
        ended_at=clock.now(),
        end_reason=reason,
        rating=rating,
    )
    _note(engagement, "closed", by=by, old=old, new=engagement.state, reason=str(reason))


def _note(engagement: Engagement, kind: str, *, by: User | None, old: str = "", new: str = "", **data: Any) -> None:
    append(
        EngagementEvent,
        subject=engagement,
        kind=kind,
        actor_id=by.pk if by else None,
        old_state=old,
        new_state=new,
        data=data,
    )


def _fresh(engagement: Engagement, version: int | None) -> None:
    if version is not None and version != engagement.version:
        raise Conflict(_("Somebody else changed this first. Reload the page and look again."))


def _not_now(engagement: Engagement) -> Conflict:
    return Conflict(_("This is not possible while it is “%(state)s”.") % {"state": engagement.get_state_display()})


def _names(engagement: Engagement) -> list[Name]:
    return [Name(str(row["role"]), str(row["name"])) for row in engagement.names]


def _stored(names: Iterable[Name]) -> list[dict[str, str]]:
    return [{"role": str(one.role), "name": one.name} for one in names]


def _checked(extra: Sequence[Name]) -> list[Name]:
    """Raises Invalid for a name that is too long or one too many."""
    cleaned = [Name(one.role, clean_text(one.name)) for one in extra if clean_text(one.name)]
    if len(cleaned) > MOST_NAMES or any(len(one.name) > LONGEST_NAME for one in cleaned):
        raise Invalid(
            _("At most %(names)s names of %(signs)s characters.") % {"names": MOST_NAMES, "signs": LONGEST_NAME}
        )
    if any(one.role not in NameRole.values for one in cleaned):
        raise Invalid(_("Choose one of the list."))
    return cleaned
