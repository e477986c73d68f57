"""The guidance opinion: who writes it, who signs it, what freezes it, and what the case does with it."""

import uuid
from datetime import date
from typing import Any

import pytest
from django.utils import translation

from disputes.actions.opinions import (
    acknowledge_opinion,
    issue_opinion,
    return_opinion,
    save_opinion,
    sign_opinion,
    start_opinion,
    submit_opinion,
)
from disputes.models import CaseEvent, CaseForm, Opinion
from disputes.opinions import OpinionText, Step, digest, steps_of
from disputes.states import OPINION_TRANSITIONS, OpinionState
from disputes.views.parts import timeline_of
from portal.accounts.models import User
from portal.lib.errors import Conflict, Invalid, NotAllowed
from portal.lib.states import move
from portal.notices.models import Notice
from tests.factories.accounts import a_member
from tests.factories.disputes import Cast
from tests.factories.laws import LawFactory

pytestmark = pytest.mark.django_db

WHOLE = {
    "facts": "2026-11-01 收到平台通知。",
    "questions": "能否提出异议？",
    "analysis": "仍在异议期内。",
    "steps": "2026-12-05 提交异议\n收集使用证据",
    "risks": "逾期则失权。",
    "deadlines": "",
}


@pytest.fixture
def cast() -> Cast:
    return Cast(kind="guidance", state="in_guidance", held=True)


def a_draft(cast: Cast, **parts: str) -> Opinion:
    opinion = start_opinion(case=cast.case, by=cast.officer)
    save_opinion(opinion=opinion, by=cast.officer, text=OpinionText({**WHOLE, **parts}), version=opinion.version)
    return opinion


def in_review(cast: Cast, **parts: str) -> Opinion:
    opinion = a_draft(cast, **parts)
    submit_opinion(opinion=opinion, by=cast.officer, version=opinion.version)
    return opinion


def signed(cast: Cast, **parts: str) -> Opinion:
    opinion = in_review(cast, **parts)
    sign_opinion(opinion=opinion, by=cast.reviewer, version=opinion.version)
    return opinion


def issued(cast: Cast, **parts: str) -> Opinion:
    opinion = signed(cast, **parts)
    issue_opinion(opinion=opinion, by=cast.officer, version=opinion.version)
    return opinion


def now(cast: Cast) -> str:
    cast.case.refresh_from_db()
    return cast.case.state


def told(user: User) -> list[str]:
    return list(Notice.objects.filter(recipient=user).order_by("pk").values_list("kind", flat=True))


@pytest.mark.parametrize("old", list(OpinionState))
@pytest.mark.parametrize("new", list(OpinionState))
def test_every_pair_of_states_moves_as_the_table_says(old: OpinionState, new: OpinionState, cast: Cast) -> None:
    row: dict[str, Any] = {"case": cast.case, "number": 1, "updated_by": cast.officer, "state": old}
    marks: dict[str, Any] = {"sha256": "0" * 64, "signed_by": cast.reviewer, "signed_at": cast.case.created_at}
    given: dict[str, Any] = {"issued_by": cast.officer, "issued_at": cast.case.created_at}
    needs: dict[str, dict[str, Any]] = {
        "draft": {},
        "in_review": {},
        "signed": marks,
        "issued": marks | given,
        "superseded": marks | given,
    }
    empty: dict[str, Any] = {"sha256": "", "signed_by": None, "signed_at": None, "issued_by": None, "issued_at": None}
    opinion = Opinion.objects.create(**row, **needs[old])
    if new in OPINION_TRANSITIONS[old]:
        columns: dict[str, Any] = empty | needs[new]
        move(opinion, OPINION_TRANSITIONS, new, **columns)
        assert opinion.state == new
    else:
        with pytest.raises(Conflict):
            move(opinion, OPINION_TRANSITIONS, new)


def test_an_opinion_goes_from_the_draft_to_the_enterprise(cast: Cast) -> None:
    opinion = issued(cast)
    assert (opinion.state, opinion.signed_by, opinion.issued_by) == ("issued", cast.reviewer, cast.officer)
    assert now(cast) == "opinion_issued"
    assert cast.case.due_at is None
    assert cast.case.clocks.get(kind="opinion").in_time is True
    assert told(cast.reviewer) == ["disputes.opinion_submitted"]
    assert told(cast.officer) == ["disputes.opinion_signed"]
    assert told(cast.owner) == ["disputes.opinion_issued"]


def test_issuing_makes_form_f_of_the_signed_text(cast: Cast) -> None:
    issued(cast)
    form = CaseForm.objects.get(case=cast.case, kind="F")
    printed = str(form.content)
    for said in ("仍在异议期内。", "2026-12-05 提交异议", str(cast.officer), str(cast.reviewer)):
        assert said in printed


