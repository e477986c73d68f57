"""Where claims and cases go: city, province, industry, outpost, national centre; never to an empty room."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils.translation import override

from portal.accounts.models import GuidanceCentre
from portal.accounts.routing import Step, explain, route
from portal.lib import clock
from portal.lib.errors import Conflict
from tests.factories.accounts import CentreFactory, NationalCentreFactory, a_member, end_memberships
from tests.factories.reference import (
    CityFactory,
    IndustryFactory,
    JurisdictionFactory,
    KeyIndustryFactory,
    ProvinceFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def national() -> GuidanceCentre:
    return NationalCentreFactory.create()


def staffed(**facts: Any) -> GuidanceCentre:
    centre = CentreFactory.create(**facts)
    a_member("centre_officer", centre=centre)
    return centre


def test_the_city_comes_before_the_province() -> None:
    ningbo = CityFactory.create()
    staffed(province=ningbo.province)
    own = staffed(province=ningbo.province, city=ningbo)
    routed = route(province=ningbo.province, city=ningbo)
    assert (routed.centre, routed.step) == (own, Step.CITY)


def test_a_centre_of_another_city_is_no_provincial_centre(national: GuidanceCentre) -> None:
    staffed(city=CityFactory.create())
    hangzhou = CityFactory.create(code="330100")
    assert route(city=hangzhou).centre == national


def test_a_centre_seated_in_the_capital_serves_the_province() -> None:
    capital = CityFactory.create(code="330100")
    provincial = staffed(province=capital.province, city=capital)
    routed = route(city=CityFactory.create())
    assert (routed.centre, routed.step) == (provincial, Step.PROVINCE)


def test_the_whole_province_comes_before_its_capital() -> None:
    capital = CityFactory.create(code="330100")
    staffed(slug="a-first", city=capital)
    provincial = staffed(slug="b-second")
    assert route(city=CityFactory.create()).centre == provincial


def test_a_centre_without_staff_is_passed_over_and_named(national: GuidanceCentre) -> None:
    empty = CentreFactory.create(name_en="Zhejiang sub-centre")
    routed = route(province=empty.province)
    assert routed.centre == national
    with override("en"):
        assert "Zhejiang sub-centre is not yet staffed on the portal." in routed.reason


def test_an_expired_membership_leaves_a_centre_unstaffed(national: GuidanceCentre) -> None:
    centre = CentreFactory.create()
    end_memberships(a_member("centre_officer", centre=centre))
    assert route(province=centre.province).centre == national


def test_a_closed_account_and_a_role_without_cases_do_not_staff_a_centre(national: GuidanceCentre) -> None:
    centre = CentreFactory.create()
    a_member("centre_officer", centre=centre, is_active=False)
    a_member("archivist", centre=centre)
    assert route(province=centre.province).centre == national


@pytest.mark.parametrize("fact_status", ["in_preparation", "category_only"])
def test_a_row_that_is_no_working_unit_takes_no_case(national: GuidanceCentre, fact_status: str) -> None:
    centre = staffed(fact_status=fact_status)
    assert route(province=centre.province).centre == national


def test_a_closed_centre_takes_no_case(national: GuidanceCentre) -> None:
    centre = staffed(closed_on=clock.today())
    routed = route(province=centre.province)
    assert routed.centre == national
    assert [item.why for item in routed.skipped] == ["closed"]
    centre.closed_on = clock.today() + timedelta(days=1)
    centre.save(update_fields=["closed_on"])
    assert route(province=centre.province).centre == centre


def test_the_industry_platform_follows_the_province() -> None:
    platform = staffed(kind="industry", province=None, industry=KeyIndustryFactory.create())
    routed = route(province=ProvinceFactory.create(), key_industry=platform.industry)
    assert (routed.centre, routed.step) == (platform, Step.INDUSTRY)


def test_a_division_leads_to_a_platform_only_when_it_means_one_key_industry(national: GuidanceCentre) -> None:
    division, solar = IndustryFactory.create(), KeyIndustryFactory.create()
    solar.maps_to.add(division)
    platform = staffed(kind="industry", province=None, industry=solar)
    assert route(industry=division).centre == platform
    KeyIndustryFactory.create(code="KEY-APPLIANCE").maps_to.add(division)
    assert route(industry=division).centre == national


def test_the_outpost_of_the_jurisdiction_comes_last_before_the_national_centre(national: GuidanceCentre) -> None:
    germany = JurisdictionFactory.create(code="DE")
    outpost = staffed(kind="overseas_outpost", province=None, jurisdiction=germany)
    assert route(province=ProvinceFactory.create(), jurisdiction=germany).centre == outpost
    assert route(province=ProvinceFactory.create(), jurisdiction=JurisdictionFactory.create()).centre == national


def test_a_provinces_own_outpost_serves_that_province_alone(national: GuidanceCentre) -> None:
    germany, hubei = JurisdictionFactory.create(code="DE"), ProvinceFactory.create(code="420000")
    outpost = staffed(kind="overseas_outpost", province=ProvinceFactory.create(), jurisdiction=germany)
    assert route(province=outpost.province, jurisdiction=germany).centre == outpost
    assert route(province=hubei, jurisdiction=germany).centre == national


def test_a_workstation_is_never_routed_to(national: GuidanceCentre) -> None:
    station = staffed(kind="workstation", city=CityFactory.create())
    assert route(province=station.province, city=station.city).centre == national


def test_with_nothing_known_and_nobody_there_the_national_centre_takes_it(national: GuidanceCentre) -> None:
    routed = route()
    assert (routed.centre, routed.step, routed.skipped) == (national, Step.NATIONAL, ())


def test_without_a_national_centre_a_sentence_says_so(national: GuidanceCentre) -> None:
    national.delete()
    with pytest.raises(Conflict):
        route()


def test_what_is_stored_can_be_told_in_both_languages(national: GuidanceCentre) -> None:
    stored = route().as_data()
    with override("en"):
        assert explain(stored) == ["National centre takes what no other centre serves."]
    with override("zh-hans"):
        assert national.name_zh in explain(stored)[0]


def test_routing_costs_at_most_two_queries(django_assert_max_num_queries: Any) -> None:
    for _n in range(5):
        staffed()
    division = IndustryFactory.create()
    with django_assert_max_num_queries(2):
        route(industry=division)
