"""Form A: what the enterprise applied for, in its own words.

The same function makes the preview before filing and the form that is filed, so that nobody files another text than
the one they saw.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.utils import translation
from django.utils.translation import gettext as _

from disputes.choices import FormKind
from disputes.models import Case, CaseContact, CaseDocument
from disputes.papers import blocks
from disputes.papers.blocks import Block, Content
from disputes.papers.frame import framed
from portal.accounts.models import Enterprise, EnterpriseClaim
from portal.lib import clock, formats


@dataclass(frozen=True)
class Applicant:
    """Who applies, as the form names it. `facts_of` reads it from a record, an intake page may fill it itself."""

    name: str = ""
    uscc: str = ""
    place: str = ""
    industry: str = ""
    size: str = ""
    markets: list[str] = field(default_factory=list)


def facts_of(company: Enterprise | EnterpriseClaim | None, markets: Iterable[object] | None = None) -> Applicant:
    """The applicant of a stored enterprise or claim, in the active language. `markets` for one not stored yet."""
    if company is None:
        return Applicant()
    if markets is None:
        markets = company.export_markets.all() if company.pk else ()
    place = [str(part) for part in (company.province, company.city) if part is not None]
    industry = company.key_industry or company.industry
    return Applicant(
        name=company.name_zh,
        uscc=company.uscc,
        place=" ".join(place),
        industry=str(industry) if industry else "",
        size=company.get_size_display() if company.size else "",
        markets=[str(market) for market in markets],
    )


def preview_application(
    case: Case,
    *,
    applicant: Applicant,
    contact: CaseContact | None = None,
    documents: Iterable[CaseDocument] = (),
    language: str = "",
) -> Content:
    """Form A of a draft, as it would be filed now. `case` may be unsaved; whatever is empty is left out."""
    with translation.override(language or case.language):
        shown = application_blocks(case, applicant=applicant, contact=contact, documents=documents)
        return framed(FormKind.A, case, blocks=shown, at=clock.now(), version=0)


def application(case: Case, *, at: datetime, version: int) -> Content:
    """Form A of a filed case, in the language that is active."""
    shown = application_blocks(
        case,
        applicant=facts_of(case.enterprise or case.claim),
        contact=CaseContact.objects.filter(case=case).first(),
        documents=case.documents.all(),
    )
    return framed(FormKind.A, case, blocks=shown, at=at, version=version)


def application_blocks(
    case: Case, *, applicant: Applicant, contact: CaseContact | None, documents: Iterable[CaseDocument]
) -> list[Block]:
    """Who applies, what happened, what came when, what is asked for."""
    return [
        blocks.heading(_("1. The applicant")),
        blocks.facts(_("The applicant"), _applicant_rows(applicant, contact)),
        blocks.heading(_("2. The dispute")),
        blocks.facts(_("The dispute"), _dispute_rows(case)),
        blocks.heading(_("3. What happened")),
        blocks.paragraphs(case.what_happened),
        blocks.heading(_("4. Papers, dates and measures")),
        blocks.facts(_("Papers, dates and measures"), _paper_rows(case)),
        *_document_table(documents),
        blocks.heading(_("5. Statement of the applicant")),
        blocks.items(
            [
                _("What is stated here is true and complete as far as we know."),
                _("The centre may read this case and work on it."),
                _("It may be handed to another centre of the network.")
                if case.consent_to_share
                else _("It may not be handed to another centre without asking us first."),
            ]
        ),
        blocks.signatures(
            [{"label": _("Applicant (seal)"), "name": applicant.name, "seal": _("Seal")}, {"label": _("Handled by")}]
        ),
    ]


def _applicant_rows(applicant: Applicant, contact: CaseContact | None) -> list[tuple[str, str]]:
    return [
        (_("Name"), applicant.name),
        (_("Unified social credit code"), applicant.uscc),
        (_("Registered place"), applicant.place),
        (_("Industry"), applicant.industry),
        (_("Size"), applicant.size),
        (_("Export markets"), _("; ").join(applicant.markets)),
        (_("Contact person"), contact.name if contact else ""),
        (_("Telephone"), contact.phone if contact else ""),
        (_("E-mail"), contact.email if contact else ""),
    ]


def _dispute_rows(case: Case) -> list[tuple[str, str]]:
    amount = formats.money(case.amount_at_risk, case.amount_currency) if case.amount_at_risk is not None else ""
    return [
        (_("Our position"), case.get_our_role_display() if case.our_role else ""),
        (_("Kind of dispute"), str(case.dispute_type) if case.dispute_type else ""),
        (_("Country or region"), str(case.jurisdiction) if case.jurisdiction else ""),
        (_("Right at issue"), case.get_right_display() if case.right else ""),
        (_("Other side"), case.counterparty),
        (_("Court, office or platform"), case.forum_name),
        (_("Docket or complaint number"), case.docket),
        (_("Amount at risk"), amount),
    ]


def _paper_rows(case: Case) -> list[tuple[str, str]]:
    next_date = formats.day_with_weekday(case.next_date)
    return [
        (_("Which papers came"), case.papers),
        (_("How they came"), case.get_service_channel_display() if case.service_channel else ""),
        (_("Received on"), formats.day(case.received_on)),
        (_("Next date on the papers"), next_date),
        (_("What must happen by then"), case.next_date_what),
        (_("Measures in force"), _("; ").join(case.measure_labels)),
        (_("Trade fair begins"), formats.day_with_weekday(case.fair_on)),
    ]


def _document_table(documents: Iterable[CaseDocument]) -> list[Block]:
    rows = [
        [str(number), document.name, formats.day(document.created_at), document.sha256[:16] + "…"]
        for number, document in enumerate(documents, start=1)
    ]
    if not rows:
        return [blocks.paragraphs(_("No documents were enclosed."))]
    columns = [_("No."), _("File"), _("Received on"), _("SHA-256 (start)")]
    return [blocks.table(_("Documents enclosed"), columns, rows)]
