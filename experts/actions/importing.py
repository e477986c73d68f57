"""Bringing a sheet of experts into the pool: checked first, written only when somebody says how."""

import hashlib
from dataclasses import dataclass

from django.core.files.base import File
from django.db import transaction
from django.utils.translation import gettext as _

from experts import sheets
from experts.actions.accounts import invite_to_account
from experts.actions.records import nominate
from experts.checking import Known
from experts.inputs import ExpertInput
from experts.models import Expert, PoolImport
from portal.accounts.access import require
from portal.accounts.models import GuidanceCentre, User
from portal.accounts.permissions import Permission
from portal.lib import clock
from portal.lib.errors import Conflict, Invalid
from portal.lib.sheets import Problem
from portal.lib.uploads import NAME_LENGTH, clean_name


@dataclass(frozen=True)
class Report:
    """What a sheet would do, or has done: good rows, and each fault with row, column and reason."""

    good: list[tuple[int, ExpertInput]]
    problems: list[Problem]

    @property
    def bad_rows(self) -> int:
        return len({problem.row for problem in self.problems})


def dry_run(rows: list[sheets.Row]) -> Report:
    """Check rows against the rules and the pool. Writes nothing."""
    good, problems = sheets.records(rows, Known.load())
    addresses = [record.email for _number, record in good]
    taken = set(Expert.objects.filter(email__in=addresses).values_list("email", flat=True))
    told = [
        Problem(number, "email", _("Somebody with this address is in the pool already."))
        for number, record in good
        if record.email in taken
    ]
    problems = sorted([*problems, *told], key=lambda problem: (problem.row, problem.column))
    return Report([row for row in good if row[1].email not in taken], problems)


@transaction.atomic
def check_sheet(*, file: "File[bytes]", centre: GuidanceCentre, by: User) -> PoolImport:
    """Read a sheet and keep it with its report until somebody imports it. Raises NotAllowed or Invalid."""
    require(by, Permission.NOMINATE_EXPERT, centre=centre.pk)
    rows = sheets.read(file)
    file.seek(0)
    digest = hashlib.sha256(file.read()).hexdigest()
    ending = "xlsx" if (file.name or "").lower().endswith("xlsx") else "csv"
    return PoolImport.objects.create(
        centre=centre,
        uploader=by,
        name=clean_name(file.name or "", ending)[: NAME_LENGTH + 10],
        sha256=digest,
        rows=rows,
    )


@transaction.atomic
def run_import(*, sheet: PoolImport, by: User, only_good: bool = False, invite: bool = False) -> Report:
    """Nominate the experts of a checked sheet.

    With a fault anywhere nothing is imported, unless `only_good` says to take the rows that are right: a row is
    taken whole or not at all. `invite` also mails each an invitation to an account.
    Raises NotAllowed, Conflict for a sheet that was imported before, Invalid when nothing can be imported.
    """
    require(by, Permission.NOMINATE_EXPERT, centre=sheet.centre_id)
    sheet = PoolImport.objects.select_for_update().get(pk=sheet.pk)
    if sheet.imported_at is not None:
        raise Conflict(_("This sheet has been imported already."))
    report = dry_run(sheet.rows)
    if report.problems and not only_good:
        raise Invalid(
            _("%(rows)s rows are wrong, so nothing was imported. Mend the sheet, or import the good rows only.")
            % {"rows": report.bad_rows}
        )
    if not report.good:
        raise Invalid(_("No row of this sheet can be imported."))
    known = Known.load()
    for _number, record in report.good:
        expert = nominate(centre=sheet.centre, by=by, record=record, known=known)
        if invite:
            invite_to_account(expert=expert, by=by)
    sheet.imported, sheet.imported_at, sheet.rows = len(report.good), clock.now(), []
    sheet.save(update_fields=["imported", "imported_at", "rows"])
    return report
