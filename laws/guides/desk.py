"""The list of guides as editors see it: newest revision, owner, review date, what is not translated yet."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q, QuerySet, Subquery
from django.utils.functional import Promise

from laws.models import CountryGuide, GuideRevision, GuideSection
from portal.accounts.access import rights_of
from portal.accounts.models import User
from portal.accounts.permissions import Permission
from portal.lib import clock
from portal.lib.publication import PublicationState as S
from portal.lib.publication import editors_of

SOON = timedelta(days=90)


@dataclass
class Row:
    """One guide of the list. `missing` names the parts without Chinese and without English."""

    guide: CountryGuide
    newest: GuideRevision
    published: GuideRevision | None
    parts: int = 0
    missing: dict[str, list[str | Promise]] = field(default_factory=lambda: {"zh": [], "en": []})


def _newest(column: str) -> Subquery:
    return Subquery(GuideRevision.objects.filter(guide=OuterRef("pk")).order_by("-number").values(column)[:1])


def _has_gap(language: str) -> Exists:
    empty = Q(**{language: ""})
    return Exists(GuideSection.objects.filter(empty, revision=OuterRef("newest_pk")))


def guides_for_desk(user: User, wanted: dict[str, Any]) -> QuerySet[Any]:
    """Guides that match the filters in `wanted` (the cleaned data of DeskFilterForm), by jurisdiction."""
    guides: QuerySet[Any] = (
        CountryGuide.objects.visible_to(user)
        .select_related("jurisdiction", "owner")
        .annotate(newest_pk=_newest("pk"), newest_state=_newest("state"))
        .filter(newest_pk__isnull=False)
        .order_by("jurisdiction")
    )
    if text := wanted.get("q"):
        named = Q(jurisdiction__name_zh__icontains=text) | Q(jurisdiction__name_en__icontains=text)
        guides = guides.filter(named | Q(jurisdiction__code__iexact=text))
    if state := wanted.get("state"):
        guides = guides.filter(newest_state=state)
    if gap := wanted.get("gap"):
        both = _has_gap("zh"), _has_gap("en")
        guides = guides.filter(~both[0], ~both[1]) if gap == "none" else guides.filter(_has_gap(gap))
    if due := wanted.get("due"):
        until: date = clock.today() if due == "overdue" else clock.today() + SOON
        guides = guides.filter(review_by__lte=until)
    if wanted.get("mine"):
        guides = guides.filter(owner=user)
    return guides


def rows_of(guides: Sequence[CountryGuide]) -> list[Row]:
    """The rows of one page of the list, in two queries."""
    revisions = list(GuideRevision.objects.filter(guide__in=guides).order_by("number"))
    newest = {revision.guide_id: revision for revision in revisions}
    published = {revision.guide_id: revision for revision in revisions if revision.state == S.PUBLISHED}
    rows = {newest[guide.pk].pk: Row(guide, newest[guide.pk], published.get(guide.pk)) for guide in guides}
    sections = GuideSection.objects.filter(revision__in=rows).values_list(
        "revision",
        "kind",
        ExpressionWrapper(Q(zh=""), output_field=BooleanField()),
        ExpressionWrapper(Q(en=""), output_field=BooleanField()),
    )
    for revision, kind, no_zh, no_en in sections:
        row, name = rows[revision], GuideSection.Kind(kind).label
        row.parts += 1
        if no_zh:
            row.missing["zh"].append(name)
        if no_en:
            row.missing["en"].append(name)
    return list(rows.values())


def waiting_for(user: User) -> int:
    """How many revisions this person could move on now: to review, or to publish. Not what they wrote."""
    rights = rights_of(user)
    states = []
    if rights.may(Permission.REVIEW_GUIDE):
        states.append(S.IN_REVIEW)
    if rights.may(Permission.PUBLISH_GUIDE):
        states.append(S.APPROVED)
    if not states:
        return 0
    return sum(user.pk not in editors_of(item) for item in GuideRevision.objects.filter(state__in=states))
