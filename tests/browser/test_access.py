"""The second factor, tokens and one's own data in a real browser."""

import re
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from portal.accounts.actions.tokens import create_token
from portal.accounts.models import Consent, User
from tests.browser.looking import Looker, assert_axe_clean, save_screenshot
from tests.clients import code_of, log_in, type_password
from tests.factories.accounts import PASSWORD, CentreFactory, EnterpriseFactory, UserFactory, a_member

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def typed_in(browser: Browser, live_server: LiveServer) -> Looker:
    """As `looker`, but people have typed their password (and code) just now: one session a person."""
    sessions: dict[int, list[Any]] = {}

    def cookies(user: User) -> list[Any]:
        if user.pk not in sessions:
            client, name = Client(), settings.SESSION_COOKIE_NAME
            has_one = Authenticator.objects.filter(user=user).exists()
            (log_in if has_one else type_password)(client, user)
            sessions[user.pk] = [{"name": name, "value": client.cookies[name].value, "url": live_server.url}]
        return sessions[user.pk]

    return Looker(browser, live_server.url, cookies)


def fill_in(page: Page, user: User) -> None:
    page.goto("/en/accounts/login/?next=/en/triage/")
    page.get_by_label("Email").fill(user.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Log in").click()


def test_an_officer_sets_up_the_second_factor_and_logs_in_with_it(browser_page: Page) -> None:
    officer = a_member("centre_officer", centre=CentreFactory.create(), second_factor=False, language="en")
    page = browser_page
    fill_in(page, officer)
    expect(page.get_by_role("heading", level=1)).to_have_text("Set up the second step of the log-in")
    expect(page.get_by_role("img", name=re.compile("QR code"))).to_be_visible()
    page.get_by_text("No camera?").click()
    secret = page.locator(".set-up-key").inner_text().replace(" ", "")
    assert_axe_clean(page)
    save_screenshot(page, "second-factor-set-up-open", "en")
    page.get_by_label(re.compile("Six digits")).fill(code_of(secret))
    page.get_by_role("button", name="Confirm").click()
    expect(page.locator(".recovery-codes li")).to_have_count(10)
    recovery = page.locator(".recovery-codes li").first.inner_text()
    page.get_by_role("link", name=re.compile("go on to the page I wanted")).click()
    expect(page).to_have_url(re.compile("/en/triage/$"))

    page.context.clear_cookies()
    fill_in(page, officer)
    expect(page.get_by_role("heading", level=1)).to_have_text("Second step of the log-in")
    assert_axe_clean(page)
    save_screenshot(page, "second-factor-code", "en")
    page.get_by_label(re.compile("Six digits")).fill(recovery)
    page.get_by_role("main").get_by_role("button", name="Log in").click()
    expect(page).to_have_url(re.compile("/en/triage/$"))


def test_the_pages_of_the_second_factor_look_right(typed_in: Looker, subtests: pytest.Subtests) -> None:
    centre = CentreFactory.create()
    new = a_member("centre_officer", centre=centre, second_factor=False)
    officer, head = a_member("centre_officer", centre=centre), a_member("centre_head", centre=centre)
    Authenticator.objects.create(user=officer, type="recovery_codes", data={"seed": "ab" * 40, "used_mask": 0})
    own = "/accounts/second-factor/"
    pages: list[tuple[str, str, User]] = [
        (own + "totp/activate/", "second-factor-set-up", new),
        (own, "second-factor", officer),
        (own + "recovery-codes/", "recovery-codes", officer),
        (own + "totp/deactivate/", "second-factor-remove", officer),
        (f"/accounts/memberships/{officer.memberships.get().pk}/second-factor/", "second-factor-reset", head),
        (f"/triage/people/{centre.slug}/", "centre-people", head),
    ]
    for path, name, user in pages:
        with subtests.test(path):
            typed_in.assert_looks_right(path, name, user=user)


def test_the_pages_of_tokens_and_of_ones_own_data_look_right(typed_in: Looker, subtests: pytest.Subtests) -> None:
    enterprise = EnterpriseFactory.create()
    owner = a_member("enterprise_owner", enterprise=enterprise)
    member = a_member("enterprise_member", enterprise=enterprise)
    for user in (owner, member):
        create_token(by=user, name="本单位文档系统", scopes=["cases:read", "subscriptions:read"], days=90)
        Consent.objects.create(user=user, document="privacy-notice", document_version="1", language="en")
    pages = [
        ("/accounts/", "account", member),
        ("/accounts/tokens/", "tokens", member),
        ("/accounts/tokens/new/", "token-new", member),
        ("/accounts/privacy-data/", "my-data", member),
        ("/accounts/privacy-data/erase/", "erase", member),
        ("/accounts/privacy-data/erase/", "erase-blocked", owner),
        ("/accounts/privacy-data/download/", "my-data-download", member),
    ]
    for path, name, user in pages:
        with subtests.test(name):
            typed_in.assert_looks_right(path, name, user=user)


def test_a_token_is_made_and_shown_once(typed_in: Looker) -> None:
    user = UserFactory.create()
    with typed_in.page(user=user, width=390) as page:
        page.goto("/accounts/tokens/new/")
        page.get_by_label("用途").fill("本单位文档系统")
        page.get_by_label("读取我的案件及往来消息").check()
        page.get_by_role("button", name="生成令牌").click()
        expect(page.locator("code.secret")).to_have_text(re.compile("^oipg_"))
        assert_axe_clean(page)
        save_screenshot(page, "token-made", "zh")
        page.get_by_role("link", name="我已保存，返回").click()
        expect(page.get_by_text("本单位文档系统").first).to_be_visible()


def test_who_guesses_too_often_reads_when_to_come_back(browser_page: Page) -> None:
    user = UserFactory.create()
    page = browser_page
    for _n in range(5):
        page.goto("/accounts/login/")
        page.locator("input[name=login]").fill(user.email)
        page.locator("input[name=password]").fill("a guess")
        page.get_by_role("main").get_by_role("button", name="登录").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("登录尝试次数过多")
    assert_axe_clean(page)
    save_screenshot(page, "log-in-locked", "zh")
