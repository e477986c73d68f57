"""What the portal can already say about a case that has not been filed: for the panel beside both forms.

Nothing here is a promise and nothing is written. Other enterprises are counted, never named: no restricted matter,
and no number so small that it points at one of them.
"""

from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import Value

from disputes.choices import ClockKind, Origin, Priority
from disputes.dockets import SIGNS, docket_key
from disputes.models import Case
from disputes.priority import RESTRICTED_TYPES, assess, facts_of
from disputes.servicetimes import due_for, schedule_of
from disputes.sofar import Deadlines, FirstAid, deadlines_so_far, first_aid, typical_cases
from laws.models import Judgment
from portal.accounts.models import Enterprise, EnterpriseClaim, GuidanceCentre, User
from portal.accounts.routing import explain, route
from portal.lib import clock
from portal.lib.errors import Conflict
from portal.reference.calendars import Calendars
from portal.reference.models import Jurisdiction
from risk_warnings.models import Dimension, RiskWarning

# Fewer than these are not told: one other enterprise would be recognised.
FEWEST = 2
WARNINGS = 3


@dataclass(frozen=True)
class Outlook:
    """What the panel shows; each part is empty while too little is known."""

    deadlines: Deadlines = field(default_factory=Deadlines)
    first_aid: FirstAid | None = None
    warnings: tuple[RiskWarning, ...] = ()
    cases: tuple[Judgment, ...] = ()
    same_docket: int = 0
    centre: GuidanceCentre | None = None
    why: tuple[str, ...] = ()
    priority: Priority | None = None
    answer_by: datetime | None = None


def others_at(docket: str, jurisdiction: str, *, by: User, enterprise: int | None, uscc: str = "") -> int:
    """How many other enterprises have a case at this docket; 0 when fewer than `FEWEST`, or when it is restricted.

    What the asker filed does not count, under whatever name: asked about twice, it would pass for another's.
    """
    if not docket.strip(SIGNS) or not jurisdiction:
        return 0
    rows = (
        Case.objects.counted()
        .filter(docket_key=docket_key(Value(docket)), jurisdiction=jurisdiction, restricted=False)
        .exclude(filer=by)
        # Nobody has looked yet at who is behind an emergency that named no company.
        .exclude(origin=Origin.EMERGENCY, enterprise=None, claim=None)
        .exclude(dispute_type__in=RESTRICTED_TYPES)
        .values_list("enterprise_id", "enterprise__uscc", "claim__uscc", "pk")
    )
    seen = {
        verified or claimed or str(pk)
        for who, verified, claimed, pk in rows
        if (enterprise is None or who != enterprise) and (verified or claimed) != uscc
    }
    return len(seen) if len(seen) >= FEWEST else 0


def outlook(
    known: dict[str, Any],
    *,
    by: User,
    company: Enterprise | EnterpriseClaim | None,
    place: dict[str, Any] | None = None,
) -> Outlook:
    """`known`: the valid values of the draft. `place`: province, city and industry of a company typed anew."""
    jurisdiction: Jurisdiction | None = known.get("jurisdiction")
    calendars = Calendars()
    centre, why = _centre(jurisdiction, company, place or {})
    priority, answer_by = _answer(known, centre, calendars)
    enterprise = company.pk if isinstance(company, Enterprise) else None
    return Outlook(
        deadlines=deadlines_so_far(known, calendars),
        first_aid=first_aid(jurisdiction),
        warnings=_warnings(jurisdiction, known.get("right") or ""),
        cases=typical_cases(jurisdiction, known.get("dispute_type")),
        same_docket=others_at(
            known.get("docket") or "",
            jurisdiction.pk if jurisdiction else "",
            by=by,
            enterprise=enterprise,
            uscc=company.uscc if company else "",
        ),
        centre=centre,
        why=why,
        priority=priority,
        answer_by=answer_by,
    )


def _warnings(jurisdiction: Jurisdiction | None, right: str) -> tuple[RiskWarning, ...]:
    if jurisdiction is None:
        return ()
    touching = RiskWarning.objects.in_force().filter(
        reach__dimension=Dimension.JURISDICTION, reach__value=jurisdiction.pk
    )
    if right and right not in {"unknown", "other"}:
        touching = touching.filter(reach__dimension=Dimension.RIGHT, reach__value=right)
    return tuple(touching.distinct()[:WARNINGS])


def _centre(
    jurisdiction: Jurisdiction | None, company: Enterprise | EnterpriseClaim | None, place: dict[str, Any]
) -> tuple[GuidanceCentre | None, tuple[str, ...]]:
    where = (
        {name: getattr(company, name) for name in ("province", "city", "industry", "key_industry")}
        if company
        else place
    )
    if not where.get("province"):
        return None, ()
    try:
        routed = route(jurisdiction=jurisdiction, **where)
    except Conflict:  # no centre has been set up
        return None, ()
    return routed.centre, tuple(explain(routed.as_data()))


def _answer(
    known: dict[str, Any], centre: GuidanceCentre | None, calendars: Calendars
) -> tuple[Priority | None, datetime | None]:
    """Priority and first answer if the case were filed now."""
    if centre is None or known.get("dispute_type") is None:
        return None, None
    now = clock.now()
    amount: Decimal | None = known.get("amount_at_risk")
    level, _reasons = assess(
        facts_of(
            dispute_type=known["dispute_type"].pk,
            measures=known.get("measures") or (),
            next_date=known.get("next_date"),
            fair_on=known.get("fair_on"),
            amount=amount,
            currency=known.get("amount_currency") or "",
            schedule=schedule_of(centre.pk, calendars),
            now=now,
        )
    )
    due = due_for(kind=ClockKind.FIRST_ANSWER, priority=level, centre_id=centre.pk, start=now)
    return level, due.at
