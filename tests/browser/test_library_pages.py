"""Compare, profile, typical cases and a treaty narrowed to a day, in both languages, at 1280 and 390 px."""

from collections.abc import Callable

import pytest

from laws.judgments import actions
from tests.factories.accounts import a_member
from tests.factories.laws import (
    DeadlineRuleFactory,
    DisputeTypeFactory,
    IpOfficeFactory,
    JudgmentFactory,
    LawFactory,
    LawInheritanceFactory,
    ProtectionTermFactory,
    TreatyFactory,
    TreatyPartyFactory,
)
from tests.factories.reference import ForumFactory, JurisdictionFactory
from tests.factories.texts import a_text

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

Look = Callable[..., None]


@pytest.fixture
def library() -> None:
    for code, name_zh, name_en in (("US", "美国", "United States of America"), ("DE", "德国", "Germany")):
        place = JurisdictionFactory.create(code=code, name_zh=name_zh, name_en=name_en)
        IpOfficeFactory.create(jurisdiction=place)
        for right in ("patent", "trademark", "design"):
            for number in range(5):
                LawFactory.create(
                    jurisdiction=place,
                    slug=f"{right}-{number}",
                    subjects=[right],
                    title_zh=f"{right}法（第{number}号）",
                )
            ProtectionTermFactory.create(key=f"{code.lower()}-{right}", jurisdiction=place, right=right)
        forum = ForumFactory.create(code=f"{code.lower()}-court", jurisdiction=place)
        for number in range(6):
            DeadlineRuleFactory.create(rule_id=f"{code.lower()}-{number}", jurisdiction=place, forum=forum)
        TreatyPartyFactory.create(jurisdiction=place, in_force_date="1887-05-30" if code == "US" else "1903")
    a_text(LawFactory.create(slug="held"))
    JurisdictionFactory.create(code="JP", name_zh="日本", name_en="Japan")
    TreatyPartyFactory.create(jurisdiction__code="JP", in_force_date="")
    LawInheritanceFactory.create(basis_treaty=TreatyFactory.create(code="EPC", administrator="EPO"))
    for number in range(7):
        JudgmentFactory.create(
            code=f"J{number}",
            caption="Alpha Manufacturing v Beta Trading and others",
            court="District Court",
            docket="1:20-cv-04806 (Dkt. 561)",
            decision_date="2020-05-08",
            right="patent",
            dispute_type=DisputeTypeFactory.create(code="patent_litigation", name_zh="专利诉讼"),
            amount=59000000,
            currency="USD",
            amount_kind="jury verdict",
            punitive_multiple=3,
            collected_amount=32500000,
            collected="paid on 2021-01-04; the rest due by 2022",
            collected_zh="2021-01-04 已支付",
            fact_status="verified",
            source="page: court.example 2020-05-09",
        )


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("/laws/compare/?j=US&j=DE&j=JP", "compare"),
        ("/laws/compare/?j=US&j=DE&right=patent", "compare-patent"),
        ("/laws/compare/?j=US&j=XX", "compare-one"),
        ("/laws/compare/", "compare-empty"),
        ("/laws/DE/", "profile"),
        ("/treaties/PARIS/?since=1900", "treaty-since"),
        ("/judgments/", "judgments"),
        ("/judgments/J1/", "judgment"),
        ("/judgments/?year=2020&q=zzz", "judgments-nothing"),
    ],
)
def test_the_pages_look_right(library: None, assert_looks_right: Look, path: str, name: str) -> None:
    assert_looks_right(path, name)


def test_the_desk_of_typical_cases_looks_right(library: None, assert_looks_right: Look) -> None:
    editor = a_member("editor", name="Xu Editor")
    proposal = actions.propose_new(
        by=editor,
        values={
            "caption": "Gamma v Delta",
            "jurisdiction": "DE",
            "outcome_zh": "侵权成立",
            "outcome_en": "Infringement found",
            "source": "page: court.example",
            "fact_status": "secondary",
        },
        reason="the first of its kind",
    )
    reviewer = a_member("legal_reviewer", name="Cao Reviewer")
    for path, name in (
        ("/editorial/judgments/", "judgment-desk"),
        ("/editorial/judgments/new/", "judgment-new"),
        ("/editorial/judgments/J1/correct/", "judgment-correct"),
        (f"/editorial/judgments/proposals/{proposal.pk}/", "judgment-proposal"),
    ):
        assert_looks_right(path, name, user=reviewer)
