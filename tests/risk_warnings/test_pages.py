"""The pages of warnings: what everybody reads, what a person subscribes to, and the desk."""

import uuid
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from portal.lib import clock
from portal.lib.publication import PublicationState as S
from risk_warnings import actions
from risk_warnings.models import RiskWarning
from tests.clients import as_user
from tests.factories.accounts import UserFactory, a_member
from tests.factories.warnings import (
    a_draft,
    a_published_warning,
    a_submitted_warning,
    an_author,
    an_issuer,
    the_groups,
    the_industries,
)

pytestmark = pytest.mark.django_db
# A day ahead, whenever the tests run.
EXPIRES = (clock.today() + timedelta(days=200)).isoformat()

SetClock = Callable[[str], datetime]
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture(autouse=True)
def reference() -> None:
    the_groups()
    the_industries()


def recalled() -> RiskWarning:
    warning = a_published_warning()
    actions.recall_warning(
        warning=warning, by=an_issuer(), version=warning.version, reason_zh="来源有误", reason_en="Wrong source"
    )
    return warning


# --- public --------------------------------------------------------------------------------------


def test_the_list_shows_what_is_in_force_and_nothing_else(client: Client) -> None:
    shown = a_published_warning(title_zh="公开的预警", places=["US"])
    hidden = [a_draft(title_zh="草稿"), a_submitted_warning(title_zh="待审"), recalled()]
    page = client.get("/warnings/").content.decode()
    assert shown.ref in page
    assert "美国" in page
    for warning in hidden:
        assert warning.ref not in page


def test_the_list_is_filtered_by_place_and_level(client: Client) -> None:
    german = a_published_warning(places=["DE"], level="urgent")
    european = a_published_warning(places=["group:EU"], level="general")
    american = a_published_warning(places=["US"])
    everywhere = a_published_warning()

    def found(query: str) -> set[str]:
        page = client.get(f"/warnings/?{query}").content.decode()
        return {w.ref for w in (german, european, american, everywhere) if w.ref in page}

    assert found("jurisdiction=DE") == {german.ref, european.ref, everywhere.ref}
    assert found("jurisdiction=group:USMCA") == {american.ref, everywhere.ref}
    assert found("jurisdiction=DE&level=urgent") == {german.ref}
    assert found("level=general") == {european.ref}


def test_an_unknown_place_gets_a_clear_answer(client: Client) -> None:
    response = client.get("/warnings/?jurisdiction=XX")
    assert response.status_code == 200
    assert "XX" in response.content.decode()
    assert "field-invalid" in response.content.decode()


def test_a_warning_is_read_in_both_languages(client: Client) -> None:
    warning = a_published_warning(places=["US"], industries=["KEY-PV"], rights=["patent"])
    page = client.get(f"/warnings/{warning.ref}/").content.decode()
    for words in ("美国对光伏组件发起 337 调查", "保存证据", "<strong>11 月 20 日</strong>", "光伏", "专利", "USITC"):
        assert words in page
    page = client.get(f"/en/warnings/{warning.ref}/").content.decode()
    for words in ("Section 337 investigation", "Keep the evidence", "Photovoltaic", "Patent", "United States"):
        assert words in page


@pytest.mark.parametrize("make", [a_draft, a_submitted_warning])
def test_a_draft_is_public_for_nobody_not_even_its_author(make: Callable[..., RiskWarning], client: Client) -> None:
    author = an_author()
    warning = make(author=author)
    for reader in (client, as_user(author), as_user(UserFactory.create())):
        assert reader.get(f"/warnings/{warning.ref}/").status_code == 404
        assert reader.get(f"/api/v1/warnings/{warning.ref}/").status_code == 404


def test_an_unknown_or_odd_reference_is_not_found(client: Client) -> None:
    for ref in ("RW-2026-9999", "RW-1", "nonsense", "RW-2026-0001%00"):
        assert client.get(f"/warnings/{ref}/").status_code == 404


def test_a_recalled_warning_says_why_and_hides_its_text(client: Client) -> None:
    page = client.get(f"/warnings/{recalled().ref}/").content.decode()
    assert "来源有误" in page
    assert "保存证据" not in page


