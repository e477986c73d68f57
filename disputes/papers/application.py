"""Form A: what the enterprise applied for, in its own words.

The same function makes the preview before filing and the form that is filed, so that nobody files another text than
the one they saw.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from disputes.choices import FormKind
from disputes.models import Case, CaseAnswer, CaseContact, CaseDocument, GuidanceApplication
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
    application: GuidanceApplication | None = None,
    answers: Iterable[CaseAnswer] = (),
    language: str = "",
) -> Content:
    """Form A of a draft, as it would be filed now. Every row may be unsaved; whatever is empty is left out."""
    with translation.override(language or case.language):
        shown = application_blocks(
            case, applicant=applicant, contact=contact, documents=documents, more=application, answers=answers
        )
        return framed(FormKind.A, case, blocks=shown, at=clock.now(), version=0)


def application(case: Case, *, at: datetime, version: int) -> Content:
    """Form A of a filed case, in the language that is active."""
    shown = application_blocks(
        case,
        applicant=facts_of(case.enterprise or case.claim),
        contact=CaseContact.objects.filter(case=case).first(),
        documents=case.documents.all(),
        more=GuidanceApplication.objects.filter(case=case).first(),
        answers=case.answers.all(),
    )
    return framed(FormKind.A, case, blocks=shown, at=at, version=version)


def application_blocks(
    case: Case,
    *,
    applicant: Applicant,
    contact: CaseContact | None,
    documents: Iterable[CaseDocument],
    more: GuidanceApplication | None = None,
    answers: Iterable[CaseAnswer] = (),
) -> list[Block]:
    """Who applies, what happened, what came when, what is asked for."""
    more = more or GuidanceApplication()
    return [
        blocks.heading(_("1. The applicant")),
        blocks.facts(_("The applicant"), _applicant_rows(applicant, contact, more)),
        blocks.heading(_("2. The dispute")),
        blocks.facts(_("The dispute"), _dispute_rows(case, more)),
        blocks.heading(_("3. What happened")),
        blocks.paragraphs(case.what_happened),
        blocks.facts(_("Questions for this kind of dispute"), [(str(answer), answer.shown) for answer in answers]),
        blocks.heading(_("4. Papers, dates and measures")),
        blocks.facts(_("Papers, dates and measures"), _paper_rows(case)),
        *_document_table(documents),
        blocks.heading(_("5. What is asked for")),
        blocks.facts(_("What is asked for"), _request_rows(more)),
        blocks.heading(_("6. Statement of the applicant")),
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


def _applicant_rows(
    applicant: Applicant, contact: CaseContact | None, more: GuidanceApplication
) -> list[tuple[str, str]]:
    return [
        (_("Name"), applicant.name),
        (_("Unified social credit code"), applicant.uscc),
        (_("Registered place"), applicant.place),
        (_("Industry"), applicant.industry),
        (_("Size"), applicant.size),
        (_("Export markets"), more.export_markets or _("; ").join(applicant.markets)),
        (_("Agent or representative"), more.agent),
        (_("Contact person"), contact.name if contact else ""),
        (_("Telephone"), contact.phone if contact else ""),
        (_("E-mail"), contact.email if contact else ""),
    ]


def _dispute_rows(case: Case, more: GuidanceApplication) -> list[tuple[str, str]]:
    amount = formats.money(case.amount_at_risk, case.amount_currency) if case.amount_at_risk is not None else ""
    return [
        (_("Our position"), case.get_our_role_display() if case.our_role else ""),
        (_("Kind of dispute"), str(case.dispute_type) if case.dispute_type else ""),
        (_("Country or region"), str(case.jurisdiction) if case.jurisdiction else ""),
        (_("Right at issue"), case.get_right_display() if case.right else ""),
        (_("Rights asserted"), _listed(more.rights_asserted)),
        (_("HS codes"), _listed(more.hs_codes)),
        (_("Listing numbers"), _listed(more.listing_ids)),
        (_("Product pages"), _listed(more.product_urls)),
        (_("Shops"), _listed(more.shop_ids)),
        (_("Other side"), case.counterparty),
        (_("Counsel of the other side"), more.counterparty_counsel),
        (_("Court, office or platform"), case.forum_name),
        (_("Docket or complaint number"), case.docket),
        (_("Amount at risk"), amount),
    ]


def _request_rows(more: GuidanceApplication) -> list[tuple[str, str]]:
    retained = [more.get_counsel_retained_display() if more.counsel_retained else "", more.counsel_name]
    cover = [more.get_cover_display() if more.cover else "", more.cover_note]
    return [
        (_("Asked for"), _("; ").join(more.request_labels)),
        (_("Counsel retained"), " · ".join(part for part in retained if part)),
        (_("Insurance or fund"), " · ".join(part for part in cover if part)),
        (_("Evidence and where the originals lie"), _listed(more.evidence)),
        (_("Why it is urgent"), more.urgency),
    ]


def _listed(entries: Sequence[Any]) -> str:
    """One entry a line; an entry of several parts with dots between them."""
    lines = []
    for entry in entries:
        parts = entry.values() if isinstance(entry, dict) else entry if isinstance(entry, list) else [entry]
        lines.append(" · ".join(str(part) for part in parts if part not in (None, "")))
    return "\n".join(line for line in lines if line)


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
