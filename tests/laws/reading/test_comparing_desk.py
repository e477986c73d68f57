"""A named person compares a text with the official one; the page of the law says who and when."""

import datetime

import pytest
from django.test import Client

from laws.models import LawVersion
from laws.texts.actions import verify_version
from portal.accounts.models import AuditEvent
from portal.lib import clock
from portal.lib.errors import Conflict, Invalid, NotAllowed
from tests.clients import as_user
from tests.factories.accounts import a_member
from tests.factories.texts import a_text
from tests.laws.reading.samples import a_law, articles

pytestmark = pytest.mark.django_db


@pytest.fixture
def version() -> LawVersion:
    return a_text(a_law(), retrieved=clock.today() - datetime.timedelta(days=30))


@pytest.mark.parametrize("role", ["editor", "legal_reviewer"])
def test_the_page_of_the_law_names_who_compared_it_and_when(version: LawVersion, client: Client, role: str) -> None:
    person = a_member(role)
    today = clock.today().isoformat()
    response = as_user(person).post(f"/en/editorial/texts/{version.pk}/", {"on": today, "has_compared": "on"})
    assert response.status_code == 302
    assert (
        f"compared with the official text on {today} by {person.name}"
        in client.get("/en/laws/US/act/").content.decode()
    )
    event = AuditEvent.objects.get(verb="law_text.verified")
    assert (event.actor_id, event.data["sha256"]) == (person.pk, version.sha256)


def test_a_newer_text_begins_without_the_name(version: LawVersion, client: Client) -> None:
    verify_version(version=version, by=a_member("editor"), compared_on=clock.today())
    a_text(version.law, articles([1]), dated="2024-01-01")
    assert "not yet by a person" in client.get("/en/laws/US/act/").content.decode()


def test_without_the_confirmation_nothing_is_recorded_and_the_day_is_kept(version: LawVersion) -> None:
    today = clock.today().isoformat()
    response = as_user(a_member("editor")).post(f"/en/editorial/texts/{version.pk}/", {"on": today})
    assert response.status_code == 400
    assert f'value="{today}"' in response.content.decode()
    version.refresh_from_db()
    assert version.verified_on is None


@pytest.mark.parametrize("days", [1, -31])
def test_a_day_that_cannot_be_is_refused(version: LawVersion, days: int) -> None:
    day = clock.today() + datetime.timedelta(days=days)
    with pytest.raises(Invalid) as refused:
        verify_version(version=version, by=a_member("editor"), compared_on=day)
    assert "on" in refused.value.fields


def test_two_people_do_not_overwrite_one_another(version: LawVersion) -> None:
    verify_version(version=version, by=a_member("editor"), compared_on=clock.today())
    with pytest.raises(Conflict):
        verify_version(version=version, by=a_member("legal_reviewer"), compared_on=clock.today(), seen=None)


def test_others_are_refused(version: LawVersion) -> None:
    person = a_member("publisher")
    with pytest.raises(NotAllowed):
        verify_version(version=version, by=person, compared_on=clock.today())
    assert as_user(person).get(f"/editorial/texts/{version.pk}/").status_code == 404
    assert as_user(person).get("/editorial/texts/").status_code == 403


def test_the_desk_lists_what_nobody_compared(version: LawVersion) -> None:
    done = a_text(a_law("done"))
    editor = a_member("editor")
    verify_version(version=done, by=editor, compared_on=clock.today())
    client = as_user(editor)

    def listed(query: str) -> list[int]:
        return [row.pk for row in client.get(f"/en/editorial/texts/{query}").context["page"]]

    assert listed("") == [version.pk]
    assert listed("?show=compared") == [done.pk]
    assert set(listed("?show=all")) == {version.pk, done.pk}
    assert listed("?jurisdiction=jp") == []
