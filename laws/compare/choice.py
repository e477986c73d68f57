"""Which places and which right an address asks to compare. What does not fit gets a sentence; nothing is lost."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from laws.models.choices import Subject
from portal.lib.fields import clean_text
from portal.reference.models import Jurisdiction

LEAST, MOST = 2, 5
READ = 30  # codes of one address that are looked up
LONGEST = 20

# The rights that a comparison is asked for; the other subjects of the library appear where a place holds one.
RIGHTS = (
    Subject.PATENT,
    Subject.UTILITY_MODEL,
    Subject.DESIGN,
    Subject.TRADEMARK,
    Subject.COPYRIGHT,
    Subject.TRADE_SECRET,
    Subject.UNFAIR_COMPETITION,
    Subject.GI,
    Subject.PLANT_VARIETY,
    Subject.DOMAIN,
    Subject.CUSTOMS,
)


@dataclass(frozen=True)
class Chosen:
    """A place with the address that takes it away again."""

    place: Jurisdiction
    is_shown: bool
    without: str


@dataclass(frozen=True)
class Choice:
    """`shown` are compared, `left_out` stay in the address until one of the others goes."""

    shown: list[Jurisdiction]
    left_out: list[Jurisdiction]
    right: str = ""
    problems: list[str] = field(default_factory=list)

    @property
    def is_enough(self) -> bool:
        return len(self.shown) >= LEAST

    @property
    def codes(self) -> list[str]:
        return [place.code for place in (*self.shown, *self.left_out)]

    @property
    def query(self) -> str:
        """The address of this comparison, after the question mark."""
        return address(self.codes, self.right)

    @property
    def empty_fields(self) -> range:
        """How many empty fields the form offers: enough for two places, one more below the limit."""
        count = len(self.codes)
        return range(1, 1 + (0 if count >= MOST else max(LEAST - count, 1)))

    def chosen(self) -> list[Chosen]:
        return [
            Chosen(place, place in self.shown, address([code for code in self.codes if code != place.code], self.right))
            for place in (*self.shown, *self.left_out)
        ]

    def rights(self) -> list[tuple[str, str, str]]:
        """(code, label, address) of every right one can narrow to; the empty code is all of them."""
        first = ("", _("All rights"), address(self.codes, ""))
        return [first, *((right.value, str(right.label), address(self.codes, right.value)) for right in RIGHTS)]


def address(codes: Iterable[str], right: str) -> str:
    return urlencode([*(("j", code) for code in codes), *([("right", right)] if right else [])])


def parse(typed: Sequence[str], right: str) -> Choice:
    """What `?j=…&j=…&right=…` asks for. One query."""
    codes = [clean_text(code)[:LONGEST].upper() for code in typed if clean_text(code)]
    asked = list(dict.fromkeys(codes))
    repeated = sorted({code for code in codes if codes.count(code) > 1}) if len(codes) <= READ else []
    places = Jurisdiction.objects.select_related("parent", "ip_office__refers_to").in_bulk(asked[:READ])
    found = [places[code] for code in asked if code in places]
    unknown = [code for code in asked[:READ] if code not in places]
    problems = [
        *(_unknown(code) for code in unknown),
        *(
            _("%(place)s was named more than once and is compared once.") % {"place": places[code].name}
            for code in repeated
            if code in places
        ),
    ]
    if len(asked) > READ:
        problems.append(_("Only the first %(count)d codes of the address were read.") % {"count": READ})
    shown, left_out = found[:MOST], found[MOST:]
    if left_out:
        problems.append(
            _("At most five places are compared at once. Not shown: %(places)s. Take another one away to see them.")
            % {"places": _listed(left_out)}
        )
    if len(found) == 1:
        problems.append(_("One place is no comparison: add a second one."))
    if right and right not in Subject.values:
        problems.append(_("“%(right)s” is no right of the library, so all rights are shown.") % {"right": right[:40]})
        right = ""
    return Choice(shown, left_out, right, problems)


def _unknown(code: str) -> str:
    return _("“%(code)s” is not a code of a country, region or organisation here. Choose its name in the list.") % {
        "code": code
    }


def _listed(places: Iterable[Jurisdiction]) -> str:
    return _(", ").join(place.name for place in places)
