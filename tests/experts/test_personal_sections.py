"""The pool record when its expert takes their data along or is erased."""

from datetime import timedelta

import pytest

from experts.models import Expert
from experts.personal_sections import PoolRecord
from experts.states import ExpertState
from portal.accounts.personal_data import blockers_of
from portal.accounts.retention import retention
from portal.lib import clock
from tests.factories.experts import an_expert

pytestmark = pytest.mark.django_db
SECTION = PoolRecord()


def test_the_export_holds_the_record_with_its_skills() -> None:
    expert = an_expert(("US", "patent"), phone="0571-1")
    assert expert.user is not None
    (row,) = SECTION.collect(expert.user)
    assert (row["email"], row["telephone"]) == (expert.email, "0571-1")
    assert any("US/patent" in skill for skill in row["skills"])


def test_whoever_is_in_the_pool_leaves_it_first() -> None:
    expert = an_expert()
    assert expert.user is not None
    assert len([sentence for sentence in blockers_of(expert.user) if sentence]) == 1
    Expert.objects.filter(pk=expert.pk).update(state=ExpertState.REMOVED)
    assert blockers_of(expert.user) == []


def test_the_name_stays_for_checks_of_conflicts_and_goes_when_its_time_has_passed() -> None:
    expert = an_expert(phone="0571-1", experience="专利无效")
    assert expert.user is not None
    Expert.objects.filter(pk=expert.pk).update(state=ExpertState.REMOVED)
    SECTION.erase(expert.user)
    expert.refresh_from_db()
    assert (expert.phone, expert.experience) == ("", "")
    assert expert.name_zh.startswith("专家")
    (kept,) = SECTION.kept(expert.user)
    assert kept.until == retention("expert_pool").until(clock.today())
    with clock.set_to(clock.now() + timedelta(days=3 * 366)):
        SECTION.erase(expert.user)
    expert.refresh_from_db()
    assert (expert.name_zh, expert.name_en) == ("–", "")
    assert expert.email == f"erased-{expert.user.pk}@erased.invalid"
    assert [kept.count for kept in SECTION.kept(expert.user)] == [0]
