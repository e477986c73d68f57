"""From the lines of a file to rows that may be stored: values converted, references found, doubles refused."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db import models

from portal.reference.seeding.converting import BadValue, convert, items, plain
from portal.reference.seeding.reading import Line
from portal.reference.seeding.reports import FileReport, Outcome
from portal.reference.seeding.tables import Each, Table, Target

Key = tuple[Any, ...]


@dataclass
class Candidate:
    """A row of the file that fits the table. `inside` are references to other rows of the same file."""

    line: int
    text: str
    key: Key = ()
    values: dict[str, Any] = field(default_factory=dict)
    children: dict[str, list[Any]] = field(default_factory=dict)
    inside: list[tuple[str, Any]] = field(default_factory=list)

    def plain(self) -> dict[str, Any]:
        """Everything the file says about the row, comparable with what the database says."""
        return {name: plain(value) for name, value in self.values.items()} | {
            name: sorted(plain(value) for value in values) for name, values in self.children.items()
        }


class Parser:
    """Parses the lines of one file. Looks each table that the file refers to up once."""

    def __init__(self, table: Table) -> None:
        self.table = table
        self._key = table.key_attnames
        self._known: dict[tuple[type[models.Model], str], dict[str, Any]] = {}

    def parse(self, lines: Iterable[Line], report: FileReport) -> tuple[list[Candidate], set[Key]]:
        """The rows that may be stored, and the keys of all rows that could be read, the refused ones included."""
        found: dict[Key, Candidate] = {}
        keys: set[Key] = set()
        for line in lines:
            row = Candidate(line.number, " ".join(line.cells.get(column, "") for column in self.table.key))
            problem = line.problem or self._fill(row, line)
            if row.key:
                keys.add(row.key)
                if not problem and row.key in found:
                    problem = f"The same key stands in line {found[row.key].line}."
            if problem:
                report.note(Outcome.REJECTED, row.line, row.text, problem)
            else:
                found[row.key] = row
        self._refuse_dangling(found, report)
        return list(found.values()), keys

    def _fill(self, row: Candidate, line: Line) -> str:
        """Puts the converted cells into `row`. Returns what is wrong with the line, or ""."""
        problems: list[str] = []
        for column, target in self.table.targets():
            try:
                self._put(row, column, target, line.cells[column])
            except BadValue as problem:
                problems.append(f"{column} {problem}.")
        if all(name in row.values for name in self._key):
            row.key = tuple(row.values[name] for name in self._key)
        if "source" in self.table.columns and not line.cells["source"]:
            problems.append("source must not be empty: say where the fact comes from.")
        return " ".join(problems)

    def _put(self, row: Candidate, column: str, target: Target, cell: str) -> None:
        if target is None:
            return
        if isinstance(target, Each):
            child = target.model._meta.get_field(target.into)
            cells = items(cell) if target.split else [cell] if cell else []
            if len(set(cells)) != len(cells):
                raise BadValue("names an item twice")
            row.children[target.name] = [self._value(row, column, child, "pk", one) for one in cells]
            return
        name, lookup = (target, "pk") if isinstance(target, str) else (target.field, target.lookup)
        model_field = self.table.field(name)
        row.values[model_field.attname] = self._value(row, column, model_field, lookup, cell)

    def _value(self, row: Candidate, column: str, model_field: Any, lookup: str, cell: str) -> Any:
        if not model_field.is_relation or cell == "":
            return convert(model_field, cell)
        target = model_field.related_model
        known = self._rows_of(target, lookup)
        if cell in known:
            return known[cell]
        if target is self.table.model and lookup == "pk":
            row.inside.append((column, cell))  # perhaps further down in this file
            return cell
        raise BadValue(f"“{cell[:80]}” is not known ({target._meta.verbose_name_raw})")

    def _rows_of(self, model: type[models.Model], lookup: str) -> dict[str, Any]:
        if (model, lookup) not in self._known:
            rows = model._default_manager.values_list(lookup, "pk")
            self._known[model, lookup] = {str(value): pk for value, pk in rows}
        return self._known[model, lookup]

    def _refuse_dangling(self, found: dict[Key, Candidate], report: FileReport) -> None:
        """Refuses rows that refer to a row of the same file that is not there, until none is left."""
        again = True
        while again:
            again = False
            codes = {row.key[0] for row in found.values()}
            for key, row in list(found.items()):
                missing = [f"{column} “{cell[:80]}” is not known." for column, cell in row.inside if cell not in codes]
                if missing:
                    report.note(Outcome.REJECTED, row.line, row.text, " ".join(missing))
                    del found[key]
                    again = True
