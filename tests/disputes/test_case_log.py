"""The log of a case: nothing in it can be changed unnoticed, on either database."""

import json
import uuid
from collections.abc import Callable
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction

from disputes.actions.changing import change
from disputes.caselog import table_is_protected
from disputes.models import Case, CaseEvent
from disputes.tasks import verify_case_logs
from portal.lib.appendonly import lifting
from portal.lib.eventchain import GENESIS
from portal.lib.events import append, verify
from portal.notices.models import Notice
from tests.appendonly import unprotected
from tests.factories.accounts import a_member
from tests.factories.disputes import CaseFactory

pytestmark = pytest.mark.django_db

TABLE = "disputes_caseevent"


def a_case(events: int = 6) -> Case:
    case = CaseFactory.create()
    with transaction.atomic():
        for number in range(events):
            change(case, by=None, kind="noted", data={"number": number})
    return case


def sql(statement: str, *values: str | int | uuid.UUID) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def key(case: Case) -> str | uuid.UUID:
    """The case's id as this database keeps it."""
    return case.pk if connection.vendor == "postgresql" else case.pk.hex


def change_content(case: Case) -> None:
    sql("UPDATE disputes_caseevent SET kind = 'answered' WHERE subject_id = %s AND seq = 3", key(case))


def remove_middle(case: Case) -> None:
    sql("DELETE FROM disputes_caseevent WHERE subject_id = %s AND seq = 3", key(case))


def remove_last(case: Case) -> None:
    sql("DELETE FROM disputes_caseevent WHERE subject_id = %s AND seq = 6", key(case))


def insert(case: Case) -> None:
    sql("UPDATE disputes_caseevent SET seq = seq + 100 WHERE subject_id = %s AND seq >= 4", key(case))
    sql(
        "INSERT INTO disputes_caseevent"
        " (subject_id, seq, kind, actor_id, at, old_state, new_state, data, prev_hash, hash)"
        " SELECT subject_id, 4, 'rated', actor_id, at, old_state, new_state, data, hash, %s FROM disputes_caseevent"
        " WHERE subject_id = %s AND seq = 3",
        "a" * 64,
        key(case),
    )
    sql("UPDATE disputes_caseevent SET seq = seq - 99 WHERE subject_id = %s AND seq > 100", key(case))


def swap(case: Case) -> None:
    for old, new in ((2, 1000), (5, 2), (1000, 5)):
        sql("UPDATE disputes_caseevent SET seq = %s WHERE subject_id = %s AND seq = %s", new, key(case), old)


TAMPERING = [
    (change_content, [(3, "changed")]),
    (remove_middle, [(3, "removed")]),
    (remove_last, [(6, "removed")]),
    (insert, [(4, "inserted")]),
    (swap, [(2, "reordered"), (5, "reordered")]),
]


def run(*arguments: str) -> tuple[int, str]:
    """The exit status and what was printed."""
    out = StringIO()
    try:
        call_command("verify_case_log", *arguments, stdout=out)
    except SystemExit as end:
        return int(str(end.code)), out.getvalue()
    return 0, out.getvalue()


def lines(*arguments: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in run(*arguments, "--json")[1].splitlines()]


@pytest.mark.parametrize(("tamper", "expected"), TAMPERING, ids=[tamper.__name__ for tamper, _expected in TAMPERING])
class TestTampering:
    def test_it_is_found_and_named(self, tamper: Callable[[Case], None], expected: list[tuple[int, str]]) -> None:
        case, other = a_case(), a_case()
        with unprotected():
            tamper(case)
        assert [(damage.seq, damage.kind.value) for damage in verify(CaseEvent, case)] == expected
        assert verify(CaseEvent, other) == []

    def test_the_command_names_it(self, tamper: Callable[[Case], None], expected: list[tuple[int, str]]) -> None:
        case, other = a_case(), a_case()
        with unprotected():
            tamper(case)
        status, printed = run()
        assert status == 1
        for seq, kind in expected:
            assert f"{case.reference!s:<38} event {seq:>6}  {kind}" in printed
        assert str(other.reference) not in printed
        found = {line["case"]: line for line in lines("--all")}
        assert found[case.reference]["damage"] == [{"seq": seq, "kind": kind} for seq, kind in expected]
        assert found[other.reference]["whole"] is True

    def test_the_database_refuses_it(self, tamper: Callable[[Case], None], expected: list[tuple[int, str]]) -> None:
        case = a_case()
        with pytest.raises(IntegrityError, match="rows are only added"), transaction.atomic():
            tamper(case)
        assert expected
        assert verify(CaseEvent, case) == []


