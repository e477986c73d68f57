"""Every public page of the library names its one address and its translation, absolute, once."""

import re

import pytest
from django.test import Client
from pytest_django import Settings

from tests.clients import as_user
from tests.factories.accounts import UserFactory
from tests.factories.guides import a_published_guide
from tests.factories.laws import DeadlineRuleFactory, LawFactory, TreatyFactory

pytestmark = pytest.mark.django_db

HOST = "https://portal.example"
PAGES = [
    "/",
    "/laws/",
    "/laws/US/",
    "/laws/US/act/",
    "/treaties/",
    "/treaties/PARIS/",
    "/guides/",
    "/guides/US/",
    "/deadlines/",
    "/deadlines/rules/",
    "/deadlines/rules/us-rule/",
    "/statistics/",
    "/search/",
]


@pytest.fixture(autouse=True)
def library(settings: Settings) -> None:
    settings.BASE_URL = HOST
    LawFactory.create(slug="act")
    TreatyFactory.create()
    DeadlineRuleFactory.create(rule_id="us-rule")
    a_published_guide("US")


def links(html: str) -> tuple[list[str], dict[str, str]]:
    canonical = re.findall(r'<link rel="canonical" href="([^"]+)"', html)
    other = re.findall(r'<link rel="alternate" hreflang="([^"]+)" href="([^"]+)"', html)
    assert len(other) == len(dict(other)), "each language once"
    return canonical, dict(other)


@pytest.mark.parametrize("path", PAGES)
def test_a_page_and_its_translation_name_each_other(client: Client, path: str) -> None:
    both = {"zh-Hans": f"{HOST}{path}", "en": f"{HOST}/en{path}", "x-default": f"{HOST}{path}"}
    assert links(client.get(path).text) == ([f"{HOST}{path}"], both)
    assert links(client.get(f"/en{path}").text) == ([f"{HOST}/en{path}"], both)


@pytest.mark.parametrize(
    ("query", "kept"), [("?q=mark", ""), ("?page=1", ""), ("?page=2&q=x", "?page=2"), ("?page=%22x", "")]
)
def test_filters_make_no_page_of_their_own_but_the_next_page_of_a_list_is_one(
    client: Client, query: str, kept: str
) -> None:
    canonical, _other = links(client.get(f"/deadlines/rules/{query}").text)
    assert canonical == [f"{HOST}/deadlines/rules/{kept}"]


def test_a_part_of_a_page_names_the_whole(client: Client) -> None:
    canonical, _other = links(client.get("/deadlines/rules/us-rule/why/?trigger=2026-01-05").text)
    assert canonical == [f"{HOST}/deadlines/rules/us-rule/"]


def test_a_private_page_names_none() -> None:
    assert links(as_user(UserFactory.create()).get("/accounts/").text) == ([], {})
