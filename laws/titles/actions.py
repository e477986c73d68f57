"""Everything people do to a translated title: share it out, confirm or correct it, give it back.

    share_out, share_out_next > review_title (confirms or corrects) | release_title, release_all

One reader is enough for a title, also for one they correct: docs/adr/0121.
"""

from collections.abc import Callable, Sequence

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from laws.models import Law, TitleReview
from laws.titles import access
from laws.titles.wording import Language, is_unreviewed, longest, seen, set_title, title_of
from portal.accounts.actions.audit import record
from portal.accounts.models import User
from portal.lib import clock
from portal.lib.errors import Conflict, Invalid, NotAllowed
from portal.lib.fields import clean_text
from portal.lib.states import guarded_update

MOST_AT_ONCE = 100
TRIES = 3


def share_out(*, laws: Sequence[int], language: str, to: User, by: User) -> list[TitleReview]:
    """Give the titles of `laws` (their keys) in `language` to a person of the desk, who may be `by`.

    What somebody has already, or what was reviewed meanwhile, is left out. Raises Invalid for a person who is not of
    the desk and for more than a hundred, Conflict when nothing of it is left.
    """
    access.require_desk(by)
    if language not in Language.values:
        raise Invalid(_("Titles are reviewed in Chinese and in English."), field="language")
    if not to.is_active or not access.is_of_the_desk(to):
        raise Invalid(_("Choose an editor or a legal reviewer."), field="to")
    if len(laws) > MOST_AT_ONCE:
        raise Invalid(_("At most %(limit)s titles at once.") % {"limit": MOST_AT_ONCE}, field="count")
    try:
        with transaction.atomic():
            given = _give(laws, language, to=to, by=by)
            if not given:
                raise Conflict(_("Somebody else has taken these titles. Reload the page and look again."))
            record("titles.shared_out", to, by=by, language=language, reviews=[review.pk for review in given])
    except IntegrityError:
        raise Conflict(_("Somebody else took one of these titles just now. Try again.")) from None
    return given


def share_out_next(*, choose: Callable[[], Sequence[int]], language: str, to: User, by: User) -> list[TitleReview]:
    """`share_out` for what `choose` says is next.

    Two who press at once choose the same laws: the slower one gets those after them, without having to press again.
    Raises what `share_out` raises; Conflict only when others are faster every time, or nothing is left.
    """
    for _try in range(TRIES - 1):
        laws = choose()
        try:
            return share_out(laws=laws, language=language, to=to, by=by)
        except Conflict:
            if not laws:
                raise
    return share_out(laws=choose(), language=language, to=to, by=by)


def review_title(*, review: TitleReview, by: User, seen_as: str, title: str) -> None:
    """The title reads `title`: the words it had are confirmed, other words correct it.

    `seen_as` is `wording.seen` of the law when the form was shown. Raises NotAllowed for whoever does not hold the
    title, Invalid for an empty or too long one, Conflict when it was decided or a title of the law was edited
    meanwhile.
    """
    access.require_desk(by)
    title = clean_text(title)
    if review.assigned_to_id != by.pk:
        raise NotAllowed(_("This title is with somebody else. Take one that is yours."))
    with transaction.atomic():
        law = Law.objects.select_for_update().get(pk=review.law_id)
        if review.decided_at is None and seen(law) != seen_as:
            raise Conflict(_("A title of this law was edited meanwhile. Read it again, then decide."))
        _check(title, review.language)
        before = title_of(law, review.language)
        guarded_update(
            review,
            expected={"decided_at": None, "assigned_to": by},
            decided_at=clock.now(),
            decided_by=by,
            title_before=before,
            title_after=title,
        )
        set_title(law, review.language, title)
        verb = "law.title_confirmed" if title == before else "law.title_corrected"
        record(verb, law, by=by, language=review.language, review=review.pk)


def release_title(*, review: TitleReview, by: User) -> None:
    """Put the title back into the queue: its holder, or anybody of the desk when the holder is away.

    Raises Conflict when it was decided or given back already.
    """
    access.require_desk(by)
    with transaction.atomic():
        number, language, law = review.pk, review.language, review.law
        deleted, _rows = TitleReview.objects.filter(pk=review.pk, decided_at__isnull=True).delete()
        if not deleted:
            raise Conflict(_("This title was decided or given back already. Reload the page and look."))
        record("title.released", law, by=by, language=language, review=number, holder=review.assigned_to_id)


def release_all(*, holder: User, by: User) -> int:
    """Put back everything `holder` has not decided. Gives how many; Conflict when there is nothing."""
    access.require_desk(by)
    with transaction.atomic():
        held = list(TitleReview.objects.select_for_update().filter(assigned_to=holder, decided_at__isnull=True))
        if not held:
            raise Conflict(_("This person has no titles to give back."))
        TitleReview.objects.filter(pk__in=[review.pk for review in held]).delete()
        record("titles.released", holder, by=by, reviews=[review.pk for review in held])
    return len(held)


def _give(laws: Sequence[int], language: str, *, to: User, by: User) -> list[TitleReview]:
    """Rows for those of `laws` that wait and that nobody has. Locks the laws, so that two people share the rest."""
    found = {law.pk: law for law in Law.objects.select_for_update().filter(pk__in=laws).order_by("pk")}
    taken = set(
        TitleReview.objects.filter(law__in=found, language=language, decided_at__isnull=True).values_list(
            "law", flat=True
        )
    )
    now = clock.now()
    return [
        TitleReview.objects.create(law=law, language=language, assigned_to=to, assigned_by=by, assigned_at=now)
        for law in (found[pk] for pk in laws if pk in found)
        if law.pk not in taken and is_unreviewed(law, language)
    ]


def _check(title: str, language: str) -> None:
    if not title:
        raise Invalid(_("A law cannot be without its title. Give it back if you cannot say."), field="title")
    if len(title) > longest(language):
        raise Invalid(
            _("This title is too long: at most %(limit)s characters.") % {"limit": longest(language)}, field="title"
        )
