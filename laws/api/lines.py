"""The library as JSON Lines, a batch at a time, for whoever wants all of it. `import_laws` reads provisions back."""

import json
from collections.abc import Iterator
from typing import Any

from django.db.models import Prefetch, Q, QuerySet

from laws.api.serializers import LawDetailSerializer
from laws.api.texts import texts_of
from laws.models import Law, LawInheritance, LawRelation, LawVersion, Provision

LAWS_AT_ONCE = 200
# Texts are read together until they have so many provisions; a longer one is read alone.
PROVISIONS_AT_ONCE = 2000
Cursor = tuple[int, int]


def law_lines(laws: QuerySet[Law]) -> Iterator[str]:
    """Each law with everything the API says of it, by its reference."""
    laws = laws.order_by("ref").prefetch_related(
        "subjects",
        "identifiers",
        Prefetch("versions", texts_of()),
        Prefetch("acts_on", LawRelation.objects.select_related("target")),
        Prefetch("acted_on_by", LawRelation.objects.select_related("actor")),
        Prefetch("applies_in", LawInheritance.objects.order_by("jurisdiction")),
    )
    last = ""
    while batch := list(laws.filter(ref__gt=last)[:LAWS_AT_ONCE]):
        yield "".join(f"{_line(one)}\n" for one in LawDetailSerializer(batch, many=True).data)
        last = batch[-1].ref


def provision_lines(texts: QuerySet[LawVersion], after: Cursor = (0, -1)) -> Iterator[str]:
    """Each provision of `texts`, text by text in the order they came into the library; behind the cursor `after`."""
    texts = texts.select_related("law").defer("part_starts").order_by("pk")
    last = after[0] - 1
    while batch := _together(texts.filter(pk__gt=last)):
        by_key = {one.pk: one for one in batch}
        rows = Provision.objects.filter(version__in=by_key).order_by("version_id", "position")
        if after[0] in by_key:
            rows = rows.filter(Q(version__gt=after[0]) | Q(position__gt=after[1]))
        yield "".join(f"{_line(_provision(by_key[row.version_id], row))}\n" for row in rows)
        last = batch[-1].pk


def _together(texts: QuerySet[LawVersion]) -> list[LawVersion]:
    found: list[LawVersion] = []
    pieces = 0
    for text in texts[:LAWS_AT_ONCE]:
        pieces += text.articles + text.containers
        if found and pieces > PROVISIONS_AT_ONCE:
            break
        found.append(text)
    return found


def _provision(text: LawVersion, row: Provision) -> dict[str, Any]:
    """The keys of a bulk load first, then what makes the piece the same again, then what the text is worth."""
    return {
        "jurisdiction": text.law.jurisdiction_id,
        "law": text.title or text.law.title_original or text.law.title_en or text.law.title_zh,
        "law_id": text.law.ref,
        "language": text.language,
        "article": row.number_raw,
        "heading": row.heading,
        "text": row.text,
        "unit": row.unit,
        "depth": row.depth,
        "anchor": row.anchor,
        "expression": text.expression,
        "dated": text.dated,
        "is_translation": text.is_translation,
        "source": text.source,
        "tier": text.tier,
        "licence": text.licence,
        "cursor": f"{text.pk}-{row.position}",
    }


def _line(values: Any) -> str:
    return json.dumps(values, ensure_ascii=False, separators=(", ", ": "), default=str)
