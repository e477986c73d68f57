"""Whole pages kept for everybody: what is kept, for whom, how long, and what is never kept."""

import gzip
import pickle
import time
import zlib
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import caches
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.test import Client, RequestFactory
from pytest_django import Settings
from pytest_django.fixtures import DjangoCaptureOnCommitCallbacks

from laws.models import Law
from portal.lib import clock, pagecache, stamp
from portal.lib.pagecache import PageCacheMiddleware, cached_page
from tests.clients import as_user
from tests.factories.accounts import UserFactory, a_member
from tests.factories.laws import LawFactory

pytestmark = pytest.mark.django_db

Budget = Callable[[int], Any]
PATH = "/laws/US/patent-act/"
ENGLISH = "/en/laws/US/patent-act/"


@pytest.fixture(autouse=True)
def law(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Law:
    settings.PAGE_CACHE_SECONDS = 300
    monkeypatch.setattr(stamp, "SECONDS", 3600.0)  # however slow the machine is
    return LawFactory.create(slug="patent-act")


def rename(law: Law, title: str) -> None:
    """A change past every action, as a page that is kept does not notice it."""
    Law.objects.filter(pk=law.pk).update(title_en=title)


def elsewhere() -> None:
    """As another process sees it: nothing in memory, only what is shared."""
    pagecache.memory.clear()
    stamp.forget()


def test_a_page_is_made_once_and_then_asks_the_database_nothing(
    client: Client, django_assert_num_queries: Budget
) -> None:
    first = client.get(ENGLISH)
    with django_assert_num_queries(0):
        again = client.get(ENGLISH)
    assert first.content == again.content
    assert {**first.headers} == {**again.headers}
    assert "default-src" in again["Content-Security-Policy"]
    assert (again["X-Frame-Options"], again["X-Content-Type-Options"]) == ("DENY", "nosniff")
    assert again["Content-Language"] == "en"


def test_another_process_takes_the_page_from_the_shared_cache(client: Client, law: Law) -> None:
    first = client.get(ENGLISH)
    rename(law, "Another Act")
    elsewhere()
    assert client.get(ENGLISH).content == first.content


@pytest.mark.parametrize("damage", ["cut", "emptied", "scribbled over", "something else"])
def test_a_kept_page_that_is_damaged_is_made_anew(
    client: Client, settings: Settings, tmp_path: Path, damage: str, caplog: pytest.LogCaptureFixture
) -> None:
    files = {"BACKEND": "django.core.cache.backends.filebased.FileBasedCache", "LOCATION": str(tmp_path)}
    settings.CACHES = settings.CACHES | {pagecache.ALIAS: files}
    whole = client.get(ENGLISH).content
    [kept] = tmp_path.iterdir()
    data = kept.read_bytes()
    if damage == "something else":
        kept.write_bytes(data[: data.index(b".") + 1] + zlib.compress(pickle.dumps("no page")))
    else:
        kept.write_bytes({"cut": data[: len(data) // 2], "emptied": b"", "scribbled over": b"\x80garbage"}[damage])
    elsewhere()
    assert not client.head(ENGLISH).content
    assert not kept.exists() or damage == "emptied", "it stands in nobody's way, also where none is kept in its place"
    elsewhere()
    assert client.get(ENGLISH).content == whole
    elsewhere()
    caplog.clear()
    assert client.get(ENGLISH).content == whole
    assert not caplog.records
    assert kept.read_bytes() != data[: len(data) // 2]


def test_each_language_and_each_host_has_its_own_page(client: Client, settings: Settings) -> None:
    settings.ALLOWED_HOSTS = ["testserver", "other.example"]
    assert b'lang="zh-Hans"' in client.get(PATH).content
    assert b'lang="en"' in client.get(ENGLISH).content
    pages = [client.get(PATH, headers={"host": host}) for host in ("testserver", "other.example", "testserver")]
    assert [page.status_code for page in pages] == [200, 200, 200]
    assert len(pagecache.memory.pages) == 3


def test_a_host_that_is_not_ours_is_refused_also_for_a_page_that_is_kept(client: Client) -> None:
    client.get(PATH)
    assert client.get(PATH, headers={"host": "evil.example"}).status_code == 400


def test_plain_http_is_sent_to_https_before_a_page_is_shown(client: Client, settings: Settings) -> None:
    client.get(PATH)
    settings.SECURE_SSL_REDIRECT = True
    assert Client().get(PATH).status_code == 301


def test_a_change_shows_at_once_here_and_elsewhere(
    client: Client, law: Law, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    client.get(ENGLISH)
    rename(law, "Corrected Act")
    assert b"Corrected Act" not in client.get(ENGLISH).content
    with django_capture_on_commit_callbacks(execute=True):
        stamp.touch()
    assert b"Corrected Act" in client.get(ENGLISH).content
    elsewhere()
    assert b"Corrected Act" in client.get(ENGLISH).content


def test_another_process_sees_a_change_after_two_seconds(
    client: Client,
    law: Law,
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    client.get(ENGLISH)
    rename(law, "Corrected Act")
    with monkeypatch.context() as patch:
        patch.setattr(stamp, "forget", lambda: None)  # the count was made by another process
        with django_capture_on_commit_callbacks(execute=True):
            stamp.touch()
    assert b"Corrected Act" not in client.get(ENGLISH).content
    later = time.monotonic() + stamp.SECONDS
    monkeypatch.setattr(time, "monotonic", lambda: later)
    assert b"Corrected Act" in client.get(ENGLISH).content


def test_a_change_that_is_rolled_back_makes_no_page_anew(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    before = stamp.current()
    with django_capture_on_commit_callbacks() as waiting:
        stamp.touch()
    assert len(waiting) == 1
    assert stamp.current() == before


def test_counting_goes_on_from_the_first_change(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    for number in (1, 2, 3):
        with django_capture_on_commit_callbacks(execute=True):
            stamp.touch()
        assert stamp.current() == number


def test_what_nobody_announced_shows_after_five_minutes(
    client: Client, law: Law, clock_at: Callable[[str], datetime]
) -> None:
    start = clock_at("2026-11-22T12:00+08:00")
    client.get(ENGLISH)
    rename(law, "Silent Act")
    with clock.set_to(start + timedelta(seconds=299)):
        assert b"Silent Act" not in client.get(ENGLISH).content
    with clock.set_to(start + timedelta(seconds=300)):
        assert b"Silent Act" in client.get(ENGLISH).content


def test_nothing_is_kept_when_it_is_switched_off(client: Client, law: Law, settings: Settings) -> None:
    settings.PAGE_CACHE_SECONDS = 0
    assert not client.get(ENGLISH).has_header("ETag")
    rename(law, "Corrected Act")
    assert b"Corrected Act" in client.get(ENGLISH).content


class TestConditions:
    def test_an_unchanged_page_is_not_sent_twice(self, client: Client) -> None:
        first = client.get(ENGLISH)
        for headers in ({"if-none-match": first["ETag"]}, {"if-modified-since": first["Last-Modified"]}):
            for forget in (False, True):
                if forget:
                    elsewhere()
                again = client.get(ENGLISH, headers=headers)
                assert (again.status_code, again.content) == (304, b"")
                assert again["ETag"] == first["ETag"]
                assert again["Cache-Control"] == pagecache.CACHE_CONTROL

    def test_a_page_made_anew_with_the_same_words_keeps_its_date(
        self, client: Client, law: Law, clock_at: Callable[[str], datetime]
    ) -> None:
        start = clock_at("2026-11-22T12:00+08:00")
        first = client.get("/laws/")
        with clock.set_to(start + timedelta(hours=1)):
            assert client.get("/laws/")["Last-Modified"] == first["Last-Modified"]
        LawFactory.create(slug="trade-mark-act")
        with clock.set_to(start + timedelta(hours=2)):
            changed = client.get("/laws/", headers={"if-modified-since": first["Last-Modified"]})
        assert changed.status_code == 200
        assert changed["Last-Modified"] != first["Last-Modified"]
        assert changed["ETag"] != first["ETag"]

    def test_a_proxy_may_keep_it_for_seconds_and_for_every_visitor(self, client: Client) -> None:
        page = client.get(PATH)
        assert page["Cache-Control"].startswith("public, max-age=10,")
        assert page["Vary"] == "Accept-Encoding"

    @pytest.mark.parametrize(
        ("accepts", "packed"),
        [("gzip, br", True), ("br, gzip;q=0.5", True), ("gzip;q=0", False), ("gzip; q=0.0, br", False), ("br", False)],
    )
    def test_it_is_packed_for_whoever_reads_that(self, client: Client, accepts: str, packed: bool) -> None:
        plain = client.get(PATH)
        page = client.get(PATH, headers={"accept-encoding": accepts})
        assert page.get("Content-Encoding", "") == ("gzip" if packed else "")
        assert (gzip.decompress(page.content) if packed else page.content) == plain.content
        assert int(page["Content-Length"]) == len(page.content)
        assert (page["ETag"], page["Vary"]) == (plain["ETag"], plain["Vary"])

    def test_a_head_says_the_same_without_the_page(self, client: Client) -> None:
        for _ in range(2):
            head = client.head(PATH)
            page = client.get(PATH)
            assert head.content == b""
            assert head["Content-Length"] == page["Content-Length"] == str(len(page.content))
            assert head["ETag"] == page["ETag"]


class TestWhatIsNotKept:
    @pytest.mark.parametrize(
        ("path", "headers"),
        [
            (f"{ENGLISH}?utm_source=x", {}),
            (ENGLISH, {"hx-request": "true"}),
            (f"{ENGLISH}?{'x' * 500}", {}),
            ("/en/laws/US/nothing/", {}),
            ("/en/laws/us/patent-act/", {}),
            ("/en/search/?q=patent", {}),
            ("/en/deadlines/", {}),
            ("/en/accounts/", {}),
            ("/healthz", {}),
            ("/nowhere", {}),
        ],
    )
    def test_the_answer_is_made_each_time(self, client: Client, path: str, headers: dict[str, str]) -> None:
        client.get(path, headers=headers)
        assert not pagecache.memory.pages

    def test_a_post_is_neither_kept_nor_answered_from_what_is(self, client: Client) -> None:
        client.get(PATH)
        assert client.post(PATH).status_code == 405

    def test_a_view_that_may_show_a_person_cannot_be_marked(self) -> None:
        with pytest.raises(TypeError, match="public_page"):
            cached_page()(lambda request: HttpResponse())

    @pytest.mark.parametrize(
        ("answer", "said"),
        [
            (lambda request: _with_cookie(), "sets a cookie"),
            (lambda request: HttpResponse(get_token(request)), "form token"),
            (lambda request: HttpResponse(headers={"Vary": "Accept-Language, Cookie"}), "varies by cookie"),
            (lambda request: HttpResponse(headers={"Cache-Control": "private"}), "says private"),
            (
                lambda request: HttpResponse(headers={"Content-Security-Policy": "script-src 'nonce-abc'"}),
                "names a nonce",
            ),
        ],
    )
    def test_an_answer_that_could_be_one_persons_is_refused(
        self,
        rf: RequestFactory,
        caplog: pytest.LogCaptureFixture,
        answer: Callable[[HttpRequest], HttpResponse],
        said: str,
    ) -> None:
        response = PageCacheMiddleware(answer)(rf.get(PATH))
        assert not response.has_header("ETag")
        assert not pagecache.memory.pages
        assert said in caplog.text

    def test_pages_beyond_the_room_of_a_process_leave_it_oldest_first(self) -> None:
        memory = pagecache._Memory(limit=250)
        for name in ("a", "b", "a", "c"):
            memory.put(name, pagecache.Page(0, 0.0, 0, "", (), b"x" * 80, b"y" * 20))
        assert list(memory.pages) == ["a", "c"]
        assert memory.size == 200


def _with_cookie() -> HttpResponse:
    response = HttpResponse()
    response.set_cookie("seen", "1")
    return response


class TestNobodyIsInIt:
    def test_a_page_filled_by_a_person_is_a_strangers(self, law: Law) -> None:
        stranger = Client().get(ENGLISH).content
        for person in (UserFactory.create(name="Zhang San"), a_member("editor"), a_member("centre_head")):
            caches[pagecache.ALIAS].clear()
            elsewhere()
            client = as_user(person)
            client.cookies["portal_session_csrf"] = "x" * 32
            headers = {"user-agent": "Strange", "accept-language": "en", "referer": "https://x.example/", "x-any": "1"}
            assert client.get(ENGLISH, headers=headers).content == stranger
            [page] = pagecache.memory.pages.values()
            assert page.body == stranger
            assert person.email.encode() not in page.body

    def test_the_view_sees_no_cookie_no_log_in_and_no_browser(self, rf: RequestFactory) -> None:
        seen: dict[str, Any] = {}

        def answer(request: HttpRequest) -> HttpResponse:
            seen.update(cookies=dict(request.COOKIES), headers=dict(request.headers))
            return HttpResponse("page")

        request = rf.get(
            PATH, headers={"cookie": "a=b", "authorization": "Bearer x", "user-agent": "y", "host": "testserver"}
        )
        assert request.COOKIES == {"a": "b"}
        PageCacheMiddleware(answer)(request)
        assert seen == {"cookies": {}, "headers": {"Host": "testserver"}}
        assert request.COOKIES == {"a": "b"}
        assert request.headers["Authorization"] == "Bearer x"

    def test_a_page_outside_still_knows_its_visitor(self) -> None:
        person = UserFactory.create()
        assert as_user(person).get("/en/accounts/").status_code == 200

    def test_a_message_waits_for_the_next_private_page(self) -> None:
        client = as_user(UserFactory.create())
        session = client.session
        session["kept"] = "yes"
        session.save()
        client.get(ENGLISH)
        assert client.session["kept"] == "yes"
