"""The gate's rules: each yes leads at least where the table by hand says; whatever is unsure keeps it open."""

import csv
from itertools import product
from typing import Any

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from disputes.export_states import EXPORT_TRANSITIONS, ExportState
from disputes.gate import (
    AUTHORITIES,
    DISCLAIMER,
    STRICTNESS,
    Answer,
    Check,
    ExportFacts,
    GateResult,
    ItemFacts,
    Obstacle,
    Question,
    Recipient,
    StoredIn,
    check_of,
    floor_of,
    obstacles,
)
from disputes.seeds import FOLDER
from portal.lib.redaction.findings import REMARKS, Kind
from portal.lib.states import may_move

pytestmark = pytest.mark.once
R = GateResult
ALL_NO = dict.fromkeys(Question, Answer.NO)
# Written by hand from the eight questions and their laws.
LEADS_TO = {
    "authority": "needs_approval",
    "personal": "clear_after_redaction",
    "evidence_taking": "needs_approval",
    "criminal": "needs_approval",
    "state_secret": "blocked",
    "technology": "needs_approval",
    "controlled": "needs_approval",
    "discriminatory": "blocked",
}


def item(number: int = 1, check: Check = Check.CLEAN, **more: Any) -> ItemFacts:
    answers = ALL_NO | {Question(code): said for code, said in more.pop("answers", {}).items()}
    return ItemFacts(number=number, answers=answers, check=check, **more)


def facts(*items: ItemFacts, recipient: Recipient = Recipient.OWN_COUNSEL, stored: StoredIn = StoredIn.MAINLAND) -> Any:
    return ExportFacts(recipient, stored, items or (item(),))


def test_eight_times_no_to_own_counsel_is_clear() -> None:
    floor = floor_of(facts())
    assert (floor.result, floor.is_open, floor.handed_up) == (R.CLEAR, False, False)


@pytest.mark.parametrize("code", list(LEADS_TO))
def test_each_yes_leads_at_least_where_the_table_says(code: str) -> None:
    assert set(LEADS_TO) == set(Question)
    floor = floor_of(facts(item(), item(2, answers={code: Answer.YES})))
    assert floor.result == LEADS_TO[code]
    assert [reason.item for reason in floor.reasons] == [2]


@pytest.mark.parametrize("code", list(Question))
def test_each_unsure_and_each_missing_answer_keeps_it_open(code: Question) -> None:
    unsure = floor_of(facts(item(answers={code: Answer.UNSURE})))
    missing = floor_of(facts(ItemFacts(1, {one: Answer.NO for one in Question if one != code}, Check.CLEAN)))
    for floor in (unsure, missing):
        assert floor.is_open
        assert [result for result in R if floor.allows(result)] == [R.BLOCKED]


@pytest.mark.parametrize("recipient", list(Recipient))
def test_a_foreign_authority_needs_an_approval_whatever_is_answered(recipient: Recipient) -> None:
    wanted = R.NEEDS_APPROVAL if recipient in AUTHORITIES else R.CLEAR
    assert floor_of(facts(recipient=recipient)).result == wanted
    assert {"foreign_court", "foreign_agency", "customs_abroad"} == set(AUTHORITIES)


def test_what_was_handed_up_may_get_an_approval_from_above_alone() -> None:
    told = facts(item(answers={"discriminatory": Answer.YES}))
    assert floor_of(told).handed_up
    assert floor_of(told).result == R.BLOCKED
    assert floor_of(told, sees_restricted=True).result == R.NEEDS_APPROVAL
    assert floor_of(facts(item(answers={"discriminatory": Answer.UNSURE})), sees_restricted=True).is_open


def test_it_must_be_known_where_the_data_lies_and_that_there_is_a_document() -> None:
    assert floor_of(facts(stored=StoredIn.UNSURE)).is_open
    assert floor_of(ExportFacts(Recipient.OWN_COUNSEL, StoredIn.MAINLAND, ())).is_open


@pytest.mark.parametrize(
    ("check", "result", "is_open"),
    [
        (Check.WAITING, R.CLEAR, True),
        (Check.FOUND, R.AFTER_REDACTION, False),
        (Check.REMARKS, R.CLEAR, False),
        (Check.CLEAN, R.CLEAR, False),
    ],
)
def test_the_redaction_check_counts(check: Check, result: GateResult, is_open: bool) -> None:
    floor = floor_of(facts(item(check=check)))
    assert (floor.result, floor.is_open) == (result, is_open)


def test_only_remarks_are_no_finding_and_what_could_not_be_checked_is_one() -> None:
    assert check_of(None) == Check.WAITING
    assert check_of([]) == Check.CLEAN
    for kind in Kind:
        wanted = Check.REMARKS if kind in REMARKS else Check.FOUND
        assert check_of([{"kind": kind.value}]) == wanted
    assert check_of([{"kind": "found by a later engine"}]) == Check.FOUND


