"""Drafting, checking, issuing and taking back: who may, in which state, on which version."""

import uuid
from collections.abc import Callable
from datetime import date, datetime, timedelta
from itertools import product
from typing import Any

import pytest
from pytest_django import Settings

from portal.accounts.models import User
from portal.celery import app as celery_app
from portal.lib import clock
from portal.lib.errors import ActionError, Conflict, Invalid, NotAllowed
from portal.lib.publication import TRANSITIONS
from portal.lib.publication import PublicationState as S
from portal.lib.states import move
from risk_warnings import actions
from risk_warnings.inputs import SourceInput
from risk_warnings.matching import match
from risk_warnings.models import DigestItem, RiskWarning, WarningNumber
from tests.factories.accounts import UserFactory, a_member, end_memberships
from tests.factories.reference import JurisdictionFactory
from tests.factories.warnings import (
    a_draft,
    a_published_warning,
    a_submitted_warning,
    a_subscription,
    a_text,
    an_author,
    an_issuer,
)

pytestmark = pytest.mark.django_db

SetClock = Callable[[str], datetime]


def kinds(warning: RiskWarning) -> list[str]:
    return list(warning.events.order_by("seq").values_list("kind", flat=True))


def test_a_draft_has_a_number_of_the_shanghai_year_and_an_event(clock_at: SetClock) -> None:
    clock_at("2026-12-31T17:00+00:00")  # already 2027 in Shanghai
    author = an_author()
    first, second = a_draft(author=author), a_draft(author=author)
    assert (first.ref, second.ref, first.state) == ("RW-2027-0001", "RW-2027-0002", S.DRAFT)
    event = first.events.get()
    assert (event.kind, event.actor_id, event.seq) == ("drafted", author.pk, 1)
    assert "光伏" not in str(event.data)


def test_the_ten_thousandth_warning_of_a_year_is_not_the_last(clock_at: SetClock) -> None:
    clock_at("2026-11-22T15:00+08:00")
    WarningNumber.objects.create(year=2026, last=9998)
    assert [a_draft().ref for _ in range(3)] == ["RW-2026-9999", "RW-2026-10000", "RW-2026-10001"]


def test_a_doubled_click_makes_one_draft() -> None:
    author, key = an_author(), uuid.uuid4()
    first = actions.draft_warning(by=author, text=a_text(), key=key)
    assert actions.draft_warning(by=author, text=a_text(), key=key).pk == first.pk
    assert RiskWarning.objects.count() == 1


