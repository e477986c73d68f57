"""What a visitor reads of the guides."""

import pytest
from django.test import Client

from tests.factories.guides import DraftFactory, a_published_guide
from tests.factories.reference import JurisdictionFactory

pytestmark = pytest.mark.django_db


def test_a_published_guide_is_read_without_an_account(client: Client) -> None:
    a_published_guide("US", overview=("美国概览。", "Overview of the United States."))
    assert "美国概览。" in client.get("/guides/US/").text
    assert "Overview of the United States." in client.get("/en/guides/US/").text
    assert "/guides/US/" in client.get("/guides/").text


def test_a_draft_is_never_public(client: Client) -> None:
    DraftFactory.create(guide__jurisdiction__code="DE", overview=("德国草稿。", "German draft."))
    page = client.get("/guides/DE/")
    assert page.status_code == 404
    assert "德国草稿" not in page.text
    assert "/guides/DE/" not in client.get("/guides/").text


def test_a_jurisdiction_without_a_guide_says_so(client: Client) -> None:
    JurisdictionFactory.create(code="NO", name_zh="挪威", name_en="Norway")
    page = client.get("/en/guides/NO/")
    assert page.status_code == 404
    assert "There is no guide for Norway yet" in page.text


def test_an_unknown_code_is_not_found(client: Client) -> None:
    assert client.get("/guides/QQ/").status_code == 404


def test_a_code_in_small_letters_leads_to_the_page(client: Client) -> None:
    a_published_guide("US")
    assert client.get("/guides/us/").headers["Location"] == "/guides/US/"
