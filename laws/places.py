"""Jurisdictions under the headings of the United Nations' regions. No map, no flags: a list says it all."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from portal.reference.models import Jurisdiction

T = TypeVar("T")

# UN M49 codes in the order a list shows them: the nearest markets first.
REGIONS = ("142", "150", "019", "002", "009")
NO_REGION, ORGANISATIONS = "other", "organisations"


@dataclass
class Region(Generic[T]):
    """A part of a list under its own heading. `key` is its anchor."""

    key: str
    name: str = ""
    rows: list[T] = field(default_factory=list)


def by_region(rows: Iterable[T], place: Callable[[T], Jurisdiction]) -> list[Region[T]]:
    """`rows` under the region of `place(row)`, in each by name; regions without a row are left out."""
    found: dict[str, Region[T]] = {key: Region(key) for key in (*REGIONS, NO_REGION, ORGANISATIONS)}
    for row in rows:
        region = found[_key(place(row))]
        region.name = region.name or _name(place(row))
        region.rows.append(row)
    for region in found.values():
        region.rows.sort(key=lambda row: sort_key(place(row)))
    return [region for region in found.values() if region.rows]


def _is_english() -> bool:
    return (get_language() or "").startswith("en")


def sort_key(place: Jurisdiction) -> bytes:
    """By English name, or by Chinese name as read: GB 18030 keeps the common characters in pinyin order."""
    return place.name_en.encode() if _is_english() else place.name_zh.encode("gb18030")


def _key(place: Jurisdiction) -> str:
    if place.kind == Jurisdiction.Kind.ORGANISATION:
        return ORGANISATIONS
    return place.region_code if place.region_code in REGIONS else NO_REGION


def _name(place: Jurisdiction) -> str:
    key = _key(place)
    if key == ORGANISATIONS:
        return _("Organisations and regional offices")
    if key == NO_REGION:
        return _("In no region of the United Nations")
    return place.region_en if _is_english() else place.region_zh
