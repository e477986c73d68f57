"""The plain engine: queries over the columns of the rows themselves. The start, and the fallback without an index."""

from collections.abc import Iterable, Sequence
from functools import reduce
from operator import and_, or_
from typing import Any

from django.db.models import Case, Count, IntegerField, Q, QuerySet, Value, When

from laws.search import glossary, patterns
from laws.search.analysis import MAX_LENGTH, fold
from laws.search.glossary import Unit
from laws.search.registry import DocumentType, document_types
from laws.search.types import DEPTH, Hit, SearchDocument, SearchPage, SearchQuery
from portal.lib.fields import clean_text

SHORTEST = 2
MOST_UNITS = 8  # each further word is a scan of every column; nobody types a ninth that matters


class DatabaseIndex:
    """All words must be found in one document, each as typed or in the words the glossary knows for it.

    Rank: the whole query as title, in the title, all words in the title, all words anywhere, words of the glossary.
    """

    def search(self, query: SearchQuery) -> SearchPage:
        text = clean_text(query.text)[:MAX_LENGTH]
        if len(text) < SHORTEST:
            return SearchPage(0)
        units = glossary.units(fold(text), glossary.load())[:MOST_UNITS]
        if not units:
            return SearchPage(0)
        by_type: dict[str, int] = {}
        by_place: dict[str, int] = {}
        ranked: list[tuple[int, int, int, DocumentType, Any]] = []
        for number, kind in enumerate(document_types()):
            matched = kind.rows().filter(_about(units, kind))
            wanted = not query.types or kind.name in query.types
            places = _count_by_place(matched, kind)
            if wanted:
                for code, count in places.items():
                    by_place[code] = by_place.get(code, 0) + count
            count = places.get(query.jurisdiction, 0) if query.jurisdiction else matched.count()
            if not count:
                continue
            by_type[kind.name] = count
            if wanted and query.offset < DEPTH:
                rows = _in_place(matched, kind, query.jurisdiction)
                best = _ranked(rows, kind, fold(text), units)[: min(query.offset + query.limit, DEPTH)]
                ranked += [(-score, number, place, kind, pk) for place, (pk, score) in enumerate(best)]
        ranked.sort(key=lambda row: row[:3])
        page = ranked[query.offset : query.offset + query.limit]
        total = sum(count for name, count in by_type.items() if not query.types or name in query.types)
        return SearchPage(total, _hits(page, units), {"type": by_type, "jurisdiction": by_place})

    def apply(self, changes: Iterable[SearchDocument], upto: int) -> None:
        """Nothing to do: the rows themselves are searched."""

    def position(self) -> int:
        """Always where the database is."""
        return 0

    def rebuild(self, documents: Iterable[SearchDocument]) -> None:
        """Nothing to do: there is no index."""


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


def _in_place(rows: QuerySet[Any], kind: DocumentType, code: str) -> QuerySet[Any]:
    return rows.filter(_placed(kind, [code])) if code else rows


def _count_by_place(rows: QuerySet[Any], kind: DocumentType) -> dict[str, int]:
    if not kind.jurisdiction_field:
        return {}
    counted = rows.order_by().values_list(kind.jurisdiction_field).annotate(count=Count("pk", distinct=True))
    return {code: count for code, count in counted if code}


def _ranked(rows: QuerySet[Any], kind: DocumentType, text: str, units: Sequence[Unit]) -> Any:
    """(key, score) of the rows, best first, rows of the same score in their own order."""

    def titles(lookup: str) -> Q:
        return reduce(or_, (Q(**{f"{field}__{lookup}": text}) for field in kind.title_fields))

    score = Case(
        When(titles("iexact"), then=Value(5)),
        When(titles("istartswith"), then=Value(4)),
        When(titles("icontains"), then=Value(3)),
        When(_about(units, kind, fields=kind.title_fields, expanded=False), then=Value(2)),
        When(_about(units, kind, expanded=False), then=Value(1)),
        default=Value(0),
        output_field=IntegerField(),
    )
    own_order = rows.query.order_by or rows.model._meta.ordering or ()
    return rows.annotate(score=score).order_by("-score", *own_order, "pk").values_list("pk", "score")


def _hits(page: Sequence[tuple[int, int, int, DocumentType, Any]], units: Sequence[Unit]) -> list[Hit]:
    """The rows of a page read again and shown; one query a kind of document."""
    documents: dict[tuple[str, Any], SearchDocument] = {}
    for kind in {row[3].name: row[3] for row in page}.values():
        keys = [pk for *_, of_kind, pk in page if of_kind is kind]
        documents.update({(kind.name, row.pk): kind.document(row) for row in kind.rows().filter(pk__in=keys)})
    hits = []
    for minus_score, _, _, kind, pk in page:
        document = documents.get((kind.name, pk))
        if document is not None:  # withdrawn between the two queries
            title = patterns.highlight(document.title, units)
            hits.append(
                Hit(kind.name, document.id, -minus_score, title, patterns.snippet(document.body, units), document)
            )
    return hits
