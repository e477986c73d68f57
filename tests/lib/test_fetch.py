"""The guarded way to an address that somebody typed."""

import errno
import socket
import threading
import time
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pytest
from django.utils import translation
from pytest_django import Settings

from portal.lib import fetch
from portal.lib.errors import Invalid
from portal.lib.fetch import FetchError, check_url, is_public, post
from tests.laws.harvest.publisher import Page, Publisher
from tests.notices.receiver import Receiver

pytestmark = pytest.mark.once


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.fixture
def inside_allowed(settings: Settings) -> None:
    settings.WEBHOOK_ALLOW_PRIVATE = True
    settings.PRODUCTION = False


@pytest.mark.parametrize(
    "address",
    [
        *("127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.1"),
        *("224.0.0.1", "255.255.255.255", "240.0.0.1", "192.0.2.1", "198.18.0.1"),
        *("::1", "::", "fe80::1", "fe80::1%eth0", "fc00::1", "fec0::1", "ff02::1", "2001:db8::1"),
        *("::ffff:127.0.0.1", "::ffff:10.0.0.1", "::127.0.0.1", "2002:7f00:1::", "64:ff9b::7f00:1", "not an address"),
        *("192.88.99.1", "::ffff:192.88.99.1", "3fff::1", "3fff:fff:ffff::1"),
    ],
)
def test_an_address_inside_a_house_is_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["93.184.215.14", "192.88.98.1", "2606:4700::1111", "3ffe::1", "::ffff:8.8.8.8"])
def test_an_address_of_the_internet_is_public(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    "url",
    [
        *("http://gate.example/", "ftp://gate.example/", "gate.example", "https://", "https://user@gate.example/"),
        *("https://gate.example/#x", "https://gate.example:99999/", "https://gate.example/a b", "https://门.example/"),
        *("https://localhost/", "https://127.0.0.1/", "https://[::1]/", "https://10.0.0.1/", "https://nas.local/"),
        *("https://gate.example/\r\nX: y", "https://gate.example/" + "a" * 500, "https://169.254.169.254/latest"),
    ],
)
def test_such_an_address_is_not_stored(url: str) -> None:
    with pytest.raises(Invalid) as refused:
        check_url(url)
    assert "url" in refused.value.fields


def test_a_public_address_is_stored_as_typed() -> None:
    assert check_url("https://gate.example:8443/hook?key=1") == "https://gate.example:8443/hook?key=1"


def test_a_name_that_stands_for_an_inner_address_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    def answers(*args: Any, **kwargs: Any) -> list[Any]:
        return [
            (socket.AF_INET, socket.SOCK_STREAM, 6, "", ("8.8.8.8", 443)),
            (socket.AF_INET6, socket.SOCK_STREAM, 6, "", ("::ffff:10.0.0.5", 443, 0, 0)),
        ]

    monkeypatch.setattr(socket, "getaddrinfo", answers)
    with pytest.raises(FetchError, match="private network"):
        post("https://gate.example/", b"", {})


def test_the_connection_goes_to_the_address_that_was_checked(monkeypatch: pytest.MonkeyPatch) -> None:
    looked_up: list[str] = []
    connected: list[Any] = []

    def answers(host: str, *args: Any, **kwargs: Any) -> list[Any]:
        looked_up.append(host)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("8.8.8.8", 443))]

    def connect(address: Any, **kwargs: Any) -> socket.socket:
        connected.append(address)
        raise OSError("no network in tests")

    monkeypatch.setattr(socket, "getaddrinfo", answers)
    monkeypatch.setattr(socket, "create_connection", connect)
    with pytest.raises(FetchError):
        post("https://gate.example/hook", b"", {})
    assert looked_up == ["gate.example"]
    assert connected == [("8.8.8.8", 443)]


def test_a_loopback_receiver_is_reached_only_where_the_setting_allows_it(settings: Settings) -> None:
    with Receiver() as receiver:
        with pytest.raises(FetchError):
            post(receiver.url, b"{}", {})
        settings.WEBHOOK_ALLOW_PRIVATE = True
        settings.PRODUCTION = True
        with pytest.raises(FetchError):
            post(receiver.url, b"{}", {})
        assert receiver.posted == []
        settings.PRODUCTION = False
        assert post(receiver.url, b"{}", {"X-Portal-Id": "1"}).status == 204
        assert receiver.posted[0].path == "/hook?key=hidden"
        assert receiver.posted[0].headers["Host"].startswith("127.0.0.1:")


def test_a_redirect_is_an_answer_and_is_not_followed(inside_allowed: None) -> None:
    with Receiver(status=302) as receiver:
        receiver.headers = {"Location": receiver.url}
        assert post(receiver.url, b"{}", {}).status == 302
        assert len(receiver.posted) == 1


