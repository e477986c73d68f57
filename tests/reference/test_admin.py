"""Reference rows under /admin/: who sees them, who may correct them, and that nothing typed is lost."""

import re
from collections.abc import Callable
from datetime import datetime

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import reverse

from portal.accounts.models import AuditEvent
from portal.accounts.reference_admin import ReferenceAdmin
from portal.lib.provenance import Sourced
from portal.reference.models import DisputeType, Jurisdiction
from tests.factories.accounts import GuidanceCentreFactory, a_member
from tests.factories.reference import JurisdictionFactory

pytestmark = pytest.mark.django_db
PAGE = "/admin/reference/jurisdiction/US/change/"


@pytest.fixture
def place() -> Jurisdiction:
    return JurisdictionFactory.create(
        code="US", name_zh="美国", name_en="United States", languages=["en"], legal_tags=[], source="cldr"
    )


def logged_in(role: str) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(a_member(role, name=f"A {role}"))
    return client


def typed(client: Client, **changes: str) -> dict[str, str]:
    """The form as a browser sends it back, with `changes` typed over."""
    form = client.get(PAGE).context["adminform"].form
    values = {name: form[name].value() for name in form.fields}
    sent = {name: "" if value is None else str(value) for name, value in values.items() if value is not False}
    return sent | {"languages": "en", "legal_tags": "", "languages_zh": "", "languages_en": ""} | changes


def test_a_visitor_is_sent_to_the_log_in_page(place: Jurisdiction) -> None:
    chain = Client().get(PAGE, follow=True).redirect_chain
    assert "/accounts/login/" in chain[-1][0]


def test_without_the_right_to_look_nothing_is_shown(place: Jurisdiction) -> None:
    officer, author = a_member("centre_officer", centre=GuidanceCentreFactory.create()), a_member("warning_author")
    for person in (officer, author):
        client = Client()
        client.force_login(person)
        page = client.get(PAGE, follow=True)
        assert page.status_code == 403
        assert "United States" not in page.text


def test_whoever_may_look_sees_the_row_and_has_no_button_to_save(place: Jurisdiction) -> None:
    client = logged_in("auditor")
    page = client.get(PAGE)
    assert page.status_code == 200
    assert "United States" in page.text
    assert 'name="_save"' not in page.text
    assert client.post(PAGE, {"name_en": "X"}).status_code == 403


def test_an_editor_corrects_a_row(place: Jurisdiction) -> None:
    client = logged_in("editor")
    response = client.post(PAGE, typed(client, name_en="United States of America", languages="en\nes"))
    assert response.status_code == 302, response.context["adminform"].form.errors
    place.refresh_from_db()
    assert (place.name_en, place.languages, place.source) == ("United States of America", ["en", "es"], "cldr")
    assert AuditEvent.objects.get(verb="reference.edited").data == {"fields": ["name_en", "languages"]}


def test_keys_have_no_field_and_cannot_be_posted(place: Jurisdiction) -> None:
    client = logged_in("editor")
    assert 'name="code"' not in client.get(PAGE).text
    client.post(PAGE, typed(client, code="XX"))
    assert list(Jurisdiction.objects.values_list("code", flat=True)) == ["US"]


def test_a_stale_form_is_told_who_and_when_and_keeps_what_was_typed(
    place: Jurisdiction, clock_at: Callable[[str], datetime]
) -> None:
    clock_at("2026-11-23T09:05+08:00")
    client, other = logged_in("editor"), logged_in("editor")
    mine = typed(client, name_en="My name")
    other.post(PAGE, typed(other, name_en="Their name"))

    page = client.post(PAGE, mine)
    assert page.status_code == 200
    assert "A editor" in page.text
    assert "9:05" in page.text
    assert 'value="My name"' in page.text
    place.refresh_from_db()
    assert place.name_en == "Their name"


def test_a_correction_needs_a_source(place: Jurisdiction) -> None:
    client = logged_in("editor")
    page = client.post(PAGE, typed(client, name_en="My name", source=" "))
    assert list(page.context["adminform"].form.errors) == ["source"]
    assert 'value="My name"' in page.text


def test_nobody_adds_or_deletes_a_row(place: Jurisdiction) -> None:
    client = logged_in("editor")
    assert client.get("/admin/reference/jurisdiction/add/").status_code == 403
    assert client.post("/admin/reference/jurisdiction/US/delete/").status_code == 403


def test_a_list_of_texts_is_typed_one_a_line() -> None:
    DisputeType.objects.create(code="itc_337", name_zh="337", checklist_zh=["先看日期", "再找律师"], source="own")
    page = logged_in("editor").get(reverse("admin:reference_disputetype_change", args=["itc_337"]))
    assert re.search(r"<textarea[^>]*name=\"checklist_zh\"[^>]*>\s*先看日期\n再找律师</textarea>", page.text)


def test_every_reference_model_opens_for_an_editor(place: Jurisdiction) -> None:
    client = logged_in("editor")
    models = [model for model, page in admin.site._registry.items() if isinstance(page, ReferenceAdmin)]
    assert len(models) >= 20
    for model in models:
        assert issubclass(model, Sourced)
        path = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
        assert client.get(path).status_code == 200, path
