"""Sharing titles out, reading them and giving them back."""

from typing import Any

import pytest

from laws.models import Law, TitleReview
from laws.titles import actions
from laws.titles.wording import seen
from portal.accounts.models import AuditEvent, User
from portal.lib.errors import Conflict, Invalid, NotAllowed
from portal.lib.provenance import row_version
from tests.factories.accounts import UserFactory, a_member, end_memberships
from tests.factories.laws import LawFactory
from tests.factories.titles import a_title_for

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor() -> User:
    return a_member("editor")


def decide(review: TitleReview, by: User, title: str = "专利法", **more: Any) -> None:
    law = Law.objects.get(pk=review.law_id)
    actions.review_title(review=review, by=by, title=title, **({"seen_as": seen(law)} | more))


def verbs() -> list[str]:
    return list(AuditEvent.objects.filter(verb__contains="title").order_by("pk").values_list("verb", flat=True))


class TestSharingOut:
    def test_a_colleague_gets_titles_that_wait(self, editor: User) -> None:
        reviewer = a_member("legal_reviewer")
        laws = [LawFactory.create().pk for _number in range(3)]
        given = actions.share_out(laws=laws, language="zh", to=reviewer, by=editor)
        assert [review.law_id for review in given] == laws
        assert {(review.assigned_to, review.assigned_by) for review in given} == {(reviewer, editor)}
        assert verbs() == ["titles.shared_out"]

    def test_what_somebody_has_or_needs_no_review_is_left_out(self, editor: User) -> None:
        taken, free = LawFactory.create(), LawFactory.create()
        sourced = LawFactory.create(title_zh_basis="sourced")
        untitled = LawFactory.create(title_zh="")
        a_title_for(a_member("editor"), taken)
        laws = [law.pk for law in (taken, sourced, untitled, free)]
        given = actions.share_out(laws=laws, language="zh", to=editor, by=editor)
        assert [review.law for review in given] == [free]

    def test_a_title_may_be_with_one_person_in_each_language(self, editor: User) -> None:
        law = LawFactory.create(title_en_basis="own")
        a_title_for(editor, law)
        a_title_for(a_member("editor"), law, language="en")
        assert TitleReview.objects.count() == 2

    def test_whoever_is_slower_gets_the_next_ones(self, editor: User) -> None:
        first, second = LawFactory.create(), LawFactory.create()
        chosen = [[first.pk], [second.pk]]

        def choose() -> list[int]:
            laws = chosen.pop(0)
            if laws == [first.pk]:
                a_title_for(a_member("editor"), first)
            return laws

        given = actions.share_out_next(choose=choose, language="zh", to=editor, by=editor)
        assert [review.law for review in given] == [second]

    def test_nothing_next_is_said_at_once(self, editor: User) -> None:
        asked: list[int] = []

        def choose() -> list[int]:
            asked.append(1)
            return []

        with pytest.raises(Conflict):
            actions.share_out_next(choose=choose, language="zh", to=editor, by=editor)
        assert len(asked) == 1

    def test_nothing_left_is_said(self, editor: User) -> None:
        law = LawFactory.create()
        a_title_for(a_member("editor"), law)
        with pytest.raises(Conflict):
            actions.share_out(laws=[law.pk], language="zh", to=editor, by=editor)

    def test_only_people_of_the_desk_give_and_get(self, editor: User) -> None:
        law = LawFactory.create()
        with pytest.raises(NotAllowed):
            actions.share_out(laws=[law.pk], language="zh", to=editor, by=a_member("publisher"))
        with pytest.raises(Invalid):
            actions.share_out(laws=[law.pk], language="zh", to=UserFactory.create(), by=editor)
        assert not TitleReview.objects.exists()

    def test_more_than_a_hundred_or_another_language_are_refused(self, editor: User) -> None:
        with pytest.raises(Invalid):
            actions.share_out(laws=list(range(101)), language="zh", to=editor, by=editor)
        with pytest.raises(Invalid):
            actions.share_out(laws=[LawFactory.create().pk], language="fr", to=editor, by=editor)


