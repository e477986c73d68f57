"""Last year's cases, taken in from a centre's sheet. They are marked, closed, and counted apart from live ones."""

from dataclasses import dataclass, field
from datetime import date, datetime, time

from django.core.files.base import File
from django.db import transaction

from disputes.actions.changing import change
from disputes.actions.filing import next_reference
from disputes.choices import Origin, Priority
from disputes.models import Case, ImportedCase
from disputes.priority import RESTRICTED_TYPES
from disputes.sheets import OldCase, read
from disputes.states import CaseState
from portal.accounts.access import require
from portal.accounts.models import Enterprise, GuidanceCentre, User
from portal.accounts.permissions import Permission
from portal.lib import clock
from portal.lib.sheets import Problem
from portal.lib.uploads import sha256_of


@dataclass
class Report:
    """What a sheet holds, and what was done with it. `imported` stays empty in a dry run."""

    rows: int
    sha256: str
    new: list[OldCase] = field(default_factory=list)
    known: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    imported: list[str] = field(default_factory=list)

    @property
    def wrong_rows(self) -> int:
        return len({problem.row for problem in self.problems})


def import_cases(*, file: "File[bytes]", centre: GuidanceCentre, by: User, commit: bool = False) -> Report:
    """Read a sheet; with `commit` keep its good rows, all of them or, when something breaks, none.

    A row whose old number the centre imported before is left alone, so a second run is harmless. Raises NotAllowed
    for anybody but the head, Invalid for a file that is no sheet.
    """
    require(by, Permission.IMPORT_CASES, centre=centre.pk)
    sheet = read(file)
    report = Report(sheet.rows, sha256_of(file), problems=sheet.problems)
    with transaction.atomic():
        GuidanceCentre.objects.select_for_update().get(pk=centre.pk)  # the same sheet sent twice waits here
        numbers = [old.old_number for old in sheet.good]
        known = set(
            ImportedCase.objects.filter(centre=centre, old_number__in=numbers).values_list("old_number", flat=True)
        )
        report.known = sorted(known)
        report.new = [old for old in sheet.good if old.old_number not in known]
        if commit:
            codes = {old.uscc for old in report.new if old.uscc}
            enterprises = {row.uscc: row for row in Enterprise.objects.filter(uscc__in=codes)}
            for old in report.new:
                case = _keep(old, centre=centre, by=by, sha256=report.sha256, enterprise=enterprises.get(old.uscc))
                report.imported.append(str(case.reference))
    return report


def _keep(old: OldCase, *, centre: GuidanceCentre, by: User, sha256: str, enterprise: Enterprise | None) -> Case:
    closed_at = _at(old.closed_on)
    case = Case.objects.create(
        reference=next_reference(old.filed_on.year),
        kind=old.kind,
        state=CaseState.CLOSED,
        origin=Origin.IMPORTED,
        on_behalf=enterprise is None,
        company_text=old.company,
        filer=by,
        enterprise=enterprise,
        centre=centre,
        is_demo=by.is_demo,
        restricted=old.dispute_type.pk in RESTRICTED_TYPES,
        jurisdiction=old.jurisdiction,
        dispute_type=old.dispute_type,
        right=old.right,
        our_role=old.our_role,
        what_happened=old.summary,
        counterparty=old.counterparty,
        docket=old.docket,
        priority=Priority.P3,
        submitted_at=_at(old.filed_on),
        answered_at=closed_at,
        closed_at=closed_at,
    )
    ImportedCase.objects.create(
        case=case,
        centre=centre,
        old_number=old.old_number,
        imported_by=by,
        imported_at=clock.now(),
        sheet_sha256=sha256,
        province=old.province,
    )
    change(case, by=by, kind="imported", data={"row": old.row, "sheet": sha256})
    return case


def _at(day: date) -> datetime:
    """Noon of that day in Beijing: the sheet knows no hour."""
    return datetime.combine(day, time(12), tzinfo=clock.SHANGHAI)
