"""Form A: what the enterprise applied for, in its own words.

Its parts come from `disputes.forma`, as those of the last page of the wizard do: what is filed is what was shown.
"""

from collections.abc import Iterable
from datetime import datetime

from django.utils.translation import gettext as _

from disputes.choices import FormKind
from disputes.forma import form_a, sheet_of
from disputes.models import Case, CaseDocument
from disputes.papers import blocks
from disputes.papers.blocks import Block, Content
from disputes.papers.frame import framed
from portal.lib import formats


def application(case: Case, *, at: datetime, version: int) -> Content:
    """Form A of a filed case, in the language that is active."""
    # Loaded anew: the act that issues the form has just written contact, answers and application.
    sheet = sheet_of(Case.objects.get(pk=case.pk))
    shown: list[Block] = []
    for part in form_a(sheet):
        rows = [(name, value or _("not given")) for name, value in part.rows]
        shown += [blocks.heading(part.title), blocks.facts(part.title, rows)]
    shown += [
        *_documents(case.documents.all()),
        blocks.heading(_("Statement of the applicant")),
        blocks.paragraphs(_("What is stated here is true and complete as far as we know.")),
        blocks.signatures(
            [
                {"label": _("Applicant (seal)"), "name": sheet.company.name, "seal": _("Seal")},
                {"label": _("Handled by")},
            ]
        ),
    ]
    return framed(FormKind.A, case, blocks=shown, at=at, version=version)


def _documents(documents: Iterable[CaseDocument]) -> list[Block]:
    rows = [
        [str(number), document.name, formats.day(document.created_at), document.sha256[:16] + "…"]
        for number, document in enumerate(documents, start=1)
    ]
    if not rows:
        return [blocks.heading(_("Documents enclosed")), blocks.paragraphs(_("No documents were enclosed."))]
    columns = [_("No."), _("File"), _("Received on"), _("SHA-256 (start)")]
    return [blocks.table(_("Documents enclosed"), columns, rows)]
