"""Who may move a guide where, and what every move leaves behind."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from django.core import mail
from django.utils import translation
from pytest_django import Settings

from laws.guides import actions
from laws.guides.text import SectionText
from laws.models import CountryGuide, GuideEvent, GuideRevision
from portal.accounts.models import User
from portal.lib import clock
from portal.lib.errors import Conflict, Invalid, NotAllowed
from portal.lib.events import verify
from portal.notices.delivery import deliver_due
from portal.notices.models import Notice
from tests.factories.accounts import UserFactory, a_member, end_memberships
from tests.factories.guides import a_published_guide
from tests.factories.reference import JurisdictionFactory

pytestmark = pytest.mark.django_db
OVERVIEW = SectionText("overview", "美国概览", "An overview")


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.fixture
def editor() -> User:
    return a_member("editor", name="李编辑")


@pytest.fixture
def publisher() -> User:
    return a_member("publisher", name="王发布")


@pytest.fixture
def draft(editor: User) -> GuideRevision:
    revision = actions.start_guide(jurisdiction=JurisdictionFactory.create(), by=editor)
    actions.save_revision(revision=revision, by=editor, version=revision.version, sections=[OVERVIEW])
    return revision


def submit(revision: GuideRevision, by: User) -> None:
    actions.submit_revision(revision=revision, by=by, version=revision.version)


def approve(revision: GuideRevision, by: User) -> None:
    actions.approve_revision(revision=revision, by=by, version=revision.version)


def publish(revision: GuideRevision, by: User) -> None:
    actions.publish_revision(revision=revision, by=by, version=revision.version)


def test_an_editor_writes_and_a_second_person_publishes(draft: GuideRevision, editor: User, publisher: User) -> None:
    submit(draft, editor)
    approve(draft, publisher)
    publish(draft, publisher)
    guide = CountryGuide.objects.get()
    assert draft.state == "published"
    assert (draft.author, draft.approved_by, draft.published_by) == (editor, publisher, publisher)
    assert guide.review_by == clock.months_after(clock.today(), 12)
    kinds = [event.kind for event in draft.events.all()]
    assert kinds == ["started", "saved", "submitted", "approved", "published"]
    assert verify(GuideEvent, draft) == []


def test_the_next_revision_starts_from_the_published_words_and_takes_its_place(editor: User, publisher: User) -> None:
    first = a_published_guide("US", overview=("旧概览", "Old overview"))
    second = actions.start_revision(guide=first.guide, by=editor)
    assert second.sections.get().zh == "旧概览"
    actions.save_revision(revision=second, by=editor, version=second.version, sections=[OVERVIEW])
    submit(second, editor)
    approve(second, publisher)
    publish(second, publisher)
    first.refresh_from_db()
    assert (first.state, second.state) == ("superseded", "published")
    assert first.sections.get().zh == "旧概览", "the words of an older revision are kept"


def test_nobody_publishes_what_they_wrote(draft: GuideRevision, editor: User) -> None:
    a_member("publisher", user=editor)
    submit(draft, editor)
    with pytest.raises(NotAllowed, match="wrote part"):
        approve(draft, editor)
    approve(draft, a_member("legal_reviewer"))
    with pytest.raises(NotAllowed, match="wrote part"):
        publish(draft, editor)
    draft.refresh_from_db()
    assert draft.state == "approved"


def test_a_colleague_who_mended_one_word_counts_as_an_author(draft: GuideRevision, editor: User) -> None:
    both = a_member("editor", user=a_member("publisher"))
    mended = SectionText("overview", "美国概况", "An overview")
    actions.save_revision(revision=draft, by=both, version=draft.version, sections=[mended])
    submit(draft, editor)
    with pytest.raises(NotAllowed):
        approve(draft, both)


def test_with_three_hands_the_approver_may_not_publish(
    draft: GuideRevision, editor: User, publisher: User, settings: Settings
) -> None:
    settings.PUBLICATION_HANDS = 3
    submit(draft, editor)
    approve(draft, publisher)
    with pytest.raises(NotAllowed, match="approved this"):
        publish(draft, publisher)
    publish(draft, a_member("publisher"))
    assert draft.state == "published"


@pytest.mark.parametrize("role", ["centre_head", "enterprise_owner", "warning_issuer", "administrator", "supervisor"])
def test_roles_without_the_right_are_refused(draft: GuideRevision, role: str) -> None:
    stranger = UserFactory.create()
    a_member(role, user=stranger) if role not in {"centre_head", "enterprise_owner"} else None
    with pytest.raises(NotAllowed):
        actions.start_guide(jurisdiction=JurisdictionFactory.create(code="DE"), by=stranger)
    with pytest.raises(NotAllowed):
        actions.save_revision(revision=draft, by=stranger, version=draft.version, sections=[OVERVIEW])
    with pytest.raises(NotAllowed):
        submit(draft, stranger)
    with pytest.raises(NotAllowed):
        approve(draft, stranger)
    with pytest.raises(NotAllowed):
        publish(draft, stranger)


def test_a_right_ends_with_its_membership(draft: GuideRevision, editor: User) -> None:
    end_memberships(editor)
    with pytest.raises(NotAllowed):
        submit(draft, editor)


def test_an_editor_does_not_approve_and_a_reviewer_does_not_publish(draft: GuideRevision, editor: User) -> None:
    submit(draft, editor)
    with pytest.raises(NotAllowed):
        approve(draft, a_member("editor"))
    reviewer = a_member("legal_reviewer")
    approve(draft, reviewer)
    with pytest.raises(NotAllowed):
        publish(draft, reviewer)


def test_a_second_save_from_an_old_page_says_who_saved_first(draft: GuideRevision, editor: User) -> None:
    colleague = a_member("editor", name="赵同事")
    read = draft.version
    actions.save_revision(revision=draft, by=colleague, version=read, sections=[SectionText("costs", "费用", "Costs")])
    mine = GuideRevision.objects.get(pk=draft.pk)
    with pytest.raises(Conflict, match="赵同事"):
        actions.save_revision(revision=mine, by=editor, version=read, sections=[SectionText("costs", "另一", "Other")])
    assert mine.sections.get(kind="costs").zh == "费用"


def test_saving_what_stands_already_records_nothing(draft: GuideRevision) -> None:
    passer_by = a_member("editor")
    version = draft.version
    assert actions.save_revision(revision=draft, by=passer_by, version=version, sections=[OVERVIEW]) is False
    assert draft.version == version
    assert passer_by.pk not in draft.editor_ids()


def test_a_reviewer_who_read_an_older_text_cannot_approve_it(
    draft: GuideRevision, editor: User, publisher: User
) -> None:
    submit(draft, editor)
    read = draft.version
    actions.return_revision(revision=draft, by=publisher, version=read, note="请补充费用")
    actions.save_revision(
        revision=draft, by=editor, version=draft.version, sections=[SectionText("costs", "费用", "Costs")]
    )
    submit(draft, editor)
    with pytest.raises(Conflict):
        actions.approve_revision(revision=draft, by=a_member("legal_reviewer"), version=read)


def test_only_a_draft_can_be_edited(draft: GuideRevision, editor: User) -> None:
    submit(draft, editor)
    with pytest.raises(Conflict, match="Only a draft"):
        actions.save_revision(
            revision=draft, by=editor, version=draft.version, sections=[SectionText("costs", "费用", "Costs")]
        )


def test_an_empty_draft_is_not_submitted(editor: User) -> None:
    revision = actions.start_guide(jurisdiction=JurisdictionFactory.create(), by=editor)
    with pytest.raises(Invalid, match="nothing to review"):
        submit(revision, editor)


def test_one_guide_and_one_open_revision_per_jurisdiction(draft: GuideRevision, editor: User) -> None:
    with pytest.raises(Conflict, match="started already"):
        actions.start_guide(jurisdiction=draft.guide.jurisdiction, by=editor)
    with pytest.raises(Conflict, match="already working"):
        actions.start_revision(guide=draft.guide, by=editor)
    assert GuideRevision.objects.count() == 1


def test_a_guide_without_a_revision_in_force_starts_again_from_what_was_public_last(
    editor: User, publisher: User
) -> None:
    first = a_published_guide("US", overview=("公开过", "Was public"))
    actions.withdraw_revision(revision=first, by=publisher, version=first.version, note="内容过时")
    again = actions.start_revision(guide=first.guide, by=editor)
    assert again.sections.get().zh == "公开过"


def test_returning_and_withdrawing_need_a_reason(draft: GuideRevision, editor: User, publisher: User) -> None:
    submit(draft, editor)
    with pytest.raises(Invalid) as refused:
        actions.return_revision(revision=draft, by=publisher, version=draft.version, note=" \x00 ")
    assert "note" in refused.value.fields
    actions.withdraw_revision(revision=draft, by=editor, version=draft.version, note="不再需要")
    assert (draft.state, draft.notes.get().text) == ("withdrawn", "不再需要")


def test_a_published_guide_is_withdrawn_by_a_publisher_only(editor: User, publisher: User) -> None:
    revision = a_published_guide("US")
    with pytest.raises(NotAllowed):
        actions.withdraw_revision(revision=revision, by=editor, version=revision.version, note="不再需要")
    actions.withdraw_revision(revision=revision, by=publisher, version=revision.version, note="不再需要")
    assert not CountryGuide.objects.published().exists()


def test_the_review_date_lies_ahead(draft: GuideRevision, editor: User, publisher: User) -> None:
    submit(draft, editor)
    approve(draft, publisher)
    with pytest.raises(Invalid) as refused:
        actions.publish_revision(
            revision=draft, by=publisher, version=draft.version, review_by=clock.today() - timedelta(days=1)
        )
    assert "review_by" in refused.value.fields
    actions.publish_revision(revision=draft, by=publisher, version=draft.version, review_by=date(2099, 1, 1))
    assert draft.guide.review_by == date(2099, 1, 1)


def test_the_owner_hands_the_guide_over_to_somebody_who_works_on_guides(draft: GuideRevision, editor: User) -> None:
    with pytest.raises(Invalid):
        actions.set_owner(guide=draft.guide, owner=UserFactory.create(), by=editor)
    successor = a_member("editor")
    with pytest.raises(NotAllowed):
        actions.set_owner(guide=draft.guide, owner=successor, by=successor)
    actions.set_owner(guide=draft.guide, owner=successor, by=editor)
    assert CountryGuide.objects.get().owner == successor
    assert draft.events.last().kind == "owner_named"  # type: ignore[union-attr]  # the line before wrote it


def test_whoever_must_act_next_is_told_by_mail(draft: GuideRevision, editor: User, publisher: User) -> None:
    reviewer = a_member("legal_reviewer", language="en")
    a_member("warning_issuer")
    submit(draft, editor)
    told = Notice.objects.filter(kind="guides.submitted")
    assert {notice.recipient for notice in told} == {reviewer, publisher}
    actions.return_revision(revision=draft, by=reviewer, version=draft.version, note="请补充费用一节")
    assert Notice.objects.get(kind="guides.returned").recipient == editor
    submit(draft, editor)
    approve(draft, reviewer)
    assert Notice.objects.get(kind="guides.approved").recipient == publisher
    publish(draft, publisher)
    assert Notice.objects.get(kind="guides.published").recipient == editor
    deliver_due()
    returned = next(message for message in mail.outbox if "请补充费用一节" in message.body)
    assert returned.to == [editor.email]
    english = next(message for message in mail.outbox if message.to == [reviewer.email])
    assert "/en/editorial/guides/US/1/" in english.body


def test_events_hold_no_words(draft: GuideRevision, editor: User, publisher: User) -> None:
    submit(draft, editor)
    actions.return_revision(revision=draft, by=publisher, version=draft.version, note="请补充费用一节")
    stored = str([event.data for event in draft.events.all()])
    assert "费用" not in stored
    assert "概览" not in stored
