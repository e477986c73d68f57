"""The feed of the library names each text that came in, in both languages, and can be narrowed to one place."""

import xml.etree.ElementTree as ET
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from laws.models import Law
from tests.factories.laws import LawFactory
from tests.factories.texts import a_text, an_act

pytestmark = pytest.mark.django_db

ATOM = "{http://www.w3.org/2005/Atom}"
Clock = Callable[[str], Any]


def entries(client: Client, query: str = "") -> list[ET.Element]:
    response = client.get(f"/laws/feed.atom{query}")
    assert response.status_code == 200
    assert response["Content-Type"].startswith("application/atom+xml")
    return ET.fromstring(response.content).findall(f"{ATOM}entry")  # noqa: S314 - our own feed


def titles(client: Client, query: str = "") -> list[str]:
    return [entry.findtext(f"{ATOM}title") or "" for entry in entries(client, query)]


def test_a_first_text_and_a_later_version_are_told_apart(client: Client, clock_at: Clock) -> None:
    law = LawFactory.create(slug="act")
    clock_at("2026-01-02T09:00+08:00")
    a_text(law)
    clock_at("2026-02-03T09:00+08:00")
    a_text(law, an_act(4), dated="2026-01-01")
    newest, first = titles(client, "?lang=en")
    assert newest == "[New version] United States of America: Patent Act"
    assert first == "[New text] United States of America: Patent Act"


def test_the_first_text_in_another_language_is_a_new_text(client: Client, clock_at: Clock) -> None:
    law = LawFactory.create()
    clock_at("2026-01-02T09:00+08:00")
    a_text(law)
    clock_at("2026-02-03T09:00+08:00")
    a_text(law, language="zh-Hans")
    assert [title.split("]")[0] for title in titles(client, "?lang=en")] == ["[New text", "[New text"]


def test_the_language_of_a_text_is_said_in_words(client: Client) -> None:
    a_text(LawFactory.create(), language="zh-Hant")
    feed = client.get("/laws/feed.atom?lang=en").text
    assert "zh-Hant ·" not in feed
    assert "Chinese" in feed


def test_a_text_of_a_repealed_law_says_so(client: Client) -> None:
    a_text(LawFactory.create(status=Law.Status.REPEALED))
    assert titles(client, "?lang=en")[0].startswith("[Repealed]")


def test_an_entry_has_one_id_in_both_languages_and_leads_to_its_own(client: Client) -> None:
    a_text(LawFactory.create(slug="act"), licence="public domain")
    (chinese,), (english,) = entries(client), entries(client, "?lang=en")
    assert chinese.findtext(f"{ATOM}id") == english.findtext(f"{ATOM}id")
    links = [entry.find(f"{ATOM}link") for entry in (chinese, english)]
    hrefs = [link.get("href", "") for link in links if link is not None]
    assert [href.partition("//")[2].partition("/")[2] for href in hrefs] == [
        "laws/US/act/eng@2020-01-01/",
        "en/laws/US/act/eng@2020-01-01/",
    ]
    assert "licence: public domain" in (english.findtext(f"{ATOM}summary") or "")


def test_it_can_be_narrowed_to_one_place(client: Client) -> None:
    a_text(LawFactory.create())
    a_text(LawFactory.create(jurisdiction__code="DE", title_en="Patentgesetz"))
    assert titles(client, "?jurisdiction=de&lang=en") == ["[New text] Germany: Patentgesetz"]


def test_an_unknown_place_is_not_found(client: Client) -> None:
    assert client.get("/laws/feed.atom?jurisdiction=QQ").status_code == 404


@pytest.mark.parametrize("path", ["/en/laws/feed.atom", "/laws/feed.atom/"])
def test_it_has_one_address_outside_the_languages(client: Client, path: str) -> None:
    assert client.get(path).status_code == 404


def test_a_library_without_texts_has_an_empty_feed(client: Client) -> None:
    LawFactory.create()
    assert entries(client) == []


def test_it_takes_few_queries_and_may_be_kept(client: Client, django_assert_max_num_queries: Any) -> None:
    for number in range(8):
        a_text(LawFactory.create(slug=f"act-{number}"))
    with django_assert_max_num_queries(2):
        response = client.get("/laws/feed.atom?jurisdiction=US")
    assert "no-store" not in response.headers.get("Cache-Control", "")


@pytest.mark.parametrize(("path", "query"), [("/laws/", ""), ("/laws/US/", "?jurisdiction=US")])
def test_readers_find_the_feed_from_the_page(client: Client, path: str, query: str) -> None:
    LawFactory.create()
    assert 'type="application/atom+xml" title="' in client.get(path).text
    assert f'href="/laws/feed.atom{query}"' in client.get(path).text
