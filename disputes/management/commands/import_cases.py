"""`import_cases PATH --by EMAIL [--centre SLUG] [--dry-run] [--json]`: take in a centre's earlier cases."""

import argparse
import json
from pathlib import Path
from typing import Any

from django.core.files.base import File
from django.core.management.base import BaseCommand, CommandError

from disputes.actions.importing import import_cases
from portal.accounts.access import rights_of
from portal.accounts.models import GuidanceCentre, User
from portal.accounts.permissions import Permission
from portal.lib.errors import ActionError


class Command(BaseCommand):
    help = "Imports closed cases of earlier years from an XLSX sheet (docs/intake.md)."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("path", type=Path)
        parser.add_argument("--by", required=True, metavar="EMAIL", help="the head of the centre who answers for it")
        parser.add_argument("--centre", metavar="SLUG", help="needed when this person heads several")
        parser.add_argument("--dry-run", action="store_true", help="only report")
        parser.add_argument("--json", action="store_true", help="one object a line")

    def handle(self, *args: Any, **options: Any) -> None:
        by = User.objects.filter(email=options["by"]).first()
        if by is None:
            raise CommandError("There is no person with this address.")
        path: Path = options["path"]
        try:
            with path.open("rb") as opened:
                file = File(opened, name=path.name)
                report = import_cases(
                    file=file, centre=self._centre(by, options["centre"]), by=by, commit=not options["dry_run"]
                )
        except OSError as error:
            raise CommandError(f"The file cannot be opened: {error.strerror}.") from error
        except ActionError as error:
            raise CommandError(str(error.message)) from error
        for problem in report.problems:
            told = {"row": problem.row, "column": problem.column, "reason": problem.reason}
            self._say(told, f"row {problem.row}, {problem.column}: {problem.reason}", options["json"])
        total = {
            "rows": report.rows,
            "importable": len(report.new),
            "imported": len(report.imported),
            "known": len(report.known),
            "wrong": report.wrong_rows,
        }
        self._say(total, ", ".join(f"{count} {name}" for name, count in total.items()), options["json"])

    def _centre(self, by: User, slug: str | None) -> GuidanceCentre:
        ids = rights_of(by).centre_ids(Permission.IMPORT_CASES)
        centres = GuidanceCentre.objects.filter(pk__in=ids)
        found = list(centres.filter(slug=slug) if slug else centres)
        if len(found) != 1:
            raise CommandError("Name one centre that this person heads with --centre.")
        return found[0]

    def _say(self, told: dict[str, Any], text: str, as_json: bool) -> None:
        self.stdout.write(json.dumps(told, ensure_ascii=False) if as_json else text)
