"""A warning in force that cites a law stands on the page of that law."""

import pytest
from django.test import Client

from tests.factories.texts import a_text
from tests.factories.warnings import a_draft, a_published_warning
from tests.laws.reading.samples import a_law

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("key", ["us-act", "us-act#art_2"])
def test_a_warning_in_force_stands_on_the_page_of_the_law_it_cites(client: Client, key: str) -> None:
    a_text(a_law())
    a_law("act-2")
    warning = a_published_warning()
    warning.citations.create(kind="law", key=key)
    assert f'href="{warning.get_absolute_url()}"' in client.get("/laws/US/act/").content.decode()
    assert warning.get_absolute_url() not in client.get("/laws/US/act-2/").content.decode()


def test_a_draft_stays_unseen(client: Client) -> None:
    a_text(a_law())
    draft = a_draft()
    draft.citations.create(kind="law", key="us-act")
    assert draft.title not in client.get("/laws/US/act/").content.decode()
