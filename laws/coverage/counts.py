"""What is held of each place, on each right and on all together, in five queries whatever the size of the library.

A law counts where it was made. A law on two rights counts once for each of them and once in the line of all rights.
The number of articles comes from the texts themselves (`LawVersion.articles`), never from counting provisions.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Count, Exists, F, Max, OuterRef, Q, QuerySet, Sum

from laws.models import Law, LawInheritance, LawSubject, LawVersion

ALL = ""
"""The key of the line that counts every law of a place once, whatever its subjects."""


@dataclass
class Held:
    """The numbers of one place and right.

    `laws` are entries of the catalogue, repealed ones included; `texts` are versions, earlier ones included, while
    `articles` are those of the current texts. `newest` is the latest date that a publisher gives one of the texts.
    """

    laws: int = 0
    repealed: int = 0
    status_unknown: int = 0
    with_text: int = 0
    repealed_with_text: int = 0
    inherited: int = 0
    inherited_with_text: int = 0
    texts: int = 0
    articles: int = 0
    languages: set[str] = field(default_factory=set)
    newest: str = ""
    fetched: date | None = None
    zh_sourced: int = 0
    zh_reviewed: int = 0
    zh_unreviewed: int = 0
    zh_missing: int = 0

    @property
    def valid(self) -> int:
        """Own laws not known to be repealed."""
        return self.laws - self.repealed

    @property
    def without_text(self) -> int:
        return self.laws - self.with_text

    @property
    def has_law(self) -> bool:
        """Whether any law not known to be repealed applies, of its own or inherited."""
        return bool(self.valid or self.inherited)

    @property
    def has_text(self) -> bool:
        """Whether the text of a law that applies is held."""
        return self.with_text > self.repealed_with_text or self.inherited_with_text > 0

    def add(self, other: "Held") -> None:
        """Count `other` in: for totals over places."""
        for name in NUMBERS:
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.languages |= other.languages
        self.newest = max(self.newest, other.newest)
        self.fetched = max((day for day in (self.fetched, other.fetched) if day), default=None)


NUMBERS = tuple(name for name, kind in Held.__annotations__.items() if kind is int)

Coverage = Mapping[str, Mapping[str, Held]]


def coverage() -> Coverage:
    """Place > right > numbers; the right `ALL` counts each law once. Places without anything are not in it."""
    found: dict[str, dict[str, Held]] = defaultdict(lambda: defaultdict(Held))
    _add_laws(found)
    _add_texts(found)
    _add_inherited(found)
    return found


def of_place(covered: Coverage, code: str, right: str = ALL) -> Held:
    """The numbers of one place; zeros where nothing is held."""
    return covered.get(code, {}).get(right) or Held()


def total(covered: Coverage, right: str = ALL, places: Iterable[str] | None = None) -> Held:
    """The sum over all places, or over `places`."""
    together = Held()
    for code in covered if places is None else places:
        together.add(of_place(covered, code, right))
    return together


def _held_laws() -> "QuerySet[LawVersion, Any]":
    return LawVersion.objects.order_by().values("law")


def _add_laws(found: dict[str, dict[str, Held]]) -> None:
    own = Law.objects.order_by().values(place=F("jurisdiction"), state=F("status"), basis=F("title_zh_basis"))
    laws = own.annotate(
        number=Count("pk"),
        held=Count("pk", filter=Q(pk__in=_held_laws())),
        untitled=Count("pk", filter=Q(title_zh="")),
    )
    for row in laws:
        _count_laws(found[row["place"]][ALL], row)
    by_right = LawSubject.objects.order_by().values(
        "subject", place=F("law__jurisdiction"), state=F("law__status"), basis=F("law__title_zh_basis")
    )
    subjects = by_right.annotate(
        number=Count("pk"),
        held=Count("pk", filter=Q(law__in=_held_laws())),
        untitled=Count("pk", filter=Q(law__title_zh="")),
    )
    for line in subjects:
        _count_laws(found[line["place"]][line["subject"]], line)


def _count_laws(held: Held, row: Mapping[str, Any]) -> None:
    """Count a group of laws that share status and basis of the Chinese title."""
    held.laws += row["number"]
    held.with_text += row["held"]
    if row["state"] == Law.Status.REPEALED:
        held.repealed += row["number"]
        held.repealed_with_text += row["held"]
    if row["state"] == Law.Status.UNKNOWN:
        held.status_unknown += row["number"]
    held.zh_missing += row["untitled"]
    titled = row["number"] - row["untitled"]
    if row["basis"] == Law.TitleBasis.SOURCED:
        held.zh_sourced += titled
    elif row["basis"] == Law.TitleBasis.REVIEWED:
        held.zh_reviewed += titled
    else:
        held.zh_unreviewed += titled  # a title whose basis nobody recorded is no better than an unreviewed one


def _add_texts(found: dict[str, dict[str, Held]]) -> None:
    texts = LawVersion.objects.order_by()
    everything = texts.values("language", place=F("law__jurisdiction"))
    by_right = texts.filter(law__subjects__isnull=False).values(
        "language", place=F("law__jurisdiction"), right=F("law__subjects__subject")
    )
    for rows in (everything, by_right):
        for row in rows.annotate(
            number=Count("pk"),
            current_articles=Sum("articles", filter=Q(current=True)),
            last=Max("dated"),
            got=Max("retrieved"),
        ):
            held = found[row["place"]][str(row.get("right", ALL))]
            held.add(
                Held(
                    texts=row["number"],
                    articles=row["current_articles"] or 0,
                    languages={row["language"]},
                    newest=row["last"] or "",
                    fetched=row["got"],
                )
            )


def _add_inherited(found: dict[str, dict[str, Held]]) -> None:
    """A law may be inherited for some of its subjects only, so the subjects of the row decide."""
    text = LawVersion.objects.filter(law=OuterRef("law"))
    rows = LawInheritance.objects.exclude(law__status=Law.Status.REPEALED).order_by().annotate(held=Exists(text))
    for place, subjects, is_held in rows.values_list("jurisdiction", "subjects", "held"):
        for right in (ALL, *subjects):
            found[place][right].inherited += 1
            found[place][right].inherited_with_text += is_held
