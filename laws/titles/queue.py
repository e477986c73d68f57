"""What waits on the titles desk: the main laws of the main markets first, then what guides cite and others inherit."""

from typing import Any

from django.db.models import BooleanField, Case, Count, Exists, F, OuterRef, Q, QuerySet, Subquery, When
from django.db.models.functions import Coalesce

from laws.coverage.markets import main_laws
from laws.models import GuideCitation, Law, LawVersion, TitleReview
from laws.titles.wording import Language, unreviewed
from portal.accounts.models import User

OPEN = Q(decided_at__isnull=True)


def titles_for_desk(wanted: dict[str, Any]) -> QuerySet[Any]:
    """Laws whose title waits, by the filters in `wanted` (the cleaned data of QueueFilterForm).

    `rank` is that of the market, `cited` how many sections of guides cite the law, `inheriting` how many places
    inherit it, `has_text` whether its text is held and `holder` who has its title.
    """
    language = wanted.get("language") or Language.CHINESE
    held = TitleReview.objects.filter(OPEN, law=OuterRef("pk"), language=language)
    citations = GuideCitation.objects.filter(kind="law", key=OuterRef("ref")).order_by().values("key")
    main = main_laws()
    # PostgreSQL sorts by no constant, which the mark would be where no law is a main one.
    first = ["-is_main"] if main else []
    laws: QuerySet[Any] = (
        Law.objects.filter(unreviewed(language))
        .select_related("jurisdiction")
        .annotate(
            rank=F("jurisdiction__market__rank"),
            is_main=Case(When(pk__in=main, then=True), default=False, output_field=BooleanField()),
            cited=Coalesce(Subquery(citations.annotate(number=Count("pk")).values("number")), 0),
            inheriting=Count("applies_in", distinct=True),
            has_text=Exists(LawVersion.objects.filter(law=OuterRef("pk"))),
            holder=Subquery(held.values("assigned_to__name")[:1]),
        )
        .order_by(
            *first, F("rank").asc(nulls_last=True), "-cited", "-inheriting", "-has_text", "jurisdiction_id", "ref"
        )
    )
    show = wanted.get("show") or "free"
    if show != "all":
        laws = laws.filter(Exists(held) if show == "held" else ~Exists(held))
    if place := wanted.get("jurisdiction"):
        laws = laws.filter(jurisdiction=place)
    if right := wanted.get("right"):
        laws = laws.filter(subjects__subject=right)
    return laws


def open_reviews(user: User) -> QuerySet[TitleReview]:
    """The titles this person has to read, in the order of the queue."""
    rank = F("law__jurisdiction__market__rank").asc(nulls_last=True)
    return (
        TitleReview.objects.filter(OPEN, assigned_to=user)
        .select_related("law__jurisdiction", "assigned_by")
        .order_by(rank, "law__jurisdiction_id", "law__ref", "language")
    )


def waiting_for(user: User) -> int:
    """How many titles wait for this person."""
    return TitleReview.objects.filter(OPEN, assigned_to=user).count()


def holders() -> list[tuple[User, int]]:
    """Who has how many titles to read, most first. Two queries."""
    rows = TitleReview.objects.filter(OPEN).order_by().values_list("assigned_to").annotate(number=Count("pk"))
    numbers = dict(rows)
    people = User.objects.in_bulk(numbers)
    return sorted(((people[pk], number) for pk, number in numbers.items()), key=lambda held: (-held[1], str(held[0])))


def reviewed(law: Law) -> dict[str, TitleReview]:
    """By language, who decided last on a title of the law. One query."""
    done = TitleReview.objects.filter(law=law, decided_at__isnull=False).select_related("decided_by")
    return {review.language: review for review in done.order_by("decided_at", "pk")}
