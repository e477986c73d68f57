"""Two at once at the gate, on PostgreSQL: one decision, one package, numbers that never double."""

from collections.abc import Callable
from typing import Any

import pytest

from disputes.actions.export_package import make_package
from disputes.actions.export_review import decide_export
from disputes.actions.exporting import prepare_export, withdraw_export
from disputes.gate import GateResult
from disputes.models import Case, CaseEvent, EvidenceExport
from tests.disputes.test_at_once import at_once
from tests.factories.disputes import Cast
from tests.factories.exports import decided, in_review, recipient_facts

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def cast() -> Cast:
    return Cast(kind="guidance", state="in_guidance", held=True)


def again(export: EvidenceExport) -> EvidenceExport:
    """The same export as another request has it."""
    return EvidenceExport.objects.select_related("case").get(pk=export.pk)


def named(results: list[Any]) -> list[str]:
    return sorted("Conflict" if type(one).__name__ == "Conflict" else "done" for one in results)


def test_of_two_reviewers_exactly_one_decides(cast: Cast) -> None:
    export = in_review(cast)

    def decide(by: Any, result: GateResult) -> Callable[[], Any]:
        own = again(export)
        return lambda: decide_export(export=own, by=by, result=result, basis="已核对", version=own.version)

    results = at_once(decide(cast.reviewer, GateResult.CLEAR), decide(cast.head, GateResult.BLOCKED))
    assert named(results) == ["Conflict", "done"]
    assert CaseEvent.objects.filter(kind="export_decided").count() == 1


def test_one_package_is_made_and_not_of_a_withdrawn_export(cast: Cast) -> None:
    export = decided(cast, GateResult.CLEAR)

    def make() -> Callable[[], Any]:
        own = again(export)
        return lambda: make_package(export=own, by=cast.owner, version=own.version)

    def withdraw() -> Callable[[], Any]:
        own = again(export)
        return lambda: withdraw_export(export=own, by=cast.member, version=own.version)

    assert named(at_once(make(), make(), withdraw())) == ["Conflict", "Conflict", "done"]
    stands = again(export)
    assert bool(stands.package) == (stands.state == "exported")


def test_exports_begun_at_once_get_different_numbers(cast: Cast) -> None:
    def begin() -> Callable[[], Any]:
        case = Case.objects.get(pk=cast.case.pk)
        return lambda: prepare_export(case=case, by=cast.owner, facts=recipient_facts(cast))

    assert sorted(export.number for export in at_once(begin(), begin(), begin())) == [1, 2, 3]
