"""Playbooks in a browser: every one of the demonstration is played, looked at in both languages, and free of faults."""

import re
from collections.abc import Callable
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from playwright.sync_api import Page, expect

from disputes.models import Case, Playbook, StepTick
from disputes.playbooks import plays_of
from disputes.states import OPEN_STATES
from portal.accounts.models import User
from tests.browser.looking import Looker

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def demo(settings: Any) -> dict[str, Case]:
    """The demonstration, and of each playbook one open case of its enterprise that plays it."""
    settings.DEMO = True
    call_command("seed", "--demo", stdout=StringIO())
    found: dict[str, Case] = {}
    for case in Case.objects.filter(
        is_demo=True, state__in=OPEN_STATES, reference__isnull=False, enterprise__isnull=False
    ):
        for play in plays_of(case)[:1]:
            found.setdefault(play.playbook.pk, case)
    return found


def _press_one(page: Page, case: Case) -> None:
    """Tick the first open step; with scripts the section changes in its place."""
    before = StepTick.objects.filter(case=case, undone_at__isnull=True).count()
    button = page.locator(".play-step:not(.is-done) .play-tick > button").first
    key = button.get_attribute("id")
    button.click()
    expect(page.locator(f"#{key}").locator("xpath=ancestor::li[1]")).to_have_class(re.compile("is-done"))
    assert StepTick.objects.filter(case=case, undone_at__isnull=True).count() == before + 1


@pytest.mark.slow
def test_ten_playbooks_are_played_on_the_demonstration(demo: dict[str, Case], looker: Looker) -> None:
    assert len(demo) >= 10, sorted(demo)
    officer = User.objects.get(email="officer@demo-centre.example")
    for code, case in sorted(demo.items()):
        address = f"/cases/{case.reference}/playbook/"
        with looker.page(width=390, user=officer) as page:
            page.goto(address)
            _press_one(page, case)
        looker.assert_looks_right(address, f"playbook-{code}", user=officer)


@pytest.mark.slow
def test_a_step_is_ticked_without_scripts_and_opened_again(demo: dict[str, Case], looker: Looker) -> None:
    case, owner = demo["customs"], User.objects.get(email="owner@demo-enterprise.example")
    with looker.page(user=owner, scripts=False) as page:
        page.goto(f"/cases/{case.reference}/")
        step = page.locator(".play-step:not(.is-done)").first
        anchor = step.get_attribute("id")
        step.locator("summary").click()
        step.locator("input[name=note]").fill("已联系报关行")
        step.locator(".play-tick > button").click()
        done = page.locator(f"#{anchor}")
        expect(done).to_contain_text("已联系报关行")
        done.locator(".play-tick > button").click()
        expect(page.locator(f"#{anchor}")).not_to_have_class(re.compile("is-done"))


@pytest.mark.slow
def test_the_other_pages_are_clean(
    demo: dict[str, Case], looker: Looker, assert_looks_right: Callable[..., None]
) -> None:
    owner = User.objects.get(email="owner@demo-enterprise.example")
    officer = User.objects.get(email="officer@demo-centre.example")
    licence = demo["sep"].reference
    assert_looks_right("/playbooks/", "playbooks")
    for playbook in Playbook.objects.filter(pk__in=("itc_337", "platform", "sep")):
        assert_looks_right(f"/playbooks/{playbook.pk}/", f"playbook-public-{playbook.pk}")
    looker.assert_looks_right(f"/cases/{licence}/exchange/", "exchange-log", user=owner)
    looker.assert_looks_right(f"/cases/{licence}/referrals/1/", "referral", user=officer)
    looker.assert_looks_right(f"/cases/{licence}/referrals/new/", "referral-new", user=officer)
    looker.assert_looks_right(f"/cases/{licence}/", "case-with-playbook", user=owner)
    looker.assert_looks_right(f"/triage/{licence}/", "triage-with-playbook", user=officer)
