"""`manage.py verify_archive [REFERENCE …]`: is every part of an archived file as it was archived?"""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from disputes.models import CaseArchive
from disputes.papers.casefile import verify


class Command(BaseCommand):
    help = "Computes every hash of archived files anew and names what was changed or is missing. Ends with 1 then."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("references", nargs="*", metavar="REFERENCE", help="number of a case; none means all")

    def handle(self, *args: Any, references: list[str], **options: Any) -> None:
        archives = CaseArchive.objects.select_related("case").order_by("case__reference")
        if references:
            archives = archives.filter(case__reference__in=references)
            known = set(archives.values_list("case__reference", flat=True))
            unknown = [reference for reference in references if reference not in known]
            if unknown:
                raise CommandError(f"No archived case {', '.join(unknown)}.")
        damaged = False
        for archive in archives.iterator(chunk_size=50):
            found = verify(archive)
            damaged = damaged or bool(found)
            whole = f"{len(archive.index)} parts, {archive.pages} pages: as archived"
            self.stdout.write(f"{archive.case.reference}: {'; '.join(found) or whole}")
        if damaged:
            raise SystemExit(1)
