"""`manage.py import_laws PATH [--dry-run] [--json]`: texts of laws from a file, folder or archive."""

import json
import shutil
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any
from unicodedata import east_asian_width

from django.core.management.base import BaseCommand, CommandError, no_translations
from tqdm import tqdm

from laws.harvest.types import SENTENCE_AND_DETAIL
from laws.importers.files import read_path
from laws.importers.importing import finish_run, import_files, start_run
from laws.importers.leases import BROKEN_OFF, Lease
from laws.importers.reporting import REJECTED, as_json
from laws.models import ImportRow, ImportRun

HEADS = {"outcome": 10, "place": 7, "lang": 8, "articles": 9, "heads": 6, "adapter": 13}
# In a file or pipe; on a terminal the path and the title share what is left of its width.
PATH_WIDTH, TITLE_LENGTH = 40, 70
LEAST_WIDTH = 24


class Command(BaseCommand):
    help = (
        "Imports texts of laws. The same text again changes nothing; a changed one becomes a new version."
        " Ends with 0 when at least one text was accepted and none rejected, else with 1."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("path", type=Path, metavar="PATH", help="a file, a folder, a .zip or a .gz")
        parser.add_argument("--dry-run", action="store_true", help="say what would happen, store no text")
        parser.add_argument("--json", action="store_true", help="one JSON object a line")

    @no_translations
    def handle(self, *args: Any, path: Path, dry_run: bool, **options: Any) -> None:
        if not path.exists():
            raise CommandError(f"There is no {path}.")
        run = start_run(ImportRun.Kind.COMMAND, by=None, name=str(path), dry_run=dry_run)
        as_lines = options["json"]
        quiet = options["verbosity"] == 0
        if not as_lines and not quiet:
            self._line(*HEADS, path="path", title="title")

        lease = Lease(run)

        def show(row: ImportRow) -> None:
            lease.beat()
            if quiet:
                return
            with tqdm.external_write_mode(file=sys.stderr):
                if as_lines:
                    self.stdout.write(json.dumps(as_json(row), ensure_ascii=False))
                else:
                    self._print(row)

        try:
            # On a terminal only: a log keeps no bar.
            with tqdm(disable=None, unit=" lines", file=sys.stderr, leave=False) as bar:

                def move(done: int, total: int | None) -> None:
                    lease.beat()
                    bar.total = total
                    bar.update(done - bar.n)

                totals = import_files(read_path(path), by=None, run=run, dry_run=dry_run, on_row=show, on_progress=move)
        except BaseException as error:
            # The terminal shows the error itself.
            why = SENTENCE_AND_DETAIL.format(BROKEN_OFF, type(error).__name__)
            finish_run(run, state=ImportRun.State.FAILED, reason=why)
            raise
        finish_run(run)
        if not as_lines:
            self.stdout.write(
                f"total: {totals.new} new, {totals.changed} changed, {totals.unchanged} unchanged,"
                f" {totals.rejected} rejected" + (" (dry run: nothing was stored)" if dry_run else "")
            )
        if not totals.succeeded:
            sys.exit(1)

    def _print(self, row: ImportRow) -> None:
        cells = (row.outcome, row.jurisdiction, row.language, row.articles, row.containers, row.adapter)
        self._line(*cells, path=row.path, title=row.title)
        if row.outcome == REJECTED:
            self.stdout.write(f"    {row.path}: {row.reason}")
        for warning in row.warnings:
            self.stdout.write(f"    {warning}")

    def _line(self, *cells: object, path: str, title: str) -> None:
        """A line of the table. Only a terminal shortens paths: whoever keeps the output searches it for them."""
        start = " ".join(f"{cell!s:<{width}}" for cell, width in zip(cells, HEADS.values(), strict=True))
        path_width = PATH_WIDTH
        if self.stdout.isatty():
            left = shutil.get_terminal_size().columns - len(start) - 2
            path_width = max(min(PATH_WIDTH, left // 2), LEAST_WIDTH)
            path = end_of(path, path_width)
            title = start_of(title, max(left - path_width, LEAST_WIDTH))
        gap = " " * max(path_width - width_of(path), 0)
        self.stdout.write(f"{start} {path}{gap} {title[:TITLE_LENGTH]}".rstrip())


def width_of(text: str) -> int:
    """Columns of a terminal: a Chinese character takes two."""
    return sum(2 if east_asian_width(letter) in "WF" else 1 for letter in text)


def start_of(title: str, width: int) -> str:
    """As much of a title as `width` columns hold."""
    title = title[:width]
    while width_of(title) > width:
        title = title[:-1]
    return title


def end_of(path: str, width: int) -> str:
    """A path within `width` columns; of one that is longer the end, which names the file."""
    if width_of(path) <= width:
        return path
    while width_of(path) >= width:
        path = path[1:]
    return f"…{path}"
