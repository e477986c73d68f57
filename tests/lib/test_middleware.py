"""What every request goes through: NUL is refused everywhere, and what nobody declared public is not kept."""

import pytest
from allauth.account.adapter import get_adapter
from django.conf import settings as django_settings
from django.core.handlers.wsgi import WSGIRequest
from django.test import Client, RequestFactory
from django.urls import get_resolver
from pytest_django import Settings

from tests import matrix
from tests.factories.accounts import a_member
from tests.test_url_walk import collected, walk

pytestmark = pytest.mark.django_db


def test_a_nul_in_any_part_of_any_address_leads_nowhere(client: Client) -> None:
    wrong = []
    for address in walk(get_resolver().url_patterns):
        for nul in address.parameters:
            path = "/" + address.template % {name: "%00" if name == nul else "1" for name in address.parameters}
            for prefix in ("", "/en") if not path.startswith("/api/") else ("",):
                seen = client.get(f"{prefix}{path}").status_code
                if seen != 404:
                    wrong.append(f"{prefix}{path}: {seen}")
    assert not wrong


@pytest.mark.parametrize("path", ["/laws/US%00/", "/en/guides/%00/", "/api/v1/guides/%00/", "/nothing%00here/"])
def test_an_address_with_nul_is_not_found(client: Client, path: str) -> None:
    seen = client.get(path)
    assert seen.status_code == 404
    if path.startswith("/api/"):
        assert set(seen.json()) == {"type", "title", "detail"}
    else:
        assert b"<h1" in seen.content


@pytest.mark.parametrize("query", ["q=%00", "q=a&q=%00", "%00=1"])
@pytest.mark.parametrize("path", ["/en/search/", "/en/centres/", "/api/v1/laws/", "/admin/"])
def test_a_parameter_with_nul_is_refused_with_a_sentence(client: Client, path: str, query: str) -> None:
    seen = client.get(f"{path}?{query}")
    assert seen.status_code == 400
    if path.startswith("/api/"):
        assert seen.json()["type"] == "invalid"
    elif path.startswith("/en/"):
        assert b"character that cannot be part of a text" in seen.content


def test_a_session_cookie_with_nul_is_refused(client: Client, settings: Settings) -> None:
    seen = client.get("/accounts/", HTTP_COOKIE=f'{settings.SESSION_COOKIE_NAME}="\\000abcdefghij"')
    assert seen.status_code == 400


def test_a_year_no_calendar_has_leads_back_to_the_list(client: Client) -> None:
    client.force_login(a_member("auditor"))
    seen = client.get(f"/admin/accounts/auditevent/?at__year={'9' * 25}")
    assert (seen.status_code, seen.headers.get("Location")) == (302, "/admin/accounts/auditevent/?e=1")


def test_no_personal_page_is_kept_by_a_cache() -> None:
    world, samples, client = matrix.World(), collected("SAMPLES"), Client()
    client.force_login(world.people[matrix.STRANGER])
    wrong = []
    for address in walk(get_resolver().url_patterns):
        if address.name in collected("PERSONAL"):
            path = address.filled(world, samples)
            kept = client.get(path).headers.get("Cache-Control", "")
            if "no-store" not in kept or "private" not in kept:
                wrong.append(f"{path}: {kept or 'no Cache-Control'}")
    assert not wrong


@pytest.mark.parametrize(
    ("role", "path"),
    [
        ("administrator", "/accounts/admin/centres/"),
        ("centre_head", "/triage/claims/"),
        ("editor", "/editorial/"),
    ],
)
def test_no_page_of_an_officer_is_kept_by_a_cache(client: Client, role: str, path: str) -> None:
    client.force_login(matrix.World().people[role])
    seen = client.get(path)
    assert seen.status_code == 200
    assert "no-store" in seen.headers["Cache-Control"]


@pytest.mark.parametrize("path", ["/", "/laws/", "/guides/", "/centres/", "/warnings/feed.atom", "/robots.txt"])
def test_a_public_page_may_be_kept(client: Client, path: str) -> None:
    assert "no-store" not in client.get(path).headers.get("Cache-Control", "")


@pytest.mark.parametrize(("behind", "seen_as"), [(1, "203.0.113.9"), (0, "127.0.0.1")])
def test_visitors_behind_the_proxy_are_counted_apart(
    rf: RequestFactory, settings: Settings, behind: int, seen_as: str
) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = behind
    request: WSGIRequest = rf.get("/", headers={"x-forwarded-for": "10.0.0.1, 203.0.113.9"})
    assert get_adapter(request).get_client_ip(request) == seen_as


def test_both_rate_limits_trust_the_same_number_of_proxies() -> None:
    assert django_settings.REST_FRAMEWORK["NUM_PROXIES"] == django_settings.ALLAUTH_TRUSTED_PROXY_COUNT
