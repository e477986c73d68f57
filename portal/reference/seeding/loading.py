"""Loads one file into its table: adds, brings up to date, leaves alone what people have edited, and says so."""

import hashlib
from pathlib import Path

from django.db import transaction

from portal.lib import clock
from portal.lib.stamp import touch
from portal.reference.models import SeedFile
from portal.reference.seeding.candidates import Candidate, Key, Parser
from portal.reference.seeding.reading import Line, UnreadableFile, read
from portal.reference.seeding.registry import Seed, after_load
from portal.reference.seeding.reports import GONE, FileReport, Note, Outcome
from portal.reference.seeding.storing import Stored, adopt, insert, stored_rows, update

REFUSED = "Another row already has a value that must be its own."


def load(seed: Seed, *, path: Path | None = None, force: bool = False) -> FileReport:
    """Loads the project's own file, or the file at `path` in its stead, in one transaction.

    The own file is skipped when it is unchanged (see `_nothing_to_do`) unless `force` is set. A file at `path` may
    hold a part of the rows only, so what it lacks is not reported.
    """
    own = path is None
    source = path or seed.path
    report = FileReport(seed.name if own else str(source))
    try:
        content_hash = hashlib.sha256(seed.code.encode() + source.read_bytes()).hexdigest() if own else ""
        if own and not force and _nothing_to_do(seed, content_hash, report):
            after_load(seed.table.model)
            return report
        lines = read(source, list(seed.table.columns))
    except (UnreadableFile, OSError) as problem:
        line = problem.line if isinstance(problem, UnreadableFile) else 0
        reason = problem.reason if isinstance(problem, UnreadableFile) else "The file cannot be opened."
        report.note(Outcome.REJECTED, line, "", reason)
        report.unreadable = True
        return report
    with transaction.atomic():
        touch()  # what was loaded is on public pages
        _lock(seed)
        _load_lines(seed, lines, report, whole=own)
        after_load(seed.table.model)
        if own:
            # A file with refused rows is not done with: what they lacked may have been mended elsewhere.
            clean = not report.counts[Outcome.REJECTED]
            SeedFile.objects.filter(path=seed.name).update(
                sha256=content_hash if clean else "", rows=len(lines), loaded_at=clock.now()
            )
    return report


def _nothing_to_do(seed: Seed, content_hash: str, report: FileReport) -> bool:
    """Whether the same bytes were loaded by the same code, without a refusal, and every row still stands as seeded.

    Rows it refers to need no look: they cannot be deleted while it points at them.
    """
    known = SeedFile.objects.filter(path=seed.name, sha256=content_hash).first()
    if known is None or not seed.table.keeps_hash:
        return False
    seeded = [row for row in stored_rows(seed.table).values() if row.seeded_hash]
    if len(seeded) < known.rows or any(row.edited for row in seeded):
        return False
    report.count(Outcome.UNCHANGED, known.rows)
    report.skipped = True
    return True


def _lock(seed: Seed) -> None:
    """Two loads of the same file wait for each other."""
    SeedFile.objects.get_or_create(path=seed.name, defaults={"loaded_at": clock.now()})
    SeedFile.objects.select_for_update().get(path=seed.name)


def _load_lines(seed: Seed, lines: list[Line], report: FileReport, *, whole: bool) -> None:
    rows, keys = Parser(seed.table).parse(lines, report)
    stored = stored_rows(seed.table)
    new = [row for row in rows if row.key not in stored]
    for row in rows:
        if row.key in stored:
            _compare(seed, row, stored[row.key], report)
    refused = list(insert(seed.table, new))
    report.count(Outcome.NEW, len(new) - len(refused))
    for row in refused:
        report.note(Outcome.REJECTED, row.line, row.text, REFUSED)
    if whole:
        _report_gone(stored, keys, report)
    report.notes.sort(key=lambda note: (note.line == 0, note.line))  # as the file reads; what is gone comes last


def _compare(seed: Seed, row: Candidate, stored: Stored, report: FileReport) -> None:
    if not stored.edited:
        for name, not_known in seed.table.learns.items():
            if row.values[name] in ("", not_known):
                row.values[name] = stored.values[name]  # learned since, from where the file does not look
    wanted = row.plain()
    different = [name for name, value in wanted.items() if stored.values[name] != value]
    if not different:
        if seed.table.keeps_hash and (stored.edited or not stored.seeded_hash):
            adopt(seed.table, stored.pk, row)
        report.count(Outcome.UNCHANGED)
    elif stored.edited:
        report.note(Outcome.KEPT, row.line, row.text, f"edited here ({', '.join(different)})")
    elif not stored.seeded_hash:
        report.note(Outcome.KEPT, row.line, row.text, f"entered here, not by a file ({', '.join(different)})")
    elif update(seed.table, stored.pk, row):
        report.note(Outcome.CHANGED, row.line, row.text, ", ".join(different))
    else:
        report.note(Outcome.REJECTED, row.line, row.text, REFUSED)


def _report_gone(stored: dict[Key, Stored], keys: set[Key], report: FileReport) -> None:
    for key, row in stored.items():
        if row.seeded_hash and key not in keys:
            text = " ".join("" if part is None else str(part) for part in key)
            report.notes.append(Note(GONE, 0, text, "seeded before, no longer in the file; left as it is"))