def test_a_receiver_that_never_answers_is_given_up(inside_allowed: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetch, "TOTAL_SECONDS", 0.3)
    with socket.create_server(("127.0.0.1", 0)) as silent, pytest.raises(FetchError):
        post(f"http://127.0.0.1:{silent.getsockname()[1]}/secret?key=1", b"{}", {})


def test_what_is_said_of_a_failure_names_no_path_and_no_key(inside_allowed: None) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    with pytest.raises(FetchError) as failed:
        post(f"http://127.0.0.1:{port}/secret?key=1", b"{}", {})
    assert "secret" not in str(failed.value)
    assert "key" not in str(failed.value)


@pytest.mark.parametrize("way", ["get", "post"])
def test_a_name_server_that_is_silent_is_given_up_in_time(way: str, monkeypatch: pytest.MonkeyPatch) -> None:
    over = threading.Event()

    def silent(*args: Any, **kwargs: Any) -> list[Any]:
        over.wait(10.0)
        raise socket.gaierror

    monkeypatch.setattr(socket, "getaddrinfo", silent)
    monkeypatch.setattr(fetch, "LOOKUP_SECONDS", 0.2)
    url, began = "https://kites.example/", time.monotonic()
    with pytest.raises(FetchError, match="not looked up in time"):
        fetched(url) if way == "get" else post(url, b"{}", {})
    assert time.monotonic() - began < 5.0
    over.set()


def test_a_look_up_may_not_take_longer_than_the_whole_request(monkeypatch: pytest.MonkeyPatch) -> None:
    over = threading.Event()
    monkeypatch.setattr(socket, "getaddrinfo", lambda *args, **kwargs: over.wait(10.0) and [])
    began = time.monotonic()
    with pytest.raises(FetchError, match="not looked up in time"):
        fetched("https://kites.example/", seconds=0.2)
    assert time.monotonic() - began < 5.0
    over.set()


