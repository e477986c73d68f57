"""Which centre a claim or a case goes to, and the sentences that say why.

    city > province > industry > outpost of the jurisdiction > national centre

A centre counts at its step when it takes cases and somebody works there on the portal; otherwise it is
passed over and the reason names it (docs/adr/0002-routing-skips-unstaffed-centres.md). The national centre is
the last resort and is taken as it is. `choose` is pure; `route` loads the centres for it in one query.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from portal.accounts.models import GuidanceCentre
from portal.lib import clock
from portal.lib.errors import Conflict
from portal.reference.models import City, Industry, Jurisdiction, Province

Kind = GuidanceCentre.Kind
ROUTED_KINDS = (Kind.LOCAL, Kind.INDUSTRY, Kind.OVERSEAS_OUTPOST, Kind.NATIONAL)


class Step(StrEnum):
    CITY = "city"
    PROVINCE = "province"
    INDUSTRY = "industry"
    OUTPOST = "outpost"
    NATIONAL = "national"


class Skip(StrEnum):
    """Why a centre that serves the place was passed over."""

    UNSTAFFED = "unstaffed"
    NOT_OPEN = "not_open"
    CLOSED = "closed"


@dataclass(frozen=True)
class Skipped:
    centre: GuidanceCentre
    step: Step
    why: Skip


@dataclass(frozen=True)
class Place:
    """What is known of who asks: codes, each empty when unknown. `industries` holds all codes that may match."""

    province: str = ""
    city: str = ""
    industries: frozenset[str] = frozenset()
    jurisdiction: str = ""


@dataclass(frozen=True)
class Routed:
    """The answer. `as_data()` is what a case stores; `explain` turns it into sentences of any language."""

    centre: GuidanceCentre
    step: Step
    skipped: Sequence[Skipped] = field(default_factory=tuple)

    def as_data(self) -> dict[str, Any]:
        return {
            "step": self.step.value,
            **_names(self.centre),
            "skipped": [{"step": s.step.value, "why": s.why.value, **_names(s.centre)} for s in self.skipped],
        }

    @property
    def reason(self) -> str:
        """The sentences in the active language."""
        return " ".join(explain(self.as_data()))


def _names(centre: GuidanceCentre) -> dict[str, str]:
    return {
        "slug": centre.slug,
        "zh": centre.name_zh or centre.name_en,
        "en": centre.name_en or centre.name_zh,
    }


def _is_provincial(centre: GuidanceCentre) -> bool:
    """A centre for a whole province: without a city, or seated in the capital or a municipality.

    The sources print the seat of a provincial centre, and the codes of GB/T 2260 give the capital `…0100`
    and a municipality `…0000`.
    """
    return not centre.city_id or centre.city_id.endswith(("0100", "0000"))


def _matches(centre: GuidanceCentre, step: Step, place: Place) -> bool:
    match step:
        case Step.CITY:
            return centre.kind == Kind.LOCAL and bool(place.city) and centre.city_id == place.city
        case Step.PROVINCE:
            return (
                centre.kind == Kind.LOCAL
                and bool(place.province)
                and centre.province_id == place.province
                and _is_provincial(centre)
            )
        case Step.INDUSTRY:
            return centre.kind == Kind.INDUSTRY and centre.industry_id in place.industries
        case Step.OUTPOST:
            # A province's own station abroad serves the enterprises of that province.
            return (
                centre.kind == Kind.OVERSEAS_OUTPOST
                and bool(place.jurisdiction)
                and centre.jurisdiction_id == place.jurisdiction
                and centre.province_id in (None, "", place.province)
            )
        case Step.NATIONAL:
            return centre.kind == Kind.NATIONAL


def _preference(centre: GuidanceCentre) -> tuple[bool, bool, str]:
    """Real before demonstration, the whole province before its capital, then the address name: always the same."""
    return (centre.is_demo, bool(centre.city_id), centre.slug)


def _why_not(centre: GuidanceCentre, staffed: bool, today: date) -> Skip | None:
    if centre.closed_on is not None and centre.closed_on <= today:
        return Skip.CLOSED
    if not centre.takes_cases_on(today):
        return Skip.NOT_OPEN
    return None if staffed else Skip.UNSTAFFED


def choose(centres: Iterable[GuidanceCentre], *, staffed: frozenset[int], place: Place, today: date) -> Routed:
    """The first usable centre in the order of the steps.

    Raises Conflict when there is no national centre at all: the portal has not been seeded.
    """
    ordered = sorted(centres, key=_preference)
    skipped: list[Skipped] = []
    for step in Step:
        for centre in ordered:
            if not _matches(centre, step, place):
                continue
            why = _why_not(centre, centre.pk in staffed, today)
            if why is None or (step is Step.NATIONAL and why is Skip.UNSTAFFED):
                return Routed(centre, step, tuple(skipped))
            if all(known.centre != centre for known in skipped):
                skipped.append(Skipped(centre, step, why))
    raise Conflict(_("No guidance centre is set up yet. Please write to the address at the foot of the page."))


def route(
    *,
    province: Province | None = None,
    city: City | None = None,
    industry: Industry | None = None,
    key_industry: Industry | None = None,
    jurisdiction: Jurisdiction | None = None,
) -> Routed:
    """Route a claim (no jurisdiction) or a case. At most two queries."""
    place = Place(
        province=province.pk if province else (city.province_id if city else ""),
        city=city.pk if city else "",
        industries=_industries(industry, key_industry),
        jurisdiction=jurisdiction.pk if jurisdiction else "",
    )
    centres = list(GuidanceCentre.objects.filter(kind__in=ROUTED_KINDS).with_staffing())
    staffed = frozenset(centre.pk for centre in centres if centre.staffed)
    return choose(centres, staffed=staffed, place=place, today=clock.today())


def usable_centres() -> list[GuidanceCentre]:
    """The centres a case can be handed to today: open to cases and staffed, as the steps require. One query."""
    today = clock.today()
    return [
        centre for centre in GuidanceCentre.objects.with_staffing() if _why_not(centre, centre.staffed, today) is None
    ]


def _industries(industry: Industry | None, key_industry: Industry | None) -> frozenset[str]:
    """The codes that an industry platform may carry for this enterprise.

    A division stands for a key industry only where it belongs to that one alone: appliances and photovoltaics
    share a division, and neither should be sent to the other's platform.
    """
    if key_industry is not None:
        return frozenset(code for code in (key_industry.pk, industry.pk if industry else "") if code)
    if industry is None:
        return frozenset()
    keys = list(industry.key_industries.values_list("pk", flat=True)[:2])
    return frozenset([industry.pk, *(keys if len(keys) == 1 else ())])


def explain(data: Mapping[str, Any]) -> list[str]:
    """Why a centre was chosen, from what `Routed.as_data` stored, in the active language."""
    name = _localised(data)
    first = {
        Step.CITY: _("%(centre)s serves the city where the enterprise is registered."),
        Step.PROVINCE: _("%(centre)s serves the province where the enterprise is registered."),
        Step.INDUSTRY: _("%(centre)s is the platform of the enterprise's industry."),
        Step.OUTPOST: _("%(centre)s is the outpost where the dispute is."),
        Step.NATIONAL: _("%(centre)s takes what no other centre serves."),
    }.get(data.get("step", ""), _("%(centre)s was chosen by a person."))
    sentences = [first % {"centre": name}]
    for item in data.get("skipped", ()):
        why = {
            Skip.UNSTAFFED: _("%(centre)s is not yet staffed on the portal."),
            Skip.NOT_OPEN: _("%(centre)s does not take cases yet."),
            Skip.CLOSED: _("%(centre)s has been closed."),
        }[Skip(item["why"])]
        sentences.append(why % {"centre": _localised(item)})
    return sentences


def _localised(data: Mapping[str, Any]) -> str:
    english = (get_language() or "").startswith("en")
    return str(data.get("en" if english else "zh", ""))
