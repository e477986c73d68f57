"""Access tokens: made and revoked on pages, and what they open."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client

from portal.accounts.actions.tokens import MOST, create_token, hash_token, revoke_token
from portal.accounts.models import ApiToken, AuditEvent
from portal.lib import clock
from portal.lib.errors import Conflict, Invalid, NotAllowed
from portal.notices.delivery import deliver_due
from tests.clients import Program, as_user, log_in, type_password
from tests.factories.accounts import CentreFactory, EnterpriseFactory, UserFactory, a_member

pytestmark = pytest.mark.django_db
NEW, ME = "/en/accounts/tokens/new/", "/api/v1/me/"


class TestThePages:
    def test_a_token_is_shown_once_and_only_its_hash_is_kept(self, client: Client) -> None:
        user = UserFactory.create(language="en")
        type_password(client, user)
        made = client.post(NEW, {"name": "our document system", "scopes": ["cases:read"], "days": "90"})
        found = re.search(r"oipg_[\w-]{43}", made.content.decode())
        assert found
        assert made.headers["Cache-Control"].startswith("max-age=0")
        token = ApiToken.objects.get()
        assert (token.token_hash, token.scopes) == (hash_token(found[0]), ["cases:read"])
        listed = client.get("/en/accounts/tokens/").content.decode()
        assert token.prefix in listed
        assert found[0] not in listed
        assert Client(headers={"Authorization": f"Bearer {found[0]}"}).get(ME).json()["email"] == user.email

    def test_making_one_is_recorded_and_told_by_mail(self) -> None:
        user = UserFactory.create(language="en")
        Program(user, "cases:read")
        assert AuditEvent.objects.get().verb == "token.created"
        deliver_due()
        assert mail.outbox[0].subject == "A new access token of your account"

    def test_an_old_session_types_the_password_before_it_makes_one(self) -> None:
        response = as_user(UserFactory.create()).get(NEW)
        assert response.headers["Location"].startswith("/en/accounts/reauthenticate/")

    def test_staff_without_a_second_factor_make_none(self, client: Client) -> None:
        officer = a_member("centre_officer", centre=CentreFactory.create(), second_factor=False)
        type_password(client, officer)
        assert client.get(NEW).status_code == 302
        other = a_member("centre_officer", centre=CentreFactory.create())
        log_in(client := Client(), other)
        assert client.get(NEW).status_code == 200

    def test_nothing_typed_is_lost_when_it_is_refused(self, client: Client) -> None:
        type_password(client, UserFactory.create())
        refused = client.post(NEW, {"name": "our document system", "days": "90"})
        assert refused.status_code == 400
        assert b"our document system" in refused.content

    def test_a_revoked_one_stops_at_once(self) -> None:
        user = UserFactory.create()
        program = Program(user, "cases:read")
        assert program.get(ME).status_code == 200
        as_user(user).post(f"/accounts/tokens/{program.token.pk}/revoke/")
        assert program.get(ME).status_code == 401
        assert AuditEvent.objects.filter(verb="token.revoked").count() == 1

    def test_nobody_revokes_somebody_elses(self) -> None:
        program = Program(UserFactory.create(), "cases:read")
        stranger = UserFactory.create()
        assert as_user(stranger).post(f"/accounts/tokens/{program.token.pk}/revoke/").status_code == 404
        with pytest.raises(NotAllowed):
            revoke_token(token=program.token, by=stranger)
        assert program.get(ME).status_code == 200


class TestWhatIsRefused:
    @pytest.mark.parametrize(
        ("field", "values"),
        [
            ("name", {"name": " \u202e "}),
            ("scopes", {"scopes": []}),
            ("scopes", {"scopes": ["cases:read", "cases:delete"]}),
            ("days", {"days": 366}),
            ("days", {"days": 0}),
        ],
    )
    def test_what_does_not_fit_is_named(self, field: str, values: dict[str, object]) -> None:
        wish = {"name": "x", "scopes": ["cases:read"], "days": 30, **values}
        with pytest.raises(Invalid) as refused:
            create_token(by=UserFactory.create(), **wish)  # type: ignore[arg-type]  # wrong on purpose
        assert field in refused.value.fields

    def test_nobody_piles_them_up(self) -> None:
        user = UserFactory.create()
        for _n in range(MOST):
            Program(user, "cases:read")
        with pytest.raises(Conflict):
            Program(user, "cases:read")

    @pytest.mark.parametrize("header", ["", "Bearer", "Bearer nonsense", "Basic YTpi", "Bearer oipg_" + "x" * 43])
    def test_without_a_valid_token_401_says_how(self, client: Client, header: str) -> None:
        response = client.get(ME, headers={"Authorization": header} if header else {})
        assert response.status_code == 401
        assert response.headers["WWW-Authenticate"] == 'Bearer realm="api"'
        assert set(response.json()) == {"type", "title", "detail"}

    def test_an_expired_one_is_worth_nothing(self) -> None:
        program = Program(UserFactory.create(), "cases:read")
        with clock.set_to(clock.now() + timedelta(days=30, seconds=1)):
            assert program.get(ME).status_code == 401

    def test_a_closed_account_is_closed_for_programs_too(self) -> None:
        user = UserFactory.create()
        program = Program(user, "cases:read")
        user.is_active = False
        user.save()
        assert program.get(ME).status_code == 401

    def test_a_session_opens_nothing_here(self) -> None:
        assert as_user(UserFactory.create()).get(ME).status_code == 401

    def test_too_many_requests_of_one_token_wait(self, monkeypatch: pytest.MonkeyPatch) -> None:
        from portal.accounts.api.personal import TokenThrottle

        monkeypatch.setattr(TokenThrottle, "THROTTLE_RATES", {"token": "2/min"})
        user = UserFactory.create()
        program, other = Program(user, "cases:read"), Program(user, "cases:read")
        assert [program.get(ME).status_code for _n in range(3)] == [200, 200, 429]
        assert other.get(ME).status_code == 200


class TestMe:
    def test_it_names_the_person_their_enterprises_and_the_token(self) -> None:
        enterprise = EnterpriseFactory.create()
        user = a_member("enterprise_owner", enterprise=enterprise)
        body = Program(user, "subscriptions:read", "cases:read").get(ME).json()
        assert body["email"] == user.email
        assert [row["uscc"] for row in body["enterprises"]] == [enterprise.uscc]
        assert body["token"]["scopes"] == ["cases:read", "subscriptions:read"]

    def test_no_cache_keeps_it(self) -> None:
        assert Program(UserFactory.create(), "cases:read").get(ME).headers["Cache-Control"] == "private, no-store"

    def test_a_role_in_a_centre_is_not_even_named(self) -> None:
        officer = a_member("centre_officer", centre=CentreFactory.create())
        assert Program(officer, "cases:read").get(ME).json()["enterprises"] == []

    def test_the_last_use_is_noted(self) -> None:
        program = Program(UserFactory.create(), "cases:read")
        program.get(ME)
        program.token.refresh_from_db()
        assert program.token.last_used_at is not None

    def test_the_public_part_asks_for_no_token_and_heeds_none(self, client: Client) -> None:
        assert client.get("/api/v1/centres/", headers={"Authorization": "Bearer nonsense"}).status_code == 200
