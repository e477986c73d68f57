"""Which priority a case gets, and that only a person lowers it."""

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest

from disputes.actions.priority import raise_by_rule, set_priority
from disputes.choices import Priority
from disputes.models import Case, CaseEvent
from disputes.priority import RULES, Facts, assess
from disputes.tasks import raise_priorities
from portal.lib.errors import Conflict, Invalid, NotAllowed
from portal.notices.models import Notice
from tests.factories.disputes import CaseFactory, Cast

TODAY = date(2026, 11, 23)


def facts(**changes: Any) -> Facts:
    plain: dict[str, Any] = {
        "dispute_type": "tm_squatting",
        "measures": frozenset(),
        "next_date": None,
        "fair_on": None,
        "amount": None,
        "currency": "",
        "today": TODAY,
        "days_3": date(2026, 11, 26),
        "days_10": date(2026, 12, 7),
    }
    return Facts(**{**plain, **changes})


@pytest.mark.parametrize(
    ("changes", "level", "reasons"),
    [
        ({}, "P3", []),
        ({"measures": frozenset({"freeze"})}, "P0", ["freeze"]),
        ({"measures": frozenset({"freeze", "tro"})}, "P0", ["freeze", "tro"]),
        ({"measures": frozenset({"raid"})}, "P0", ["raid"]),
        ({"fair_on": date(2026, 11, 30)}, "P0", ["fair_soon"]),
        ({"fair_on": date(2026, 12, 1)}, "P3", []),
        ({"fair_on": date(2026, 11, 22)}, "P3", []),
        ({"next_date": date(2026, 11, 26)}, "P0", ["act_3"]),
        ({"next_date": date(2026, 11, 20)}, "P0", ["act_3"]),
        ({"next_date": date(2026, 11, 27)}, "P1", ["act_10"]),
        ({"next_date": date(2026, 12, 8)}, "P2", ["dated"]),
        ({"dispute_type": "itc_337"}, "P1", ["itc_337"]),
        ({"dispute_type": "preliminary_injunction"}, "P1", ["injunction_kind"]),
        ({"dispute_type": "preliminary_injunction", "measures": frozenset({"tro"})}, "P0", ["tro"]),
        ({"measures": frozenset({"detention"})}, "P1", ["customs"]),
        ({"measures": frozenset({"default"})}, "P1", ["default"]),
        ({"dispute_type": "licence_demand"}, "P2", ["demand"]),
        ({"measures": frozenset({"delisting"})}, "P2", ["delisting"]),
        ({"amount": Decimal(10_000_000), "currency": "CNY"}, "P1", ["amount"]),
        ({"amount": Decimal(10_000_000), "currency": "JPY"}, "P3", []),
        ({"amount": Decimal(10_000_000), "currency": ""}, "P3", []),
    ],
)
def test_the_matrix(changes: dict[str, Any], level: str, reasons: list[str]) -> None:
    assert assess(facts(**changes)) == (Priority(level), reasons)


def test_every_rule_has_its_own_code_and_a_reason() -> None:
    assert len({rule.code for rule in RULES}) == len(RULES)
    assert all(str(rule.reason) for rule in RULES)


@pytest.mark.django_db
class TestAfterFiling:
    def test_a_raise_shortens_the_promise_and_tells_the_centre(self, clock_at: Callable[[str], datetime]) -> None:
        clock_at("2026-11-23T09:00+08:00")
        cast = Cast(priority="P3", due_at=datetime.fromisoformat("2026-11-30T17:30+08:00"))
        set_priority(case=cast.case, by=cast.officer, priority=Priority.P0, reason="资金被冻结")
        assert cast.case.due_at == datetime.fromisoformat("2026-11-23T11:00+08:00")
        assert Notice.objects.filter(kind="disputes.urgent", recipient=cast.colleague).exists()
        assert cast.case.notes.get().text == "资金被冻结"

    def test_lowering_needs_a_reason_and_never_lengthens_the_promise(self) -> None:
        cast = Cast(priority="P0")
        due = cast.case.due_at
        with pytest.raises(Invalid):
            set_priority(case=cast.case, by=cast.officer, priority=Priority.P2, reason=" ")
        set_priority(case=cast.case, by=cast.officer, priority=Priority.P2, reason="已解冻")
        assert (cast.case.priority, cast.case.due_at) == ("P2", due)
        assert CaseEvent.objects.get().kind == "priority_lowered"

    def test_the_same_priority_and_other_peoples_wishes_are_refused(self) -> None:
        cast = Cast(priority="P2")
        with pytest.raises(Conflict):
            set_priority(case=cast.case, by=cast.officer, priority=Priority.P2, reason="x")
        with pytest.raises(NotAllowed):
            set_priority(case=cast.case, by=cast.owner, priority=Priority.P0, reason="x")

    def test_a_date_that_comes_nearer_raises_by_itself_once(self, clock_at: Callable[[str], datetime]) -> None:
        clock_at("2026-11-02T09:00+08:00")
        case = CaseFactory.create(next_date=date(2026, 11, 27), priority="P2")
        assert raise_priorities() == 0
        clock_at("2026-11-23T09:00+08:00")
        assert raise_priorities() == 1
        assert raise_priorities() == 0
        case.refresh_from_db()
        assert (case.priority, case.priority_reasons) == ("P1", ["act_10"])
        assert CaseEvent.objects.get().actor_id is None

    def test_one_case_that_cannot_be_reckoned_does_not_stop_the_others(
        self, clock_at: Callable[[str], datetime], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        clock_at("2026-11-23T09:00+08:00")
        bad = CaseFactory.create()
        good = CaseFactory.create(measures=["freeze"])

        def look(*, case: Case) -> bool:
            if case.pk == bad.pk:
                raise ValueError("cannot be reckoned")
            return raise_by_rule(case=case)

        monkeypatch.setattr("disputes.tasks.raise_by_rule", look)
        assert raise_priorities() == 1
        good.refresh_from_db()
        assert good.priority == "P0"

    def test_what_a_person_lowered_is_not_raised_for_the_same_reason(self) -> None:
        cast = Cast(priority="P0", measures=["freeze"])
        set_priority(case=cast.case, by=cast.officer, priority=Priority.P3, reason="已解冻")
        assert not raise_by_rule(case=cast.case)
        cast.case.measures = ["freeze", "raid"]
        cast.case.save()
        assert raise_by_rule(case=cast.case)
        assert cast.case.priority_reasons == ["raid"]

    def test_an_answered_case_is_left_alone(self) -> None:
        case = CaseFactory.create(state="answered", measures=["freeze"])
        assert not raise_by_rule(case=case)