def test_scope_sources_and_citations_are_written_and_replaced() -> None:
    JurisdictionFactory.create(code="US")
    JurisdictionFactory.create(code="DE")
    author = an_author()
    warning = a_draft(author=author, places=["US"], rights=["patent"])
    sources = [SourceInput("A", "https://a.example/"), SourceInput("B", "https://b.example/", "2026-11")]
    text = a_text(places=["DE"], sources=sources)
    actions.edit_warning(warning=warning, by=author, text=text, version=warning.version)
    assert list(warning.scopes.values_list("dimension", "value")) == [("jurisdiction", "DE")]
    assert list(warning.sources.values_list("title", flat=True)) == ["A", "B"]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"places": ["XX"]}, "places"),
        ({"places": ["group:NONE"]}, "places"),
        ({"industries": ["C99"]}, "industries"),
        ({"rights": ["magic"]}, "rights"),
        ({"level": "terrible"}, "level"),
        ({"title_zh": " \u0007 "}, "title_zh"),
    ],
)
def test_what_is_not_in_the_lists_is_refused_and_named(changes: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as refused:
        a_draft(**changes)
    assert list(refused.value.fields) == [field]
    assert not RiskWarning.objects.exists()


def test_control_characters_and_html_do_not_stay_in_a_text() -> None:
    warning = a_draft(title_zh="预警\u202e\u0000", happened_zh="<script>alert(1)</script>立案 a < b")
    assert warning.title_zh == "预警"
    assert "<script" not in warning.happened_zh
    assert "立案 a < b" in warning.happened_zh


def test_only_an_author_drafts_and_only_an_issuer_issues() -> None:
    warning = a_submitted_warning()
    author, issuer = an_author(), an_issuer()
    with pytest.raises(NotAllowed):
        actions.draft_warning(by=issuer, text=a_text())
    for act in (actions.approve_warning, actions.issue_warning):
        with pytest.raises(NotAllowed):
            act(warning=warning, by=author, version=warning.version)
    with pytest.raises(NotAllowed):
        actions.submit_warning(warning=warning, by=issuer, version=warning.version)


def test_an_ended_membership_counts_no_more() -> None:
    author = an_author()
    warning = a_draft(author=author)
    end_memberships(author)
    with pytest.raises(NotAllowed):
        actions.submit_warning(warning=warning, by=author, version=warning.version)


def test_two_people_issue_a_warning_and_its_subscribers_are_looked_for(
    monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    asked: list[str] = []
    monkeypatch.setattr(celery_app, "send_task", lambda name, **options: asked.append(name))
    warning, issuer = a_submitted_warning(), an_issuer()
    with django_capture_on_commit_callbacks(execute=True):
        actions.issue_warning(warning=warning, by=issuer, version=warning.version)
    assert asked == ["warnings.match"]
    assert (warning.state, warning.published_by, warning.approved_by) == (S.PUBLISHED, issuer, issuer)
    assert kinds(warning) == ["drafted", "submitted", "approved", "issued"]
    assert warning.matched_at is None


def test_nobody_issues_what_they_wrote_in() -> None:
    both = a_member("warning_issuer", user=an_author())
    warning = a_draft(author=both)
    actions.submit_warning(warning=warning, by=both, version=warning.version)
    with pytest.raises(NotAllowed):
        actions.issue_warning(warning=warning, by=both, version=warning.version)
    other = a_draft()
    actions.edit_warning(warning=other, by=both, text=a_text(), version=other.version)  # an editor counts as author
    actions.submit_warning(warning=other, by=both, version=other.version)
    with pytest.raises(NotAllowed):
        actions.issue_warning(warning=other, by=both, version=other.version)
    assert kinds(other) == ["drafted", "edited", "submitted"]


def test_three_hands_are_three_people(settings: Settings) -> None:
    settings.PUBLICATION_HANDS = 3
    warning, approver, issuer = a_submitted_warning(), an_issuer(), an_issuer()
    with pytest.raises(ActionError):  # nobody has approved it yet
        actions.issue_warning(warning=warning, by=issuer, version=warning.version)
    actions.approve_warning(warning=warning, by=approver, version=warning.version)
    with pytest.raises(NotAllowed):
        actions.issue_warning(warning=warning, by=approver, version=warning.version)
    actions.issue_warning(warning=warning, by=issuer, version=warning.version)
    assert (warning.approved_by, warning.published_by) == (approver, issuer)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"title_en": ""}, "title_en"),
        ({"todo_zh": ""}, "todo_zh"),
        ({"happened_en": "  "}, "happened_en"),
        ({"expires_on": None}, "expires_on"),
        ({"expires_on": date(2020, 1, 1)}, "expires_on"),
        ({"sources": []}, "sources"),
    ],
)
def test_an_incomplete_warning_is_not_submitted_and_says_what_is_missing(changes: dict[str, Any], field: str) -> None:
    author = an_author()
    warning = a_draft(author=author, **changes)
    with pytest.raises(Invalid) as refused:
        actions.submit_warning(warning=warning, by=author, version=warning.version)
    assert list(refused.value.fields) == [field]
    assert RiskWarning.objects.get().state == S.DRAFT


