"""Tables whose rows are only added: triggers that refuse UPDATE, DELETE and TRUNCATE, on both databases.

They stop mistakes and other programs; whoever owns the database can take them off, which the hashes then show.
"""

from typing import Any

from django.db import migrations
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

FUNCTION = """
CREATE OR REPLACE FUNCTION portal_rows_are_only_added() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% on % is refused: its rows are only added', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation';
END
$$
"""


def protecting(vendor: str, table: str) -> list[str]:
    """The statements that make `table`, which holds events, append-only; running them again is harmless."""
    if vendor == "postgresql":
        return [
            FUNCTION,
            *lifting(vendor, table),
            f"CREATE TRIGGER {table}_keeps_rows BEFORE UPDATE OR DELETE ON {table}"
            " FOR EACH ROW EXECUTE FUNCTION portal_rows_are_only_added()",
            f"CREATE TRIGGER {table}_keeps_all BEFORE TRUNCATE ON {table}"
            " FOR EACH STATEMENT EXECUTE FUNCTION portal_rows_are_only_added()",
            # Also for a session that calls itself a replica.
            f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {table}_keeps_rows",
            f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {table}_keeps_all",
        ]
    return [
        *lifting(vendor, table),
        *(
            f"CREATE TRIGGER {name} BEFORE {verb}"
            f" BEGIN SELECT RAISE(ABORT, '{verb.split()[0]} on {table} is refused: its rows are only added'); END"
            for name, verb in zip(
                _names(vendor, table),
                (
                    f"UPDATE ON {table}",
                    f"DELETE ON {table}",
                    # INSERT OR REPLACE deletes the row that is in its way, and no trigger for DELETE sees that.
                    f"INSERT ON {table} WHEN EXISTS (SELECT 1 FROM {table}"  # noqa: S608  # a table of ours
                    " WHERE id = NEW.id OR (subject_id = NEW.subject_id AND seq = NEW.seq))",
                ),
                strict=True,
            )
        ),
    ]


def lifting(vendor: str, table: str) -> list[str]:
    """The statements that take the protection off."""
    where = f" ON {table}" if vendor == "postgresql" else ""
    return [f"DROP TRIGGER IF EXISTS {name}{where}" for name in _names(vendor, table)]


def is_protected(connection: BaseDatabaseWrapper, table: str) -> bool:
    """Whether the triggers stand and are switched on."""
    names = _names(connection.vendor, table)
    if connection.vendor == "postgresql":
        asked = (
            "SELECT count(*) FROM pg_trigger WHERE tgrelid = to_regclass(%s) AND tgname IN (%s, %s) AND tgenabled = 'A'"
        )
    else:
        asked = "SELECT count(*) FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s AND name IN (%s, %s, %s)"
    with connection.cursor() as cursor:
        cursor.execute(asked, [table, *names])
        return bool(cursor.fetchone()[0] == len(names))


def _names(vendor: str, table: str) -> tuple[str, ...]:
    if vendor == "postgresql":
        return f"{table}_keeps_rows", f"{table}_keeps_all"
    return f"{table}_no_update", f"{table}_no_delete", f"{table}_no_replace"


class AppendOnly(migrations.operations.base.Operation):
    """Migration operation: from here on rows of the model are only added.

    On SQLite Django rebuilds a table to alter it, and the triggers go with the old one: a migration that alters such
    a table ends with this operation, `again=True`, which keeps the triggers when it is taken back. A test holds that
    they stand after all migrations.
    """

    reduces_to_sql = True
    reversible = True

    def __init__(self, model_name: str, *, again: bool = False) -> None:
        self.model_name, self.again = model_name, again

    def state_forwards(self, app_label: str, state: Any) -> None:
        """Triggers are no part of Django's picture of the models."""

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: Any, to_state: Any
    ) -> None:
        self._run(protecting, app_label, schema_editor, to_state)

    def database_backwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: Any, to_state: Any
    ) -> None:
        self._run(protecting if self.again else lifting, app_label, schema_editor, from_state)

    def _run(self, statements: Any, app_label: str, schema_editor: BaseDatabaseSchemaEditor, state: Any) -> None:
        model = state.apps.get_model(app_label, self.model_name)
        if self.allow_migrate_model(schema_editor.connection.alias, model):
            for statement in statements(schema_editor.connection.vendor, model._meta.db_table):
                schema_editor.execute(statement, params=None)

    def describe(self) -> str:
        return f"Rows of {self.model_name} are only added"
