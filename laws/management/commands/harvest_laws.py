"""`manage.py harvest_laws SOURCE [--limit N] [--dry-run] [--json]`: fetch the texts of an official source."""

import json
import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError, no_translations
from django.utils.translation import gettext_noop
from tqdm import tqdm

from laws.importdesk.actions import set_harvesting, start_harvest
from laws.importdesk.reports import as_record
from laws.importers.leases import OPEN, Lease, LeaseLost, claim
from laws.importers.working import work
from laws.models import ImportRow, ImportRun, LawSource
from portal.lib.errors import ActionError

WIDTHS = {"outcome": 10, "jurisdiction": 4, "language": 8, "adapter": 14, "articles": 8}
INTERRUPTED = gettext_noop("Interrupted at the terminal")
ENDED_EARLY: dict[str, str] = {
    ImportRun.State.FAILED: "The harvest failed",
    ImportRun.State.STOPPED: "The harvest was stopped",
}


class Command(BaseCommand):
    help = (
        "Fetches the texts of SOURCE and imports what is new or changed. Without SOURCE it lists the sources. A harvest"
        " that was cut off goes on where it stopped. Ends with 1 when a text was rejected, or none accepted."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("source", metavar="SOURCE", nargs="?", help="code of the source, for example ca-justice-en")
        parser.add_argument("--limit", type=int, metavar="N", help="look at the first N texts of the list only")
        parser.add_argument("--dry-run", action="store_true", help="say what would be imported and change nothing")
        parser.add_argument("--json", action="store_true", help="one JSON object a line")
        parser.add_argument("--schedule", choices=("on", "off"), help="let the schedule harvest it, or not; no harvest")

    @no_translations
    def handle(self, *args: Any, source: str | None, limit: int | None, dry_run: bool, **options: Any) -> None:
        if source is None:
            self._list(as_json=options["json"])
            return
        found = LawSource.objects.filter(pk=source).first()
        if found is None:
            raise CommandError(f"There is no source {source!r}. `harvest_laws` without a source lists them.")
        if limit is not None and limit < 1:
            raise CommandError("--limit must be at least 1.")
        if options["schedule"]:
            self._schedule(found, on=options["schedule"] == "on")
            return
        run = self._run(found, limit, dry_run)
        self._work(run, as_json=options["json"])

    def _list(self, *, as_json: bool) -> None:
        for source in LawSource.objects.order_by("code"):
            facts = {
                "code": source.code,
                "name": source.name_en or source.name_zh,
                "texts": source.brings,
                "scheduled": source.enabled,
                "last_success": source.last_success.isoformat() if source.last_success else None,
                "licence": source.licence,
            }
            if as_json:
                self.stdout.write(json.dumps(facts, ensure_ascii=False))
            else:
                brings = f"about {source.brings} texts" if source.brings else ""
                on = "scheduled" if source.enabled else "by hand"
                self.stdout.write(f"{source.code:<18} {on:<10} {brings:<18} {facts['name']}")

    def _schedule(self, source: LawSource, *, on: bool) -> None:
        try:
            set_harvesting(source=source, by=None, enabled=on)
        except ActionError as refused:
            raise CommandError(str(refused.message)) from refused
        self.stdout.write(
            f"{source.code}: harvested every {source.rhythm_days} days." if on else f"{source.code}: by hand only."
        )

    def _run(self, source: LawSource, limit: int | None, dry_run: bool) -> ImportRun:
        """A run of our own: a new one, or one whose worker is gone. Raises CommandError while somebody works on it."""
        open_run = ImportRun.objects.filter(source=source, state__in=OPEN).first()
        if open_run is None:
            try:
                return start_harvest(source=source, by=None, limit=limit, dry_run=dry_run, own=True)
            except ActionError as refused:
                raise CommandError(str(refused.message)) from refused
        claimed = claim(open_run.pk)
        if claimed is None:
            raise CommandError(
                f"Import {open_run.pk} of {source.code} is under way: {open_run.done} looked at so far. Wait for it, "
                "or stop it on the page of imports. If its worker was killed, try again in five minutes."
            )
        self.stderr.write(f"Going on with import {claimed.pk}, {claimed.done} looked at so far.")
        return claimed

    def _work(self, run: ImportRun, *, as_json: bool) -> None:
        seen = 0
        with tqdm(total=run.total, initial=run.done, unit=" texts", disable=not sys.stderr.isatty()) as bar:

            def show(row: ImportRow) -> None:
                nonlocal seen
                seen += 1
                bar.total = run.total
                bar.update(1)
                record = as_record(row)
                with tqdm.external_write_mode():  # the bar steps aside
                    if as_json:
                        self.stdout.write(json.dumps(record, ensure_ascii=False))
                        return
                    if seen == 1:
                        self.stdout.write(_line({name: name for name in WIDTHS} | {"title": "title"}))
                    self.stdout.write(_line(record | {"title": row.title or row.path}))
                    for remark in filter(None, (row.reason, *map(str, row.warnings))):
                        self.stdout.write(f"    {remark}")

            try:
                work(run, patient=True, on_row=show, language="en")
            except KeyboardInterrupt:
                self._stop(run)
        run.refresh_from_db()
        said = f"{run.new} new, {run.changed} changed, {run.unchanged} unchanged, {run.rejected} rejected"
        if not as_json and (seen or run.state == ImportRun.State.DONE):
            self.stdout.write(f"total: {said}")
        if run.state in ENDED_EARLY:
            raise CommandError(f"{ENDED_EARLY[run.state]}: {run.reason or said}")
        if run.state != ImportRun.State.DONE:
            raise CommandError(f"Another worker has taken this harvest over: {said} so far")
        if run.rejected or not run.new + run.changed + run.unchanged:
            sys.exit(1)

    def _stop(self, run: ImportRun) -> None:
        try:
            Lease(run).end(ImportRun.State.STOPPED, INTERRUPTED)
        except LeaseLost:
            self.stderr.write("Another worker has taken this harvest over.")


def _line(values: dict[str, Any]) -> str:
    cells = [str(values[name] if values[name] != "" else "-")[:width].ljust(width) for name, width in WIDTHS.items()]
    return "  ".join([*cells, str(values["title"])[:100]])
