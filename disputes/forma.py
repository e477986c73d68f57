"""Form A as it reads: of a filed case, or of a draft as it would be filed. Pages and printed forms show the same."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from disputes.choices import Origin
from disputes.models import Case, CaseAnswer, CaseContact, GuidanceApplication
from portal.accounts.models import Enterprise, EnterpriseClaim
from portal.lib import formats

Row = tuple[str, str]


@dataclass(frozen=True)
class Part:
    """A part of the form; `step` is the page of the wizard on which it is changed."""

    title: str
    step: int
    rows: Sequence[Row]

    @property
    def filled(self) -> bool:
        """Whether any line of it says something."""
        return any(value for _label, value in self.rows)


@dataclass(frozen=True)
class Company:
    """Who asks, wherever it stands."""

    name: str = ""
    uscc: str = ""
    place: str = ""
    industry: str = ""
    verified: bool = False


@dataclass
class Sheet:
    """All that form A is made from."""

    case: Case
    company: Company
    contact: CaseContact | None = None
    application: GuidanceApplication | None = None
    answers: Sequence[CaseAnswer] = field(default_factory=tuple)


def sheet_of(case: Case) -> Sheet:
    """Of a filed case. At most four queries when the case came through `get_case`."""
    return Sheet(
        case,
        company_of(case),
        getattr(case, "contact", None),
        getattr(case, "application", None),
        list(case.answers.all()),
    )


def company_of(case: Case) -> Company:
    """The verified enterprise, the claim under which it was filed, or what a caller said."""
    who: Enterprise | EnterpriseClaim | None = case.enterprise or case.claim
    if who is not None:
        return facts_of(who, verified=case.enterprise is not None)
    told = getattr(case, "behalf", None)
    if told is None:
        return Company(name=case.company_text)
    return Company(told.company_name, told.uscc, joined([told.province, told.city]))


def facts_of(who: Enterprise | EnterpriseClaim, *, verified: bool = False) -> Company:
    place = joined([who.province, who.city])
    return Company(who.name_zh, who.uscc, place, joined([who.key_industry or who.industry]), verified)


def joined(parts: Iterable[object]) -> str:
    return " ".join(str(part) for part in parts if part)


def entries(rows: Iterable[Mapping[str, Any]]) -> str:
    """Rows of several parts, one a line."""
    return "\n".join(" · ".join(str(part) for part in row.values() if part) for row in rows)


def form_a(sheet: Sheet) -> list[Part]:
    """The form in its parts. Nothing that was asked is left out: what is empty says so."""
    case, extra = sheet.case, sheet.application or GuidanceApplication()
    contact = sheet.contact or CaseContact()
    company = sheet.company
    amount = formats.money(case.amount_at_risk, case.amount_currency) if case.amount_at_risk is not None else ""
    parts = [
        Part(
            _("Applicant"),
            1,
            [
                (_("Company"), company.name),
                (_("Unified social credit code"), company.uscc),
                (_("Registered in"), company.place),
                (_("Industry"), company.industry),
                (_("Main export markets"), extra.export_markets),
                (_("Contact person"), joined([contact.name, contact.phone, contact.email])),
                (_("Agent or representative"), extra.agent),
            ],
        ),
        Part(
            _("Dispute"),
            2,
            [
                (_("Kind of dispute"), joined([case.dispute_type])),
                (_("Country or region"), joined([case.jurisdiction])),
                (_("Position"), case.get_our_role_display()),
                (_("Right"), case.get_right_display()),
                (_("Court, office or platform"), case.forum_name),
                (_("Docket or complaint number"), case.docket),
                (_("Other side"), case.counterparty),
                (_("Counsel of the other side"), extra.counterparty_counsel),
                (_("Rights that are asserted"), entries(extra.rights_asserted)),
                (_("What happened"), case.what_happened),
            ],
        ),
        Part(
            _("Papers, dates, amounts"),
            3,
            [
                (_("How papers came"), case.get_service_channel_display()),
                (_("Received on"), formats.day(case.received_on) if case.received_on else ""),
                (_("Which papers"), case.papers),
                (_("Next date on the papers"), formats.day_with_weekday(case.next_date) if case.next_date else ""),
                (_("What must happen by then"), case.next_date_what),
                (_("Measures in force"), " · ".join(case.measure_labels)),
                (_("Trade fair begins"), formats.day(case.fair_on) if case.fair_on else ""),
                (_("Amount at risk"), amount),
            ],
        ),
    ]
    if sheet.answers:
        parts.append(Part(_("Questions on this kind of dispute"), 4, [(str(row), row.shown) for row in sheet.answers]))
    counsel = joined([extra.get_counsel_retained_display(), extra.counsel_name])
    parts += [
        Part(
            _("Goods and evidence"),
            4,
            [
                (_("HS codes of the goods"), "\n".join(extra.hs_codes)),
                (_("ASIN or listing numbers"), "\n".join(extra.listing_ids)),
                (_("Pages of the products"), "\n".join(extra.product_urls)),
                (_("Shop names or shop numbers"), "\n".join(extra.shop_ids)),
                (_("Evidence and where the original lies"), entries(extra.evidence)),
            ],
        ),
        Part(
            _("What is asked for"),
            4,
            [
                (_("Request"), " · ".join(extra.request_labels)),
                (_("Counsel retained"), counsel),
                (_("Insurance or fund"), joined([extra.get_cover_display(), extra.cover_note])),
                (_("Why it is urgent"), extra.urgency),
            ],
        ),
        Part(
            _("Consent"),
            5,
            [
                (_("The centre may read and process this"), _given(case.consent_at is not None)),
                (_("May be handed to another centre of the network"), _given(case.consent_to_share)),
            ],
        ),
    ]
    if case.origin != Origin.PORTAL:
        parts[-1] = Part(parts[-1].title, 5, [*parts[-1].rows, (_("How it came"), case.get_origin_display())])
    return parts


def _given(yes: bool) -> str:
    return _("Yes") if yes else _("No")
