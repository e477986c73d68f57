"""The blinded summary of a case in words: what an expert may know before accepting."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from disputes.choices import Measure, OurRole, Priority, Right
from disputes.expertise import BANDS
from experts.labels import Words
from portal.accounts.models.enterprises import Size
from portal.lib.formats import money


def blinded(summary: Mapping[str, Any]) -> list[tuple[str, str]]:
    """(label, value) of what the summary tells; three queries. What is not known is left out."""
    place, kind, industry = (str(summary.get(key, "")) for key in ("jurisdiction", "dispute_type", "industry"))
    words = Words(jurisdictions=[place], industries=[industry], matters=[kind])
    measures = [str(Measure(code).label) for code in summary.get("measures", []) if code in Measure.values]
    rows = [
        (_("Country or region"), words.jurisdiction(place) if place else ""),
        (_("Kind of dispute"), words.matter(kind) if kind else ""),
        (_("Right"), _label(Right, summary.get("right"))),
        (_("Position of the enterprise"), _label(OurRole, summary.get("our_role"))),
        (_("Industry"), words.industry(industry) if industry else ""),
        (_("Size of the enterprise"), _label(Size, summary.get("size"))),
        (_("Amount at risk"), _band(summary)),
        (_("Measures in force"), "; ".join(measures)),
        (_("Priority"), _label(Priority, summary.get("priority"))),
        (_("Next date on the papers"), str(summary.get("next_date", ""))),
        (_("Filed on"), str(summary.get("filed_on", ""))),
    ]
    return [(label, value) for label, value in rows if value]


def _label(choices: Any, value: object) -> str:
    return str(choices(value).label) if value in choices.values else ""


def _band(summary: Mapping[str, Any]) -> str:
    band, currency = int(summary.get("amount_band") or 0), str(summary.get("currency", ""))
    if not band:
        return ""
    if band < 0:
        return _("more than %(amount)s") % {"amount": money(BANDS[-1], currency)}
    return _("up to %(amount)s") % {"amount": money(band, currency)}
