"""Machines as data: one table of allowed moves, one function that moves under guard."""

from collections.abc import Mapping, Set
from typing import Any, TypeAlias

from django.db import models
from django.utils.translation import gettext as _

from portal.lib.errors import Conflict

Transitions: TypeAlias = Mapping[str, Set[str]]


def may_move(table: Transitions, old: str, new: str) -> bool:
    return new in table.get(old, frozenset())


def guarded_update(row: models.Model, *, expected: Mapping[str, Any], **changes: Any) -> None:
    """Change `row` only if the database still holds `expected`; exactly one of two callers wins.

    A `version` column, where the model has one, is counted up. Raises Conflict when somebody acted first; `row`
    then stays as it was, so that the page can still say what its reader saw.
    """
    if any(field.name == "version" for field in row._meta.fields):
        changes.setdefault("version", models.F("version") + 1)
    updated = type(row)._base_manager.filter(pk=row.pk, **expected).update(**changes)
    if updated != 1:
        raise Conflict(_("Somebody else changed this first. Reload the page and look again."))
    row.refresh_from_db()


def move(
    row: models.Model,
    table: Transitions,
    new: str,
    *,
    field: str = "state",
    version: int | None = None,
    **changes: Any,
) -> str:
    """Move `row` to state `new` and return the state before.

    Give the `version` a person has seen where the decision rests on the text: a row may have left its state and come
    back with other words. Raises Conflict when the table forbids the move or somebody acted first.
    """
    old = str(getattr(row, field))
    if not may_move(table, old, new):
        raise Conflict(
            _("This is not possible while it is “%(state)s”.") % {"state": getattr(row, f"get_{field}_display")()}
        )
    expected: dict[str, Any] = {field: old}
    if version is not None:
        expected["version"] = version
    guarded_update(row, expected=expected, **{field: new}, **changes)
    return old
