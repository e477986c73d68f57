"""Which kinds of document can be found. Apps register their own from `AppConfig.ready()`."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, QuerySet
from django.utils.functional import Promise

from laws.search.types import SearchDocument


@dataclass(frozen=True)
class DocumentType:
    """One kind of document.

    `rows` gives only what is public now, with whatever `document` reads joined or prefetched. `title_fields` and
    `text_fields` are lookups to columns of the row or of single-valued relations (a relation with many rows would
    count a document twice). `jurisdiction_field` may be a relation with many rows. Results of equal weight follow in
    the order of `order`.
    """

    name: str
    label: str | Promise
    rows: Callable[[], QuerySet[Any]]
    document: Callable[[Any], SearchDocument]
    title_fields: tuple[str, ...]
    text_fields: tuple[str, ...] = ()
    jurisdiction_field: str = ""
    order: int = 50


_types: dict[str, DocumentType] = {}


def register(document_type: DocumentType) -> None:
    """Add a kind of document. The same name twice is a programming error."""
    known = _types.get(document_type.name)
    if known is not None and known != document_type:
        raise ValueError(f"The document type {document_type.name} is registered twice.")
    _types[document_type.name] = document_type


def count_by_jurisdiction(name: str) -> dict[str, int]:
    """How many documents of the kind `name` each jurisdiction has; nothing when no app has registered it. One query."""
    kind = _types.get(name)
    if kind is None or not kind.jurisdiction_field:
        return {}
    counted = kind.rows().order_by().values_list(kind.jurisdiction_field).annotate(count=Count("pk", distinct=True))
    return {code: count for code, count in counted if code}


def document_types() -> list[DocumentType]:
    """All kinds, in the order results show them."""
    return sorted(_types.values(), key=lambda kind: (kind.order, kind.name))
