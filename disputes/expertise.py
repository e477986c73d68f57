"""A case as the expert pool may know it: facts for the ranking, a blinded summary, names for the conflict check."""

import re
from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.db.models import Count, Q

from disputes.choices import Right
from disputes.models import Case
from experts.choices import ANY, Kind, NameRole
from experts.conflicts import Name
from experts.gaps import Cell
from experts.matching import CaseFacts
from portal.accounts.access import valid_today
from portal.accounts.models import Membership
from portal.lib import clock

# Which kinds of expert a kind of dispute usually needs; all others: a lawyer.
KINDS: dict[str, frozenset[str]] = {
    "customs": frozenset({Kind.CUSTOMS, Kind.LEGAL}),
    "customs_rightholder": frozenset({Kind.CUSTOMS, Kind.LEGAL}),
    "sep_frand": frozenset({Kind.LEGAL, Kind.TECHNICAL}),
    "itc_337": frozenset({Kind.LEGAL, Kind.TECHNICAL}),
    "patent_litigation": frozenset({Kind.LEGAL, Kind.TECHNICAL}),
    "patent_invalidity": frozenset({Kind.IP_AGENCY, Kind.TECHNICAL}),
    "patent_opposition": frozenset({Kind.IP_AGENCY, Kind.TECHNICAL}),
    "tm_squatting": frozenset({Kind.IP_AGENCY, Kind.LEGAL}),
    "tm_opposition": frozenset({Kind.IP_AGENCY, Kind.LEGAL}),
    "tm_nonuse": frozenset({Kind.IP_AGENCY, Kind.LEGAL}),
    "arbitration": frozenset({Kind.MEDIATION, Kind.LEGAL}),
}
USUAL = frozenset({Kind.LEGAL})
# Upper ends of the bands in which the amount at risk is told before acceptance.
BANDS = (100_000, 1_000_000, 10_000_000, 100_000_000)
YEAR = timedelta(days=365)
SEPARATORS = re.compile(r"[;；、\n]+")


def industries_of(case: Case) -> frozenset[str]:
    """The enterprise's industry, its key industry and the section above: what a skill may name."""
    facts = case.enterprise or case.claim
    if facts is None:
        return frozenset()
    section = facts.industry.parent_id if facts.industry is not None else None
    return frozenset(code for code in (facts.key_industry_id, facts.industry_id, section) if code)


def facts_of(case: Case) -> CaseFacts:
    """What of the case counts for the choice of an expert."""
    spoken = case.jurisdiction.languages if case.jurisdiction is not None else []
    return CaseFacts(
        jurisdiction=case.jurisdiction_id or "",
        right="" if case.right == Right.UNKNOWN else case.right,
        industries=industries_of(case),
        matter=case.dispute_type_id or "",
        kinds=KINDS.get(case.dispute_type_id or "", USUAL),
        languages=frozenset(str(code)[:2].lower() for code in spoken),
    )


def summary_of(case: Case) -> dict[str, Any]:
    """All that an expert sees before accepting: codes, bands and days. No name, no text that anybody wrote."""
    facts = case.enterprise or case.claim
    return {
        "jurisdiction": case.jurisdiction_id or "",
        "dispute_type": case.dispute_type_id or "",
        "right": case.right,
        "our_role": case.our_role,
        "industry": (facts.key_industry_id or facts.industry_id or "") if facts is not None else "",
        "size": facts.size if facts is not None else "",
        "amount_band": band_of(case),
        "currency": case.amount_currency,
        "priority": case.priority,
        "measures": [code for code in case.measures if isinstance(code, str)],
        "next_date": case.next_date.isoformat() if case.next_date else "",
        "filed_on": case.submitted_at.astimezone(clock.SHANGHAI).date().isoformat() if case.submitted_at else "",
    }


def band_of(case: Case) -> int:
    """The upper end of the band of the amount at risk; 0: not known; -1: above all bands."""
    if case.amount_at_risk is None:
        return 0
    return next((band for band in BANDS if case.amount_at_risk <= band), -1)


def names_of(case: Case, extra: Iterable[Name] = ()) -> list[Name]:
    """Every name of the case that a conflict may hang on, each once, and what the officer added."""
    found = [Name(NameRole.CLIENT, case.company_name)]
    facts = case.enterprise or case.claim
    if facts is not None and facts.name_en:
        found.append(Name(NameRole.CLIENT, facts.name_en))
    found += [Name(NameRole.COUNTERPARTY, name) for name in split(case.counterparty)]
    application = getattr(case, "application", None)
    if application is not None:
        said = (application.counterparty_counsel, application.counsel_name, application.agent)
        found += [Name(NameRole.COUNSEL, name) for text in said for name in split(text)]
    found += extra
    return list({one: None for one in found if one.name.strip()})


def taking_part(case: Case) -> frozenset[int]:
    """The accounts of everybody with a part in the case: its enterprise, its counsel, who filed it, who handles it.

    None of them is its expert: an expert stands outside. One query.
    """
    where = Q(case_id=case.pk)
    if case.enterprise_id is not None:
        where |= Q(enterprise=case.enterprise_id)
    if case.centre_id is not None:
        where |= Q(centre=case.centre_id)
    members = Membership.objects.filter(where, valid_today()).values_list("user", flat=True)
    return frozenset(members) | {pk for pk in (case.filer_id, case.holder_id) if pk is not None}


def split(text: str) -> list[str]:
    """Names that somebody wrote into one field. A comma does not part them: `Acme Co., Ltd` is one."""
    return [name.strip() for name in SEPARATORS.split(text) if name.strip()]


def demand(with_demo: bool) -> list[tuple[Cell, int]]:
    """Cells that open cases and those of the last year ask for, in one query. Restricted ones are left out."""
    rows = Case.objects.filed().filter(restricted=False, submitted_at__gte=clock.now() - YEAR)
    if not with_demo:
        rows = rows.counted()
    counted = rows.order_by().values_list(
        "jurisdiction",
        "right",
        "enterprise__key_industry",
        "enterprise__industry",
    )
    return [
        (Cell(place, ANY if right == Right.UNKNOWN else right, key or industry or ANY), number)
        for place, right, key, industry, number in counted.annotate(number=Count("pk"))
    ]
