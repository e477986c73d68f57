"""All texts held of one law, and which of them is meant: by address, by day, beside another."""

import calendar
import datetime
from dataclasses import dataclass, field

from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext as _

from laws import access
from laws.models import Law, LawVersion, Provision
from laws.texts.days import first_day
from laws.texts.languages import rank
from portal.lib.errors import NotHere


@dataclass(frozen=True)
class AsOf:
    """What is known of the text on a day. `version` is None where nothing held reaches back that far."""

    day: datetime.date
    version: LawVersion | None
    sentence: str


@dataclass(frozen=True)
class Shelf:
    """The texts of a law, the newest of each language first. `places` says where an asked-for eId stands in each."""

    law: Law
    versions: list[LawVersion]
    places: dict[int, int] = field(default_factory=dict)

    @property
    def current(self) -> list[LawVersion]:
        """One text a language: originals before translations, the reader's own language first among each."""
        found = [version for version in self.versions if version.current]
        return sorted(found, key=lambda one: (one.is_translation, rank(one.language), one.language))

    @property
    def main(self) -> LawVersion:
        """The text that is shown where nobody asks for another. There is one: never call it on an empty shelf."""
        return (self.current or self.versions)[0]

    def get(self, expression: str) -> LawVersion:
        """The text at an address. Raises NotHere naming the newest one that is held."""
        for version in self.versions:
            if version.expression == expression.lower():
                return version
        if not self.versions:
            raise NotHere(_("The text of this law is not in the library, only its catalogue entry."))
        raise NotHere(
            _("No text “%(expression)s” of this law is held. The newest one is “%(newest)s”.")
            % {"expression": expression[:40], "newest": self.main.expression}
        )

    def of_language(self, language: str) -> list[LawVersion]:
        return [version for version in self.versions if version.language == language]

    def beside(self, version: LawVersion) -> list[LawVersion]:
        """Current texts in other languages that may stand beside `version`, a translation of an original first."""
        others = [one for one in self.current if one.language != version.language]
        return sorted(
            others, key=lambda one: (one.is_translation == version.is_translation, rank(one.language), one.language)
        )

    def as_of(self, day: datetime.date, language: str) -> AsOf:
        """The text in force or last dated on `day`, and on what the answer rests."""
        versions = self.of_language(language)
        for version in versions:
            since, until = version.in_force_from, version.in_force_to
            if since and last_day(since) <= day and (not until or _first(until) >= day):
                return AsOf(day, version, _in_force_sentence(since, until))
        dated = [version for version in versions if version.dated and last_day(version.dated) <= day]
        if dated:
            newest = max(dated, key=lambda one: (one.dated, one.pk))
            sentence = _(
                "The newest text held from before that day is dated %(dated)s. "
                "Whether the law was changed between the two is not known."
            )
            return AsOf(day, newest, sentence % {"dated": newest.dated})
        known = [version.dated for version in versions if version.dated]
        if known:
            sentence = _("The oldest text held in this language is dated %(dated)s. How it read before is not known.")
            return AsOf(day, None, sentence % {"dated": min(known)})
        return AsOf(
            day, None, _("The texts held in this language carry no date, so none can be said to be of that day.")
        )


def _in_force_sentence(since: str, until: str) -> str:
    if until:
        return _("This wording was in force from %(since)s to %(until)s.") % {"since": since, "until": until}
    return _("This wording is in force since %(since)s.") % {"since": since}


def shelf_at(code: str, slug: str, *, anchor: str = "") -> Shelf:
    """The texts of the law at an address, in whatever case it is written: one query where a text is held.

    With `anchor` also where that eId stands in each. Raises NotHere for an unknown law.
    """
    rows = LawVersion.objects.filter(law__ref=f"{code.lower()}-{slug.lower()}", law__jurisdiction=code.upper())
    rows = rows.select_related("law__jurisdiction", "verified_by").order_by("language", "-dated", "-pk")
    if anchor:
        place = Provision.objects.filter(version=OuterRef("pk"), anchor=anchor).values("position")
        rows = rows.annotate(place=Subquery(place[:1]))
    versions = list(rows)
    law = versions[0].law if versions else access.get_law(code, slug)
    places: dict[int, int] = {}
    for version in versions:
        version.law = law
        place_held = getattr(version, "place", None)
        if place_held is not None:
            places[version.pk] = place_held
    return Shelf(law, versions, places)


def _first(partial: str) -> datetime.date:
    """The earliest day a partial date can mean; the first of all for one that is in no calendar."""
    return first_day(partial) or datetime.date.min


def last_day(partial: str) -> datetime.date:
    """The latest day a partial date can mean: only then is it certainly past. One in no calendar never is."""
    try:
        if len(partial) == 4:
            return datetime.date(int(partial), 12, 31)
        if len(partial) == 7:
            year, month = int(partial[:4]), int(partial[5:])
            return datetime.date(year, month, calendar.monthrange(year, month)[1])
        return datetime.date.fromisoformat(partial)
    except ValueError:
        return datetime.date.max
