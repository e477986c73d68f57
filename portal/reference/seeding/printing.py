"""Prints what a load found, for people or, one JSON object a line, for programs."""

import json
from collections.abc import Sequence
from typing import Any

from django.core.management.base import OutputWrapper

from portal.reference.seeding.reports import FileReport, Outcome, total_line, totals


class Printer:
    def __init__(self, out: OutputWrapper, *, as_json: bool, verbosity: int = 1) -> None:
        self.out = out
        self.as_json = as_json
        self.verbosity = verbosity
        self.header_due = True

    def file(self, report: FileReport) -> None:
        """One line for the file, and one for each of its rows that somebody should look at."""
        if self.as_json:
            self._json(report.as_dict())
            for note in report.notes:
                self._json({"file": report.file, **note.__dict__})
            return
        if self.header_due:
            self.out.write(f"{'file':<44}" + "".join(f"{outcome.value:>10}" for outcome in Outcome))
            self.header_due = False
        numbers = "".join(f"{report.counts[outcome]:>10}" for outcome in Outcome)
        self.out.write(f"{report.file:<44}{numbers}{'  (file unchanged)' if report.skipped else ''}")
        for note in report.notes:
            if note.outcome != Outcome.CHANGED or self.verbosity > 1:
                self.out.write(f"    {note.as_text()}")

    def said(self, text: str) -> None:
        """A remark; programs do not need it."""
        if not self.as_json:
            self.out.write(text)

    def counts(self, counts: Sequence[tuple[str, int]]) -> None:
        """How much of each kind is in the database now."""
        if self.as_json:
            self._json({"counts": dict(counts)})
            return
        self.out.write("")
        for what, number in counts:
            self.out.write(f"{what:<44}{number:>10}")

    def total(self, reports: Sequence[FileReport]) -> None:
        """The last line."""
        if self.as_json:
            self._json({"total": totals(reports)})
        else:
            self.out.write(total_line(reports))

    def _json(self, content: dict[str, Any]) -> None:
        self.out.write(json.dumps(content, ensure_ascii=False))
