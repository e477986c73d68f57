"""Who read a case is kept, and the owner of the enterprise sees it."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.utils import timezone

from disputes.actions.documents import add_document
from disputes.models import Case, CaseDocument
from portal.accounts.models import AuditEvent, User
from tests.factories.accounts import a_member
from tests.factories.disputes import Cast

pytestmark = pytest.mark.django_db
As = Callable[[User], Client]


@pytest.fixture
def held() -> Cast:
    return Cast(held=True, state="in_consultation")


def a_document(cast: Cast) -> CaseDocument:
    return add_document(case=cast.case, by=cast.owner, file=ContentFile(b"%PDF-1.7\n" + b"x" * 900, name="起诉状.pdf"))


def address(document: CaseDocument) -> str:
    return f"/cases/{document.case.reference}/documents/{document.pk}/"


def kept() -> list[tuple[int | None, str, dict[str, Any]]]:
    rows = AuditEvent.objects.filter(subject_type="disputes.case").order_by("at", "pk")
    return list(rows.values_list("actor_id", "verb", "data"))


def read(client: Client, path: str, **headers: str) -> int:
    response = client.get(path, headers=headers)
    if response.streaming:
        list(response)
    return int(response.status_code)


def test_everybody_beside_the_enterprise_is_kept_with_what_they_are(held: Cast, as_user: As) -> None:
    number = held.case.reference
    Case.objects.filter(pk=held.case.pk).update(escalated_at=timezone.now())
    supervisor = a_member("supervisor")
    assert read(as_user(held.owner), f"/cases/{number}/") == 200
    assert read(as_user(held.member), f"/cases/{number}/") == 200
    assert read(as_user(held.counsel), f"/cases/{number}/") == 200
    assert read(as_user(held.officer), f"/triage/{number}/") == 200
    assert read(as_user(supervisor), f"/triage/{number}/") == 200
    assert kept() == [
        (held.counsel.pk, "case_read", {"side": "counsel"}),
        (held.officer.pk, "case_read", {"side": "centre"}),
        (supervisor.pk, "case_read", {"side": "supervisor"}),
    ]


def test_every_opening_of_a_document_counts_but_not_the_rest_of_a_broken_download(held: Cast, as_user: As) -> None:
    document = a_document(held)
    officer = as_user(held.officer)
    assert read(officer, address(document)) == 200
    assert read(officer, address(document), Range="bytes=100-") == 206
    assert read(officer, address(document)) == 200
    assert read(as_user(held.owner), address(document)) == 200
    assert kept() == [(held.officer.pk, "document_read", {"side": "centre", "document": str(document.pk)})] * 2


def test_a_range_alone_is_a_reading_too(held: Cast, as_user: As) -> None:
    document = a_document(held)
    assert read(as_user(held.officer), address(document), Range="bytes=1-") == 206
    assert len(kept()) == 1


def test_who_may_not_see_the_document_is_not_kept(held: Cast, as_user: As) -> None:
    document = a_document(held)
    assert read(as_user(held.stranger), address(document)) == 404
    assert read(as_user(held.other_officer), address(document)) == 404
    assert kept() == []


def test_the_owner_sees_who_read_it_when_and_as_what(
    held: Cast, as_user: As, clock_at: Callable[[str], datetime]
) -> None:
    document = a_document(held)
    clock_at("2026-11-23T09:05+08:00")
    read(as_user(held.officer), f"/triage/{held.case.reference}/")
    clock_at("2026-11-23T09:06+08:00")
    read(as_user(held.officer), address(document))
    page = as_user(held.owner).get(f"/cases/{held.case.reference}/").content.decode()
    section = page[page.index('id="readers"') :]
    assert str(held.officer) in section
    assert "2026-11-23 09:05" in section
    assert "起诉状.pdf" in section
    assert as_user(held.owner).get(f"/cases/{held.case.reference}/readers/").status_code == 200


@pytest.mark.parametrize("who", ["member", "counsel", "officer", "head", "stranger", "other_officer"])
def test_nobody_but_the_owner_sees_the_list(who: str, held: Cast, as_user: As) -> None:
    client = as_user(getattr(held, who))
    assert client.get(f"/cases/{held.case.reference}/readers/").status_code == 404
    page = client.get(f"/cases/{held.case.reference}/", follow=True).content.decode()
    assert 'id="readers"' not in page


def test_a_long_list_costs_no_more_questions(
    held: Cast, as_user: As, django_assert_max_num_queries: Callable[[int], Any]
) -> None:
    document = a_document(held)
    for person in (held.officer, held.colleague, held.head, held.hotline):
        for _number in range(3):
            read(as_user(person), address(document))
    client = as_user(held.owner)
    with django_assert_max_num_queries(9):
        page = client.get(f"/cases/{held.case.reference}/readers/").content.decode()
    assert page.count("起诉状.pdf") == 12
