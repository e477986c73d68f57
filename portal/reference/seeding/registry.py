"""Finds the reference files of all apps, in the order in which they build on each other."""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import Path
from types import ModuleType

from django.apps import apps
from django.conf import settings
from django.db import models
from django.utils.module_loading import module_has_submodule

from portal.reference.seeding.tables import Table


@dataclass(frozen=True)
class Seed:
    """A table with the project's own file for it. `code` is the hash of the code that reads it."""

    table: Table
    path: Path
    code: str

    @property
    def name(self) -> str:
        return self.path.relative_to(settings.BASE_DIR).as_posix()


def seed_modules() -> Iterator[ModuleType]:
    """The `seeds` module of each app that has one; apps stand in the order of their imports."""
    for config in apps.get_app_configs():
        if config.module is not None and module_has_submodule(config.module, "seeds"):
            yield import_module(f"{config.name}.seeds")


def all_seeds() -> list[Seed]:
    """Every reference file of the project, in load order."""
    return [
        Seed(table, module.FOLDER / table.file, _code_hash(Path(str(module.__file__))))
        for module in seed_modules()
        for table in module.TABLES
    ]


def all_counts() -> list[tuple[str, int]]:
    """What the apps count after a load: (what, how many)."""
    counters: list[Callable[[], list[tuple[str, int]]]] = [
        module.counts for module in seed_modules() if hasattr(module, "counts")
    ]
    return [pair for counter in counters for pair in counter()]


def after_load(model: type[models.Model]) -> None:
    """Let the apps draw what follows from the rows of `model`: called in the transaction that loaded them.

    An app that wants to know has a function `after_load(model)` in its `seeds`; it must change nothing the second time.
    """
    for module in seed_modules():
        if hasattr(module, "after_load"):
            module.after_load(model)


@cache
def _code_hash(seeds_module: Path) -> str:
    """A file is loaded again when the code that reads it has changed."""
    sources = [*sorted(Path(__file__).parent.glob("*.py")), seeds_module]
    return hashlib.sha256(b"\0".join(source.read_bytes() for source in sources)).hexdigest()
