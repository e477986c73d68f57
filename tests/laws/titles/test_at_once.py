"""Two people at the same moment on PostgreSQL."""

from collections.abc import Callable

import pytest

from laws.models import Law, TitleReview
from laws.titles import actions, queue
from laws.titles.wording import seen
from tests.factories.accounts import a_member
from tests.factories.laws import LawFactory
from tests.factories.titles import a_title_for
from tests.laws.guides.test_at_once import at_once

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def test_two_who_take_the_same_titles_share_none() -> None:
    laws = [LawFactory.create().pk for _number in range(4)]

    def take(order: int) -> Callable[[], object]:
        person = a_member("editor")
        return lambda: actions.share_out(laws=laws[::order], language="zh", to=person, by=person)

    assert at_once(take(1), take(-1)) == ["conflict", "done"]
    assert TitleReview.objects.count() == 4
    assert TitleReview.objects.values("assigned_to").distinct().count() == 1


def test_two_who_press_take_at_once_both_get_titles() -> None:
    for _number in range(6):
        LawFactory.create()

    def take() -> Callable[[], object]:
        person = a_member("editor")
        free = queue.titles_for_desk({})
        return lambda: actions.share_out_next(
            choose=lambda: list(free.values_list("pk", flat=True)[:3]), language="zh", to=person, by=person
        )

    assert at_once(take(), take()) == ["done", "done"]
    assert TitleReview.objects.values("assigned_to").distinct().count() == 2


def test_of_a_decision_and_a_giving_back_one_counts() -> None:
    person, colleague = a_member("editor"), a_member("editor")
    review = a_title_for(person)
    words = seen(review.law)
    # Both have it before either acts, as two open pages do: afterwards there may be nothing left to fetch.
    mine, theirs = (TitleReview.objects.get(pk=review.pk) for _reader in range(2))
    found = at_once(
        lambda: actions.review_title(review=mine, by=person, seen_as=words, title="发明专利法"),
        lambda: actions.release_title(review=theirs, by=colleague),
    )
    assert found.count("done") == 1
    is_reviewed = Law.objects.get().title_zh_basis == "reviewed"
    assert is_reviewed == TitleReview.objects.filter(decided_by=person).exists()
    assert is_reviewed == TitleReview.objects.exists()
