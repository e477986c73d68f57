"""Form R: a matter referred to the department that may investigate it (Decree 801, art. 14)."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from disputes.choices import FormKind
from disputes.models import Case, CaseEvent, Referral
from disputes.papers import blocks
from disputes.papers.blocks import Block, Content
from disputes.papers.frame import framed
from portal.lib import formats
from portal.lib.tones import fact_status_of


def referral_paper(case: Case, *, event: CaseEvent, version: int, extra: Mapping[str, Any]) -> Content:
    """Ground with its citation as of that day, facts, goods, parties, evidence with hashes, consent, place to sign.

    `extra` holds `referral` (its id) and `sender` (a name). A citation that nobody has checked says so on the paper.
    """
    referral = Referral.objects.select_related("ground", "department").get(case=case, pk=extra["referral"])
    ground = referral.ground
    shown: list[Block] = [
        blocks.facts(
            _("The matter"),
            [
                (_("Referral number"), f"{case.reference}-R{referral.number}"),
                (_("Enterprise"), case.company_name),
                (_("Dispute"), f"{case.jurisdiction} · {case.dispute_type}"),
                (_("Other side"), case.counterparty),
            ],
        ),
        blocks.heading(_("Ground")),
        blocks.paragraphs(ground.text),
        blocks.facts(
            _("Legal basis"),
            [(_("Rests on"), ground.citation), (_("Status"), str(fact_status_of(ground.fact_status)[1]))],
        ),
        blocks.heading(pgettext("referral", "Facts")),
        blocks.paragraphs(referral.facts),
        blocks.heading(_("Goods, technology or services concerned")),
        blocks.paragraphs(referral.products),
        blocks.heading(_("Parties concerned")),
        blocks.paragraphs(referral.parties),
        blocks.heading(_("Evidence enclosed")),
        _evidence(referral),
        blocks.heading(_("Consent of the enterprise")),
        blocks.facts(
            _("Consent of the enterprise"),
            [
                (_("Given by"), referral.consent_by),
                (_("How"), referral.get_consent_display()),
                (_("On"), formats.day(referral.consent_on) if referral.consent_on else ""),
            ],
        ),
        blocks.note(_("Please confirm the receipt with your number, or return the matter and say why.")),
        blocks.signatures(
            [
                {"label": _("Handled by"), "name": str(extra.get("sender", ""))},
                {"label": _("Centre (seal)"), "name": case.centre.name if case.centre else "", "seal": _("Seal")},
                {"label": _("Received by (number, date)")},
            ]
        ),
    ]
    department = str(referral.department)
    return framed(FormKind.R, case, blocks=shown, at=event.at, version=version, addressee=department)


def _evidence(referral: Referral) -> Block:
    rows = [
        [str(number), document.name, document.sha256[:16] + "…"]
        for number, document in enumerate(referral.documents.order_by("created_at", "pk"), start=1)
    ]
    if not rows:
        return blocks.paragraphs(_("No documents were enclosed."))
    return blocks.table(_("Evidence enclosed"), [_("No."), _("File"), _("SHA-256 (start)")], rows)
