"""Form F: the guidance opinion, as it was signed."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from disputes.choices import FormKind
from disputes.models import Case, CaseEvent
from disputes.papers import blocks
from disputes.papers.blocks import Block, Content
from disputes.papers.frame import framed
from laws.citations import resolve_many


def opinion(case: Case, *, event: CaseEvent, version: int, extra: Mapping[str, Any]) -> Content:
    """The parts of the opinion one after the other, then what they rest on, then who wrote and who signed.

    `extra` holds `parts` (pairs of title and text), `citations` (pairs of kind and key), `author` and `signer`
    (names), `signed_on` (a day as text) and, from the second opinion of a case on, `replaces` (a sentence that says
    what is new).
    """
    shown: list[Block] = [
        blocks.facts(
            _("The matter"),
            [
                (_("Dispute"), f"{case.jurisdiction} · {case.dispute_type}"),
                (_("Court, office or platform"), case.forum_name),
                (_("Docket or complaint number"), case.docket),
                (_("Other side"), case.counterparty),
            ],
        )
    ]
    if extra.get("replaces"):
        shown.append(blocks.note(str(extra["replaces"])))
    for title, text in extra.get("parts", ()):
        shown += [blocks.heading(str(title)), blocks.paragraphs(str(text))]
    cited = resolve_many([(str(kind), str(key)) for kind, key in extra.get("citations", ())])
    if cited:
        shown += [blocks.heading(_("What this opinion rests on")), blocks.citations(_("Citations"), cited)]
    shown += [
        blocks.note(
            _(
                "This opinion is guidance on the facts as the applicant gave them. It replaces neither a lawyer"
                " admitted at the forum nor the dates that the forum itself has set."
            )
        ),
        blocks.signatures(
            [
                {"label": _("Written by"), "name": str(extra.get("author", ""))},
                {
                    "label": _("Reviewed and signed by"),
                    "name": str(extra.get("signer", "")),
                    "date": str(extra.get("signed_on", "")),
                },
                {"label": _("Centre (seal)"), "name": case.centre.name if case.centre else "", "seal": _("Seal")},
            ]
        ),
    ]
    return framed(FormKind.F, case, blocks=shown, at=event.at, version=version, addressee=case.company_name)
