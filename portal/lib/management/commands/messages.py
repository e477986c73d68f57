"""`manage.py messages`: update, check or compile the translation catalogues (docs/architecture.md)."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from portal.lib import messages


class Command(BaseCommand):
    help = "Updates the translation catalogues of all apps from the sources."
    requires_system_checks: list[str] = []  # must work while the project is half written

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--check", action="store_true", help="change nothing; fail when a string has no Chinese translation"
        )
        parser.add_argument("--compile", action="store_true", help="write the .mo files that Django reads")

    def handle(self, *args: Any, check: bool, compile: bool, **options: Any) -> None:
        if check:
            found = messages.problems()
            for line in found:
                self.stderr.write(line)
            if found:
                raise CommandError(f"{len(found)} problem(s) in the translation catalogues.")
            self.stdout.write("All strings are translated.")
        if compile:
            changed = messages.compile_all()
            self.stdout.write(f"Compiled: {', '.join(changed) or 'nothing had changed'}.")
        if not check and not compile:
            written = messages.update()
            self.stdout.write(f"Updated: {', '.join(written) or 'nothing had changed'}.")
            missing = [line for line in messages.problems() if "not translated" in line]
            for line in missing:
                self.stdout.write(line)