@pytest.mark.parametrize("who", ["reviewer", "head"])
def test_an_author_never_gives_the_second_signature(who: str, cast: Cast) -> None:
    author = getattr(cast, who)
    cast.case.holder = author
    cast.case.save(update_fields=["holder"])
    opinion = start_opinion(case=cast.case, by=author)
    save_opinion(opinion=opinion, by=author, text=OpinionText(WHOLE), version=1)
    submit_opinion(opinion=opinion, by=author, version=opinion.version)
    with pytest.raises(NotAllowed) as refused:
        sign_opinion(opinion=opinion, by=author, version=opinion.version)
    assert str(author) in str(refused.value.message)
    assert Opinion.objects.get().state == "in_review"


def test_whoever_wrote_a_word_of_it_is_an_author(cast: Cast) -> None:
    opinion = a_draft(cast)
    cast.case.holder = cast.reviewer
    cast.case.save(update_fields=["holder"])
    save_opinion(
        opinion=opinion, by=cast.reviewer, text=OpinionText({**WHOLE, "risks": "无。"}), version=opinion.version
    )
    submit_opinion(opinion=opinion, by=cast.reviewer, version=opinion.version)
    with pytest.raises(NotAllowed):
        sign_opinion(opinion=opinion, by=cast.reviewer, version=opinion.version)
    sign_opinion(opinion=opinion, by=cast.head, version=opinion.version)
    assert opinion.signed_by == cast.head


def test_nobody_signs_for_their_own_enterprise(cast: Cast) -> None:
    opinion = in_review(cast)
    a_member("enterprise_member", enterprise=cast.enterprise, user=cast.reviewer)
    with pytest.raises(NotAllowed) as refused, translation.override("en"):
        sign_opinion(opinion=opinion, by=cast.reviewer, version=opinion.version)
    assert "their own enterprise" in str(refused.value.message)


@pytest.mark.parametrize("who", ["officer", "colleague", "hotline", "owner", "other_officer", "archivist", "counsel"])
def test_nobody_signs_without_the_right_to(who: str, cast: Cast) -> None:
    opinion = in_review(cast)
    with pytest.raises(NotAllowed):
        sign_opinion(opinion=opinion, by=getattr(cast, who), version=opinion.version)


def test_an_opinion_is_not_handed_in_where_only_its_authors_could_sign(cast: Cast) -> None:
    for person in (cast.reviewer, cast.head):
        person.memberships.update(role="centre_officer")
    opinion = a_draft(cast)
    with pytest.raises(Conflict):
        submit_opinion(opinion=opinion, by=cast.officer, version=opinion.version)
    assert Opinion.objects.get().state == "draft"


def test_an_incomplete_opinion_names_every_part_that_is_missing(cast: Cast) -> None:
    opinion = a_draft(cast, facts=" ", steps="")
    with pytest.raises(Invalid) as refused:
        submit_opinion(opinion=opinion, by=cast.officer, version=opinion.version)
    assert refused.value.fields.keys() == {"facts", "steps"}


def test_a_signed_text_is_frozen_under_its_hash(cast: Cast) -> None:
    opinion = signed(cast)
    assert opinion.sha256 == digest(opinion)
    with pytest.raises(Conflict):
        save_opinion(opinion=opinion, by=cast.officer, text=OpinionText(WHOLE), version=opinion.version)
    Opinion.objects.update(analysis="改过的")
    with pytest.raises(Conflict):
        issue_opinion(opinion=opinion, by=cast.officer, version=opinion.version)
    assert now(cast) == "in_guidance"


def test_a_returned_opinion_is_a_draft_again_and_loses_its_signature(cast: Cast) -> None:
    opinion = signed(cast)
    return_opinion(opinion=opinion, by=cast.head, reason="请补充美国法依据。", version=opinion.version)
    assert (opinion.state, opinion.signed_by, opinion.sha256) == ("draft", None, "")
    assert opinion.returns.get().reason == "请补充美国法依据。"
    assert "disputes.opinion_returned" in told(cast.officer)
    submit_opinion(opinion=opinion, by=cast.officer, version=opinion.version)
    with pytest.raises(Invalid):
        return_opinion(opinion=opinion, by=cast.head, reason=" ", version=opinion.version)


