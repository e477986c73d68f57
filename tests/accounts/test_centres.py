"""Centres: the public list, the API, and who may keep them."""

from datetime import date, time, timedelta
from typing import Any

import pytest
from django.test import Client

from portal.accounts.models import AuditEvent, CentreHours, GuidanceCentre
from portal.accounts.stats import centres_by_kind, count_centres
from portal.lib import clock
from tests.factories.accounts import CentreFactory, NationalCentreFactory, a_member
from tests.factories.reference import CityFactory, JurisdictionFactory, ProvinceFactory

pytestmark = pytest.mark.django_db


def test_anybody_reads_the_list_with_status_and_missing_contact(client: Client) -> None:
    CentreFactory.create(name_en="Zhejiang sub-centre", fact_status="reported", as_of="2020-04-08")
    page = client.get("/en/centres/").content.decode()
    assert "Zhejiang sub-centre" in page
    assert "Reported, not verified" in page
    assert "as of 2020-04-08" in page
    assert "No contact is known from a source" in page


def test_the_list_is_filtered_by_kind_province_and_words(client: Client) -> None:
    CentreFactory.create(name_en="Zhejiang sub-centre")
    CentreFactory.create(name_en="Hubei sub-centre", province=ProvinceFactory.create(code="420000"))
    CentreFactory.create(name_en="Solar platform", kind="industry", province=None)

    def shown(query: str) -> list[str]:
        page = client.get(f"/en/centres/?{query}").content.decode()
        return [name for name in ("Zhejiang sub-centre", "Hubei sub-centre", "Solar platform") if f">{name}<" in page]

    assert shown("kind=industry") == ["Solar platform"]
    assert shown("province=420000") == ["Hubei sub-centre"]
    assert shown("q=hubei") == ["Hubei sub-centre"]
    assert shown("q=湖北") == ["Hubei sub-centre"]
    assert shown("q=nothing") == []
    assert client.get("/centres/?q=%07nothing").status_code == 200
    assert client.get("/centres/?kind=nonsense&province=nonsense").status_code == 200


def test_the_list_costs_the_same_with_many_rows(client: Client, django_assert_max_num_queries: Any) -> None:
    for _n in range(20):
        CentreFactory.create(city=CityFactory.create())
    with django_assert_max_num_queries(4):
        client.get("/centres/")


def test_a_closed_centre_leaves_the_list_but_keeps_its_page(client: Client) -> None:
    centre = CentreFactory.create(closed_on=clock.today(), name_en="Old centre")
    assert "Old centre" not in client.get("/en/centres/").content.decode()
    assert "It does not take cases" in client.get(f"/en/centres/{centre.slug}/").content.decode()


def test_the_page_of_a_centre_says_whom_it_serves_and_when_it_works(client: Client) -> None:
    centre = CentreFactory.create(city=CityFactory.create(), phone="0574-1", source="circular 249")
    CentreHours.objects.create(centre=None, valid_from="2020-01-01", opens="09:00", closes="17:30")
    page = client.get(f"/en/centres/{centre.slug}/").content.decode()
    for text in ("Zhejiang", "Monday to Friday", "09:00", "0574-1", "circular 249"):
        assert text in page
    assert client.get("/centres/nowhere/").status_code == 404


def test_the_api_lists_centres_by_code(client: Client) -> None:
    NationalCentreFactory.create()
    outpost = CentreFactory.create(
        kind="overseas_outpost", province=None, jurisdiction=JurisdictionFactory.create(code="DE")
    )
    listed = client.get("/api/v1/centres/?jurisdiction=DE").json()
    assert listed["count"] == 1
    assert listed["results"][0]["slug"] == outpost.slug
    assert client.get(f"/api/v1/centres/{outpost.slug}/").json()["jurisdiction"] == "DE"
    assert client.get("/api/v1/centres/nowhere/").status_code == 404
    assert client.post("/api/v1/centres/", {}).status_code == 405


def test_figures_count_neither_demonstration_rows_nor_closed_centres() -> None:
    NationalCentreFactory.create()
    CentreFactory.create(is_demo=True)
    CentreFactory.create(closed_on=clock.today())
    CentreFactory.create(kind="workstation")
    assert count_centres() == 1
    assert sum(number for _kind, number in centres_by_kind()) == 2


