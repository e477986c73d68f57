"""The names of the values a scope holds, in the language that is active."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from laws.models.choices import Subject
from portal.reference.models import Industry, Jurisdiction, JurisdictionGroup, Named
from risk_warnings.models import ANY, GROUP_PREFIX, Dimension, Level


def everything(dimension: str) -> str:
    """What a scope without a choice in `dimension` says."""
    return {
        Dimension.JURISDICTION: _("all countries and regions"),
        Dimension.INDUSTRY: _("all industries"),
        Dimension.RIGHT: _("all rights"),
        Dimension.LEVEL: _("all levels"),
    }[Dimension(dimension)]


def listed(names: Sequence[str], most: int = 0) -> str:
    """The names in one line, the way the language joins them; `most` shortens a long list and says how many it has."""
    joint = ", " if (get_language() or "").startswith("en") else "、"
    if most and len(names) > most:
        return _("%(names)s and others (%(number)s)") % {"names": joint.join(names[:most]), "number": len(names)}
    return joint.join(names)


@dataclass(frozen=True)
class Labels:
    """The rows behind a set of scope values, loaded at once; names are read in the language of the moment."""

    rows: dict[str, dict[str, Named]]

    @classmethod
    def load(cls, values: Iterable[tuple[str, str]] | None = None) -> "Labels":
        """For the (dimension, value) pairs given, else for all there are: one query a table."""
        groups = JurisdictionGroup.objects.order_by("code")
        places = Jurisdiction.objects.order_by("code")
        industries = Industry.objects.order_by("code")
        if values is not None:
            wanted = list(values)
            codes = [value for dimension, value in wanted if dimension == Dimension.JURISDICTION]
            groups = groups.filter(code__in=[c.removeprefix(GROUP_PREFIX) for c in codes if c.startswith(GROUP_PREFIX)])
            places = places.filter(code__in=[c for c in codes if not c.startswith(GROUP_PREFIX)])
            industries = industries.filter(code__in=[v for dimension, v in wanted if dimension == Dimension.INDUSTRY])
        by_place: dict[str, Named] = {GROUP_PREFIX + group.code: group for group in groups}
        by_place.update({place.code: place for place in places})
        return cls({Dimension.JURISDICTION: by_place, Dimension.INDUSTRY: {row.code: row for row in industries}})

    def name(self, dimension: str, value: str) -> str:
        """The name of one value; the value itself when it has left the reference tables."""
        if value == ANY:
            return everything(dimension)
        if dimension == Dimension.RIGHT:
            return str(dict(Subject.choices).get(value, value))
        if dimension == Dimension.LEVEL:
            return str(dict(Level.choices).get(value, value))
        row = self.rows[dimension].get(value)
        return row.name if row else value

    def names(self, dimension: str, values: Iterable[str]) -> list[str]:
        """The names in the order of the values, groups first; of an empty scope the word for everything."""
        ordered = sorted(values, key=lambda value: (not value.startswith(GROUP_PREFIX), value))
        return [self.name(dimension, value) for value in ordered] or [everything(dimension)]
