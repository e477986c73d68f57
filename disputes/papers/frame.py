"""What every form carries: its name and number, its legal basis, that guidance is free, who issued it and when."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from disputes.choices import FormKind
from disputes.models import Case
from disputes.papers.blocks import Block, Content
from portal.lib import formats

# The layout of `Content`; a later one must still show forms of this one.
SCHEMA = 1


def form_name(kind: FormKind) -> str:
    """The name printed on the form; the number stands apart."""
    return {
        FormKind.A: _("Application for guidance in an overseas IP dispute"),
        FormKind.B: _("Notice to supplement the application"),
        FormKind.C: _("Notice of refusal"),
        FormKind.D: _("Notice of acceptance"),
        FormKind.E: _("Notice of termination of guidance"),
        FormKind.F: _("Guidance opinion"),
        FormKind.G: _("Case file: archive record and index"),
        FormKind.R: _("Referral to the competent department"),
    }[kind]


def legal_basis() -> list[str]:
    """Decree 801 on every form, and the local standards whose life cycle and forms the portal follows."""
    return [
        _("Provisions of the State Council on the Handling of Foreign-related IP Disputes (Decree No. 801)"),
        _("Local standards DB34/T 5367-2026 and DB3402/T 75-2024 on guidance in overseas IP disputes"),
    ]


def framed(
    kind: FormKind, case: Case, *, blocks: Sequence[Block], at: datetime, version: int, addressee: str = ""
) -> Content:
    """The content of a form in the language that is active."""
    return {
        "schema": SCHEMA,
        "kind": str(kind),
        "number": _("Form %(kind)s") % {"kind": str(kind)},
        "name": form_name(kind),
        "language": "en" if formats.is_english() else "zh-hans",
        "reference": case.reference or "",
        "version": version,
        "centre": case.centre.name if case.centre else "",
        "addressee": addressee,
        "date": formats.day(at),
        "basis": legal_basis(),
        "free": _("Guidance is free of charge. Nobody of the network may ask for money."),
        "blocks": list(blocks),
    }
