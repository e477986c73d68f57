"""Rating by the link of a mail, in a browser that knows nobody: its own origin must reach the check against forgery."""

import pytest
from playwright.sync_api import Page, expect

from disputes.actions.tokens import make_link
from disputes.models import CaseAccessToken, Satisfaction
from tests.factories.disputes import Cast

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_the_link_of_the_mail_takes_the_rating(browser_page: Page) -> None:
    cast = Cast(state="answered")
    secret = make_link(case=cast.case, purpose=CaseAccessToken.Purpose.RATE, recipient=cast.owner)
    browser_page.goto(f"/cases/rate/{secret}/")
    browser_page.locator("input[name=rating][value='4']").check()
    with browser_page.expect_navigation() as sent:
        browser_page.locator("main form button[type=submit]").click()
    assert sent.value.status == 200
    expect(browser_page.locator("input[name=rating]")).to_have_count(0)
    assert Satisfaction.objects.get(case=cast.case).rating == 4