class TestReviewing:
    def test_the_same_words_confirm_a_title(self, editor: User) -> None:
        review = a_title_for(editor, LawFactory.create(seeded_hash="a" * 64))
        decide(review, editor)
        law = Law.objects.get(pk=review.law_id)
        assert (law.title_zh, law.title_zh_basis, law.title_en_basis) == ("专利法", "reviewed", "sourced")
        assert (review.decided_by, review.title_before, review.title_after) == (editor, "专利法", "专利法")
        assert law.seeded_hash == "a" * 64, "the seed sees that a person changed the row, and keeps it"
        assert verbs()[-1] == "law.title_confirmed"

    def test_other_words_correct_it(self, editor: User) -> None:
        review = a_title_for(editor)
        decide(review, editor, "  美国专利法 ")
        law = Law.objects.get(pk=review.law_id)
        assert law.title_zh == "美国专利法"
        assert (review.title_before, review.title_after) == ("专利法", "美国专利法")
        assert verbs()[-1] == "law.title_corrected"
        assert "美国专利法" not in str(AuditEvent.objects.last().__dict__), "the log holds ids, never words"

    def test_an_english_title_is_reviewed_alike(self, editor: User) -> None:
        review = a_title_for(editor, LawFactory.create(title_en_basis="own"), language="en")
        decide(review, editor, "Patents Act")
        law = Law.objects.get(pk=review.law_id)
        assert (law.title_en, law.title_en_basis, law.title_zh_basis) == ("Patents Act", "reviewed", "own")

    def test_only_its_holder_decides(self, editor: User) -> None:
        review = a_title_for(editor)
        with pytest.raises(NotAllowed):
            decide(review, a_member("legal_reviewer"))
        end_memberships(editor)
        with pytest.raises(NotAllowed):
            decide(review, editor)
        assert Law.objects.get(pk=review.law_id).title_zh_basis == "own"

    @pytest.mark.parametrize("changes", [{"title_zh": "发明专利法"}, {"title_original": "Patents"}, {"title_en": "X"}])
    def test_a_law_edited_meanwhile_is_read_again(self, editor: User, changes: dict[str, str]) -> None:
        review = a_title_for(editor)
        before = seen(review.law)
        Law.objects.filter(pk=review.law_id).update(**changes)
        with pytest.raises(Conflict):
            decide(review, editor, seen_as=before)
        review.refresh_from_db()
        assert review.decided_at is None

    def test_a_title_is_decided_once(self, editor: User) -> None:
        review = a_title_for(editor)
        stale = TitleReview.objects.get(pk=review.pk)
        decide(review, editor)
        version = row_version(Law.objects.get(pk=review.law_id))
        for again in (review, stale):
            with pytest.raises(Conflict):
                decide(again, editor, "另一个")
        assert row_version(Law.objects.get(pk=review.law_id)) == version

    @pytest.mark.parametrize("title", ["", "   ", "长" * 501])
    def test_an_empty_or_too_long_title_is_refused(self, editor: User, title: str) -> None:
        review = a_title_for(editor)
        with pytest.raises(Invalid) as refused:
            decide(review, editor, title)
        assert "title" in refused.value.fields


class TestGivingBack:
    def test_its_holder_or_another_of_the_desk_puts_a_title_back(self, editor: User) -> None:
        for person in (editor, a_member("legal_reviewer")):
            actions.release_title(review=a_title_for(editor), by=person)
        assert not TitleReview.objects.exists()
        assert verbs().count("title.released") == 2

    def test_a_decided_one_stays(self, editor: User) -> None:
        review = a_title_for(editor)
        decide(review, editor)
        with pytest.raises(Conflict):
            actions.release_title(review=review, by=editor)
        assert TitleReview.objects.count() == 1

    def test_everything_a_person_has_is_put_back_but_what_they_decided(self, editor: User) -> None:
        done, *_open = [a_title_for(editor) for _number in range(3)]
        decide(done, editor)
        assert actions.release_all(holder=editor, by=a_member("editor")) == 2
        assert list(TitleReview.objects.all()) == [done]
        with pytest.raises(Conflict):
            actions.release_all(holder=editor, by=editor)

    def test_a_stranger_gives_nothing_back(self, editor: User) -> None:
        review = a_title_for(editor)
        with pytest.raises(NotAllowed):
            actions.release_title(review=review, by=UserFactory.create())
        with pytest.raises(NotAllowed):
            actions.release_all(holder=editor, by=UserFactory.create())
