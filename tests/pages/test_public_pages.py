"""Home, emergency and figures, and what robots and search engines are told."""

import csv
import io

import pytest
from django.template.loader import render_to_string
from django.test import Client
from django.utils.translation import gettext_lazy as _
from pytest_django import DjangoAssertNumQueries

from portal.accounts.models import GuidanceCentre
from portal.lib import figures, panels
from portal.lib.figures import Breakdown, Figure
from portal.reference.models import DisputeType, Jurisdiction

pytestmark = pytest.mark.django_db


@pytest.fixture
def no_figures(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(figures, "_figures", {})
    monkeypatch.setattr(figures, "_breakdowns", {})


@pytest.fixture
def some_figures(no_figures: None) -> None:
    figures.register(
        Figure("laws.laws", figures.LIBRARY, _("Laws"), lambda: 1234, _("Every law."), link="/emergency/", on_home=True)
    )
    figures.register(Figure("laws.other", figures.LIBRARY, _("Treaties"), lambda: 26, _("Every treaty.")))
    figures.register(
        Breakdown(
            "cases.by_place", figures.CASES, _("Sums"), _("Place"), lambda: [("=1+1", 3), ("US", 0)], _("By place.")
        )
    )


@pytest.mark.parametrize("path", ["/", "/en/", "/emergency/", "/en/emergency/", "/statistics/", "/en/statistics/"])
def test_a_public_page_answers_and_obeys_the_content_policy(client: Client, path: str) -> None:
    response = client.get(path)
    html = response.content.decode()
    assert response.status_code == 200
    assert "default-src 'none'" in response["Content-Security-Policy"]
    assert "unsafe" not in response["Content-Security-Policy"]
    assert " style=" not in html
    assert "<style" not in html
    assert html.count("<h1>") == 1


def test_public_pages_set_no_cookie_and_do_not_vary_by_it(client: Client) -> None:
    for path in ("/", "/emergency/", "/statistics/"):
        response = client.get(path)
        assert not response.cookies
        assert "Cookie" not in response.get("Vary", "")


def test_the_path_decides_the_language(client: Client) -> None:
    assert '<html lang="zh-Hans">' in client.get("/", headers={"accept-language": "en"}).content.decode()
    assert '<html lang="en">' in client.get("/en/", headers={"accept-language": "zh"}).content.decode()


def test_the_language_switch_keeps_page_and_query(client: Client) -> None:
    assert 'href="/en/statistics/?a=b"' in client.get("/statistics/?a=b").content.decode()
    assert 'href="/statistics/?a=b"' in client.get("/en/statistics/?a=b").content.decode()


def test_the_emergency_door_stands_on_every_page(client: Client) -> None:
    for path in ("/", "/statistics/", "/nothing-here/"):
        assert 'class="emergency-door" href="/emergency/"' in client.get(path).content.decode()


@pytest.mark.parametrize("path", ["/laws/compare/", "/judgments/"])
def test_the_home_page_has_a_door_to_comparison_and_to_cases(path: str, client: Client) -> None:
    for prefix in ("", "/en"):
        doors = client.get(f"{prefix}/").content.decode().split('class="doors"')[1].split("</ul>")[0]
        assert f'href="{prefix}{path}"' in doors
        assert client.get(f"{prefix}{path}").status_code == 200


def test_the_home_page_shows_counters_that_link_to_how_they_are_counted(client: Client, some_figures: None) -> None:
    html = client.get("/en/").content.decode()
    assert '<a href="/en/statistics/#lawslaws"><span class="figure">1,234</span>' in html
    assert "Treaties</span>" not in html.split('class="counters"')[1]
    assert 'id="lawslaws"' in client.get("/en/statistics/").content.decode()


def test_the_figures_page_says_how_each_number_is_counted(client: Client, some_figures: None) -> None:
    html = client.get("/en/statistics/").content.decode()
    for words in ("1,234", "Every law.", "Every treaty.", "By place.", 'href="/en/emergency/"'):
        assert words in html


def test_the_figures_page_without_figures_says_so(client: Client, no_figures: None) -> None:
    assert "Nothing to count yet" in client.get("/en/statistics/").content.decode()


def test_the_download_holds_every_row_and_no_cell_that_a_spreadsheet_would_run(
    client: Client, some_figures: None
) -> None:
    response = client.get("/en/statistics/figures.csv")
    rows = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))
    assert response["Content-Disposition"].startswith("attachment")
    assert [row[3] for row in rows[1:]] == ["1234", "26", "3", "0"]
    assert "'=1+1" in rows[3]


def test_the_emergency_page_shows_the_checklist_of_the_reference_data(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    DisputeType.objects.create(code="trade_fair", checklist_zh=["随身带卡片"], checklist_en=["Carry the card"])
    with django_assert_max_num_queries(4):
        html = client.get("/en/emergency/").content.decode()
    assert "Carry the card" in html
    assert "随身带卡片" in client.get("/emergency/").content.decode()


def test_the_emergency_page_names_open_centres_with_a_telephone_only(client: Client) -> None:
    china = Jurisdiction.objects.create(code="CN", kind="country", name_en="China")
    common = {"kind": "local", "jurisdiction": china, "duty_phone": "010-1"}
    GuidanceCentre.objects.create(slug="a", name_en="Open centre", **common)
    GuidanceCentre.objects.create(slug="b", name_en="Closed centre", closed_on="2020-01-01", **common)
    GuidanceCentre.objects.create(slug="c", name_en="Future centre", fact_status="in_preparation", **common)
    GuidanceCentre.objects.create(slug="d", name_en="Demo centre", is_demo=True, **common)
    GuidanceCentre.objects.create(slug="e", name_en="Silent centre", kind="local", jurisdiction=china)
    html = client.get("/en/emergency/").content.decode()
    assert "Open centre" in html
    assert 'href="tel:0101"' in html
    for name in ("Closed", "Future", "Demo", "Silent"):
        assert f"{name} centre" not in html


def test_the_emergency_page_without_any_telephone_says_so(client: Client) -> None:
    assert "No duty telephone is known to us yet" in client.get("/en/emergency/").content.decode()


def test_a_panel_that_an_app_registers_appears_on_the_home_page(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(panels, "_slots", {})
    panels.register("home", lambda request: panels.Panel("components/empty.html", {"title": "Three warnings"}))
    assert "Three warnings" in client.get("/").content.decode()


def test_robots_are_kept_from_private_pages_and_shown_the_sitemap(client: Client) -> None:
    text = client.get("/robots.txt").content.decode()
    assert "Disallow: /cases/" in text
    assert "Disallow: /en/triage/" in text
    assert "/sitemap.xml" in text


@pytest.mark.parametrize("path", ["/", "/emergency/", "/statistics/", "/robots.txt", "/sitemap.xml"])
def test_a_page_that_only_shows_refuses_a_post(client: Client, path: str) -> None:
    assert client.post(path).status_code == 405


def test_an_unknown_address_gets_a_page_with_ways_on(client: Client) -> None:
    response = client.get("/en/nothing-here/")
    assert response.status_code == 404
    assert "Page not found" in response.content.decode()


def test_a_stale_form_is_told_what_to_do() -> None:
    response = Client(enforce_csrf_checks=True).post("/en/accounts/login/", {"login": "a@b.example"})
    assert response.status_code == 403
    assert "send the form again" in response.content.decode()


def test_the_page_for_a_fault_needs_neither_database_nor_request() -> None:
    html = render_to_string("500.html")
    assert "系统出错" in html
    assert "Something went wrong" in html
    assert "{%" not in html
