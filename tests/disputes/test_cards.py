"""Texts of the emergency card in other languages: written by one, approved by another, shown only then."""

from collections.abc import Callable

import pytest
from django.test import Client

from disputes.actions.cards import approve_card, write_card
from disputes.models import CardText
from portal.accounts.models import User
from portal.lib.errors import Conflict, Invalid, NotAllowed
from tests.clients import as_user
from tests.factories.accounts import UserFactory, a_member

pytestmark = pytest.mark.django_db
PAGE = "/en/emergency/card/fair/"


def a_text(by: User, **more: str) -> CardText:
    told = {"kind": "fair", "language": "de", "language_name": "Deutsch", "text": "Ich unterschreibe nichts."}
    return write_card(by=by, **{**told, **more})


def test_a_text_is_shown_only_under_the_name_of_another_person(client: Client) -> None:
    editor, lawyer = a_member("editor"), a_member("legal_reviewer", name="Dr. Weber")
    card = a_text(editor)
    assert "unterschreibe" not in client.get(PAGE).text
    approve_card(card=card, by=lawyer, version=card.version)
    page = client.get(PAGE).text
    assert 'lang="de"' in page
    assert "Ich unterschreibe nichts." in page
    assert "Dr. Weber" in page
    assert "unterschreibe" not in client.get("/en/emergency/card/raid/").text


def test_nobody_approves_their_own_text_and_an_editor_none() -> None:
    lawyer, editor = a_member("legal_reviewer"), a_member("editor")
    card = a_text(lawyer)
    for person in (lawyer, editor, UserFactory.create()):
        with pytest.raises(NotAllowed):
            approve_card(card=card, by=person, version=card.version)
    with pytest.raises(NotAllowed):
        a_text(a_member("auditor"))


def test_a_changed_text_loses_its_approval_and_a_stale_page_approves_nothing(client: Client) -> None:
    editor, lawyer = a_member("editor"), a_member("legal_reviewer")
    card = a_text(editor)
    read = card.version
    approve_card(card=card, by=lawyer, version=read)
    a_text(editor, text="Ich unterschreibe alles.")
    assert "unterschreibe" not in client.get(PAGE).text
    with pytest.raises(Conflict):
        approve_card(card=CardText.objects.get(), by=lawyer, version=read)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"kind": "flood"}, "kind"),
        ({"language": "zh"}, "language"),
        ({"language": "en-GB"}, "language"),
        ({"language": "Deutsch!"}, "language"),
        ({"language_name": " "}, "language_name"),
        ({"text": "\n"}, "text"),
        ({"text": "x" * 3001}, "text"),
    ],
)
def test_what_does_not_fit_is_named(wrong: dict[str, str], field: str) -> None:
    with pytest.raises(Invalid) as refused:
        a_text(a_member("editor"), **wrong)
    assert field in refused.value.fields


def test_the_desk_writes_keeps_what_was_typed_and_approves() -> None:
    editor, lawyer = a_member("editor"), a_member("legal_reviewer")
    desk: Callable[[User], Client] = as_user
    told = {"kind": "raid", "language": "ja", "language_name": "日本語", "text": "署名しません。"}
    refused = desk(editor).post("/en/editorial/cards/", {**told, "language": "!"})
    assert refused.status_code == 400
    assert "署名しません。" in refused.text
    assert desk(editor).post("/en/editorial/cards/", told).status_code == 302
    card = CardText.objects.get()
    page = desk(lawyer).get("/en/editorial/cards/").text
    assert "Not shown yet" in page
    assert "Approve under my name" in page
    assert "Approve under my name" not in desk(editor).get("/en/editorial/cards/").text
    address = f"/en/editorial/cards/{card.pk}/approve/"
    assert desk(lawyer).post(address, {"version": card.version}).status_code == 302
    assert "署名しません。" in Client().get("/en/emergency/card/raid/").text
