"""What the pool needs year by year: reviews, time, the end of terms."""

from datetime import date, timedelta

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from experts import emails
from experts.actions.records import is_own, note, refuse_self
from experts.actions.standing import REVIEW_MONTHS, expire
from experts.choices import Availability, Verdict
from experts.models import Expert, PoolImport, Review
from experts.states import ExpertState
from portal.accounts.access import require
from portal.accounts.models import User
from portal.accounts.permissions import Permission
from portal.lib import clock
from portal.lib.errors import Conflict, Invalid
from portal.lib.fields import clean_text
from portal.lib.states import guarded_update

SHEET_LIFETIME = timedelta(days=1)
IN_POOL = (ExpertState.APPOINTED, ExpertState.SUSPENDED)


@transaction.atomic
def review(*, expert: Expert, by: User, verdict: str, text: str = "", version: int | None = None) -> Review:
    """The yearly review, once for each Shanghai year; the next is due a year later.

    What it finds is advice to the head, who suspends or removes. Raises NotAllowed, Invalid or Conflict.
    """
    require(by, Permission.CHECK_EXPERT, centre=expert.centre_id)
    refuse_self(expert, by)
    if expert.state not in IN_POOL:
        raise Conflict(_("Only members of the pool are reviewed."))
    if verdict not in Verdict.values:
        raise Invalid(_("Choose one of the findings."), field="verdict")
    cleaned = clean_text(text)
    if verdict != Verdict.KEEP and not cleaned:
        raise Invalid(_("Say why."), field="text")
    today = clock.today()
    guarded_update(
        expert,
        expected={"version": expert.version if version is None else version, "state": expert.state},
        review_due_on=clock.months_after(today, REVIEW_MONTHS),
    )
    try:
        with transaction.atomic():
            found = Review.objects.create(expert=expert, year=today.year, verdict=verdict, note=cleaned, reviewer=by)
    except IntegrityError as error:
        raise Conflict(_("The review of this year is written already.")) from error
    note(expert, "reviewed", by=by, year=today.year, verdict=verdict)
    return found


@transaction.atomic
def set_availability(
    *,
    expert: Expert,
    by: User,
    availability: str,
    away_until: date | None = None,
    max_open_cases: int | None = None,
    version: int | None = None,
) -> None:
    """Said by the expert, or by the nominating centre on a telephone call. Raises NotAllowed or Invalid."""
    if not is_own(expert, by):
        require(by, Permission.NOMINATE_EXPERT, centre=expert.centre_id)
    if availability not in Availability.values:
        raise Invalid(_("Choose one of the list."), field="availability")
    if availability != Availability.AWAY:
        away_until = None
    elif away_until is not None and away_until < clock.today():
        raise Invalid(_("The last day lies in the past."), field="away_until")
    most = expert.max_open_cases if max_open_cases is None else max_open_cases
    if not 1 <= most <= 50:
        raise Invalid(_("Give a number from 1 to 50."), field="max_open_cases")
    guarded_update(
        expert,
        expected={"version": expert.version if version is None else version},
        availability=availability,
        away_until=away_until,
        max_open_cases=most,
    )
    note(expert, "availability_set", by=by, availability=availability)


def expire_terms() -> int:
    """End every term whose last day has passed; one that somebody changes at this moment waits for tomorrow."""
    done = 0
    due = Expert.objects.filter(state__in=IN_POOL, term_to__lt=clock.today())
    for expert in due.iterator(chunk_size=200):
        try:
            expire(expert=expert)
        except Conflict:
            continue
        done += 1
    return done


def tell_reviews_due() -> int:
    """Write once to the reviewers of the nominating centre about each review that is due."""
    told = 0
    today = clock.today()
    due = Expert.objects.filter(state__in=IN_POOL, review_due_on__lte=today).select_related("centre")
    for expert in due.iterator(chunk_size=200):
        if expert.review_told_on is not None and expert.review_due_on and expert.review_told_on >= expert.review_due_on:
            continue
        with transaction.atomic():
            marked = Expert.objects.filter(pk=expert.pk, review_told_on=expert.review_told_on)
            if marked.update(review_told_on=today) == 1:
                emails.tell_reviewers(expert)
                told += 1
    return told


def drop_old_imports() -> int:
    """Forget sheets after a day: they hold people who are not in the pool."""
    dropped, _kinds = PoolImport.objects.filter(created_at__lt=clock.now() - SHEET_LIFETIME).delete()
    return dropped
