"""The sources of the library as `/coverage/sources/` lists them: of its catalogue, of its texts, and publishers.

`source_ids.csv` holds what docs/SOURCES.md says of each id of the catalogue; a test holds them together.
"""

import csv
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

from django.db.models import Count, Max

from laws.models import Law, LawSource, LawVersion, Tier

FILE = Path(__file__).with_name("source_ids.csv")


@dataclass(frozen=True)
class Origin:
    """A source of the catalogue: its id, where it was read, its licence."""

    id: str
    where: str
    licence: str

    @property
    def tier(self) -> Tier:
        """The first letter of the id says how a law was found; an id of another form says nothing."""
        known = self.id[1:2] == "-" and self.id[:1] in {Tier.READ, Tier.PAGE, Tier.CATALOGUE}
        return Tier(self.id[:1]) if known else Tier.UNKNOWN


@dataclass(frozen=True)
class CatalogueLine:
    origin: Origin
    laws: int


@dataclass(frozen=True)
class TextLine:
    """The texts of one publisher under one licence."""

    publisher: str
    tier: Tier
    licence: str
    laws: int
    texts: int
    fetched: date | None


@dataclass(frozen=True)
class PublisherLine:
    """An official source that can be harvested, and how many texts of that publisher are held."""

    source: LawSource
    texts: int


@lru_cache(maxsize=1)
def origins() -> Mapping[str, Origin]:
    """Every id that docs/SOURCES.md explains for laws."""
    with FILE.open(encoding="utf-8", newline="") as file:
        return {row["id"]: Origin(row["id"], row["where"], row["licence"]) for row in csv.DictReader(file)}


def ids_of(source: str) -> list[str]:
    """The ids in a `source` cell: `P-wtr|C-markorbit: page 3` names two."""
    return [one.strip() for one in source.partition(":")[0].split("|") if one.strip()]


def catalogue_lines() -> list[CatalogueLine]:
    """Every source of a law, most laws first. A law found in two counts for both. One query."""
    counted: Counter[str] = Counter()
    for source, number in Law.objects.order_by().values_list("source").annotate(number=Count("pk")):
        for one in ids_of(source):
            counted[one] += number
    known = origins()
    # An imported law names its publisher in full; such sources are listed with the texts.
    return [CatalogueLine(known[one], number) for one, number in counted.most_common() if one in known]


def text_lines() -> list[TextLine]:
    """Publishers of the texts, most texts first; texts without a publisher stand in one line per licence. One query."""
    rows = LawVersion.objects.order_by().values_list("publisher", "tier", "licence")
    counted = rows.annotate(laws=Count("law", distinct=True), texts=Count("pk"), fetched=Max("retrieved"))
    found = [
        TextLine(publisher, Tier(tier), licence, laws, texts, fetched)
        for publisher, tier, licence, laws, texts, fetched in counted
    ]
    return sorted(found, key=lambda line: (-line.texts, line.publisher, line.licence))


def publisher_lines(texts: list[TextLine]) -> list[PublisherLine]:
    """Official sources with the number of texts held of their publisher. One query."""
    held: Counter[str] = Counter()
    for line in texts:
        held[line.publisher] += line.texts
    sources = LawSource.objects.select_related("jurisdiction").order_by("jurisdiction", "code")
    return [PublisherLine(source, held[source.publisher]) for source in sources]
