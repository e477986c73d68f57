"""Versions of rules: one for each thing a rule said, made once, whoever changed it."""

from typing import Any

import pytest
from django.core.management import call_command
from pytest_django import DjangoAssertNumQueries

from laws.deadlines.versions import hash_of, record_versions
from laws.models import DeadlineRule, RuleVersion
from portal.reference.models import Forum
from portal.reference.seeding.loading import load
from portal.reference.seeding.registry import Seed, all_seeds
from tests.factories.accounts import UserFactory
from tests.factories.laws import DeadlineRuleFactory
from tests.factories.reference import ForumFactory

pytestmark = pytest.mark.django_db


def a_rule(**columns: Any) -> DeadlineRule:
    """A reviewed rule whose first version is recorded."""
    rule: DeadlineRule = DeadlineRuleFactory.create(**columns)
    record_versions()
    rule.reviewed_by, rule.reviewed_on = UserFactory.create(), "2026-11-02"
    rule.save()
    return rule


def change(rule: DeadlineRule, **columns: Any) -> DeadlineRule:
    DeadlineRule.objects.filter(pk=rule.pk).update(**columns)
    record_versions()
    rule.refresh_from_db()
    return rule


def seed_of(file: str) -> Seed:
    [found] = [seed for seed in all_seeds() if seed.path.name == file]
    return found


def test_a_rule_gets_its_first_version_once() -> None:
    rule = a_rule(quantity=20)
    assert record_versions() == []
    [version] = rule.versions.all()
    assert (version.number, version.made_by, version.facts["quantity"]) == (1, None, 20)
    rule.refresh_from_db()
    assert rule.version == 1
    assert rule.reviewed_by is not None, "its first version is what the reviewer read"


@pytest.mark.parametrize("columns", [{"quantity": 21}, {"source_quote": "within 21 days"}, {"fact_status": "disputed"}])
def test_a_changed_fact_is_a_new_version_and_ends_the_review(columns: dict[str, Any]) -> None:
    rule = change(a_rule(quantity=20), **columns)
    assert rule.version == 2
    assert (rule.reviewed_by, rule.reviewed_on) == (None, None)
    assert [version.number for version in rule.versions.all()] == [2, 1]


def test_looking_the_same_text_up_again_is_no_new_version() -> None:
    rule = change(a_rule(), checked_on="2026-12-01", as_of="2026")
    assert rule.version == 1
    assert rule.reviewed_by is not None


@pytest.mark.parametrize("name", ["calendar", "time_zone", "month_rule", "roll_rule", "fact_status"])
def test_a_forum_that_counts_otherwise_changes_its_rules(name: str) -> None:
    rule = a_rule()
    other = a_rule(forum=ForumFactory.create(code="us-itc"))
    Forum.objects.filter(pk=rule.forum_id).update(**{name: "other"})
    record_versions()
    rule.refresh_from_db()
    other.refresh_from_db()
    assert (rule.version, other.version) == (2, 1)


def test_a_concrete_forum_counts_as_part_of_its_parent() -> None:
    rule = a_rule()
    concrete = ForumFactory.create(code="us-ilnd", parent=rule.forum)
    record_versions()
    Forum.objects.filter(pk=concrete.pk).update(time_zone="America/Chicago")
    record_versions()
    rule.refresh_from_db()
    assert rule.version == 3


def test_the_name_of_a_forum_is_no_fact_of_a_rule() -> None:
    rule = a_rule()
    Forum.objects.filter(pk=rule.forum_id).update(name_en="US District Court", note="new")
    assert record_versions() == []


def test_a_column_that_says_nothing_yet_ends_no_review() -> None:
    known = {"quantity": 30, "forums": {"us-itc": {"calendar": "US"}}}
    wider = {"quantity": 30, "only_if_en": "", "effective_to": None, "forums": {"us-itc": {"calendar": "US", "x": ""}}}
    assert hash_of(wider) == hash_of(known)
    assert hash_of({**known, "only_if_en": "the mark is unregistered"}) != hash_of(known)
    assert hash_of({**known, "quantity": 0}) != hash_of({"forums": known["forums"]}), "0 says something"


def test_each_change_counts_one_further() -> None:
    rule = a_rule()
    change(rule, quantity=21)
    assert change(rule, quantity=22).version == 3


def test_who_changed_it_stands_in_the_version() -> None:
    rule, person = a_rule(), UserFactory.create()
    DeadlineRule.objects.filter(pk=rule.pk).update(quantity=10)
    record_versions([rule], by=person, reason="amended")
    version = RuleVersion.objects.get(rule=rule, number=2)
    assert (version.made_by, version.reason) == (person, "amended")


def test_any_number_of_rules_takes_the_same_queries(django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
    for quantity in range(1, 40):
        DeadlineRuleFactory.create(quantity=quantity)
    with django_assert_max_num_queries(9):
        assert len(record_versions()) == 39
    DeadlineRule.objects.update(citation="changed")
    with django_assert_max_num_queries(9):
        assert len(record_versions()) == 39
    with django_assert_max_num_queries(2):
        record_versions()


def test_the_seed_records_first_versions_and_a_second_one_none() -> None:
    call_command("seed", verbosity=0)
    assert RuleVersion.objects.count() == DeadlineRule.objects.count() > 250
    assert set(DeadlineRule.objects.values_list("version", flat=True)) == {1}
    call_command("seed", verbosity=0)
    call_command("seed", "--force", verbosity=0)
    assert RuleVersion.objects.count() == DeadlineRule.objects.count()


def test_a_changed_file_makes_version_two_and_ends_the_review(tmp_path: Any) -> None:
    call_command("seed", verbosity=0)
    rule = DeadlineRule.objects.get(rule_id="us-itc-response")
    DeadlineRule.objects.update(reviewed_by=UserFactory.create(), reviewed_on="2026-11-02")
    seed = seed_of("deadline_rules.csv")
    newer = tmp_path / "deadline_rules.csv"
    text = seed.path.read_text(encoding="utf-8")
    assert text.count("respondents shall have 20 days") == 1
    newer.write_text(text.replace("respondents shall have 20 days", "respondents shall have 30 days"), encoding="utf-8")

    load(seed, path=newer)

    rule.refresh_from_db()
    assert (rule.version, rule.reviewed_by) == (2, None)
    newest = rule.versions.first()
    assert newest is not None
    assert "30 days" in newest.facts["source_quote"]
    assert newest.made_by is None
    assert DeadlineRule.objects.filter(reviewed_by=None).count() == 1, "the others said nothing new"


def test_a_changed_file_of_forums_makes_versions_of_their_rules(tmp_path: Any) -> None:
    call_command("seed", verbosity=0)
    seed = seed_of("forums.csv")
    newer = tmp_path / "forums.csv"
    lines = seed.path.read_text(encoding="utf-8").splitlines()
    newer.write_text(
        "\n".join([lines[0], *(line.replace("Asia/Tokyo", "Asia/Seoul") for line in lines if line.startswith("jp-"))]),
        encoding="utf-8",
    )
    load(seed, path=newer)
    touched = DeadlineRule.objects.filter(forum__code__startswith="jp-")
    assert set(touched.values_list("version", flat=True)) == {2}
    assert set(DeadlineRule.objects.exclude(pk__in=touched).values_list("version", flat=True)) == {1}
