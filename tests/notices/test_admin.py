"""The ledger as administrators and auditors see it: never what a case is about."""

import pytest
from django.test import Client

from tests.factories.accounts import a_member
from tests.factories.notices import NoticeFactory

pytestmark = pytest.mark.django_db
LIST = "/admin/notices/notice/"


@pytest.mark.parametrize("role", ["administrator", "auditor"])
def test_mails_about_cases_are_not_listed(client: Client, role: str) -> None:
    NoticeFactory.create(kind="accounts.invitation", address="colleague@example.com")
    case = NoticeFactory.create(kind="disputes.restricted", key="case:1:restricted", address="filer@example.com")
    client.force_login(a_member(role))
    for query in ("", "?q=filer", "?kind__exact=disputes.restricted"):
        page = client.get(LIST + query, follow=True).content.decode()
        assert "filer@example.com" not in page
        assert '<td class="field-kind">disputes' not in page
    assert "colleague@example.com" in client.get(LIST).content.decode()
    assert client.get(f"{LIST}{case.pk}/change/").status_code in {302, 404}


def test_a_row_shows_neither_its_snapshot_nor_its_headers(client: Client) -> None:
    headers = {"List-Unsubscribe": "<http://x/unsubscribe/secret/>"}
    notice = NoticeFactory.create(payload={"link": "http://x/secret/"}, headers=headers)
    client.force_login(a_member("auditor"))
    page = client.get(f"{LIST}{notice.pk}/change/")
    assert page.status_code == 200
    assert b"secret" not in page.content
