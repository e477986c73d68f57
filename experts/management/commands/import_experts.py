"""`manage.py import_experts PATH --centre SLUG --by EMAIL`: a sheet of experts from the command line."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.files.base import ContentFile
from django.core.management.base import BaseCommand, CommandError

from experts import sheets
from experts.actions.importing import Report, check_sheet, dry_run, run_import
from portal.accounts.models import GuidanceCentre, User
from portal.lib.errors import ActionError


class Command(BaseCommand):
    help = "Nominates the experts of a CSV or XLSX sheet. With a wrong row nothing is imported, unless --only-good."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("path", type=Path, help="a .csv or .xlsx file")
        parser.add_argument("--dry-run", action="store_true", help="check and report, write nothing")
        parser.add_argument("--centre", metavar="SLUG", help="the nominating centre")
        parser.add_argument("--by", metavar="EMAIL", help="the officer in whose name they are nominated")
        parser.add_argument("--only-good", action="store_true", help="import the rows that are right")
        parser.add_argument("--invite", action="store_true", help="mail each an invitation to an account")
        parser.add_argument("--json", action="store_true", help="one JSON object a line")

    def handle(self, *args: Any, path: Path, **options: Any) -> None:
        try:
            file = ContentFile(path.read_bytes(), name=path.name)
        except OSError as error:
            raise CommandError(f"{path} cannot be read: {error.strerror}.") from error
        try:
            report = self._run(file, options)
        except ActionError as error:
            raise CommandError(str(error.message)) from error
        if options["dry_run"]:
            self._print(report, 0, options)
        if report.problems and not options["only_good"]:
            raise CommandError(f"{report.bad_rows} rows are wrong.")

    def _run(self, file: "ContentFile[bytes]", options: dict[str, Any]) -> Report:
        if options["dry_run"]:
            return dry_run(sheets.read(file))
        centre = GuidanceCentre.objects.filter(slug=options["centre"] or "").first()
        by = User.objects.filter(email=(options["by"] or "").lower()).first()
        if centre is None or by is None:
            raise CommandError("Name a centre with --centre SLUG and an officer of it with --by EMAIL.")
        sheet = check_sheet(file=file, centre=centre, by=by)
        found = dry_run(sheet.rows)
        if found.problems and not options["only_good"]:
            self._print(found, 0, options)
            return found
        report = run_import(sheet=sheet, by=by, only_good=options["only_good"], invite=options["invite"])
        self._print(report, len(report.good), options)
        return report

    def _print(self, report: Report, imported: int, options: dict[str, Any]) -> None:
        for problem in report.problems:
            if options["json"]:
                line = {"row": problem.row, "column": problem.column, "reason": problem.reason}
                self.stdout.write(json.dumps(line, ensure_ascii=False))
            else:
                self.stdout.write(f"row {problem.row}, {problem.column}: {problem.reason}")
        total = {"good": len(report.good), "wrong": report.bad_rows, "imported": imported}
        said = json.dumps(total) if options["json"] else ", ".join(f"{n} {word}" for word, n in total.items())
        self.stdout.write(said)
