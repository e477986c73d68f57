"""`manage.py verify_case_log [REFERENCE …] [--roots] [--json]`: was anything done to the logs of cases?"""

import json
from argparse import ArgumentParser
from collections.abc import Iterator
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from disputes.caselog import CheckedLog, table_is_protected, verify_cases
from disputes.models import Case
from disputes.roots import Root, RootDamage, read_roots, verify_roots


class Command(BaseCommand):
    help = (
        "Checks the logs of cases and names every event that was changed, removed, inserted or reordered."
        " Ends with 1 when anything was found."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("references", nargs="*", metavar="REFERENCE", help="number of a case, GD-2026-000123")
        parser.add_argument("--all", action="store_true", help="every case (the default without a number)")
        parser.add_argument("--roots", action="store_true", help="hold the logs against the daily roots as well")
        parser.add_argument("--json", action="store_true", help="one JSON object a line")

    def handle(self, *args: Any, references: list[str], **options: Any) -> None:
        if references and options["all"]:
            raise CommandError("Name cases or say --all, not both.")
        self.as_json = bool(options["json"])
        self.damaged = False
        self._protection()
        if references or options["all"] or not options["roots"]:
            self._logs(self._checked(references))
        if options["roots"]:
            self._roots()
        if self.damaged:
            raise SystemExit(1)

    def _checked(self, references: list[str]) -> Iterator[CheckedLog]:
        cases = Case.objects.all()
        if references:
            known = set(cases.filter(reference__in=references).values_list("reference", flat=True))
            unknown = [reference for reference in references if reference not in known]
            if unknown:
                raise CommandError(f"There is no case {', '.join(unknown)}.")
            cases = cases.filter(reference__in=references)
        return verify_cases(cases)

    def _protection(self) -> None:
        if table_is_protected():
            return
        self.damaged = True
        if self.as_json:
            self._line({"table": "disputes_caseevent", "protected": False})
        else:
            self.stdout.write("The triggers that keep case events from being changed are missing.")

    def _logs(self, checked: Iterator[CheckedLog]) -> None:
        cases = events = 0
        for one in checked:
            cases += 1
            events += one.events
            self.damaged = self.damaged or bool(one.damages)
            if self.as_json:
                found = [{"seq": damage.seq, "kind": damage.kind.value} for damage in one.damages]
                self._line({"case": one.name, "events": one.events, "whole": not found, "damage": found})
            else:
                for damage in one.damages:
                    self.stdout.write(f"{one.name:<38} event {damage.seq:>6}  {damage.kind.value}")
        if not self.as_json:
            self.stdout.write(f"{cases} cases with {events} events looked at.")

    def _roots(self) -> None:
        damages = verify_roots()
        self.damaged = self.damaged or bool(damages)
        for damage in damages:
            if self.as_json:
                self._line(damage.__dict__)
            else:
                self.stdout.write(_sentence(damage))
        recorded = [root for root in read_roots() if isinstance(root, Root)]
        newest = recorded[-1].day if recorded else ""
        if self.as_json:
            self._line({"roots": len(recorded), "newest": newest, "whole": not damages})
        else:
            self.stdout.write(f"{len(recorded)} daily roots looked at, the newest of {newest or 'no day'}.")

    def _line(self, content: dict[str, Any]) -> None:
        self.stdout.write(json.dumps(content, ensure_ascii=False))


def _sentence(damage: RootDamage) -> str:
    if damage.case_id:
        return f"{damage.name:<38} event {damage.seq:>6}  is not the one the root of {damage.day} was made over"
    return f"The line {damage.what} of the roots cannot be read or does not follow from the lines before it."
