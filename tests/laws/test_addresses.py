"""The addresses that other pages, mails and printed papers point at."""

import pytest
from django.test import Client

from tests.factories.laws import LawFactory, TreatyFactory
from tests.factories.reference import JurisdictionFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_each_public_address_of_the_library_answers(client: Client, prefix: str) -> None:
    law = LawFactory.create(slug="patent-act")
    treaty = TreatyFactory.create()
    for path in ["/laws/", "/laws/US/", "/laws/US/patent-act/", "/treaties/", f"/treaties/{treaty.code}/"]:
        assert client.get(prefix + path).status_code == 200, path
    assert law.get_absolute_url() == f"{prefix}/laws/US/patent-act/"


@pytest.mark.parametrize("code", ["NO", "NA"])
def test_norway_and_namibia_are_ordinary_codes(client: Client, code: str) -> None:
    JurisdictionFactory.create(code=code)
    response = client.get(f"/laws/{code}/")
    assert response.status_code == 200
    assert code in response.content.decode()


@pytest.mark.parametrize(
    ("written", "canonical"),
    [
        ("/laws/us/", "/laws/US/"),
        ("/laws/us/patent-act/", "/laws/US/patent-act/"),
        ("/laws/US/Patent-ACT/", "/laws/US/patent-act/"),
        ("/treaties/paris/", "/treaties/PARIS/"),
    ],
)
def test_another_spelling_leads_to_the_one_address(client: Client, written: str, canonical: str) -> None:
    LawFactory.create(slug="patent-act")
    TreatyFactory.create()
    response = client.get(written)
    assert response.status_code == 301
    assert response["Location"] == canonical


@pytest.mark.parametrize("path", ["/laws/XX/", "/laws/US/no-such-act/", "/laws/DE/patent-act/", "/treaties/NOSUCH/"])
def test_what_is_not_in_the_library_is_not_found(client: Client, path: str) -> None:
    LawFactory.create(slug="patent-act")
    JurisdictionFactory.create(code="DE")
    response = client.get(path)
    assert response.status_code == 404
    assert "“" in response.context["sentence"]  # names what was looked for
    assert 'href="/laws/"' in response.content.decode()


def test_a_wrong_code_is_named_as_text(client: Client) -> None:
    html = client.get("/en/laws/%3Cb%3EXX/").content.decode()
    assert "“&lt;b&gt;XX” is not a code" in html


def test_another_page_that_does_not_exist_says_no_more_than_that(client: Client) -> None:
    response = client.get("/no/such/page/")
    assert (response.status_code, response.context["sentence"]) == (404, "")
