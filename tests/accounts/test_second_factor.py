"""Staff prove themselves twice: setting it up, logging in with it, losing it."""

from typing import Any, cast

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.conf import LazySettings
from django.core import mail
from django.core.management import CommandError, call_command
from django.test import Client

from portal.accounts.actions.second_factor import reset_second_factor
from portal.accounts.models import AuditEvent, User
from portal.accounts.roles import ROLES, SECOND_FACTOR_ROLES
from portal.lib.errors import Conflict, NotAllowed
from portal.notices.delivery import deliver_due
from tests.clients import CODE, as_user, code_of, log_in, type_password
from tests.factories.accounts import (
    CentreFactory,
    EnterpriseFactory,
    UserFactory,
    a_member,
    set_up_second_factor,
)

pytestmark = pytest.mark.django_db
SET_UP = "/accounts/second-factor/totp/activate/"
OWN_PAGES = ["", "totp/deactivate/", "recovery-codes/", "recovery-codes/generate/", "reauthenticate/"]


def an_officer(**person: Any) -> User:
    return a_member("centre_officer", centre=CentreFactory.create(), **person)


class TestWhoMust:
    def test_everybody_but_the_own_side_of_a_case(self) -> None:
        on_the_own_side = {"enterprise_owner", "enterprise_member", "counsel", "case_caller"}
        assert set(ROLES) - SECOND_FACTOR_ROLES == on_the_own_side

    @pytest.mark.parametrize(
        "page", ["/triage/", "/triage/claims/", "/cases/", "/subscriptions/", "/admin/", "/accounts/people/"]
    )
    def test_an_officer_without_one_is_led_to_set_it_up(self, page: str) -> None:
        response = as_user(an_officer(second_factor=False)).get(page)
        assert (response.status_code, response.headers["Location"]) == (302, SET_UP)

    def test_nothing_they_send_is_done_before(self) -> None:
        client = as_user(an_officer(second_factor=False))
        response = client.post("/accounts/claims/new/", {})
        assert response.headers["Location"] == SET_UP

    def test_a_fragment_sends_the_whole_page_there(self) -> None:
        response = as_user(an_officer(second_factor=False)).get("/triage/", headers={"HX-Request": "true"})
        assert response.headers["HX-Redirect"] == SET_UP

    @pytest.mark.parametrize("page", ["/", "/laws/", "/accounts/", "/accounts/menu/", "/accounts/logout/", "/healthz"])
    def test_public_pages_their_account_and_the_way_out_stay_open(self, page: str) -> None:
        assert as_user(an_officer(second_factor=False)).get(page).status_code == 200

    def test_with_one_the_desk_opens(self) -> None:
        assert as_user(an_officer()).get("/triage/").status_code == 200

    def test_asking_costs_no_query_of_its_own(self, django_assert_num_queries: Any) -> None:
        client = as_user(UserFactory.create())
        with django_assert_num_queries(3):  # the session, the person with the answer, the cities
            client.get("/accounts/claims/cities/")

    def test_people_of_an_enterprise_may_do_without(self) -> None:
        owner = a_member("enterprise_owner", enterprise=EnterpriseFactory.create())
        assert as_user(owner).get("/cases/").status_code == 200

    def test_a_role_that_has_ended_asks_for_nothing(self) -> None:
        officer = an_officer(second_factor=False)
        officer.memberships.update(ended_at="2020-01-01T00:00Z")
        assert as_user(officer).get("/cases/").status_code == 200

    def test_demonstration_people_are_exempt_where_the_demonstration_runs(self, settings: LazySettings) -> None:
        settings.DEMO = True
        assert as_user(an_officer(second_factor=False, is_demo=True)).get("/triage/").status_code == 200
        assert as_user(an_officer(second_factor=False)).get("/triage/").status_code == 302