class TestHead:
    def test_the_case_keeps_how_long_its_log_is_and_how_it_ends(self) -> None:
        case = a_case(0)
        assert (case.event_count, case.event_head) == (0, GENESIS)
        change(case, by=None, kind="noted")
        event = change(case, by=None, kind="noted")
        assert (case.event_count, case.event_head) == (2, event.hash)
        case.refresh_from_db()
        assert (case.event_count, case.event_head) == (2, event.hash)

    def test_both_go_back_with_a_change_that_fails(self) -> None:
        case = a_case(1)
        with transaction.atomic():
            change(case, by=None, kind="noted")
            transaction.set_rollback(True)
        change(Case.objects.get(pk=case.pk), by=None, kind="noted")
        assert verify(CaseEvent, case) == []
        assert CaseEvent.objects.filter(subject=case).count() == 2

    def test_the_next_number_does_not_rest_on_the_object_at_hand(self) -> None:
        case = a_case(1)
        stale = Case.objects.get(pk=case.pk)
        append(CaseEvent, subject=case, kind="noted", actor_id=None)
        append(CaseEvent, subject=stale, kind="noted", actor_id=None)
        assert verify(CaseEvent, case) == []

    def test_a_log_that_was_cut_off_with_its_head_left_is_found(self) -> None:
        case = a_case(2)
        with unprotected():
            CaseEvent.objects.filter(subject=case).delete()
        assert run()[0] == 1
        assert lines(str(case.reference))[0]["damage"] == [
            {"seq": 1, "kind": "removed"},
            {"seq": 2, "kind": "removed"},
        ]


class TestProtection:
    def test_the_triggers_stand_after_all_migrations(self) -> None:
        assert table_is_protected()

    def test_django_cannot_change_or_delete_an_event(self) -> None:
        event = CaseEvent.objects.get(subject=a_case(1))
        event.kind = "other"
        with pytest.raises(IntegrityError), transaction.atomic():
            event.save()
        with pytest.raises(IntegrityError), transaction.atomic():
            event.delete()
        with pytest.raises(IntegrityError), transaction.atomic():
            CaseEvent.objects.update(kind="other")
        assert CaseEvent.objects.get(pk=event.pk).kind == "noted"

    @pytest.mark.parametrize("known", ["id", "seq"])
    def test_an_event_cannot_be_written_over(self, known: str) -> None:
        case = a_case()
        replace = "INSERT OR REPLACE" if connection.vendor == "sqlite" else "INSERT"
        chosen = "id" if known == "id" else "id + 1000"
        number = "seq" if known == "seq" else "seq + 1000"
        with pytest.raises(IntegrityError), transaction.atomic():
            sql(
                f"{replace} INTO disputes_caseevent"  # noqa: S608  # words of this test
                " (id, subject_id, seq, kind, actor_id, at, old_state, new_state, data, prev_hash, hash)"
                f" SELECT {chosen}, subject_id, {number}, 'rated', actor_id, at, old_state, new_state, data,"
                " prev_hash, hash FROM disputes_caseevent WHERE subject_id = %s AND seq = 3",
                key(case),
            )
        assert verify(CaseEvent, case) == []

    @pytest.mark.postgres
    def test_the_table_cannot_be_emptied(self) -> None:
        a_case(1)
        connection.check_constraints()  # nothing else stands in the way of emptying it
        with pytest.raises(IntegrityError, match="rows are only added"), transaction.atomic():
            sql("TRUNCATE disputes_caseevent")
        assert CaseEvent.objects.count() == 1

    @pytest.mark.postgres
    def test_calling_oneself_a_replica_does_not_help(self) -> None:
        case = a_case()
        sql("SET LOCAL session_replication_role = replica")
        with pytest.raises(IntegrityError), transaction.atomic():
            remove_last(case)
        assert verify(CaseEvent, case) == []

    def test_missing_triggers_are_reported(self) -> None:
        for statement in lifting(connection.vendor, TABLE):
            sql(statement)
        assert not table_is_protected()
        status, printed = run()
        assert status == 1
        assert printed.startswith("The triggers that keep case events from being changed are missing.\n")
        assert lines()[0] == {"table": TABLE, "protected": False}


class TestCommand:
    def test_whole_logs_end_with_0(self) -> None:
        a_case(3), a_case(2), a_case(0)
        assert run() == (0, "3 cases with 5 events looked at.\n")

    def test_named_cases_only(self) -> None:
        case, damaged = a_case(), a_case()
        with unprotected():
            remove_last(damaged)
        assert run(str(case.reference))[0] == 0
        assert run(str(case.reference), str(damaged.reference))[0] == 1

    def test_an_unknown_number_is_said(self) -> None:
        with pytest.raises(CommandError, match="There is no case GD-2020-000001"):
            run("GD-2020-000001")

    def test_numbers_and_all_do_not_go_together(self) -> None:
        with pytest.raises(CommandError, match="not both"):
            run("--all", "GD-2020-000001")


class TestNightly:
    def test_whole_logs_tell_nobody(self) -> None:
        a_member("auditor")
        a_case()
        assert verify_case_logs() == 0
        assert not Notice.objects.exists()

    def test_the_auditors_are_told_what_was_found(self) -> None:
        auditor = a_member("auditor")
        case = a_case()
        with unprotected():
            swap(case)
        assert verify_case_logs() == 2
        notice = Notice.objects.get(recipient=auditor)
        assert notice.payload["found"] == [f"{case.reference} #2: reordered", f"{case.reference} #5: reordered"]
        assert verify_case_logs() == 2
        assert Notice.objects.filter(recipient=auditor).count() == 1

    def test_checking_many_cases_asks_few_questions(self, django_assert_max_num_queries: Callable[..., object]) -> None:
        for _number in range(5):
            a_case(3)
        with django_assert_max_num_queries(5):  # type: ignore[attr-defined]  # a context manager
            assert run()[0] == 0
