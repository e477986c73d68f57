"""The guarded way to an address that somebody typed."""

import socket
from typing import Any

import pytest
from pytest_django import Settings

from portal.lib import fetch
from portal.lib.errors import Invalid
from portal.lib.fetch import FetchError, check_url, is_public, post
from tests.notices.receiver import Receiver

pytestmark = pytest.mark.once


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
    ],
)
def test_an_address_inside_a_house_is_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["93.184.215.14", "8.8.8.8", "2606:4700::1111", "::ffff:8.8.8.8"])
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
