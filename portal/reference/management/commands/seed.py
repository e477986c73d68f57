"""`manage.py seed`: loads the project's reference files (docs/reference-data.md)."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, no_translations

from portal.reference.seeding.demo import create_demo
from portal.reference.seeding.loading import load
from portal.reference.seeding.printing import Printer
from portal.reference.seeding.registry import Seed, all_counts, all_seeds


class Command(BaseCommand):
    help = "Loads the reference files. Rows that people have edited are kept; a second run changes nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--only", nargs="+", metavar="FILE", help="load these files only, for example laws.csv")
        parser.add_argument("--force", action="store_true", help="load unchanged files again too")
        parser.add_argument("--demo", action="store_true", help="add demonstration people and cases as well")
        parser.add_argument("--json", action="store_true", help="one JSON object a line")

    @no_translations
    def handle(self, *args: Any, only: list[str] | None, force: bool, demo: bool, json: bool, **options: Any) -> None:
        printer = Printer(self.stdout, as_json=json, verbosity=options["verbosity"])
        reports = []
        for seed in chosen(only):
            reports.append(load(seed, force=force))
            printer.file(reports[-1])
        if demo or settings.DEMO:
            printer.said(f"demonstration: {', '.join(create_demo()) or 'nothing to add'}")
        printer.counts(all_counts())
        printer.total(reports)
        if any(report.unreadable for report in reports):
            raise CommandError("A reference file could not be read; see above.")


def chosen(names: list[str] | None) -> list[Seed]:
    """The files named by path or by file name, in load order; all without a name. Raises CommandError."""
    seeds = all_seeds()
    if names is None:
        return seeds
    known = {seed.name for seed in seeds} | {seed.path.name for seed in seeds}
    unknown = [name for name in names if name not in known]
    if unknown:
        raise CommandError(f"No reference file is called {', '.join(unknown)}. There are: {', '.join(sorted(known))}.")
    return [seed for seed in seeds if seed.name in names or seed.path.name in names]
