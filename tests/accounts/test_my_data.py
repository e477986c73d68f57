"""My data: what is held, the archive, the erasure with its days, its obstacles and what stays."""

import io
import json
import re
import zipfile
from datetime import date, timedelta
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from axes.models import AccessLog
from django.core import mail
from django.test import Client

from portal.accounts import personal_data
from portal.accounts.actions.erasure import cancel_erasure, execute_erasure, open_request, request_erasure
from portal.accounts.models import AuditEvent, Consent, ErasureRequest, User
from portal.accounts.models.erasure import COOL_OFF
from portal.accounts.retention import classes, retention
from portal.accounts.tasks import erase_people
from portal.lib import clock
from portal.lib.errors import Conflict
from portal.notices.delivery import deliver_due
from portal.notices.models import Notice
from tests.clients import Program, as_user, type_password
from tests.factories.accounts import CentreFactory, ClaimFactory, EnterpriseFactory, UserFactory, a_member

pytestmark = pytest.mark.django_db
PAGE, DOWNLOAD, ERASE = (
    "/en/accounts/privacy-data/",
    "/en/accounts/privacy-data/download/",
    "/en/accounts/privacy-data/erase/",
)


def after_the_days() -> Any:
    return clock.set_to(clock.now() + COOL_OFF + timedelta(minutes=1))


def erased(user: User) -> User:
    """`user` after the whole way."""
    request_erasure(by=user)
    with after_the_days():
        assert erase_people() == 1
    user.refresh_from_db()
    return user


class TestRetention:
    def test_every_class_says_in_both_languages_what_it_is_and_why(self) -> None:
        for held in classes().values():
            assert held.status in {"proposal", "law"}
            for name in ("name", "basis"):
                assert held.texts[f"{name}_zh"]
                assert not re.search("[\u4e00-\u9fff]", held.texts[f"{name}_en"])
            assert bool(held.months) == bool(held.texts["counted_en"])

    def test_every_section_names_a_class(self) -> None:
        codes = {section.code for section in personal_data.sections()}
        assert {"account", "memberships", "mails", "subscriptions", "case_records", "expert_pool"} <= codes
        assert all(section.retention_class.code in classes() for section in personal_data.sections())

    def test_months_are_counted_from_the_day(self) -> None:
        assert retention("case_contact").until(date(2024, 2, 29)) == date(2027, 2, 28)
        assert retention("case_contact").starts_that_ended(date(2026, 11, 22)) == date(2023, 11, 22)
        assert retention("case_record").until(date(2024, 2, 29)) is None

    def test_two_sections_of_one_code_are_a_mistake(self) -> None:
        with pytest.raises(ValueError, match="two sections"):
            personal_data.register(personal_data.sections()[0])


