"""What the database holds for a table, and how rows of a file get into it."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, models, transaction

from portal.reference.seeding.candidates import Candidate, Key
from portal.reference.seeding.converting import fingerprint, plain
from portal.reference.seeding.tables import Each, Table

BATCH = 500


@dataclass(frozen=True)
class Stored:
    """A row as it stands. `seeded_hash` is "" when no file has written it."""

    pk: Any
    values: dict[str, Any]
    seeded_hash: str

    @property
    def edited(self) -> bool:
        """Whether a person has changed it since a file wrote it."""
        return bool(self.seeded_hash) and fingerprint(self.values) != self.seeded_hash


def stored_rows(table: Table) -> dict[Key, Stored]:
    """Every row of the table by its key: one query, and one for each kind of child rows."""
    children = {each.name: _children(each) for each in table.each}
    names, key_names = table.attnames, table.key_attnames
    columns = ["pk", *names, *(["seeded_hash"] if table.keeps_hash else [])]
    found = {}
    for row in table.model._default_manager.order_by().values_list(*columns).iterator(chunk_size=2000):
        pk, values = row[0], dict(zip(names, row[1:], strict=False))
        key = tuple(values[name] for name in key_names)
        compared = {name: plain(value) for name, value in values.items()}
        compared |= {name: sorted(of_parent.get(pk, [])) for name, of_parent in children.items()}
        found[key] = Stored(pk, compared, row[-1] if table.keeps_hash else "")
    return found


def _children(each: Each) -> dict[Any, list[Any]]:
    field = each.model._meta.get_field(each.into)
    parent = each.model._meta.get_field(each.parent)
    found = defaultdict(list)
    rows = each.model._default_manager.filter(**each.fixed).order_by()
    for pk, value in rows.values_list(parent.attname, field.attname):  # type: ignore[union-attr]  # both are columns
        found[pk].append(plain(value))
    return found


def insert(table: Table, rows: Sequence[Candidate]) -> Iterator[Candidate]:
    """Stores new rows with their child rows; yields those that the database refuses."""
    for start in range(0, len(rows), BATCH):
        batch = rows[start : start + BATCH]
        with suppress(IntegrityError), transaction.atomic():
            _insert(table, batch)
            continue
        for row in batch:  # one of them is at fault: find it
            try:
                with transaction.atomic():
                    _insert(table, [row])
            except IntegrityError:
                yield row


def _insert(table: Table, rows: Sequence[Candidate]) -> None:
    hashes = [{"seeded_hash": fingerprint(row.plain())} if table.keeps_hash else {} for row in rows]
    made = [table.model(**row.values, **extra) for row, extra in zip(rows, hashes, strict=True)]
    table.model._default_manager.bulk_create(made)
    _insert_children(table, zip((row.pk for row in made), rows, strict=True))


def _insert_children(table: Table, rows: Iterable[tuple[Any, Candidate]]) -> None:
    pairs = list(rows)
    for each in table.each:
        field = each.model._meta.get_field(each.into)
        parent = each.model._meta.get_field(each.parent)
        each.model._default_manager.bulk_create(
            [
                each.model(
                    **{parent.attname: pk, field.attname: value},  # type: ignore[union-attr]  # both are columns
                    **each.fixed,
                    **{name: row.values[name] for name in each.copies},
                )
                for pk, row in pairs
                for value in row.children[each.name]
            ],
            batch_size=BATCH,
        )


def update(table: Table, pk: Any, row: Candidate) -> bool:
    """Brings a stored row to what the file says. False when the database refuses it."""
    changes: dict[str, Any] = row.values | {"seeded_hash": fingerprint(row.plain())}
    if table.counts_versions and any(field.name == "version" for field in table.model._meta.concrete_fields):
        changes["version"] = models.F("version") + 1  # a form opened before is stale now
    try:
        with transaction.atomic():
            table.model._default_manager.filter(pk=pk).update(**changes)
            for each in table.each:
                each.model._default_manager.filter(**{each.parent: pk}, **each.fixed).delete()
            _insert_children(table, [(pk, row)])
    except IntegrityError:
        return False
    return True


def adopt(table: Table, pk: Any, row: Candidate) -> None:
    """The row already says what the file says: from now on it counts as seeded."""
    table.model._default_manager.filter(pk=pk).update(seeded_hash=fingerprint(row.plain()))