def test_a_stale_page_is_told_who_changed_the_warning_and_when(clock_at: SetClock) -> None:
    clock_at("2026-11-22T09:30+08:00")
    colleague = a_member("warning_author", name="王芳")
    warning, author = a_draft(), an_author()
    seen = warning.version
    actions.edit_warning(warning=warning, by=colleague, text=a_text(), version=seen)
    with pytest.raises(Conflict, match=r"王芳.*2026-11-22 09:30"):
        actions.edit_warning(warning=warning, by=author, text=a_text(), version=seen)
    with pytest.raises(Conflict, match=r"王芳.*2026-11-22 09:30"):
        actions.submit_warning(warning=warning, by=author, version=seen)


def test_nobody_issues_a_text_that_was_changed_after_they_read_it() -> None:
    author = an_author()
    warning = a_submitted_warning(author=author)
    seen = warning.version
    actions.return_warning(warning=warning, by=an_issuer(), version=seen, note="补充来源")
    actions.edit_warning(warning=warning, by=author, text=a_text(title_zh="另一个标题"), version=warning.version)
    actions.submit_warning(warning=warning, by=author, version=warning.version)
    with pytest.raises(Conflict):
        actions.issue_warning(warning=warning, by=an_issuer(), version=seen)


def test_a_submitted_warning_cannot_be_edited_until_it_is_returned() -> None:
    author = an_author()
    warning = a_submitted_warning(author=author)
    with pytest.raises(Conflict):
        actions.edit_warning(warning=warning, by=author, text=a_text(), version=warning.version)
    actions.return_warning(warning=warning, by=an_issuer(), version=warning.version, note="补充来源")
    assert (warning.state, warning.return_note) == (S.DRAFT, "补充来源")
    actions.edit_warning(warning=warning, by=author, text=a_text(), version=warning.version)
    actions.submit_warning(warning=warning, by=author, version=warning.version)
    assert warning.return_note == ""


def test_returning_needs_a_word_of_why() -> None:
    warning = a_submitted_warning()
    with pytest.raises(Invalid):
        actions.return_warning(warning=warning, by=an_issuer(), version=warning.version, note=" ")


def test_a_recalled_warning_leaves_open_digests_and_keeps_closed_ones() -> None:
    a_subscription()
    warning, other = a_published_warning(), a_published_warning()
    match(warning_id=warning.pk)
    match(warning_id=other.pk)
    actions.recall_warning(
        warning=warning, by=an_issuer(), version=warning.version, reason_zh="来源有误", reason_en="Wrong source"
    )
    assert warning.state == S.RECALLED
    assert list(DigestItem.objects.values_list("warning__ref", flat=True)) == [other.ref]


@pytest.mark.parametrize("reasons", [("", "x"), ("x", "")])
def test_a_recall_tells_the_readers_why_in_both_languages(reasons: tuple[str, str]) -> None:
    warning = a_published_warning()
    with pytest.raises(Invalid):
        actions.recall_warning(
            warning=warning, by=an_issuer(), version=warning.version, reason_zh=reasons[0], reason_en=reasons[1]
        )
    assert RiskWarning.objects.get().state == S.PUBLISHED


def test_an_issued_warning_is_recalled_never_given_up() -> None:
    warning = a_published_warning()
    with pytest.raises(Conflict):
        actions.withdraw_warning(warning=warning, by=an_author(), version=warning.version)


def test_a_draft_can_be_given_up() -> None:
    warning = a_draft()
    actions.withdraw_warning(warning=warning, by=an_author(), version=warning.version)
    assert warning.state == S.WITHDRAWN


def test_a_warning_is_in_force_on_its_last_day_and_expires_on_the_next(clock_at: SetClock) -> None:
    clock_at("2026-11-22T12:00+08:00")
    warning = a_published_warning(expires_on=date(2026, 11, 23))
    a_subscription()
    match(warning_id=warning.pk)
    clock_at("2026-11-23T23:59+08:00")
    assert list(RiskWarning.objects.in_force()) == [warning]
    assert actions.expire_warnings() == 0
    clock_at("2026-11-24T00:01+08:00")
    assert list(RiskWarning.objects.in_force()) == []
    assert actions.expire_warnings() == 1
    assert actions.expire_warnings() == 0
    warning.refresh_from_db()
    assert (warning.state, warning.ended_by) == (S.EXPIRED, None)
    assert not DigestItem.objects.exists()