@pytest.mark.parametrize("way", ["get", "post"])
@pytest.mark.parametrize("kind", [threading.Thread, threading.Timer])
def test_a_machine_without_a_thread_left_fails_as_any_request_does(
    kind: type[threading.Thread], way: str, inside_allowed: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def exhausted(thread: threading.Thread) -> None:
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr(kind, "start", exhausted)
    url = "http://127.0.0.1:9/"
    with pytest.raises(FetchError, match="too busy"):
        fetched(url) if way == "get" else post(url, b"{}", {})


def test_why_a_request_failed_is_told_in_chinese() -> None:
    with translation.override("zh-hans"), pytest.raises(FetchError) as failed:
        fetch.post("http://kites.example/", b"", {})
    assert str(failed.value) == "该地址不是 https 地址"


# --- get ------------------------------------------------------------------------------------------


def fetched(url: str, **more: Any) -> fetch.Fetched:
    options: dict[str, Any] = {"headers": {"User-Agent": "kites"}, "max_bytes": 1000, "seconds": 5.0}
    return fetch.get(url, **(options | more))


@pytest.fixture
def publisher(inside_allowed: None) -> Iterator[Publisher]:
    with Publisher() as found:
        yield found


def test_get_gives_status_headers_body_and_where_it_came_from(publisher: Publisher) -> None:
    publisher.pages = {
        "/old": Page(status=301, headers={"Location": "/new#part"}),
        "/new": Page(b"kites", headers={"ETag": '"one"'}),
    }
    answer = fetched(f"{publisher.url}/old")
    assert (answer.status, answer.body, answer.size, answer.headers["etag"]) == (200, b"kites", 5, '"one"')
    assert answer.url == f"{publisher.url}/new"
    assert publisher.asked[-1][1]["User-Agent"] == "kites"
    assert publisher.asked[-1][1]["Accept-Encoding"] == "identity"


def test_get_streams_into_a_file_and_says_how_far_it_is(publisher: Publisher) -> None:
    publisher.pages = {"/big": Page(b"k" * 200_000), "/gone": Page(b"not a file", status=404)}
    into, seen = BytesIO(), list[int]()
    answer = fetched(f"{publisher.url}/big", into=into, max_bytes=300_000, on_bytes=seen.append)
    assert (answer.body, answer.size, len(into.getvalue()), seen[-1]) == (b"", 200_000, 200_000, 200_000)
    into = BytesIO()
    assert fetched(f"{publisher.url}/gone", into=into).body == b"not a file"
    assert into.getvalue() == b"", "only what was asked for goes into the file"


def test_get_does_not_blame_the_other_side_for_a_full_disk(publisher: Publisher) -> None:
    class Full(BytesIO):
        def write(self, data: object) -> int:
            raise OSError(errno.ENOSPC, "No space left on device")

    publisher.pages = {"/big": Page(b"kites")}
    with pytest.raises(OSError, match="No space left"):
        fetched(f"{publisher.url}/big", into=Full())


def test_get_refuses_an_address_inside_the_house_also_behind_a_redirect(
    publisher: Publisher, monkeypatch: pytest.MonkeyPatch
) -> None:
    publisher.pages = {
        "/away": Page(status=302, headers={"Location": f"http://localhost:{publisher.url.rpartition(':')[2]}/secret"}),
        "/secret": Page(b"secret"),
    }
    checked: list[str] = []
    look_up = fetch._addresses

    def public_once(host: str, port: int, ends: float) -> list[str]:
        checked.append(host)
        if len(checked) > 1:
            monkeypatch.setattr(fetch, "allow_private", lambda: False)
        return look_up(host, port, ends)

    monkeypatch.setattr(fetch, "_addresses", public_once)
    with pytest.raises(FetchError, match="private network"):
        fetched(f"{publisher.url}/away")
    assert checked == ["127.0.0.1", "localhost"]
    assert publisher.times("/secret") == 0


@pytest.mark.parametrize("location", ["http://kites.example/a", "ftp://kites.example/a", "file:///etc/passwd"])
def test_get_follows_no_redirect_that_gives_up_encryption(location: str) -> None:
    with pytest.raises(FetchError, match="without encryption"):
        fetch._next_hop(fetch._split("https://kites.example/list"), location)


@pytest.mark.parametrize("url", ["file:///etc/passwd", "ftp://kites.example/", "https://user@kites.example/", "kites"])
def test_get_takes_http_and_https_only(url: str) -> None:
    with pytest.raises(FetchError, match="not one that can be fetched"):
        fetched(url)


def test_get_reads_no_more_than_it_may(publisher: Publisher) -> None:
    publisher.pages = {"/honest": Page(b"k" * 2000), "/liar": Page(b"k" * 2000, announce=10)}
    with pytest.raises(FetchError, match="larger than"):
        fetched(f"{publisher.url}/honest")
    assert fetched(f"{publisher.url}/liar").size == 10, "what stands behind the announced end is not read"


def test_get_takes_no_half_answer(publisher: Publisher) -> None:
    publisher.pages = {"/half": Page(b"kites", announce=50)}
    with pytest.raises(FetchError, match="broke off after 5 of 50"):
        fetched(f"{publisher.url}/half", seconds=2.0)


def test_get_gives_up_in_time(publisher: Publisher) -> None:
    publisher.pages = {"/slow": Page(b"kites", pause=3.0)}
    with pytest.raises(FetchError, match="in time"):
        fetched(f"{publisher.url}/slow", seconds=0.3)


@pytest.mark.parametrize("announce", [None, -1], ids=["announced", "until it closes"])
@pytest.mark.parametrize("headers", [{}, {"Connection": "close"}], ids=["stays open", "closes"])
@pytest.mark.parametrize("way", ["get", "post"])
def test_an_answer_that_drips_is_given_up_in_time(
    way: str, headers: dict[str, str], announce: int | None, publisher: Publisher, monkeypatch: pytest.MonkeyPatch
) -> None:
    publisher.pages = {"/drip": Page(b"k" * 40, headers=headers, announce=announce, drip=0.1)}
    monkeypatch.setattr(fetch, "TOTAL_SECONDS", 0.4)
    url, began = f"{publisher.url}/drip", time.monotonic()
    with pytest.raises(FetchError, match="in time"):
        fetched(url, seconds=0.4) if way == "get" else post(url, b"{}", {})
    assert time.monotonic() - began < 2.0


@pytest.mark.parametrize("announce", [None, -1], ids=["announced", "until it closes"])
def test_half_an_answer_that_falls_silent_is_not_taken_for_the_whole(
    announce: int | None, publisher: Publisher
) -> None:
    publisher.pages = {"/silent": Page(b"kites", headers={"Connection": "close"}, announce=announce, drip=0.3)}
    began = time.monotonic()
    with pytest.raises(FetchError, match="in time"):
        fetched(f"{publisher.url}/silent", seconds=0.5)
    assert time.monotonic() - began < 1.2


@pytest.mark.parametrize("location", ["http://[", "//[::1", "http://kites.example:port/"])
def test_a_redirect_to_no_address_is_an_answer_that_cannot_be_had(location: str, publisher: Publisher) -> None:
    publisher.pages = {"/away": Page(status=302, headers={"Location": location})}
    with pytest.raises(FetchError):
        fetched(f"{publisher.url}/away")
