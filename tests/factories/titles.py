"""Titles that wait for review, and what a browser sends for one."""

from typing import Any

from laws.models import Law, TitleReview
from laws.titles import actions
from laws.titles.wording import seen
from portal.accounts.models import User
from tests.factories.laws import LawFactory


def a_title_for(person: User, law: Law | None = None, *, language: str = "zh", by: User | None = None) -> TitleReview:
    """A title that `person` has to read."""
    law = law or LawFactory.create()
    (review,) = actions.share_out(laws=[law.pk], language=language, to=person, by=by or person)
    return review


def typed(review: TitleReview, **changes: Any) -> dict[str, Any]:
    """The form of one title as it was shown."""
    law = Law.objects.get(pk=review.law_id)
    return {"title": getattr(law, f"title_{review.language}"), "seen": seen(law), "act": "review"} | changes
