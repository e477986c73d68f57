"""What a program may add to a seeded row without making it look edited by a person.

A file often does not know a date or a status that official data tells later. The table says which of its columns may
be learned (`Table.learns`); the row is then filled here, and the next load keeps what the file still does not know.
"""

from typing import Any

from django.db import models

from portal.reference.seeding.converting import fingerprint, plain
from portal.reference.seeding.tables import Table


def learn(table: Table, row: models.Model, values: dict[str, Any]) -> dict[str, Any]:
    """Fill columns of `row` that are not known yet; returns what was filled. Called inside a transaction.

    A row that a person has edited is filled as well, and stays recognisable as edited.
    """
    filled = {name: value for name, value in values.items() if value and getattr(row, name) in ("", table.learns[name])}
    if not filled:
        return {}
    seeded_hash = getattr(row, "seeded_hash", "")
    before = _values(table, row) if seeded_hash else {}
    changes = dict(filled)
    if seeded_hash and fingerprint(before) == seeded_hash:
        changes["seeded_hash"] = fingerprint(before | {name: plain(value) for name, value in filled.items()})
    table.model._default_manager.filter(pk=row.pk).update(**changes)
    for name, value in changes.items():
        setattr(row, name, value)
    return filled


def _values(table: Table, row: models.Model) -> dict[str, Any]:
    """The row as the fingerprint of a load sees it."""
    values = {name: plain(getattr(row, name)) for name in table.attnames}
    for each in table.each:
        field = each.model._meta.get_field(each.into)
        column = field.attname  # type: ignore[union-attr]  # a column
        children = each.model._default_manager.filter(**{each.parent: row.pk}, **each.fixed).order_by()
        values[each.name] = sorted(plain(value) for value in children.values_list(column, flat=True))
    return values
