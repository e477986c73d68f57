"""Emergencies at the same moment, on PostgreSQL: one case however it is confirmed, one owner, the limit holds."""

import uuid

import pytest

from disputes.actions.emergencies import confirm_by_link, confirm_emergency
from disputes.actions.emergency_cases import take_over_emergency
from disputes.models import Case, DutyCall, EmergencyFiling
from portal.lib.errors import Conflict
from tests.disputes.test_at_once import at_once
from tests.factories.accounts import GuidanceCentreFactory, UserFactory, a_member
from tests.factories.emergencies import a_filing, the_ground

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def test_the_link_and_the_officer_at_once_make_one_case(settings: object) -> None:
    the_ground()
    officer = a_member("centre_officer", centre=GuidanceCentreFactory.create())
    settings.EMERGENCY_PER_MINUTE = 1  # type: ignore[attr-defined]  # the fixture of pytest-django
    a_filing()
    filing = a_filing()
    results = at_once(
        lambda: confirm_by_link(filing=filing),
        lambda: confirm_emergency(filing=filing, by=officer),
        lambda: confirm_by_link(filing=filing),
    )
    assert len({case.pk for case in results}) == 1
    assert Case.objects.count() == DutyCall.objects.count() == 2


def test_of_two_accounts_exactly_one_takes_the_case_over() -> None:
    the_ground()
    filing = a_filing()
    one, other = UserFactory.create(), UserFactory.create()
    results = at_once(
        lambda: take_over_emergency(filing=filing, by=one), lambda: take_over_emergency(filing=filing, by=other)
    )
    assert sorted(type(result).__name__ for result in results) == ["Case", "Conflict"]
    assert Case.objects.get().filer in (one, other)


def test_a_doubled_click_is_one_emergency() -> None:
    the_ground()
    a_filing(network="198.51.100.0")  # the rows of reference data stand already
    key = uuid.uuid4()
    results = at_once(lambda: a_filing(key=key), lambda: a_filing(key=key))
    assert not any(isinstance(result, Conflict) for result in results)
    assert EmergencyFiling.objects.filter(key=key).count() == 1
    assert Case.objects.count() == 2


def test_the_limit_holds_for_those_that_come_together(settings: object) -> None:
    the_ground()
    settings.EMERGENCY_PER_MINUTE = 2  # type: ignore[attr-defined]  # the fixture of pytest-django
    a_filing(network="198.51.100.0")
    at_once(*(lambda: a_filing() for _number in range(6)))
    assert EmergencyFiling.objects.count() == 7
    assert DutyCall.objects.count() == 3
