"""Two at once, on PostgreSQL: exactly one takes the case, one form makes one case, numbers never double."""

import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.db import connection

from disputes.actions.answering import reply
from disputes.actions.documents import add_document
from disputes.actions.holding import take_case
from disputes.actions.intake import Contact, submit_case
from disputes.models import Case, CaseEvent
from portal.accounts.models import User
from portal.lib.errors import Conflict
from tests.factories.accounts import NationalCentreFactory
from tests.factories.disputes import Cast

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def at_once(*calls: Callable[[], Any]) -> list[Any]:
    """Start all calls at the same moment, each on its own connection; what each returned or raised."""
    barrier = Barrier(len(calls))

    def run(call: Callable[[], Any]) -> Any:
        try:
            barrier.wait(timeout=10)
            return call()
        except Conflict as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))


def test_of_two_officers_exactly_one_takes_the_case() -> None:
    cast = Cast()

    def take(by: User) -> Callable[[], Any]:
        case = Case.objects.get(pk=cast.case.pk)
        return lambda: take_case(case=case, by=by)

    results = at_once(take(cast.officer), take(cast.colleague))
    assert sorted(type(result).__name__ for result in results) == ["Conflict", "NoneType"]
    assert CaseEvent.objects.filter(kind="taken").count() == 1
    cast.case.refresh_from_db()
    assert cast.case.holder in (cast.officer, cast.colleague)
    assert cast.case.assignments.filter(ended_at__isnull=True).count() == 1


def filing(cast: Cast, key: uuid.UUID) -> Callable[[], Case]:
    facts = {
        "jurisdiction": cast.case.jurisdiction,
        "dispute_type": cast.case.dispute_type,
        "right": "trademark",
        "our_role": "squatted",
        "what_happened": "有人抢注",
        "consent": True,
    }
    return lambda: submit_case(by=cast.owner, key=key, facts=facts, contact=Contact("王芳"), enterprise=cast.enterprise)


def test_one_form_sent_twice_at_once_is_one_case() -> None:
    NationalCentreFactory.create()
    cast = Cast()
    key = uuid.uuid4()
    first, second = at_once(filing(cast, key), filing(cast, key))
    assert first.pk == second.pk
    assert Case.objects.filter(idempotency_key=key).count() == 1
    assert CaseEvent.objects.filter(subject=first, kind="submitted").count() == 1


def test_cases_filed_at_once_get_different_numbers() -> None:
    NationalCentreFactory.create()
    cast = Cast()
    cases = at_once(*(filing(cast, uuid.uuid4()) for _ in range(6)))
    assert len({case.reference for case in cases}) == 6


def test_a_file_uploaded_twice_at_once_is_one_document() -> None:
    cast = Cast(held=True, state="in_consultation")

    def upload() -> Callable[[], Any]:
        case = Case.objects.get(pk=cast.case.pk)
        return lambda: add_document(case=case, by=cast.owner, file=ContentFile(b"%PDF-1.7", "a.pdf"))

    first, second = at_once(upload(), upload())
    assert first.pk == second.pk
    assert cast.case.documents.count() == 1


def test_one_reply_sent_twice_at_once_is_one_message() -> None:
    cast = Cast(held=True, state="in_consultation")
    key = uuid.uuid4()

    def send() -> Callable[[], Any]:
        case = Case.objects.get(pk=cast.case.pk)
        return lambda: reply(case=case, by=cast.owner, text="已附上", form_key=key)

    first, second = at_once(send(), send())
    assert first.pk == second.pk
    assert cast.case.messages.count() == 1
