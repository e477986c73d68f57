"""A typical case is entered and corrected by two hands, with a source, and nothing is added up."""

from decimal import Decimal
from typing import Any

import pytest

from laws.judgments import actions
from laws.models import Judgment, JudgmentProposal
from laws.personal_sections import Judgments
from portal.accounts.models import AuditEvent, User
from portal.lib import clock
from portal.lib.errors import Conflict, Invalid, NotAllowed
from tests.factories.accounts import a_member
from tests.factories.laws import JudgmentFactory
from tests.factories.reference import JurisdictionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor() -> User:
    return a_member("editor")


@pytest.fixture
def reviewer() -> User:
    return a_member("legal_reviewer")


@pytest.fixture
def held() -> Judgment:
    case: Judgment = JudgmentFactory.create(
        source="page: court.example", fact_status="secondary", amount=1000, currency="USD", amount_kind="awarded"
    )
    return case


def a_case(**changes: Any) -> dict[str, Any]:
    return {
        "caption": "Gamma v Delta",
        "jurisdiction": JurisdictionFactory.create(code="DE"),
        "docket": "4a O 1/20",
        "decision_date": "2020-05",
        "right": "patent",
        "outcome_zh": "侵权成立",
        "outcome_en": "Infringement found",
        "amount": Decimal(1000000),
        "currency": "EUR",
        "amount_kind": "awarded",
        "punitive_multiple": None,
        "collected_amount": Decimal(200000),
        "source": "page: court.example 2020-06-01",
        "as_of": "2026-11-20",
        "fact_status": "secondary",
    } | changes


def propose(editor: User, **changes: Any) -> JudgmentProposal:
    return actions.propose_new(by=editor, values=a_case(**changes), reason="first of its kind")


def correct(editor: User, held: Judgment, **values: Any) -> JudgmentProposal:
    return actions.propose_correction(
        judgment=held, by=editor, seen=Judgment.objects.get(pk=held.pk).facts_hash, values=values, reason="misread"
    )


def test_a_new_case_is_public_only_once_a_second_person_accepts(editor: User, reviewer: User) -> None:
    proposal = propose(editor)
    assert not Judgment.objects.exists()
    case = actions.accept_proposal(proposal=proposal, by=reviewer, note="read")
    case.refresh_from_db()
    assert (case.code, case.caption, case.reviewed_by, case.is_reviewed) == (
        f"E{proposal.pk:04d}",
        "Gamma v Delta",
        reviewer,
        True,
    )
    assert (case.amount, case.collected_amount) == (Decimal(1000000), Decimal(200000))
    assert JudgmentProposal.objects.get().judgment == case


def test_every_act_is_in_the_log(editor: User, reviewer: User, held: Judgment) -> None:
    actions.accept_proposal(proposal=propose(editor), by=reviewer)
    actions.reject_proposal(proposal=correct(editor, held, court="High Court"), by=reviewer, note="another court")
    actions.take_back_proposal(proposal=correct(editor, held, court="High Court"), by=editor)
    verbs = AuditEvent.objects.filter(verb__startswith="judgment.").order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == [
        "judgment.proposed",
        "judgment.proposal_accepted",
        "judgment.published",
        "judgment.proposed",
        "judgment.proposal_rejected",
        "judgment.proposed",
        "judgment.proposal_taken_back",
    ]


def test_nobody_decides_on_their_own_proposal(reviewer: User) -> None:
    proposal = propose(reviewer)
    with pytest.raises(NotAllowed, match="another person"):
        actions.accept_proposal(proposal=proposal, by=reviewer)
    with pytest.raises(NotAllowed, match="another person"):
        actions.reject_proposal(proposal=proposal, by=reviewer, note="no")
    assert not Judgment.objects.exists()


def test_an_editor_decides_nothing(editor: User) -> None:
    proposal = propose(a_member("editor"))
    with pytest.raises(NotAllowed):
        actions.accept_proposal(proposal=proposal, by=editor)
    with pytest.raises(NotAllowed):
        actions.take_back_proposal(proposal=proposal, by=editor)