def test_what_stands_between_a_decision_and_the_package() -> None:
    def why(result: GateResult, *items: ItemFacts, approved: bool = False, confirmed: bool = True) -> list[Obstacle]:
        found = obstacles(result, facts(*items), approved=approved, confirmed=confirmed)
        return [one.obstacle for one in found]

    named = item(answers={"personal": Answer.YES})
    assert why(R.CLEAR) == []
    assert why(R.BLOCKED) == [Obstacle.BLOCKED]
    assert why(R.BLOCKED, approved=True) == [Obstacle.BLOCKED]
    assert why(R.NEEDS_APPROVAL) == [Obstacle.NO_APPROVAL]
    assert why(R.NEEDS_APPROVAL, approved=True) == []
    assert why(R.NEEDS_APPROVAL, approved=True, confirmed=False) == [Obstacle.NOT_CONFIRMED]
    assert why(R.CLEAR, confirmed=False) == []
    assert why(R.AFTER_REDACTION, named) == [Obstacle.NOT_REDACTED]
    assert why(R.AFTER_REDACTION, item(answers={"personal": Answer.YES}, redacted=True)) == []
    assert why(R.CLEAR, named) == [Obstacle.BELOW_FLOOR]
    assert why(R.CLEAR, item(check=Check.WAITING)) == [Obstacle.GATE_OPEN]
    assert why(R.NEEDS_APPROVAL, item(check=Check.FOUND), approved=True) == [Obstacle.NOT_REDACTED]
    assert why(R.NEEDS_APPROVAL, item(check=Check.FOUND, accepted=True), approved=True) == []
    assert why(R.CLEAR, item(ready=False)) == [Obstacle.GATE_OPEN]


answers = st.dictionaries(st.sampled_from(list(Question)), st.sampled_from(list(Answer)))
items = st.lists(
    st.builds(
        ItemFacts,
        number=st.integers(1, 9),
        answers=answers,
        check=st.sampled_from(list(Check)),
        redacted=st.booleans(),
        accepted=st.booleans(),
        ready=st.booleans(),
    ),
    max_size=4,
)
exports = st.builds(
    ExportFacts,
    recipient=st.sampled_from(list(Recipient)),
    stored_in=st.sampled_from(list(StoredIn)),
    items=items.map(tuple),
)


@given(exports, st.sampled_from(list(R)), st.booleans(), st.booleans(), st.booleans())
def test_nothing_leaves_that_is_open_blocked_unapproved_or_below_the_floor(
    told: ExportFacts, result: GateResult, approved: bool, confirmed: bool, above: bool
) -> None:
    if obstacles(result, told, approved=approved, confirmed=confirmed, sees_restricted=above):
        return
    floor = floor_of(told, sees_restricted=above)
    assert told.items
    assert not floor.is_open
    assert result != R.BLOCKED
    assert (approved and confirmed) or result != R.NEEDS_APPROVAL
    assert STRICTNESS[result] >= STRICTNESS[floor.result]
    said = {answer for one in told.items for answer in one.answers.values()}
    assert Answer.UNSURE not in said
    if told.recipient in AUTHORITIES:
        assert approved
        assert confirmed


@given(exports, st.sampled_from(list(Question)))
def test_one_yes_more_never_makes_it_milder(told: ExportFacts, question: Question) -> None:
    if not told.items:
        return
    first = told.items[0]
    more = ItemFacts(
        first.number,
        {**first.answers, question: Answer.YES},
        first.check,
        first.redacted,
        first.accepted,
        first.ready,
    )
    before = floor_of(ExportFacts(told.recipient, told.stored_in, (ItemFacts(
        first.number,
        {**first.answers, question: Answer.NO},
        first.check,
        first.redacted,
        first.accepted,
        first.ready,
    ), *told.items[1:])))  # fmt: skip
    after = floor_of(ExportFacts(told.recipient, told.stored_in, (more, *told.items[1:])))
    assert STRICTNESS[after.result] >= STRICTNESS[before.result]


def test_every_pair_of_states_moves_only_as_written_by_hand() -> None:
    allowed = {
        ("draft", "in_review"),
        ("draft", "withdrawn"),
        ("in_review", "draft"),
        ("in_review", "decided"),
        ("in_review", "withdrawn"),
        ("decided", "draft"),
        ("decided", "exported"),
        ("decided", "withdrawn"),
    }
    for old, new in product(ExportState, ExportState):
        assert may_move(EXPORT_TRANSITIONS, old, new) == ((old.value, new.value) in allowed)


def test_the_file_has_the_eight_questions_in_both_languages_with_their_laws() -> None:
    with (FOLDER / "gate_questions.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["code"] for row in rows] == list(Question)
    for name in ("text_zh", "text_en", "help_zh", "help_en", "basis_zh", "basis_en"):
        assert all(row[name] for row in rows)
    laws = [("36", "三十六"), ("41", "四十一"), ("293-294", "二百九十三"), ("4", "第四条"), ("37", "三十七")]
    laws += [("29-31", "二十九"), ("32", "三十二"), ("17-19", "十七")]
    for row, (english, chinese) in zip(rows, laws, strict=True):
        assert row["basis_en"].endswith(english)
        assert chinese in row["basis_zh"]


def test_nothing_the_gate_says_calls_an_export_lawful() -> None:
    for language, words, word in (
        ("en", "not a finding that the export is lawful", "lawful"),
        ("zh-hans", "不表示认定该证据出境合法", "合法"),
    ):
        with translation.override(language):
            assert words in str(DISCLAIMER)
            assert not any(word in str(result.label) for result in GateResult)
