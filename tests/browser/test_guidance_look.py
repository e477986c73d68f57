"""The pages of a guidance case hold the floor, in both languages and widths."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from disputes.actions.losses import add_loss
from disputes.actions.opinions import start_opinion
from disputes.actions.outcomes import OutcomeFacts, record_outcome
from disputes.states import OpinionState
from portal.lib import clock
from tests.browser.looking import Looker
from tests.factories.disputes import Cast
from tests.factories.results import EvidenceFactory, a_loss, an_opinion

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_the_pages_of_an_opinion_hold_the_floor(looker: Looker) -> None:
    cast = Cast(kind="guidance", state="opinion_issued", held=True)
    an_opinion(cast.case, OpinionState.ISSUED, signed_by=cast.reviewer, issued_by=cast.officer)
    start_opinion(case=cast.case, by=cast.officer)
    own = f"/cases/{cast.case.reference}"
    looker.assert_looks_right(f"{own}/", "opinion-case", user=cast.owner)
    looker.assert_looks_right(f"{own}/opinions/1/", "opinion", user=cast.owner)
    looker.assert_looks_right(f"{own}/opinions/2/edit/", "opinion-edit", user=cast.officer)
    looker.assert_looks_right(f"{own}/opinions/2/from/1/", "opinion-compare", user=cast.officer)


def test_the_pages_of_an_outcome_hold_the_floor(looker: Looker) -> None:
    cast = Cast(kind="guidance", state="tracking", held=True)
    evidence = EvidenceFactory.create(case=cast.case, uploader=cast.officer)
    record_outcome(case=cast.case, by=cast.officer, facts=OutcomeFacts(result="dismissed", decided_on=clock.today()))
    loss = add_loss(case=cast.case, by=cast.officer, facts=a_loss(evidence))
    own = f"/cases/{cast.case.reference}"
    looker.assert_looks_right(f"{own}/outcome/", "outcome", user=cast.officer)
    looker.assert_looks_right(f"{own}/losses/new/", "loss-new", user=cast.officer)
    looker.assert_looks_right(f"{own}/losses/{loss.pk}/", "loss-statement", user=cast.owner)
    looker.assert_looks_right(f"/triage/{cast.case.reference}/", "guidance-triage-case", user=cast.head)


def test_the_other_ways_in_hold_the_floor(looker: Looker) -> None:
    cast = Cast(state="in_consultation", held=True)
    looker.assert_looks_right(f"/cases/{cast.case.reference}/counsel/", "counsel", user=cast.owner)
    looker.assert_looks_right(f"/cases/{cast.case.reference}/upgrade/", "upgrade", user=cast.owner)
    looker.assert_looks_right(f"/triage/{cast.case.reference}/upgrade/", "upgrade-centre", user=cast.officer)
    looker.assert_looks_right("/triage/phone/", "phone", user=cast.hotline)
    looker.assert_looks_right("/triage/new/", "on-behalf", user=cast.hotline)
    looker.assert_looks_right("/triage/import/", "import-cases", user=cast.head)


def test_a_change_typed_before_a_search_is_saved_by_itself(browser_page: Page, login_as: Callable[[Any], None]) -> None:
    cast = Cast(kind="guidance", state="in_guidance", held=True)
    opinion = start_opinion(case=cast.case, by=cast.officer)
    login_as(cast.officer)
    browser_page.goto(f"/en/cases/{cast.case.reference}/opinions/1/edit/")
    browser_page.locator("[name=analysis]").fill("typed before the search")
    browser_page.locator("[name=cite_q]").press_sequentially("Lanham")
    expect(browser_page.locator("#saved")).to_contain_text("Saved by itself", timeout=8000)
    browser_page.locator("[name=facts]").fill("typed before Enter")
    browser_page.locator("[name=cite_q]").press("Enter")
    expect(browser_page.locator("#saved")).to_contain_text("Saved by itself", timeout=8000)
    opinion.refresh_from_db()
    assert (opinion.analysis, opinion.facts) == ("typed before the search", "typed before Enter")