class TestTheArchive:
    def archive(self, client: Client) -> zipfile.ZipFile:
        response = client.post(DOWNLOAD)
        assert response.headers["Content-Type"] == "application/zip"
        assert {"private", "no-store"} <= set(response.headers["Cache-Control"].split(", "))
        return zipfile.ZipFile(io.BytesIO(b"".join(response)))

    def test_it_holds_every_section_and_ones_own_documents(self, client: Client) -> None:
        from django.core.files.base import ContentFile

        user = UserFactory.create(name="王芳")
        claim = ClaimFactory.create(claimant=user, evidence_name="licence.pdf")
        claim.evidence.save("licence.pdf", ContentFile(b"%PDF-1.7"), save=True)
        type_password(client, user)
        archive = self.archive(client)
        data = json.loads(archive.read("data.json"))
        assert data["sections"]["account"][0]["name"] == "王芳"
        assert data["sections"]["claims"][0]["uscc"] == claim.uscc
        assert set(data["sections"]) == {section.code for section in personal_data.sections()}
        assert archive.read(f"documents/claims/{claim.pk}-licence.pdf") == b"%PDF-1.7"

    def test_it_holds_nothing_of_anybody_else(self, client: Client) -> None:
        enterprise = EnterpriseFactory.create()
        me = a_member("enterprise_member", enterprise=enterprise)
        colleague = a_member("enterprise_owner", enterprise=enterprise, name="Somebody Else")
        type_password(client, me)
        text = self.archive(client).read("data.json").decode()
        assert colleague.email not in text
        assert "Somebody Else" not in text

    def test_taking_it_is_recorded(self, client: Client) -> None:
        type_password(client, UserFactory.create())
        self.archive(client)
        assert AuditEvent.objects.filter(verb="data.exported").count() == 1

    @pytest.mark.parametrize("page", [DOWNLOAD, ERASE])
    def test_an_old_session_types_the_password_first(self, page: str) -> None:
        client = as_user(UserFactory.create())
        assert client.get(page).headers["Location"].startswith("/en/accounts/reauthenticate/")
        assert client.post(page).headers["Location"].startswith("/en/accounts/reauthenticate/")
        assert not ErasureRequest.objects.exists()

    def test_what_does_not_fit_is_named(self, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
        from django.core.files.base import ContentFile

        from portal.accounts import export

        monkeypatch.setattr(export, "MOST_BYTES", 3)
        user = UserFactory.create()
        claim = ClaimFactory.create(claimant=user, evidence_name="licence.pdf")
        claim.evidence.save("licence.pdf", ContentFile(b"%PDF-1.7"), save=True)
        type_password(client, user)
        data = json.loads(self.archive(client).read("data.json"))
        assert data["documents_left_out"] == [f"claims/{claim.pk}-licence.pdf"]


class TestTheWish:
    def test_it_waits_seven_days_and_can_be_taken_back(self, client: Client) -> None:
        user = UserFactory.create(language="en")
        type_password(client, user)
        assert client.post(ERASE).headers["Location"] == PAGE
        assert b"Your account will be erased" in client.get(PAGE).content
        assert erase_people() == 0
        client.post("/en/accounts/privacy-data/keep/")
        with after_the_days():
            assert erase_people() == 0
        user.refresh_from_db()
        assert (user.is_active, user.erased_at) == (True, None)
        deliver_due()
        assert [m.subject for m in mail.outbox] == ["Your account will be erased", "Your account stays"]

    def test_the_same_wish_twice_is_one(self) -> None:
        user = UserFactory.create()
        assert request_erasure(by=user) == request_erasure(by=user)

    def test_there_is_nothing_to_take_back_twice(self) -> None:
        user = UserFactory.create()
        request_erasure(by=user)
        cancel_erasure(by=user)
        with pytest.raises(Conflict):
            cancel_erasure(by=user)
        assert open_request(user) is None

    def test_the_last_owner_names_another_one_first(self, client: Client) -> None:
        enterprise = EnterpriseFactory.create()
        owner = a_member("enterprise_owner", enterprise=enterprise)
        type_password(client, owner)
        assert b"Name another one first" in client.get(ERASE).content
        refused = client.post(ERASE)
        assert refused.status_code == 409
        assert enterprise.name_zh in refused.content.decode()
        a_member("enterprise_owner", enterprise=enterprise)
        assert client.post(ERASE).status_code == 302

    def test_an_undecided_claim_is_waited_for(self) -> None:
        with pytest.raises(Conflict, match="claim"):
            request_erasure(by=ClaimFactory.create().claimant)

    def test_a_person_of_the_demonstration_stays(self) -> None:
        with pytest.raises(Conflict):
            request_erasure(by=UserFactory.create(is_demo=True))

    def test_what_comes_up_meanwhile_is_told_once_and_waited_for(self) -> None:
        user = UserFactory.create(language="en")
        request_erasure(by=user)
        enterprise = EnterpriseFactory.create()
        a_member("enterprise_owner", enterprise=enterprise, user=user)
        with after_the_days():
            assert erase_people() == erase_people() == 0
            assert Notice.objects.filter(kind="accounts.erasure_waits").count() == 1
            a_member("enterprise_owner", enterprise=enterprise)
            assert erase_people() == 1


class TestTheErasure:
    def test_the_person_loses_name_address_and_every_way_in(self, client: Client) -> None:
        user = a_member("centre_officer", centre=CentreFactory.create(), name="王芳", email="wang@example.com")
        session, program = as_user(user), Program(user, "cases:read")
        erased(user)
        assert (user.name, user.is_active, user.has_usable_password()) == ("", False, False)
        assert user.email == f"erased-{user.pk}@erased.invalid"
        assert str(user) == "erased person"
        assert not EmailAddress.objects.filter(user=user).exists()
        assert session.get("/accounts/").status_code == 302
        assert program.get("/api/v1/me/").status_code == 401
        assert user.memberships.filter(ended_at__isnull=True).count() == 0

    def test_the_last_mail_goes_to_the_old_address_and_says_what_stays(self) -> None:
        user = UserFactory.create(email="wang@example.com", language="en")
        Consent.objects.create(user=user, document="privacy-notice", document_version="1", language="en")
        erased(user)
        with after_the_days():
            deliver_due()
        farewell = mail.outbox[-1]
        assert (farewell.to, farewell.subject) == (["wang@example.com"], "Your account is erased")
        assert "proofs of consent (1): until" in str(farewell.body)
        assert "Personal Information Protection Law art. 14" in str(farewell.body)

    def test_nothing_keeps_the_address_once_that_mail_is_out(self) -> None:
        user = UserFactory.create(email="wang@example.com")
        AccessLog.objects.create(username=user.email, ip_address="203.0.113.0")
        erased(user)
        with after_the_days():
            deliver_due()
            erase_people()
        assert not Notice.objects.filter(address="wang@example.com").exists()
        assert not AccessLog.objects.filter(username="wang@example.com").exists()

    def test_the_log_says_that_it_happened_and_names_nobody(self) -> None:
        user = erased(UserFactory.create(email="wang@example.com"))
        rows = AuditEvent.objects.filter(verb__startswith="erasure.")
        assert [row.verb for row in rows.order_by("pk")] == ["erasure.requested", "erasure.executed"]
        assert "wang" not in json.dumps([row.data for row in rows])
        assert rows.get(verb="erasure.executed").data == {"user": user.pk}

    def test_a_second_run_changes_nothing(self) -> None:
        user = erased(UserFactory.create())
        wish = ErasureRequest.objects.get()
        assert execute_erasure(request=wish) is False
        assert AuditEvent.objects.filter(verb="erasure.executed").count() == 1
        assert User.objects.get(pk=user.pk).session_epoch == user.session_epoch

    def test_what_is_kept_until_a_day_goes_on_that_day_and_then_nobody_looks_again(self) -> None:
        user = UserFactory.create()
        Consent.objects.create(user=user, document="privacy-notice", document_version="1", language="en")
        erased(user)
        with clock.set_to(clock.now() + timedelta(days=365)):
            erase_people()
            assert Consent.objects.filter(user=user).exists()
            assert ErasureRequest.objects.get().settled_at is None
        with clock.set_to(clock.now() + timedelta(days=3 * 366)):
            assert erase_people() == 1
            assert not Consent.objects.filter(user=user).exists()
            assert erase_people() == 0
        assert ErasureRequest.objects.get().settled_at is not None

    def test_one_that_fails_does_not_stop_the_others(self, monkeypatch: pytest.MonkeyPatch) -> None:
        first, second = UserFactory.create(), UserFactory.create()
        request_erasure(by=first)
        request_erasure(by=second)
        section = personal_data.sections()[0]
        whole = section.erase

        def broken(user: User) -> None:
            if user.pk == first.pk:
                raise RuntimeError("the disk is full")
            whole(user)

        monkeypatch.setattr(section, "erase", broken)
        with after_the_days():
            assert erase_people() == 1
        first.refresh_from_db()
        second.refresh_from_db()
        assert (first.erased_at, second.erased_at is not None) == (None, True)

    def test_the_address_is_free_for_a_new_account(self, client: Client) -> None:
        erased(UserFactory.create(email="wang@example.com"))
        assert UserFactory.create(email="wang@example.com").is_active


@pytest.mark.parametrize("language", ["", "/en"])
@pytest.mark.parametrize("page", ["", "download/", "erase/"])
def test_every_page_stands_in_both_languages(client: Client, language: str, page: str) -> None:
    type_password(client, UserFactory.create())
    assert client.get(f"{language}/accounts/privacy-data/{page}").status_code == 200
