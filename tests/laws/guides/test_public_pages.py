"""What a visitor reads of the guides."""

from datetime import timedelta

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from portal.lib import clock
from tests.factories.accounts import a_member
from tests.factories.guides import DraftFactory, a_published_guide
from tests.factories.laws import DeadlineRuleFactory, LawFactory, TreatyFactory
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


def test_a_printed_guide_names_the_public_address_whatever_host_was_asked(client: Client, settings: Settings) -> None:
    settings.BASE_URL = "https://portal.example"
    a_published_guide("US")
    page = client.get("/en/guides/US/").text
    assert "https://portal.example/en/guides/US/" in page
    assert "http://testserver" not in page


def test_a_guide_says_who_answers_when_it_was_published_and_when_it_is_due(client: Client) -> None:
    revision = a_published_guide("US")
    revision.guide.owner.name = "许编辑"
    revision.guide.owner.save()
    revision.guide.review_by = clock.today() + timedelta(days=30)
    revision.guide.save()
    page = client.get("/en/guides/US/").text
    assert "许编辑" in page
    assert clock.today().isoformat() in page
    assert revision.guide.review_by.isoformat() in page
    assert "overdue" not in page


def test_the_address_of_an_owner_without_a_name_stays_private(client: Client) -> None:
    revision = a_published_guide("US")
    revision.guide.owner.name = ""
    revision.guide.owner.save()
    assert revision.guide.owner.email not in client.get("/guides/US/").text


def test_a_guide_whose_review_day_has_come_says_so(client: Client) -> None:
    guide = a_published_guide("US").guide
    guide.review_by = clock.today()
    guide.save()
    assert "The review of this guide is overdue" in client.get("/en/guides/US/").text
    assert "overdue" in client.get("/en/guides/").text


def test_what_nobody_verified_looks_unverified(client: Client) -> None:
    section = a_published_guide("US").sections.get()
    DeadlineRuleFactory.create(rule_id="us-checked", act_en="Checked act", fact_status="verified")
    DeadlineRuleFactory.create(rule_id="us-heard", act_en="Heard act", fact_status="memory")
    for key in ("us-checked", "us-heard", "us-gone"):
        section.citations.create(kind="rule", key=key)
    page = client.get("/en/guides/US/").text
    banner = page[page.index("sources that are not verified") : page.index('id="overview"')]
    assert "Heard act" in banner
    assert "rule:us-gone" in banner
    assert "Checked act" not in banner
    assert "No longer in the library" in page


def test_a_part_without_translation_is_shown_in_the_other_language_and_says_so(client: Client) -> None:
    a_published_guide("US", overview=("只有中文。", ""))
    page = client.get("/en/guides/US/").text
    assert "Not translated yet; shown in Chinese." in page
    assert 'lang="zh-Hans">' in page[page.index('id="overview"') :]
    assert "只有中文。" in page


def test_a_guide_looks_the_same_for_everyone(client: Client) -> None:
    a_published_guide("US")
    before = client.get("/guides/US/").text
    client.force_login(a_member("editor", name="许编辑"))
    assert client.get("/guides/US/").text == before


def test_a_guide_costs_the_same_however_much_it_cites(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    revision = a_published_guide(
        "US", first_aid=("一", "1"), overview=("二", "2"), rights=("三", "3"), defence=("四", "4")
    )
    for number, section in enumerate(revision.sections.all()):
        section.citations.create(kind="rule", key=DeadlineRuleFactory.create(rule_id=f"us-{number}").rule_id)
        section.citations.create(kind="law", key=LawFactory.create(ref=f"us-act-x{number}").ref)
        section.citations.create(kind="treaty", key=TreatyFactory.create().code)
    with django_assert_max_num_queries(7):
        client.get("/guides/US/")


def test_hostile_words_that_reached_the_database_are_harmless_on_the_page(client: Client) -> None:
    hostile = "<script>alert(1)</script><img src=x onerror=alert(1)> [x](javascript:alert(1))"
    a_published_guide("US", overview=(hostile, hostile))
    shown = [client.get(path).text for path in ("/guides/US/", "/en/guides/US/")]
    for html in (*shown, client.get("/api/v1/guides/US/").json()["parts"][0]["html_zh"]):
        assert "<script>alert" not in html
        assert "<img src=x" not in html
        assert 'href="javascript' not in html


def test_a_hit_of_the_search_shows_no_markdown_and_its_kind_once(client: Client) -> None:
    a_published_guide("US", overview=("### 要点\n\n**337 调查**启动", "**Section 337** begins"))
    html = client.get("/search/?q=337 调查").content.decode()
    assert "337 调查启动" in html.replace("<mark>", "").replace("</mark>", "")
    assert "**" not in html
    assert "###" not in html
    assert "国别指引 · 国别指引" not in html
