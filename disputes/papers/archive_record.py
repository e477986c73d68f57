"""Form G: what the archived file holds, how long it is kept, and the hashes that prove it."""

from collections.abc import Mapping
from pathlib import PurePosixPath
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from disputes.choices import FormKind
from disputes.models import Case, CaseEvent
from disputes.papers import blocks
from disputes.papers.blocks import Content
from disputes.papers.frame import framed
from portal.lib import formats


def _name(part: Mapping[str, Any]) -> str:
    """What a part is called on paper. The names in the bundle are for machines, those of documents are people's own."""
    kind, _colon, _key = str(part["of"]).partition(":")
    file = PurePosixPath(part["name"])
    if kind in ("content", "pdf"):
        words = {"form": file.stem[0], "version": file.stem[1:]}
        if kind == "pdf":
            return _("Form %(form)s, version %(version)s (PDF)") % words
        return _("Form %(form)s, version %(version)s (data)") % words
    if kind == "messages":
        return _("Messages (data)")
    return _("Case log (data)") if kind == "log" else file.name


def archive_record(case: Case, *, event: CaseEvent, version: int, extra: Mapping[str, Any]) -> Content:
    """`extra` holds `index` (parts), `total`, `pages`, `retention`, `keep_until` (texts), `by` and `result`."""
    index = extra["index"]
    rows = [
        [str(number), _name(part), part["what"], "–" if part["pages"] is None else str(part["pages"]), part["sha256"]]
        for number, part in enumerate(index, start=1)
    ]
    shown = [
        blocks.facts(
            _("The case"),
            [
                (_("Applicant"), case.company_name),
                (_("Dispute"), f"{case.jurisdiction} · {case.dispute_type}"),
                (_("Docket or complaint number"), case.docket),
                (_("Filed on"), formats.moment(case.submitted_at)),
                (_("Accepted on"), formats.moment(case.accepted_at)),
                (pgettext("case", "Closed on"), formats.moment(case.closed_at)),
                (_("Result"), str(extra.get("result", ""))),
            ],
        ),
        blocks.facts(
            _("The archive"),
            [
                (_("Archived on"), formats.moment(event.at)),
                (_("Retention class"), str(extra["retention"])),
                (_("Kept until"), str(extra["keep_until"])),
                (_("Number of parts"), str(len(index))),
                (_("Pages counted"), str(extra["pages"])),
                (_("SHA-256 over all parts"), str(extra["total"])),
            ],
        ),
        blocks.table(
            _("Index of the file"), [_("No."), _("Name"), _("What it is"), pgettext("file", "Pages"), "SHA-256"], rows
        ),
        blocks.note(
            _(
                "The hash over all parts stands in the event log of the case, too. Whoever holds the bundle can compute"
                " each hash anew; a part that was changed shows at once."
            )
        ),
        blocks.signatures(
            [
                {"label": _("Archived by"), "name": str(extra.get("by", ""))},
                {"label": _("Centre (seal)"), "name": case.centre.name if case.centre else "", "seal": _("Seal")},
            ]
        ),
    ]
    return framed(FormKind.G, case, blocks=shown, at=event.at, version=version)
