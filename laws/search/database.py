"""The plain engine: queries over the columns of the rows themselves. The start, and the fallback without an index."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import reduce
from operator import and_, or_
from typing import Any

from django.db.models import Case, F, IntegerField, Q, Value, When

from laws.search import glossary, patterns
from laws.search.analysis import MAX_LENGTH, fold, is_run
from laws.search.glossary import Unit
from laws.search.registry import DocumentType, document_types
from laws.search.types import DEPTH, Hit, SearchDocument, SearchPage, SearchQuery
from portal.lib.fields import clean_text

SHORTEST = 2
MOST_UNITS = 8  # each further word is a scan of every column; nobody types a ninth that matters


@dataclass
class _Matches:
    """What one kind of document holds, best first: each key once with its score, and the places it belongs to."""

    kind: DocumentType
    scores: dict[Any, int] = field(default_factory=dict)
    places: dict[Any, set[str]] = field(default_factory=dict)

    def within(self, code: str) -> list[Any]:
        return [key for key in self.scores if code in self.places[key]] if code else list(self.scores)


class DatabaseIndex:
    """All words must be found in one document, each as typed or in the words the glossary knows for it.

    Rank: the whole query as title, in the title, all words in the title, all words anywhere, words of the glossary.
    One query a kind of document reads keys, scores and places of all matches; the library has some thousand rows.
    """

    def search(self, query: SearchQuery) -> SearchPage:
        text = clean_text(query.text)[:MAX_LENGTH]
        if len(text) < SHORTEST:
            return SearchPage(0)
        units = glossary.units(fold(text), glossary.lexicon_now())[:MOST_UNITS]
        if not units:
            return SearchPage(0)
        found = [_matches(kind, _title_sought(fold(text), units), units) for kind in document_types()]
        wanted = [matches for matches in found if not query.types or matches.kind.name in query.types]
        ranked = [
            (-matches.scores[key], number, matches.kind, key)
            for number, matches in enumerate(wanted)
            for key in matches.within(query.jurisdiction)
        ]
        ranked.sort(key=lambda row: row[:2])  # stable: rows of one kind stay in their own order
        page = ranked[:DEPTH][query.offset : query.offset + query.limit]
        by_type = {matches.kind.name: len(matches.within(query.jurisdiction)) for matches in found}
        by_place = Counter(code for matches in wanted for codes in matches.places.values() for code in codes)
        facets = {"type": {name: count for name, count in by_type.items() if count}, "jurisdiction": dict(by_place)}
        return SearchPage(len(ranked), _hits(page, units), facets)

    def apply(self, changes: Iterable[SearchDocument], upto: int) -> None:
        """Nothing to do: the rows themselves are searched."""

    def position(self) -> int:
        """Always where the database is."""
        return 0

    def rebuild(self, documents: Iterable[SearchDocument]) -> None:
        """Nothing to do: there is no index."""


def _title_sought(text: str, units: Sequence[Unit]) -> str:
    """What a title is compared with: of “德国 专利法” only “专利法”, because a law of Germany rarely says so."""
    words = [unit.typed for unit in units if not unit.jurisdictions]
    if not words or len(words) == len(units):
        return text
    joined = words[0]
    for word in words[1:]:
        joined += word if is_run(joined[-1]) and is_run(word[0]) else f" {word}"
    return joined


def _about(units: Sequence[Unit], kind: DocumentType, *, fields: Sequence[str] = (), expanded: bool = True) -> Q:
    """That a row is about every unit."""
    fields = fields or (*kind.title_fields, *kind.text_fields)
    return reduce(and_, (_about_one(unit, kind, fields, expanded) for unit in units))


def _about_one(unit: Unit, kind: DocumentType, fields: Sequence[str], expanded: bool) -> Q:
    regex = patterns.pattern(unit, expanded=expanded)
    conditions = [Q(**{f"{field}__iregex": regex}) for field in fields]
    if unit.jurisdictions and kind.jurisdiction_field:
        conditions.append(_placed(kind, unit.jurisdictions))
    return reduce(or_, conditions)


def _placed(kind: DocumentType, codes: Sequence[str]) -> Q:
    # A subquery, because a relation with many rows would double the row.
    placed = kind.rows().order_by().filter(**{f"{kind.jurisdiction_field}__in": list(codes)})
    return Q(pk__in=placed.values("pk"))


def _matches(kind: DocumentType, text: str, units: Sequence[Unit]) -> _Matches:
    rows = kind.rows().filter(_about(units, kind))
    own_order = rows.query.order_by or rows.model._meta.ordering or ()
    place = F(kind.jurisdiction_field) if kind.jurisdiction_field else Value("")
    found = _Matches(kind)
    keyed = rows.annotate(score=_score(kind, text, units), place=place).order_by("-score", *own_order, "pk")
    for key, score, code in keyed.values_list("pk", "score", "place"):
        found.scores.setdefault(key, score)
        found.places.setdefault(key, set()).update([code] if code else [])
    return found


def _score(kind: DocumentType, text: str, units: Sequence[Unit]) -> Case:
    def titles(lookup: str) -> Q:
        return reduce(or_, (Q(**{f"{name}__{lookup}": text}) for name in kind.title_fields))

    return Case(
        When(titles("iexact"), then=Value(5)),
        When(titles("istartswith"), then=Value(4)),
        When(titles("icontains"), then=Value(3)),
        When(_about(units, kind, fields=kind.title_fields, expanded=False), then=Value(2)),
        When(_about(units, kind, expanded=False), then=Value(1)),
        default=Value(0),
        output_field=IntegerField(),
    )


def _hits(page: Sequence[tuple[int, int, DocumentType, Any]], units: Sequence[Unit]) -> list[Hit]:
    """The rows of a page read again and shown; one query a kind of document."""
    documents: dict[tuple[str, Any], SearchDocument] = {}
    for kind in {row[2].name: row[2] for row in page}.values():
        keys = [key for *_, of_kind, key in page if of_kind is kind]
        documents.update({(kind.name, row.pk): kind.document(row) for row in kind.rows().filter(pk__in=keys)})
    hits = []
    for minus_score, _, kind, key in page:
        document = documents.get((kind.name, key))
        if document is not None:  # withdrawn between the two queries
            title = patterns.highlight(document.title, units)
            snippet = patterns.snippet(document.body, units)
            hits.append(Hit(kind.name, document.id, -minus_score, title, snippet, document))
    return hits
