"""The demonstration: people who can log in, marked, and no filing that lands on nobody."""

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from portal.accounts.demo import PEOPLE, create_demo
from portal.accounts.models import Consent, Enterprise, GuidanceCentre, Membership, User
from portal.accounts.routing import route
from tests.factories.accounts import NationalCentreFactory
from tests.factories.reference import CityFactory, JurisdictionFactory, ProvinceFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def reference_data() -> None:
    CityFactory.create()
    JurisdictionFactory.create(code="CN")
    NationalCentreFactory.create()


def test_everybody_of_the_contract_can_log_in(client: Client, settings: Settings) -> None:
    settings.DEMO = True
    create_demo(password="a demo password")
    for address, _name, _role in PEOPLE:
        response = client.post("/accounts/login/", {"login": address, "password": "a demo password"})
        assert response.status_code == 302, address
        assert client.get("/accounts/").status_code == 200
        client.logout()


def test_outside_the_demonstration_its_people_cannot_log_in(client: Client, settings: Settings) -> None:
    create_demo(password="a demo password")
    person = User.objects.get(email=PEOPLE[0][0])
    settings.DEMO = True
    client.force_login(person)
    settings.DEMO = False
    assert client.get("/accounts/").status_code == 302  # a session from before does not count either
    response = client.post("/accounts/login/", {"login": person.email, "password": "a demo password"})
    assert response.headers["Location"] == "/accounts/inactive/"
    assert client.get("/accounts/").status_code == 302


def test_a_second_run_adds_nothing() -> None:
    def counts() -> list[int]:
        return [model.objects.count() for model in (User, Enterprise, GuidanceCentre, Membership, Consent)]

    create_demo(password="a demo password")
    first = counts()
    create_demo(password="another password")
    assert counts() == first
    assert User.objects.get(email="owner@demo-enterprise.example").check_password("another password")


def test_a_second_run_leaves_a_password_that_fits_as_it_is() -> None:
    create_demo(password="a demo password")
    first = set(User.objects.values_list("email", "password"))
    assert len({password for _email, password in first}) == 1
    create_demo(password="a demo password")
    assert set(User.objects.values_list("email", "password")) == first


def test_everything_is_marked() -> None:
    create_demo(password="a demo password")
    assert not User.objects.filter(is_demo=False).exists()
    assert Enterprise.objects.get().is_demo
    assert "演示" in Enterprise.objects.get().name_zh
    assert GuidanceCentre.objects.get(is_demo=True).slug == "demo"


def test_what_a_visitor_files_reaches_somebody() -> None:
    create_demo(password="a demo password")
    for routed in (route(city=CityFactory.create()), route(province=ProvinceFactory.create(code="420000")), route()):
        assert Membership.objects.filter(centre=routed.centre, role="centre_officer").exists()
