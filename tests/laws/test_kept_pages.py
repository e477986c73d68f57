"""Every page of the library that is kept for everybody: the same bytes whoever asks first, and a 304 for who has it."""

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import caches
from django.core.management import call_command
from django.test import Client
from django.urls import URLResolver, get_resolver, resolve
from pytest_django import Settings
from pytest_django.fixtures import DjangoCaptureOnCommitCallbacks

from laws.models import Law, LawVersion
from portal.accounts.actions.reference import edit_reference_row
from portal.lib import pagecache, stamp
from portal.lib.provenance import row_version
from tests.clients import as_user
from tests.factories.accounts import a_member
from tests.factories.guides import a_published_guide
from tests.factories.laws import DeadlineRuleFactory, JudgmentFactory, LawFactory, TreatyPartyFactory
from tests.factories.reference import JurisdictionFactory
from tests.factories.texts import a_text, an_act

pytestmark = pytest.mark.django_db

Budget = Callable[[int], Any]
LAW = "/laws/US/patent-act/"
OLD, NEW = "eng@2020-01-01", "eng@2024-01-01"
PATHS = [
    "/laws/",
    "/laws/?region=019&right=patent",
    "/laws/US/",
    "/laws/US/?right=patent",
    LAW,
    f"{LAW}?part=1",
    f"{LAW}about/",
    f"{LAW}diff/?from={OLD}&to={NEW}",
    f"{LAW}~art_2/",
    f"{LAW}{OLD}/",
    f"{LAW}{OLD}/~art_2/",
    f"{LAW}{NEW}/print/",
    "/treaties/",
    "/treaties/PARIS/",
    "/judgments/",
    "/judgments/?jurisdiction=US",
    "/judgments/J-1/",
    "/deadlines/rules/",
    "/deadlines/rules/us-x/",
    "/guides/",
    "/guides/US/",
    "/laws/compare/?j=US&j=DE",
    "/coverage/",
    "/coverage/US/",
    "/coverage/markets/",
    "/coverage/sources/",
    "/laws/feed.atom",
]
NO_LANGUAGE = ("/laws/feed.atom",)
ROLES = ["enterprise_owner", "editor", "centre_head"]


def addresses() -> list[str]:
    return [f"{prefix}{path}" for path in PATHS for prefix in ("", "/en") if not (prefix and path in NO_LANGUAGE)]


def forget() -> None:
    caches[pagecache.ALIAS].clear()
    pagecache.memory.clear()


@pytest.fixture(autouse=True)
def library(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Law:
    settings.PAGE_CACHE_SECONDS = 300
    monkeypatch.setattr(stamp, "SECONDS", 3600.0)
    law = LawFactory.create(slug="patent-act", jurisdiction__region_code="019")
    a_text(law, dated="2020-01-01", pieces=an_act(3))
    a_text(law, dated="2024-01-01", pieces=an_act(3, text="Everything new and useful is protected."))
    TreatyPartyFactory.create()
    JurisdictionFactory.create(code="DE")
    JudgmentFactory.create(code="J-1")
    DeadlineRuleFactory.create(rule_id="us-x")
    a_published_guide("US")
    return law


def kept_views(patterns: Any) -> Iterator[str]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from kept_views(pattern.url_patterns)
        elif hasattr(pattern.callback, "cached_parameters"):
            yield pattern.name


def test_the_list_above_names_every_view_that_is_kept() -> None:
    walked = {resolve(path.partition("?")[0]).view_name for path in PATHS}
    assert set(kept_views(get_resolver().url_patterns)) == walked


@pytest.mark.parametrize("role", ROLES)
def test_what_a_person_fills_is_what_a_stranger_would_get(role: str, clock_at: Callable[[str], datetime]) -> None:
    clock_at("2026-11-22T12:00+08:00")  # some pages say when they were made
    person = as_user(a_member(role))
    for path in addresses():
        forget()
        strangers = Client().get(path)
        assert strangers.status_code == 200, path
        forget()
        persons = person.get(path)
        [kept] = pagecache.memory.pages.values()
        assert kept.body == strangers.content == persons.content, path
        assert not persons.cookies
        assert b"csrfmiddlewaretoken" not in kept.body


def test_every_page_is_served_again_without_a_query_and_not_sent_twice(django_assert_num_queries: Budget) -> None:
    client = Client()
    for path in addresses():
        first = client.get(path)
        with django_assert_num_queries(0):
            again = client.get(path)
            unchanged = client.get(path, headers={"if-none-match": first["ETag"]})
        assert again.content == first.content, path
        assert (unchanged.status_code, unchanged.content) == (304, b""), path
        assert first["Cache-Control"] == pagecache.CACHE_CONTROL
        assert first.has_header("Last-Modified")
        assert first["Vary"] == "Accept-Encoding", path
        if path not in NO_LANGUAGE:
            assert first["X-Frame-Options"] == "DENY"


def test_a_correction_by_hand_shows_at_once(
    library: Law, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    client = Client()
    before = {path: client.get(path).content for path in (f"/en{LAW}", "/en/laws/US/")}
    with django_capture_on_commit_callbacks(execute=True):
        edit_reference_row(
            by=a_member("editor"),
            row=library,
            changes={"title_en": "Corrected Act", "source": "test"},
            version=row_version(library),
        )
    for path, content in before.items():
        assert b"Corrected Act" not in content
        assert b"Corrected Act" in client.get(path).content


def test_an_import_shows_at_once(
    tmp_path: Path, library: Law, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    client = Client()
    assert client.get("/en/laws/US/").status_code == 200
    number = stamp.current()
    file = tmp_path / "law.jsonl"
    file.write_text(
        '{"jurisdiction": "US", "law": "Design Act", "law_id": "D-1", "language": "en", "article": "1", '
        '"heading": "", "text": "Designs are protected."}\n'
    )
    with django_capture_on_commit_callbacks(execute=True):
        call_command("import_laws", str(file), "--json")
    assert LawVersion.objects.filter(law__title_en="Design Act").exists()
    assert stamp.current() > number
    assert b"Design Act" in client.get("/en/laws/US/").content