def test_others_propose_nothing(held: Judgment) -> None:
    publisher = a_member("publisher")
    with pytest.raises(NotAllowed):
        propose(publisher)
    with pytest.raises(NotAllowed):
        correct(publisher, held, court="High Court")


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"source": "  "}, "source"),
        ({"outcome_zh": ""}, "outcome_zh"),
        ({"fact_status": ""}, "fact_status"),
        ({"currency": ""}, "currency"),
        ({"currency": "usd"}, "currency"),
        ({"amount": None, "collected_amount": None}, "currency"),
        ({"amount": Decimal(-1)}, "amount"),
        ({"amount_kind": ""}, "amount_kind"),
        ({"punitive_multiple": Decimal("0.5")}, "punitive_multiple"),
        ({"decision_date": "2020-13"}, "decision_date"),
        ({"decision_date": "9999"}, "decision_date"),
        ({"jurisdiction": None}, "jurisdiction"),
        ({"code": "J001"}, "code"),
        ({"fact_status": "verified"}, "court"),
        ({"fact_status": "text_checked", "court": " "}, "court"),
        ({"fact_status": "verified_partly", "court": "High Court", "docket": "", "decision_date": ""}, "docket"),
    ],
)
def test_what_does_not_fit_is_named(editor: User, changes: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as refused:
        propose(editor, **changes)
    assert field in refused.value.fields
    assert not JudgmentProposal.objects.exists()


def test_a_proposal_says_why(editor: User) -> None:
    with pytest.raises(Invalid) as refused:
        actions.propose_new(by=editor, values=a_case(), reason=" ")
    assert "reason" in refused.value.fields


def test_a_decision_that_is_held_is_not_entered_twice(editor: User, reviewer: User) -> None:
    first, second = propose(editor), propose(editor, caption="Gamma AG v Delta")
    held = actions.accept_proposal(proposal=first, by=reviewer)
    with pytest.raises(Conflict, match=held.code):
        propose(editor)
    with pytest.raises(Conflict, match=held.code):
        actions.accept_proposal(proposal=second, by=reviewer)
    second.refresh_from_db()
    assert second.is_waiting
    assert Judgment.objects.count() == 1


def test_a_correction_changes_only_what_it_names(editor: User, reviewer: User, held: Judgment) -> None:
    proposal = correct(editor, held, court="High Court", caption=held.caption)
    assert (proposal.values, proposal.before) == ({"court": "High Court"}, {"court": ""})
    actions.accept_proposal(proposal=proposal, by=reviewer)
    held.refresh_from_db()
    assert (held.court, held.amount, held.is_reviewed) == ("High Court", Decimal(1000), True)


def test_a_correction_without_a_difference_is_refused(editor: User, held: Judgment) -> None:
    with pytest.raises(Invalid, match="Nothing is different"):
        correct(editor, held, caption=held.caption, amount=Decimal("1000.00"))


def test_a_correction_of_what_somebody_changed_meanwhile_is_refused(
    editor: User, reviewer: User, held: Judgment
) -> None:
    with pytest.raises(Conflict, match="something else"):
        actions.propose_correction(judgment=held, by=editor, seen="x", values={"court": "A"}, reason="y")
    proposal = correct(editor, held, court="High Court")
    Judgment.objects.update(court="Court of Appeal")
    with pytest.raises(Conflict, match="changed since"):
        actions.accept_proposal(proposal=proposal, by=reviewer)
    proposal.refresh_from_db()
    assert proposal.is_waiting


def test_one_correction_waits_at_a_time(editor: User, held: Judgment) -> None:
    correct(editor, held, court="High Court")
    with pytest.raises(Conflict, match="waiting already"):
        correct(editor, held, court="Court of Appeal")


def test_a_decided_proposal_stays_decided(editor: User, reviewer: User) -> None:
    proposal = propose(editor)
    actions.reject_proposal(proposal=proposal, by=reviewer, note="no source of the figure")
    with pytest.raises(Conflict, match="decided already"):
        actions.accept_proposal(proposal=proposal, by=reviewer)
    with pytest.raises(Invalid, match="Say why"):
        actions.reject_proposal(proposal=propose(editor), by=reviewer, note=" ")


def test_a_later_change_by_a_file_ends_the_review(editor: User, reviewer: User) -> None:
    case = actions.accept_proposal(proposal=propose(editor), by=reviewer)
    Judgment.objects.update(outcome_en="Reversed on appeal")
    case.refresh_from_db()
    assert (case.reviewed_on, case.is_reviewed) == (clock.today(), False)


def test_what_a_person_did_is_in_their_own_data(editor: User, reviewer: User) -> None:
    case = actions.accept_proposal(proposal=propose(editor), by=reviewer, note="read")
    assert Judgments().collect(editor) == [{"case": "Gamma v Delta", "proposed": "new", "reason": "first of its kind"}]
    assert Judgments().collect(reviewer) == [
        {"case": case.code, "reviewed_on": case.reviewed_on},
        {"case": "Gamma v Delta", "decided": "accepted", "note": "read"},
    ]
    assert [kept.count for kept in Judgments().kept(editor)] == [1]