@pytest.mark.django_db(transaction=True)  # allauth tells what happened on commit
class TestSettingUp:
    def set_up(self, client: Client) -> str:
        """Through the page; returns the secret that the app now holds."""
        page = client.get(SET_UP)
        secret = cast(str, page.context["form"].secret)
        client.post(SET_UP, {"code": code_of(secret)})
        return secret

    def test_the_page_shows_a_picture_and_a_key_and_no_style_of_its_own(self, client: Client) -> None:
        officer = an_officer(second_factor=False)
        type_password(client, officer)
        body = client.get(SET_UP).content.decode()
        assert 'src="data:image/svg+xml;base64,' in body
        assert "style=" not in body

    def test_right_after_the_log_in_nobody_types_the_password_again(self, client: Client) -> None:
        officer = an_officer(second_factor=False)
        type_password(client, officer)
        client.get("/triage/?state=open")
        self.set_up(client)
        assert client.get("/triage/").status_code == 200
        codes = client.get("/en/accounts/second-factor/recovery-codes/")
        assert codes.content.count(b"<code>") == 10
        assert b'href="/triage/?state=open"' in codes.content

    def test_a_session_from_before_ends_and_this_one_goes_on(self, client: Client) -> None:
        officer = an_officer(second_factor=False)
        elsewhere = as_user(officer)
        type_password(client, officer)
        self.set_up(client)
        assert client.get("/accounts/").status_code == 200
        assert elsewhere.get("/accounts/").status_code == 302

    def test_an_old_session_must_type_the_password_first(self) -> None:
        response = as_user(an_officer(second_factor=False)).get(SET_UP)
        assert response.headers["Location"].startswith("/accounts/reauthenticate/")

    def test_it_is_recorded_and_told_by_mail(self, client: Client) -> None:
        officer = an_officer(second_factor=False, language="en")
        type_password(client, officer)
        self.set_up(client)
        assert AuditEvent.objects.filter(verb="second_factor.added", subject_id=str(officer.pk)).exists()
        deliver_due()
        assert mail.outbox[-1].subject == "A second step protects your log-in"

    def test_a_wrong_code_sets_nothing_up(self, client: Client) -> None:
        officer = an_officer(second_factor=False)
        type_password(client, officer)
        client.get(SET_UP)
        response = client.post("/en" + SET_UP, {"code": "000000"})
        assert b"This code is not right" in response.content
        assert not Authenticator.objects.exists()

    def test_an_owner_may_turn_it_on_and_off(self, client: Client) -> None:
        owner = a_member("enterprise_owner", enterprise=EnterpriseFactory.create())
        type_password(client, owner)
        self.set_up(client)
        client.post("/accounts/second-factor/totp/deactivate/")
        assert not Authenticator.objects.exists()
        assert AuditEvent.objects.filter(verb="second_factor.removed").exists()

    def test_the_codes_come_as_a_file(self, client: Client) -> None:
        type_password(client, an_officer(second_factor=False))
        self.set_up(client)
        response = client.get("/accounts/second-factor/recovery-codes/download/")
        assert "attachment" in response.headers["Content-Disposition"]
        assert len(response.content.decode().split("\n\n")[1].split()) == 10


class TestLoggingIn:
    def test_the_password_alone_opens_nothing(self, client: Client) -> None:
        assert type_password(client, an_officer()) == CODE
        assert client.get("/triage/").headers["Location"].startswith("/accounts/login/")

    def test_the_code_of_the_app_opens_the_desk(self, client: Client) -> None:
        log_in(client, an_officer())
        assert client.get("/triage/").status_code == 200

    def test_a_code_is_good_for_one_type_password(self, client: Client) -> None:
        officer, code = an_officer(), code_of()
        type_password(client, officer)
        client.post(CODE, {"code": code})
        thief = Client()
        type_password(thief, officer)
        assert b"This code is not right" in thief.post(CODE, {"code": code}).content

    def test_a_recovery_code_opens_it_once(self, client: Client) -> None:
        officer = an_officer()
        Authenticator.objects.create(user=officer, type="recovery_codes", data={"seed": "ab" * 40, "used_mask": 0})
        code = Authenticator.objects.get(type="recovery_codes").wrap().generate_codes()[0]
        type_password(client, officer)
        client.post(CODE, {"code": code})
        assert client.get("/triage/").status_code == 200
        again = Client()
        type_password(again, officer)
        assert again.post(CODE, {"code": code}).status_code == 200

    def test_codes_cannot_be_guessed_for_long(self, client: Client) -> None:
        type_password(client, an_officer())
        for _n in range(5):
            client.post(CODE, {"code": "000000"})
        assert b"Too many failed login attempts" in client.post(CODE, {"code": code_of()}).content