NEW = {
    "slug": "wenzhou",
    "kind": "local",
    "name_zh": "国家海外知识产权纠纷应对指导中心温州分中心",
    "jurisdiction": "CN",
    "province": "330000",
    "time_zone": "Asia/Shanghai",
}


def test_the_administrator_sets_up_a_centre_and_is_led_to_inviting_its_head(client: Client) -> None:
    ProvinceFactory.create()
    JurisdictionFactory.create(code="CN")
    client.force_login(a_member("administrator"))
    response = client.post("/accounts/admin/centres/new/", NEW)
    assert response.headers["Location"] == "/triage/people/wenzhou/"
    assert GuidanceCentre.objects.get().takes_cases_on(clock.today())
    assert AuditEvent.objects.filter(verb="centre.created").exists()


def test_an_address_name_is_taken_once_and_nothing_typed_is_lost(client: Client) -> None:
    CentreFactory.create(slug="wenzhou")
    client.force_login(a_member("administrator"))
    response = client.post("/en/accounts/admin/centres/new/", NEW)
    assert response.status_code == 400
    assert "already a centre at this address name" in response.content.decode()
    assert "温州分中心" in response.content.decode()


def test_a_head_changes_the_contact_and_nothing_else() -> None:
    centre = CentreFactory.create(name_zh="浙江分中心")
    client = Client()
    client.force_login(a_member("centre_head", centre=centre))
    client.post(f"/triage/people/{centre.slug}/edit/", {"version": 1, "phone": "0571-12345", "name_zh": "别的名字"})
    centre.refresh_from_db()
    assert (centre.phone, centre.name_zh, centre.version) == ("0571-12345", "浙江分中心", 2)


def test_a_stale_page_does_not_overwrite_what_somebody_else_saved(client: Client) -> None:
    centre = CentreFactory.create()
    client.force_login(a_member("centre_head", centre=centre))
    client.post(f"/triage/people/{centre.slug}/edit/", {"version": 1, "phone": "1"})
    response = client.post(f"/en/triage/people/{centre.slug}/edit/", {"version": 1, "phone": "2"})
    assert response.status_code == 409
    centre.refresh_from_db()
    assert centre.phone == "1"


def test_hours_are_published_from_a_day_on_and_earlier_ones_stay(client: Client) -> None:
    centre = CentreFactory.create()
    client.force_login(a_member("centre_head", centre=centre))
    address = f"/en/triage/people/{centre.slug}/hours/"
    today = clock.today()
    for day, opens in ((today, "09:00"), (today + timedelta(days=9), "08:30")):
        client.post(address, {"valid_from": day, "weekdays": ["1", "2", "3"], "opens": opens, "closes": "17:00"})
    assert list(centre.hours.order_by("valid_from").values_list("weekdays", flat=True)) == ["123", "123"]
    backwards = {"valid_from": today + timedelta(days=20), "weekdays": ["1"], "opens": "17:00", "closes": "09:00"}
    response = client.post(address, backwards)
    assert response.status_code == 400
    assert "Closing time must be after opening time" in response.content.decode()


def test_hours_change_for_days_to_come_only(client: Client) -> None:
    centre = CentreFactory.create()
    client.force_login(a_member("centre_head", centre=centre))
    address, today = f"/en/triage/people/{centre.slug}/hours/", clock.today()

    def publish(day: date, opens: str) -> str:
        typed = {"valid_from": day, "weekdays": ["1"], "opens": opens, "closes": "17:00"}
        return client.post(address, typed).content.decode()

    assert "Hours cannot change for days that are over" in publish(today - timedelta(days=1), "08:00")
    assert not centre.hours.exists()
    publish(today, "09:00")
    assert "Hours from today on are in force already" in publish(today, "10:00")
    later = today + timedelta(days=1)
    publish(later, "08:00")
    publish(later, "08:30")
    assert [row.opens for row in centre.hours.order_by("valid_from")] == [time(9, 0), time(8, 30)]


@pytest.mark.parametrize("page", ["", "edit/", "hours/"])
def test_a_head_of_another_centre_finds_nothing(client: Client, page: str) -> None:
    client.force_login(a_member("centre_head", centre=CentreFactory.create()))
    assert client.get(f"/triage/people/{CentreFactory.create().slug}/{page}").status_code == 404
