"""`manage.py reconcile_documents [--fix] [--json]`: do stored files and their rows fit together?"""

import json
from argparse import ArgumentParser
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand

from disputes.reconcile import YOUNG, reconcile

WORDS = {
    "orphan": "has no row",
    "missing": "is missing, its row is there",
    "altered": "is not the file that was uploaded",
}


class Command(BaseCommand):
    help = (
        "Names files without a row, rows without their file and files that were altered."
        " Ends with 1 when anything is wrong that --fix did not mend."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--fix",
            action="store_true",
            help=f"remove files without a row that are older than {YOUNG.seconds // 60} minutes",
        )
        parser.add_argument("--json", action="store_true", help="one JSON object a line")

    def handle(self, *args: Any, **options: Any) -> None:
        left = count = 0
        for finding in reconcile(fix=options["fix"]):
            count += 1
            left += not finding.removed
            if options["json"]:
                self.stdout.write(json.dumps(asdict(finding), ensure_ascii=False))
            else:
                done = "; removed" if finding.removed else ""
                row = f" (document {finding.document})" if finding.document else ""
                self.stdout.write(f"{finding.name} {WORDS[finding.kind]}{row}{done}")
        if not options["json"]:
            self.stdout.write(f"{count} findings, {left} left." if count else "Files and rows fit together.")
        if left:
            raise SystemExit(1)
