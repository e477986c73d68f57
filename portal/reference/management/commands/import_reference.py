"""`manage.py import_reference PATH`: loads reference files from elsewhere through the loader of `seed`."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, no_translations

from portal.reference.seeding.loading import load
from portal.reference.seeding.printing import Printer
from portal.reference.seeding.registry import Seed, all_seeds
from portal.reference.seeding.reports import Outcome, totals


class Command(BaseCommand):
    help = (
        "Loads one reference file, or those of a folder in the right order, in the columns of the project's own files. "
        "A file may hold a part of the rows. Rows that people have edited are kept. Ends with status 1 when a row was "
        "refused; the other rows are stored all the same."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("path", type=Path, help="a file such as laws.csv, or a folder of them")
        parser.add_argument("--json", action="store_true", help="one JSON object a line")

    @no_translations
    def handle(self, *args: Any, path: Path, json: bool, **options: Any) -> None:
        printer = Printer(self.stdout, as_json=json, verbosity=options["verbosity"])
        reports = []
        for seed, source in files_at(path):
            reports.append(load(seed, path=source))
            printer.file(reports[-1])
        printer.total(reports)
        refused = totals(reports)[Outcome.REJECTED]
        if refused:
            raise CommandError(f"{refused} row(s) were refused; see above.")


def files_at(path: Path) -> list[tuple[Seed, Path]]:
    """The files to load and the tables they go to, in load order. Raises CommandError for what is no reference file."""
    if not path.exists():
        raise CommandError(f"There is no file or folder {path}.")
    found = sorted(path.glob("*.csv")) if path.is_dir() else [path]
    if not found:
        raise CommandError(f"The folder {path} has no .csv file.")
    by_name = {source.name: source for source in found}
    seeds = all_seeds()
    unknown = sorted(by_name.keys() - {seed.path.name for seed in seeds})
    if unknown:
        known = ", ".join(sorted(seed.path.name for seed in seeds))
        raise CommandError(f"Not the name of a reference file: {', '.join(unknown)}. The names are: {known}.")
    return [(seed, by_name[seed.path.name]) for seed in seeds if seed.path.name in by_name]