ALLOWED = {
    (S.DRAFT, S.IN_REVIEW), (S.DRAFT, S.WITHDRAWN),
    (S.IN_REVIEW, S.DRAFT), (S.IN_REVIEW, S.APPROVED), (S.IN_REVIEW, S.WITHDRAWN),
    (S.APPROVED, S.DRAFT), (S.APPROVED, S.SCHEDULED), (S.APPROVED, S.PUBLISHED), (S.APPROVED, S.WITHDRAWN),
    (S.SCHEDULED, S.APPROVED), (S.SCHEDULED, S.PUBLISHED), (S.SCHEDULED, S.WITHDRAWN),
    (S.PUBLISHED, S.SUPERSEDED), (S.PUBLISHED, S.WITHDRAWN), (S.PUBLISHED, S.EXPIRED), (S.PUBLISHED, S.RECALLED),
    (S.EXPIRED, S.RECALLED),
}  # fmt: skip


@pytest.mark.parametrize(("old", "new"), list(product(S, repeat=2)))
def test_a_warning_moves_only_as_the_publication_table_says(old: S, new: S) -> None:
    warning = a_draft()
    user = UserFactory.create()
    filled = {"published_by": user, "published_at": clock.now()}
    RiskWarning.objects.filter(pk=warning.pk).update(state=old, **filled)
    warning.refresh_from_db()
    if (old, new) in ALLOWED:
        assert move(warning, TRANSITIONS, new) == old
    else:
        with pytest.raises(Conflict):
            move(warning, TRANSITIONS, new)
    warning.refresh_from_db()
    assert warning.state == (new if (old, new) in ALLOWED else old)


ACTS: dict[str, tuple[set[S], Callable[[RiskWarning, User, User], None]]] = {
    "submit": ({S.DRAFT}, lambda w, a, i: actions.submit_warning(warning=w, by=a, version=w.version)),
    "return": (
        {S.IN_REVIEW, S.APPROVED},
        lambda w, a, i: actions.return_warning(warning=w, by=i, version=w.version, note="x"),
    ),
    "approve": ({S.IN_REVIEW}, lambda w, a, i: actions.approve_warning(warning=w, by=i, version=w.version)),
    "issue": ({S.IN_REVIEW, S.APPROVED}, lambda w, a, i: actions.issue_warning(warning=w, by=i, version=w.version)),
    "recall": (
        {S.PUBLISHED, S.EXPIRED},
        lambda w, a, i: actions.recall_warning(warning=w, by=i, version=w.version, reason_zh="x", reason_en="x"),
    ),
    "withdraw": (
        {S.DRAFT, S.IN_REVIEW, S.APPROVED},
        lambda w, a, i: actions.withdraw_warning(warning=w, by=a, version=w.version),
    ),
}
STATES = [S.DRAFT, S.IN_REVIEW, S.APPROVED, S.PUBLISHED, S.SUPERSEDED, S.WITHDRAWN, S.EXPIRED, S.RECALLED]


@pytest.mark.parametrize(("act", "state"), list(product(ACTS, STATES)))
def test_every_act_in_every_state_is_done_or_refused_with_a_sentence(act: str, state: S) -> None:
    warning, issuer = a_draft(), an_issuer()
    ready = {"published_by": issuer, "published_at": clock.now(), "expires_on": clock.today() + timedelta(days=1)}
    RiskWarning.objects.filter(pk=warning.pk).update(state=state, **ready)
    warning.refresh_from_db()
    events = warning.events.count()
    allowed, run = ACTS[act]
    if state in allowed:
        run(warning, an_author(), issuer)
        assert warning.state != state
        assert warning.events.count() > events
        return
    with pytest.raises(ActionError) as refused:
        run(warning, an_author(), issuer)
    assert refused.value.status == 409
    assert str(refused.value.message)
    warning.refresh_from_db()
    assert (warning.state, warning.events.count()) == (state, events)