def test_an_expired_warning_keeps_its_page_and_says_so(client: Client, clock_at: SetClock) -> None:
    clock_at("2026-11-22T12:00+08:00")
    warning = a_published_warning(expires_on=date(2026, 11, 22))
    clock_at("2026-11-23T12:00+08:00")
    actions.expire_warnings()
    response = client.get(f"/warnings/{warning.ref}/")
    assert response.status_code == 200
    assert "已过期" in response.content.decode()
    assert warning.ref not in client.get("/warnings/").content.decode()


def test_a_public_page_is_the_same_for_everyone(client: Client) -> None:
    warning = a_published_warning()
    author = a_member("warning_author", name="一个很特别的名字")
    page = as_user(author).get(f"/warnings/{warning.ref}/").content.decode()
    assert author.email not in page
    assert author.name not in page


@pytest.mark.parametrize("number", [1, 15])
def test_the_list_costs_the_same_for_one_and_for_many(
    number: int, client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(number):
        a_published_warning(places=["US", "group:EU"], industries=["C38"])
    with django_assert_max_num_queries(12):
        client.get("/warnings/")


def test_the_detail_page_keeps_its_query_budget(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    warning = a_published_warning(places=["US", "DE"], industries=["C38"])
    with django_assert_max_num_queries(10):
        client.get(f"/warnings/{warning.ref}/")


@pytest.mark.parametrize(
    ("query", "title", "path"),
    [("", "[重要] 美国对", "/warnings/"), ("?lang=en", "[Important] Section", "/en/warnings/")],
)
def test_the_feed_lists_what_is_in_force_in_the_language_asked_for(
    client: Client, query: str, title: str, path: str
) -> None:
    warning = a_published_warning()
    a_draft()
    recalled()
    response = client.get(f"/warnings/feed.atom{query}")
    assert response["Content-Type"].startswith("application/atom+xml")
    feed = ET.fromstring(response.content)  # noqa: S314 - our own feed
    (entry,) = feed.findall(f"{ATOM}entry")
    assert entry.findtext(f"{ATOM}title", "").startswith(title)
    link = entry.find(f"{ATOM}link")
    assert link is not None
    assert link.attrib["href"] == f"http://127.0.0.1:8000{path}{warning.ref}/"
    assert entry.findtext(f"{ATOM}id") == f"http://127.0.0.1:8000/warnings/{warning.ref}/"


# --- the API -------------------------------------------------------------------------------------


def test_the_api_lists_what_is_in_force(client: Client) -> None:
    warning = a_published_warning(places=["US", "group:EU"], industries=["C38"], rights=["patent"])
    a_draft()
    body = client.get("/api/v1/warnings/").json()
    assert set(body) == {"count", "next", "previous", "results"}
    (row,) = body["results"]
    assert (row["ref"], row["jurisdictions"], row["groups"]) == (warning.ref, ["US"], ["EU"])
    assert (row["industries"], row["rights"], row["sources"][0]["published_on"]) == (["C38"], ["patent"], "2026-11-20")
    assert row["url_en"].endswith(f"/en/warnings/{warning.ref}/")


def test_the_api_filters_and_answers_nonsense_with_the_one_error_shape(client: Client) -> None:
    a_published_warning(places=["US"])
    assert client.get("/api/v1/warnings/?jurisdiction=DE").json()["count"] == 0
    response = client.get("/api/v1/warnings/?jurisdiction=XX")
    assert response.status_code == 400
    assert set(response.json()) == {"type", "title", "detail", "fields"}
    assert client.post("/api/v1/warnings/", {}, content_type="application/json").status_code in (403, 405)


def test_the_api_shows_a_recalled_warning_without_its_text(client: Client) -> None:
    body = client.get(f"/api/v1/warnings/{recalled().ref}/").json()
    assert (body["state"], body["todo_zh"], body["recall_reason_en"]) == ("recalled", "", "Wrong source")


# --- the desk ------------------------------------------------------------------------------------


def form_data(**changes: Any) -> dict[str, Any]:
    data = {
        "key": str(uuid.uuid4()),
        "level": "urgent",
        "title_zh": "德国展会查扣风险",
        "title_en": "Seizures at German fairs",
        "summary_zh": "杜塞尔多夫展会期间有查扣。",
        "summary_en": "Seizures during the fair in Düsseldorf.",
        "happened_zh": "法院签发临时禁令。",
        "happened_en": "The court granted injunctions.",
        "affected_zh": "参展企业。",
        "affected_en": "Exhibitors.",
        "todo_zh": "联系律师。",
        "todo_en": "Call counsel.",
        "expires_on": EXPIRES,
        "places": ["DE"],
        "industries": ["C38"],
        "rights": ["patent"],
        "citations": "",
        "sources-TOTAL_FORMS": "3",
        "sources-INITIAL_FORMS": "0",
        "sources-0-title": "LG Düsseldorf",
        "sources-0-url": "https://www.lg-duesseldorf.nrw.de/",
        "sources-0-published_on": "2026-11",
    }
    return {**data, **changes}


def test_an_author_drafts_and_submits_and_an_issuer_issues_through_the_pages() -> None:
    author, issuer = as_user(an_author()), as_user(an_issuer())
    response = author.post("/editorial/warnings/new/", form_data())
    warning = RiskWarning.objects.get()
    assert response["Location"] == f"/editorial/warnings/{warning.ref}/"
    assert (warning.title_zh, warning.sources.get().title) == ("德国展会查扣风险", "LG Düsseldorf")
    assert set(warning.scopes.values_list("value", flat=True)) == {"DE", "C38", "patent"}
    author.post(f"/editorial/warnings/{warning.ref}/submit/", {"version": warning.version})
    warning.refresh_from_db()
    assert warning.state == S.IN_REVIEW
    assert "立即发布" in issuer.get(f"/editorial/warnings/{warning.ref}/").content.decode()
    issuer.post(f"/editorial/warnings/{warning.ref}/issue/", {"version": warning.version})
    warning.refresh_from_db()
    assert warning.state == S.PUBLISHED
    assert Client().get(f"/warnings/{warning.ref}/").status_code == 200


def test_nothing_typed_is_lost_on_an_error() -> None:
    author = as_user(an_author())
    broken = form_data(title_zh="", citations="law:none", **{"sources-0-url": "javascript:alert(1)"})
    response = author.post("/editorial/warnings/new/", broken)
    page = response.content.decode()
    assert response.status_code == 400
    for typed in ("Seizures at German fairs", "法院签发临时禁令。", "law:none", "LG Düsseldorf", EXPIRES):
        assert typed in page
    assert 'value="DE" ' in page
    assert not RiskWarning.objects.exists()


def test_a_wrong_source_is_named_above_the_form() -> None:
    author = as_user(an_author())
    response = author.post("/editorial/warnings/new/", form_data(**{"sources-0-url": "javascript:alert(1)"}))
    page = response.content.decode()
    assert response.status_code == 400
    assert 'class="error-summary"' in page
    assert 'href="#id_sources-0-url"' in page


@pytest.mark.parametrize("path", ["/editorial/warnings/new/", "/subscriptions/new/"])
def test_a_place_and_an_industry_are_labelled_once(path: str) -> None:
    page = as_user(an_author()).get(path).content.decode()
    for value, text in {"DE": "(DE)", "C38": "C38 大类C38"}.items():
        box = page[page.index(f'value="{value}"') :]
        label = box[box.index(">") + 1 : box.index("</div>")]
        assert label.count("</label>") == 1
        assert label.count(text) == 1


def test_a_hit_of_the_search_shows_no_markdown(client: Client) -> None:
    a_published_warning(title_zh="展会查扣", summary_zh="**337 调查**启动")
    page = client.get("/search/?q=展会查扣").content.decode()
    assert "展会查扣" in page
    assert "337 调查启动" in page
    assert "**" not in page


def test_a_doubled_form_makes_one_draft() -> None:
    author = as_user(an_author())
    data = form_data()
    author.post("/editorial/warnings/new/", data)
    author.post("/editorial/warnings/new/", data)
    assert RiskWarning.objects.count() == 1


def test_a_stale_edit_is_a_conflict_and_keeps_what_was_typed() -> None:
    user = a_member("warning_author", name="王芳")
    author = as_user(user)
    author.post("/editorial/warnings/new/", form_data())
    warning = RiskWarning.objects.get()
    url = f"/editorial/warnings/{warning.ref}/edit/"
    first = form_data(version=warning.version, title_zh="第一次修改")
    assert author.post(url, first).status_code == 302
    response = author.post(url, form_data(version=warning.version, title_zh="第二次修改"))
    assert response.status_code == 409
    assert "第二次修改" in response.content.decode()
    assert "王芳" in response.content.decode()
    warning.refresh_from_db()
    assert warning.title_zh == "第一次修改"


def test_a_refused_step_shows_the_sentence_and_what_is_missing() -> None:
    author = an_author()
    warning = a_draft(author=author, title_en="")
    response = as_user(author).post(f"/editorial/warnings/{warning.ref}/submit/", {"version": warning.version})
    assert response.status_code == 400
    assert "标题（英文）" in response.content.decode()


def test_returning_without_a_word_keeps_the_page_and_says_so() -> None:
    warning = a_submitted_warning()
    response = as_user(an_issuer()).post(f"/editorial/warnings/{warning.ref}/return/", {"version": warning.version})
    assert response.status_code == 400
    warning.refresh_from_db()
    assert warning.state == S.IN_REVIEW


def test_a_step_on_an_old_version_is_a_conflict() -> None:
    warning = a_submitted_warning()
    response = as_user(an_issuer()).post(f"/editorial/warnings/{warning.ref}/issue/", {"version": "1"})
    assert response.status_code == 409


@pytest.mark.parametrize("version", ["", "x", "²", "-1", "9" * 20, "9" * 5000])
def test_a_step_from_a_page_without_a_readable_version_is_not_taken(version: str) -> None:
    warning = a_submitted_warning()
    data = {"version": version, "note": "请更正来源"}
    response = as_user(an_issuer()).post(f"/editorial/warnings/{warning.ref}/return/", data)
    assert response.status_code == 409
    assert "请更正来源" in response.content.decode()
    warning.refresh_from_db()
    assert warning.state == S.IN_REVIEW


def test_the_desk_is_nothing_to_others_and_a_step_without_the_right_is_refused() -> None:
    warning = a_submitted_warning()
    paths = ["/editorial/warnings/", "/editorial/warnings/new/", f"/editorial/warnings/{warning.ref}/"]
    for path in paths:
        assert Client().get(path).status_code == 302  # to the log-in
        assert as_user(UserFactory.create()).get(path).status_code == 404
    issuer, author = as_user(an_issuer()), as_user(an_author())
    assert issuer.get("/editorial/warnings/new/").status_code == 403
    assert author.post(f"/editorial/warnings/{warning.ref}/issue/", {"version": warning.version}).status_code == 403
    assert author.get(f"/editorial/warnings/{warning.ref}/issue/").status_code == 405


def test_the_desk_lists_every_state_and_filters_by_it() -> None:
    draft, published = a_draft(), a_published_warning()
    desk = as_user(an_author())
    page = desk.get("/editorial/warnings/").content.decode()
    assert draft.ref in page
    assert published.ref in page
    page = desk.get("/editorial/warnings/?state=draft").content.decode()
    assert draft.ref in page
    assert published.ref not in page


def test_a_csrf_token_is_asked_for() -> None:
    client = Client(enforce_csrf_checks=True)
    author = an_author()
    client.force_login(author)
    warning = a_draft(author=author)
    response = client.post(f"/editorial/warnings/{warning.ref}/submit/", {"version": warning.version})
    assert response.status_code == 403


def test_every_form_of_the_desk_carries_its_token() -> None:
    author = an_author()
    for person, warning in ((author, a_draft(author=author)), (an_issuer(), a_submitted_warning())):
        page = as_user(person).get(f"/editorial/warnings/{warning.ref}/").content.decode()
        forms = page.count('method="post"')
        assert forms >= 2
        assert page.count('name="csrfmiddlewaretoken"') == forms
