"""Getting past the triggers of an append-only table: for emptying the test database and for playing a tamperer."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction
from django.db.backends.base.operations import BaseDatabaseOperations

from portal.lib.appendonly import lifting, protecting

TABLES = ("disputes_caseevent", "experts_engagementevent", "experts_expertevent")


@contextmanager
def unprotected() -> Iterator[None]:
    """The triggers are off inside the block and stand again afterwards."""
    with transaction.atomic():
        _run(lifting)
        yield
        _run(protecting)


def _run(statements: Any) -> None:
    if connection.vendor == "postgresql":
        connection.check_constraints()  # it alters no table while checks of rows written here are still to come
    with connection.cursor() as cursor:
        for table in TABLES:
            for statement in statements(connection.vendor, table):
                cursor.execute(statement)


_flush = BaseDatabaseOperations.execute_sql_flush


def flush_unprotected(self: BaseDatabaseOperations, sql_list: list[str]) -> None:
    """Django's emptying of all tables between tests that commit, which the triggers would refuse."""
    with unprotected():
        _flush(self, sql_list)
