"""How a file maps to a table: the words in which an app describes its reference files."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import models


@dataclass(frozen=True)
class By:
    """A foreign key named in the file by another unique field of its target: `By("law", "ref")`."""

    field: str
    lookup: str


@dataclass(frozen=True)
class Each:
    """A cell whose items become rows of a child table (or of the table between, for many-to-many).

    With `split` off the whole cell is one item. `fixed` are constant columns of the child, and tell its rows
    apart from those that other columns fill. `copies` are columns taken from the parent row.
    """

    model: type[models.Model]
    parent: str
    into: str
    fixed: Mapping[str, Any] = field(default_factory=dict)
    copies: tuple[str, ...] = ()
    split: bool = True

    @property
    def name(self) -> str:
        """The name under which the items enter the hash of the parent row."""
        return ":".join([self.model._meta.model_name or "", self.into, *map(str, self.fixed.values())])


Target = str | By | Each | None


@dataclass(frozen=True)
class Table:
    """One file and the model it fills.

    `columns` names every column of the file and where it goes: a field of the model, `By`, `Each`, several of
    them, or None for a column that only people read. `key` are the columns that identify a row for ever.
    `learns` are text columns that a program may fill while the file does not know them, each with the file's word for
    "not known"; what was filled is kept until the file knows better (`learning`).
    `counts_versions` is off where the app itself counts what a `version` column says (`after_load` in its `seeds`).
    """

    file: str
    model: type[models.Model]
    key: tuple[str, ...]
    columns: Mapping[str, Target | tuple[Target, ...]]
    counts_versions: bool = True
    learns: Mapping[str, str] = field(default_factory=dict)

    def targets(self) -> Iterable[tuple[str, Target]]:
        for column, target in self.columns.items():
            for one in target if isinstance(target, tuple) else (target,):
                yield column, one

    @property
    def each(self) -> list[Each]:
        return [target for _, target in self.targets() if isinstance(target, Each)]

    @property
    def attnames(self) -> list[str]:
        """The columns of the database that the file fills, in the order of the file."""
        fields = [t if isinstance(t, str) else t.field for _, t in self.targets() if isinstance(t, str | By)]
        return [self.field(name).attname for name in fields]

    @property
    def key_attnames(self) -> list[str]:
        """The columns of the database that hold the key; of a key that fills two fields, the first."""
        found: dict[str, str] = {}
        for column, target in self.targets():
            if column in self.key and isinstance(target, str | By):
                attname = self.field(target if isinstance(target, str) else target.field).attname
                found.setdefault(column, attname)
        return [found[column] for column in self.key]

    @property
    def keeps_hash(self) -> bool:
        """Whether rows remember what they were seeded with. Others are only ever added, never changed."""
        return any(f.name == "seeded_hash" for f in self.model._meta.concrete_fields)

    def field(self, name: str) -> "models.Field[Any, Any]":
        found = self.model._meta.get_field(name)
        if not isinstance(found, models.Field):
            raise TypeError(f"{self.file}: {name} is not a column of {self.model.__name__}")
        return found


def same(*names: str) -> dict[str, Target | tuple[Target, ...]]:
    """Columns that have the name of their field."""
    return {name: name for name in names}
