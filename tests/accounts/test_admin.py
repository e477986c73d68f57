"""The pages under /admin/: they show, they never change, and they open by our own permissions alone."""

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import reverse

from portal.accounts.models import AuditEvent
from tests.factories.accounts import CentreFactory, UserFactory, a_member, end_memberships

pytestmark = pytest.mark.django_db


def client_of(role: str) -> Client:
    client = Client()
    client.force_login(a_member(role))
    return client


def test_it_asks_for_our_own_log_in_and_leads_back() -> None:
    response = Client().get("/admin/accounts/guidancecentre/", follow=True)
    assert [step[0] for step in response.redirect_chain] == [
        "/admin/login/?next=/admin/accounts/guidancecentre/",
        "/accounts/login/?next=/admin/accounts/guidancecentre/",
    ]


def test_who_has_no_right_is_refused_after_logging_in() -> None:
    client = Client()
    client.force_login(UserFactory.create())
    assert client.get("/admin/", follow=True).status_code == 403


def test_an_expired_administrator_is_refused() -> None:
    person = a_member("administrator")
    end_memberships(person)
    client = Client()
    client.force_login(person)
    assert client.get("/admin/", follow=True).status_code == 403


def test_an_editor_reads_reference_data_and_no_people() -> None:
    client = client_of("editor")
    CentreFactory.create()
    assert client.get("/admin/accounts/guidancecentre/").status_code == 200
    assert client.get("/admin/accounts/user/").status_code == 403
    assert client.get("/admin/accounts/auditevent/").status_code == 403


def test_an_auditor_reads_the_log() -> None:
    AuditEvent.objects.create(verb="membership.granted", subject_type="x", subject_id="1")
    assert "membership.granted" in client_of("auditor").get("/admin/accounts/auditevent/").content.decode()


@pytest.mark.parametrize("model", ["user", "membership", "consent", "auditevent", "enterprise", "invitation"])
def test_records_of_people_cannot_be_added_changed_or_deleted(model: str) -> None:
    client = client_of("administrator")
    person = UserFactory.create()
    assert client.get(f"/admin/accounts/{model}/").status_code == 200
    assert client.post(f"/admin/accounts/{model}/add/").status_code == 403
    if model == "user":
        assert client.get(f"/admin/accounts/user/{person.pk}/change/").status_code == 200
        assert client.post(f"/admin/accounts/user/{person.pk}/change/", {"email": "x@example.com"}).status_code == 403
        assert client.post(f"/admin/accounts/user/{person.pk}/delete/", {"post": "yes"}).status_code == 403


def test_a_password_or_a_token_is_never_shown() -> None:
    person = UserFactory.create()
    page = client_of("administrator").get(f"/admin/accounts/user/{person.pk}/change/").content.decode()
    assert person.password not in page


def test_every_list_opens_and_offers_nothing_to_do_in_bulk() -> None:
    """Also what other apps register; what libraries would register (groups, addresses) is not there."""
    client = client_of("administrator")
    for model, model_admin in admin.site._registry.items():
        response = client.get(reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist"))
        assert response.status_code == 200, model
        assert not model_admin.get_actions(response.wsgi_request), model
    assert {"auth", "account"}.isdisjoint(model._meta.app_label for model in admin.site._registry)
