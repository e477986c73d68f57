"""Signing up and logging in by e-mail, through the pages."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client

from portal.accounts.models import Consent, User
from portal.accounts.privacy import VERSION
from portal.notices.delivery import deliver_due
from tests.factories.accounts import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db

SIGNUP = {
    "name": "王芳",
    "email": "Wang@Example.com",
    "password1": "quiet river 27 stones",
    "password2": "quiet river 27 stones",
    "language": "zh-hans",
    "consent": "on",
}


def the_link(part: str) -> str:
    """The address in the last mail that contains `part`, as a path."""
    deliver_due()
    found = re.search(rf"https?://[^/\s]+(/\S*{part}\S*)", str(mail.outbox[-1].body))
    assert found, mail.outbox[-1].body
    return found.group(1)


def test_a_newcomer_signs_up_confirms_by_link_and_is_logged_in(client: Client) -> None:
    assert client.get("/accounts/signup/").status_code == 200
    assert client.post("/accounts/signup/", SIGNUP).headers["Location"] == "/accounts/confirm-email/"
    user = User.objects.get()
    assert (user.email, user.name, user.language) == ("wang@example.com", "王芳", "zh-hans")
    link = the_link("confirm-email")
    assert not EmailAddress.objects.get().verified
    assert client.get(link).status_code == 200
    assert not EmailAddress.objects.get().verified, "opening the link alone must not confirm"
    client.post(link)
    assert EmailAddress.objects.get().verified
    assert client.get("/accounts/").status_code == 200


def test_consent_is_kept_with_its_version(client: Client) -> None:
    client.post("/accounts/signup/", SIGNUP)
    consent = Consent.objects.get()
    assert (consent.document, consent.document_version, consent.language) == ("privacy-notice", VERSION, "zh-hans")


def test_without_consent_there_is_no_account_and_nothing_typed_is_lost(client: Client) -> None:
    response = client.post("/en/accounts/signup/", {**SIGNUP, "consent": ""})
    assert b"Without your consent" in response.content
    assert "王芳".encode() in response.content
    assert not User.objects.exists()


def test_the_mail_speaks_the_language_that_was_chosen(client: Client) -> None:
    client.post("/accounts/signup/", {**SIGNUP, "language": "en"})
    assert the_link("confirm-email").startswith("/en/")
    assert mail.outbox[-1].subject == "Confirm your e-mail address"


def test_a_second_sign_up_tells_only_the_owner_of_the_address(client: Client) -> None:
    UserFactory.create(email="wang@example.com")
    response = client.post("/en/accounts/signup/", SIGNUP)
    assert response.headers["Location"] == "/en/accounts/confirm-email/"
    deliver_due()
    assert mail.outbox[-1].to == ["wang@example.com"]
    assert User.objects.count() == 1


def test_nobody_logs_in_before_confirming(client: Client) -> None:
    UserFactory.create(email="new@example.com", confirmed=False)
    client.post("/accounts/login/", {"login": "new@example.com", "password": PASSWORD})
    assert client.get("/accounts/").status_code == 302


def test_log_in_leads_to_where_one_wanted_to_go(client: Client) -> None:
    user = UserFactory.create()
    response = client.post(
        "/accounts/login/", {"login": user.email.upper(), "password": PASSWORD, "next": "/accounts/claims/new/"}
    )
    assert response.headers["Location"] == "/accounts/claims/new/"


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example/", "/\\evil.example"])
def test_log_in_never_leads_to_another_host(client: Client, elsewhere: str) -> None:
    user = UserFactory.create()
    response = client.post("/accounts/login/", {"login": user.email, "password": PASSWORD, "next": elsewhere})
    assert response.headers["Location"] == "/"


def test_a_wrong_password_says_so_without_saying_which(client: Client) -> None:
    user = UserFactory.create()
    wrong = client.post("/en/accounts/login/", {"login": user.email, "password": "not this one"})
    unknown = client.post("/en/accounts/login/", {"login": "nobody@example.com", "password": "not this one"})
    said = b"The email address and/or password you specified are not correct."
    assert said in wrong.content
    assert said in unknown.content


def test_a_forgotten_password_is_replaced_through_a_link_that_works_once(client: Client) -> None:
    user = UserFactory.create()
    client.post("/accounts/password/reset/", {"email": user.email})
    link = the_link("password/reset/key")
    page = client.get(link, follow=True)
    form = page.redirect_chain[-1][0]
    client.post(form, {"password1": "another quiet river 9", "password2": "another quiet river 9"})
    user.refresh_from_db()
    assert user.check_password("another quiet river 9")
    assert "link has expired" in Client().get("/en" + link, follow=True).content.decode()


def test_asking_for_a_new_password_writes_to_no_stranger_and_does_not_tell(client: Client) -> None:
    user = UserFactory.create()
    known = client.post("/accounts/password/reset/", {"email": user.email})
    deliver_due()
    mail.outbox.clear()
    unknown = client.post("/accounts/password/reset/", {"email": "nobody@example.com"})
    deliver_due()
    assert mail.outbox == []
    assert (unknown.status_code, unknown.headers["Location"]) == (known.status_code, known.headers["Location"])


def test_a_changed_password_is_told_to_its_owner(client: Client) -> None:
    user = UserFactory.create()
    client.force_login(user)
    new = "another quiet river 9"
    client.post("/accounts/password/change/", {"oldpassword": PASSWORD, "password1": new, "password2": new})
    deliver_due()
    assert mail.outbox[-1].to == [user.email]
    user.refresh_from_db()
    assert user.check_password(new)


def test_a_new_address_counts_only_once_its_link_was_opened(client: Client) -> None:
    user = UserFactory.create(email="old@example.com")
    client.force_login(user)
    client.post("/accounts/email/", {"email": "fresh@example.com", "action_add": "1"})
    user.refresh_from_db()
    assert user.email == "old@example.com"
    client.post(the_link("confirm-email"))
    user.refresh_from_db()
    assert user.email == "fresh@example.com"


def test_links_in_mails_carry_our_own_host_whatever_the_request_said(client: Client) -> None:
    user = UserFactory.create()
    client.post("/accounts/password/reset/", {"email": user.email}, headers={"host": "localhost"})
    deliver_due()
    assert "http://127.0.0.1:8000/" in str(mail.outbox[-1].body)


@pytest.mark.parametrize("language", ["", "/en"])
@pytest.mark.parametrize(
    "path",
    ["signup/", "login/", "password/reset/", "password/reset/done/", "confirm-email/", "confirm-email/nonsense/",
     "password/reset/key/1-nonsense/", "privacy/", "inactive/"],
)  # fmt: skip
def test_every_page_of_the_entrance_stands_in_both_languages(client: Client, language: str, path: str) -> None:
    assert client.get(f"{language}/accounts/{path}").status_code == 200


def test_a_short_password_is_explained_in_chinese(client: Client) -> None:
    typed = {"email": "a@example.com", "name": "王芳", "language": "zh-hans", "consent": "on"}
    page = client.post("/accounts/signup/", {**typed, "password1": "short1x", "password2": "short1x"})
    assert "密码至少需要 10 个字符。" in page.content.decode()


def test_whoever_is_led_to_the_entrance_is_told_why_and_can_sign_up(client: Client) -> None:
    page = client.get("/accounts/login/?next=/cases/new/").content.decode()
    assert "该页面需要账户" in page
    assert "/accounts/signup/?next=%2Fcases%2Fnew%2F" in page