def test_a_later_version_supersedes_and_the_case_stays_where_it_is(cast: Cast) -> None:
    first = issued(cast)
    acknowledge_opinion(opinion=first, by=cast.owner)
    assert now(cast) == "tracking"
    second = start_opinion(case=cast.case, by=cast.officer)
    assert (second.number, second.analysis) == (2, WHOLE["analysis"])
    assert list(second.authors.all()) == [cast.officer]
    submit_opinion(opinion=second, by=cast.officer, version=second.version)
    sign_opinion(opinion=second, by=cast.reviewer, version=second.version)
    issue_opinion(opinion=second, by=cast.officer, version=second.version)
    first.refresh_from_db()
    assert (first.state, second.state, now(cast)) == ("superseded", "issued", "tracking")
    with pytest.raises(Conflict):
        acknowledge_opinion(opinion=first, by=cast.owner)
    acknowledge_opinion(opinion=second, by=cast.owner)
    assert CaseForm.objects.filter(case=cast.case, kind="F").count() == 2


def test_there_is_one_version_at_work_at_a_time(cast: Cast) -> None:
    a_draft(cast)
    with pytest.raises(Conflict):
        start_opinion(case=cast.case, by=cast.officer)


def test_the_enterprise_acknowledges_once_and_the_tracking_begins(cast: Cast) -> None:
    opinion = issued(cast)
    for person in (cast.officer, cast.counsel, cast.colleague):
        with pytest.raises(NotAllowed):
            acknowledge_opinion(opinion=opinion, by=person)
    acknowledge_opinion(opinion=opinion, by=cast.member)
    assert (now(cast), opinion.acknowledged_by) == ("tracking", cast.member)
    assert cast.case.next_follow_up is not None
    assert "disputes.opinion_acknowledged" in told(cast.officer)
    with pytest.raises(Conflict):
        acknowledge_opinion(opinion=opinion, by=cast.owner)


def test_a_stale_save_changes_nothing_unless_it_is_the_same_page(cast: Cast) -> None:
    opinion = a_draft(cast)
    seen, page = opinion.version, uuid.uuid4()
    save_opinion(
        opinion=opinion, by=cast.officer, text=OpinionText({**WHOLE, "risks": "甲"}), version=seen, page_key=page
    )
    save_opinion(
        opinion=opinion, by=cast.officer, text=OpinionText({**WHOLE, "risks": "乙"}), version=seen, page_key=page
    )
    with pytest.raises(Conflict) as refused:
        save_opinion(
            opinion=opinion,
            by=cast.officer,
            text=OpinionText({**WHOLE, "risks": "丙"}),
            version=seen,
            page_key=uuid.uuid4(),
        )
    assert str(cast.officer) in str(refused.value.message)
    assert Opinion.objects.get().risks == "乙"


def test_a_reviewer_signs_only_what_they_have_read(cast: Cast) -> None:
    opinion = in_review(cast)
    read = opinion.version
    return_opinion(opinion=opinion, by=cast.reviewer, reason="补充", version=opinion.version)
    save_opinion(opinion=opinion, by=cast.officer, text=OpinionText({**WHOLE, "risks": "新"}), version=opinion.version)
    submit_opinion(opinion=opinion, by=cast.officer, version=opinion.version)
    with pytest.raises(Conflict):
        sign_opinion(opinion=opinion, by=cast.head, version=read)


def test_a_citation_keeps_the_title_it_had_when_it_was_picked(cast: Cast) -> None:
    law = LawFactory.create()
    called = law.title
    opinion = a_draft(cast)
    text = OpinionText(WHOLE, (("law", law.ref),))
    save_opinion(opinion=opinion, by=cast.officer, text=text, version=opinion.version)
    law.delete()
    again = OpinionText({**WHOLE, "risks": "改"}, (("law", law.ref),))
    save_opinion(opinion=opinion, by=cast.officer, text=again, version=opinion.version)
    assert opinion.citations.get().title == called
    with pytest.raises(Invalid):
        save_opinion(
            opinion=opinion,
            by=cast.officer,
            text=OpinionText(WHOLE, (("law", "xx-none"),)),
            version=opinion.version,
        )


def test_steps_are_dated_where_a_date_stands_in_front() -> None:
    assert steps_of("- 2026-12-05 提交答辩\n2026年12月6日：付费\n\n准备证据 2026-01-01") == [
        Step(date(2026, 12, 5), "提交答辩"),
        Step(date(2026, 12, 6), "付费"),
        Step(None, "准备证据 2026-01-01"),
    ]
    with pytest.raises(Invalid) as refused:
        steps_of("2026-02-30 提交")
    assert refused.value.fields.keys() == {"steps"}


def test_drafting_is_the_centres_own_business_on_the_timeline(cast: Cast) -> None:
    issued(cast)
    seen = [event["what"] for event in timeline_of(cast.case, internal=False)]
    kept = set(CaseEvent.objects.filter(subject=cast.case).values_list("kind", flat=True))
    assert {"opinion_begun", "opinion_submitted", "opinion_signed", "opinion_issued"} <= kept
    assert "仍在异议期内" not in str(list(CaseEvent.objects.values_list("data", flat=True)))
    assert len(seen) == 2  # issued, and form F
