"""Changes of law: each date falls under the law of its day, asked of rows as the reference files give them."""

from datetime import date

import pytest

from laws.deadlines.asking import Question, ask
from laws.deadlines.choosing import siblings
from laws.deadlines.computing import NoDate, earliest
from laws.deadlines.validity import Applies
from laws.models import DeadlineRule
from tests.laws.deadlines.matters import rule_of_file

pytestmark = pytest.mark.django_db

# The rule before and after, the last day of the first and the first day of the second, and where each ends.
CHANGES = [
    ("kr-tm-opposition-old", "kr-tm-opposition-new", "2025-07-21", "2025-07-22", "2025-09-21", "2025-08-21"),
    ("vn-tm-opposition-2023", "vn-tm-opposition-2026", "2026-03-31", "2026-04-01", "2026-08-31", "2026-07-01"),
    ("th-tm-opposition-old", "th-tm-opposition", "2016-07-27", "2016-07-28", "2016-10-25", "2016-09-26"),
    ("cn-tm-opposition", "cn-tm-opposition-2027", "2026-12-31", "2027-01-01", "2027-03-31", "2027-03-01"),
]
BY_RULE = pytest.mark.parametrize(("old", "new", "last", "first", "old_end", "new_end"), CHANGES)


def raw(rule: DeadlineRule, trigger: str) -> str:
    """Where the period ends; the code of the refusal where the rule does not hold."""
    try:
        return ask(Question(rule, date.fromisoformat(trigger))).computed.raw.isoformat()
    except NoDate as refused:
        return refused.code


@BY_RULE
def test_the_last_day_of_the_old_law_and_the_first_of_the_new(
    old: str, new: str, last: str, first: str, old_end: str, new_end: str
) -> None:
    assert raw(rule_of_file(old), last) == old_end
    assert raw(rule_of_file(new), first) == new_end


@BY_RULE
def test_neither_law_reaches_over_the_day_of_the_change(
    old: str, new: str, last: str, first: str, old_end: str, new_end: str
) -> None:
    assert raw(rule_of_file(old), first) == "not_in_force"
    assert raw(rule_of_file(new), last) == "not_in_force"


@BY_RULE
def test_each_law_leads_to_the_other(old: str, new: str, last: str, first: str, old_end: str, new_end: str) -> None:
    before, after = rule_of_file(old), rule_of_file(new)
    assert siblings(before) == [after]
    assert siblings(after) == [before]


def test_the_law_of_vietnam_before_2023_is_not_guessed() -> None:
    rule = rule_of_file("vn-tm-opposition-2023")
    assert raw(rule, "2022-12-31") == "not_in_force"
    assert raw(rule, "2023-01-01") == "2023-06-01"


def test_the_itc_rules_of_2025_hold_for_what_was_instituted_since_and_have_no_length_of_their_own() -> None:
    rule = rule_of_file("us-itc-rules-2025")
    assert raw(rule, "2025-02-02") == "not_in_force"
    assert raw(rule, "2025-02-03") == "no_length"


def test_an_itc_rule_keyed_on_institution_asks_for_it_when_counting_from_service() -> None:
    rule = rule_of_file("us-itc-rules-2025", trigger_kind="service", quantity=20)
    served = date(2025, 3, 3)
    assert ask(Question(rule, served)).applies is Applies.UNKNOWN
    assert ask(Question(rule, served, keys={"institution": date(2025, 2, 3)})).applies is Applies.YES
    with pytest.raises(NoDate, match="2025"):
        ask(Question(rule, served, keys={"institution": date(2025, 2, 2)}))


def test_an_indonesian_opposition_depends_on_the_filing_and_not_on_the_publication() -> None:
    old, new = rule_of_file("id-tm-opposition-old"), rule_of_file("id-tm-opposition")
    published = date(2017, 3, 1)
    filed_before, filed_after = {"filing": date(2016, 11, 24)}, {"filing": date(2016, 11, 25)}
    assert ask(Question(old, published, keys=filed_before)).computed.raw == date(2017, 6, 1)
    assert ask(Question(new, published, keys=filed_after)).computed.raw == date(2017, 5, 1)
    for rule, keys in ((old, filed_after), (new, filed_before)):
        with pytest.raises(NoDate) as refused:
            ask(Question(rule, published, keys=keys))
        assert refused.value.code == "not_in_force"


def test_without_the_deciding_date_both_laws_answer_unsure_and_the_safe_date_is_the_shorter() -> None:
    published = date(2017, 3, 1)
    answers = [ask(Question(rule_of_file(one), published)) for one in ("id-tm-opposition-old", "id-tm-opposition")]
    assert [answer.applies for answer in answers] == [Applies.UNKNOWN, Applies.UNKNOWN]
    assert earliest([answer.computed for answer in answers]) == answers[1].computed


def test_two_laws_in_force_on_one_day_both_answer_and_the_earlier_is_the_one_to_act_on() -> None:
    long = rule_of_file("cn-tm-opposition")
    short = rule_of_file("cn-tm-opposition-2027", effective_from=date(2026, 12, 1))
    answers = [ask(Question(rule, date(2026, 12, 15))) for rule in (long, short)]
    assert [answer.computed.raw.isoformat() for answer in answers] == ["2027-03-15", "2027-02-15"]
    assert earliest([answer.computed for answer in answers]).raw == date(2027, 2, 15)
    assert siblings(long) == [short]


def test_a_withdrawn_law_is_no_sibling() -> None:
    old = rule_of_file("kr-tm-opposition-old")
    rule_of_file("kr-tm-opposition-new", withdrawn_on=date(2026, 11, 1), withdrawn_why="repealed")
    assert siblings(old) == []
