"""The library in a real browser: list, profile, law, treaty and search, in both languages, at 1280 and 390 px."""

from collections.abc import Callable

import pytest

from tests.browser.looking import Looker
from tests.factories.accounts import GuidanceCentreFactory
from tests.factories.laws import (
    DeadlineRuleFactory,
    GlossaryTermFactory,
    GroupMemberFactory,
    IpOfficeFactory,
    JudgmentFactory,
    LawFactory,
    LawInheritanceFactory,
    ProtectionTermFactory,
    TreatyFactory,
    TreatyPartyFactory,
    TreatySignatoryFactory,
)
from tests.factories.reference import JurisdictionFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

Look = Callable[..., None]


@pytest.fixture
def library() -> None:
    us = JurisdictionFactory.create(
        region_code="019", region_zh="美洲", region_en="Americas", languages_zh=["英语"], languages_en=["English"]
    )
    GlossaryTermFactory.create(equivalents=["US: service mark"])
    IpOfficeFactory.create(website_host="www.uspto.gov|www.uspto.example")
    GroupMemberFactory.create()
    for number in range(30):
        LawFactory.create(slug=f"act-{number}", title_zh=f"第{number}号商标法", subjects=["trademark", "design"])
    LawFactory.create(
        slug="long",
        title_original="Gesetz über den Schutz von Marken und sonstigen Kennzeichen (Markengesetz)",
        url="https://laws.example/a/very/long/address/that/does/not/break/anywhere/at/all/title-15-chapter-22.html",
        number="15 U.S.C. ch. 22",
    )
    LawInheritanceFactory.create(jurisdiction=us, basis_treaty=TreatyFactory.create(code="EPC", administrator="EPO"))
    ProtectionTermFactory.create()
    DeadlineRuleFactory.create(fact_status="memory", quantity=0, source_quote="shall have 20 days", source="memory: x")
    TreatyPartyFactory.create()
    TreatySignatoryFactory.create(treaty__code="WASHINGTON")
    TreatyFactory.create(code="NICE", completeness="partial")
    for _number in range(7):
        JudgmentFactory.create(fact_status="verified_partly", amount=1000, currency="USD", source="page: a.example")
    GuidanceCentreFactory.create(jurisdiction=us)


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("/laws/", "jurisdictions"),
        ("/laws/US/", "jurisdiction"),
        ("/laws/US/long/", "law"),
        ("/treaties/", "treaties"),
        ("/treaties/PARIS/", "treaty"),
        ("/search/?q=商标", "search"),
        ("/search/?q=zzzz", "search-nothing"),
        ("/search/", "search-empty"),
    ],
)
def test_the_pages_of_the_library_look_right(library: None, assert_looks_right: Look, path: str, name: str) -> None:
    assert_looks_right(path, name)


def test_the_api_description_runs_under_the_content_policy(looker: Looker) -> None:
    with looker.page() as page:
        errors: list[str] = []
        page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
        page.goto("/api/v1/docs/")
        page.get_by_text("/api/v1/jurisdictions/", exact=True).first.wait_for()
        assert errors == []