def test_with_one_the_address_can_still_be_changed(client: Client) -> None:
    officer = an_officer()
    log_in(client, officer)
    client.post("/accounts/email/", {"email": "fresh@example.com", "action_add": "1"})
    assert EmailAddress.objects.filter(user=officer, email="fresh@example.com", verified=False).exists()


class TestResetting:
    def test_a_head_resets_a_colleagues_through_the_page(self) -> None:
        centre = CentreFactory.create()
        head = a_member("centre_head", centre=centre)
        officer = a_member("centre_officer", centre=centre, language="en")
        session = as_user(officer)
        page = f"/accounts/memberships/{officer.memberships.get().pk}/second-factor/"
        assert page in as_user(head).get(f"/triage/people/{centre.slug}/").content.decode()
        as_user(head).post(page)
        assert not Authenticator.objects.filter(user=officer).exists()
        assert session.get("/accounts/").status_code == 302, "their sessions end"
        assert AuditEvent.objects.get(verb="second_factor.reset").actor_id == head.pk
        deliver_due()
        assert mail.outbox[-1].to == [officer.email]
        assert str(head) in str(mail.outbox[-1].body)

    def test_a_head_does_not_reach_beyond_the_own_centre(self) -> None:
        centre = CentreFactory.create()
        head = a_member("centre_head", centre=centre)
        both = a_member("centre_officer", centre=centre)
        a_member("editor", user=both)
        with pytest.raises(NotAllowed):
            reset_second_factor(user=both, by=head)
        with pytest.raises(NotAllowed):
            reset_second_factor(user=an_officer(), by=head)

    def test_a_head_does_not_reset_another_head_but_the_administrator_does(self) -> None:
        centre = CentreFactory.create()
        head, other = a_member("centre_head", centre=centre), a_member("centre_head", centre=centre)
        with pytest.raises(NotAllowed):
            reset_second_factor(user=other, by=head)
        reset_second_factor(user=other, by=a_member("administrator"))
        assert not Authenticator.objects.filter(user=other).exists()

    def test_nobody_resets_their_own_this_way(self) -> None:
        admin = a_member("administrator")
        with pytest.raises(NotAllowed):
            reset_second_factor(user=admin, by=admin)

    def test_where_none_is_set_up_there_is_nothing_to_reset(self) -> None:
        with pytest.raises(Conflict):
            reset_second_factor(user=UserFactory.create(), by=a_member("administrator"))

    def test_whoever_holds_the_server_helps_the_last_administrator(self) -> None:
        admin = a_member("administrator")
        call_command("reset_second_factor", admin.email.upper())
        assert not Authenticator.objects.filter(user=admin).exists()
        with pytest.raises(CommandError, match="no second factor"):
            call_command("reset_second_factor", admin.email)
        with pytest.raises(CommandError, match="no account"):
            call_command("reset_second_factor", "nobody@example.com")


@pytest.mark.parametrize("language", ["", "/en"])
@pytest.mark.parametrize("page", OWN_PAGES)
def test_every_page_stands_in_both_languages(client: Client, language: str, page: str) -> None:
    officer = an_officer()
    Authenticator.objects.create(user=officer, type="recovery_codes", data={"seed": "ab" * 40, "used_mask": 0})
    log_in(client, officer)
    assert client.get(f"{language}/accounts/second-factor/{page}").status_code == 200


def test_a_person_without_a_role_is_asked_nothing() -> None:
    person = UserFactory.create()
    set_up_second_factor(person)
    assert as_user(person).get("/accounts/second-factor/").status_code == 200
