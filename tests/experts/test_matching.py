"""The ranking explains itself: the score is the sum of its reasons, and what blocks is said."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from experts.matching import BLOCKS, POINTS, WORDS, Block, Candidate, CaseFacts, Reason, SkillFact, rank, score

TODAY = date(2026, 11, 22)
SEP = CaseFacts(
    "US",
    "patent",
    frozenset({"KEY-TELECOM"}),
    "sep_frand",
    frozenset({"legal", "technical"}),
    frozenset({"en"}),
)
FITTING = Candidate(
    1,
    [SkillFact("US", "patent", "KEY-TELECOM", "sep_frand", 3)],
    frozenset({"legal"}),
    frozenset({("en", "working")}),
    frozenset({"US"}),
)


def reasons(one: Candidate, case: CaseFacts = SEP) -> set[Reason]:
    return {reason for reason, _points in score(case, one, TODAY).reasons}


def test_every_reason_and_every_block_has_its_words() -> None:
    assert set(WORDS) == set(POINTS) == set(Reason)
    assert set(BLOCKS) == set(Block)


def test_whoever_fits_in_everything_gets_every_good_point() -> None:
    good = {
        Reason.PLACE, Reason.RIGHT, Reason.INDUSTRY, Reason.MATTER, Reason.LED, Reason.KIND, Reason.LANGUAGE,
        Reason.LICENCE, Reason.FREE,
    }  # fmt: skip
    assert reasons(FITTING) == good
    assert score(SEP, FITTING, TODAY).total == sum(POINTS[reason] for reason in good)


def test_a_skill_in_any_place_counts_less_than_in_this_one() -> None:
    anywhere = replace(FITTING, skills=[SkillFact("*", "*", "*", "*", 2)])
    assert reasons(anywhere) >= {Reason.PLACE_ANY, Reason.RIGHT_ANY}
    assert score(SEP, anywhere, TODAY).total < score(SEP, FITTING, TODAY).total


def test_a_skill_of_another_country_or_right_counts_nothing() -> None:
    for skill in (SkillFact("DE", "patent", "*", "*", 3), SkillFact("US", "design", "*", "*", 3)):
        assert not reasons(replace(FITTING, skills=[skill])) & {Reason.PLACE, Reason.RIGHT, Reason.LED}


def test_a_long_list_of_skills_is_no_merit() -> None:
    many = replace(FITTING, skills=[*FITTING.skills, *[SkillFact("US", "patent", "*", "*", 1)] * 20])
    assert score(SEP, many, TODAY).total == score(SEP, FITTING, TODAY).total


@pytest.mark.parametrize(
    ("change", "block"),
    [
        ({"conflicts": 1}, Block.CONFLICT),
        ({"engaged_here": True}, Block.ENGAGED_HERE),
        ({"recused_here": True}, Block.RECUSED_HERE),
        ({"availability": "away"}, Block.AWAY),
        ({"open_load": 3}, Block.FULL),
        ({"has_account": False}, Block.NO_ACCOUNT),
    ],
)
def test_each_obstacle_blocks_and_stands_behind_all_others(change: dict[str, Any], block: Block) -> None:
    blocked = replace(FITTING, key=2, **change)
    weak = Candidate(3, [SkillFact("*", "*", "*", "*", 1)], availability="limited")
    found = rank(SEP, [blocked, weak], TODAY)
    assert [one.key for one in found] == [3, 2]
    assert found[1].blocks == [block]


def test_ratings_count_from_five_cases_on() -> None:
    assert Reason.RATING not in reasons(replace(FITTING, ratings=[5, 5, 5, 5]))
    assert score(SEP, replace(FITTING, ratings=[5] * 5), TODAY).total > score(SEP, FITTING, TODAY).total
    assert score(SEP, replace(FITTING, ratings=[1] * 5), TODAY).total < score(SEP, FITTING, TODAY).total


def test_a_language_one_only_reads_and_a_review_that_is_due() -> None:
    assert Reason.LANGUAGE not in reasons(replace(FITTING, languages=frozenset({("en", "basic")})))
    assert Reason.REVIEW_DUE in reasons(replace(FITTING, review_due_on=TODAY))


@given(
    load=st.integers(0, 10),
    availability=st.sampled_from(["available", "limited", "away"]),
    ratings=st.lists(st.integers(1, 5), max_size=9),
    level=st.integers(1, 3),
)
def test_the_score_is_always_the_sum_of_its_reasons(
    load: int, availability: str, ratings: list[int], level: int
) -> None:
    one = replace(
        FITTING,
        open_load=load,
        availability=availability,
        ratings=ratings,
        skills=[SkillFact("US", "*", "*", "*", level)],
    )
    found = score(SEP, one, TODAY)
    assert found.total == sum(points for _reason, points in found.reasons)


@given(st.integers(0, 9))
def test_one_more_open_case_never_helps(load: int) -> None:
    busy, busier = replace(FITTING, open_load=load), replace(FITTING, open_load=load + 1)
    assert score(SEP, busier, TODAY).total < score(SEP, busy, TODAY).total
