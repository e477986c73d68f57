"""Relations that a text names: to a law held here where its number is known, else by name only."""

from collections.abc import Sequence

from django.db.models import Q

from laws.importers.matching import Place
from laws.importers.preparing import width
from laws.importers.spelling import id_keys, number_keys
from laws.importers.types import Relation
from laws.models import LawRelation
from portal.lib.fields import PARTIAL_DATE, clean_text

LABEL = width(LawRelation, "actor_label")
NOTE = width(LawRelation, "note")


def add_relations(law_id: int, relations: Sequence[Relation], *, place: Place, source: str) -> None:
    """Store those of `relations` that are not there yet. Nothing is taken away: an older text named it too."""
    known = {
        (row.kind, row.actor_id, row.actor_label, row.target_id, row.target_label, row.date)
        for row in LawRelation.objects.filter(Q(actor=law_id) | Q(target=law_id))
    }
    rows = []
    for relation in relations:
        row = _row(law_id, relation, place, source)
        if row is None:
            continue
        key = (row.kind, row.actor_id, row.actor_label, row.target_id, row.target_label, row.date)
        if key not in known:
            known.add(key)
            rows.append(row)
    LawRelation.objects.bulk_create(rows, batch_size=500, ignore_conflicts=True)


def _row(law_id: int, relation: Relation, place: Place, source: str) -> LawRelation | None:
    label = clean_text(relation.label or relation.identifier)[:LABEL]
    other = _held(relation, place)
    if relation.kind not in LawRelation.Kind.values or other == law_id or not (label or other):
        return None
    ours, theirs = ("actor", "target") if relation.acts else ("target", "actor")
    return LawRelation(
        kind=relation.kind,
        date=relation.date if PARTIAL_DATE.fullmatch(relation.date) else "",
        note=clean_text(relation.note)[:NOTE],
        source=source,
        **{f"{ours}_id": law_id, f"{theirs}_id": other, f"{theirs}_label": label},
    )


def _held(relation: Relation, place: Place) -> int | None:
    """The one law of the place that the relation's number leads to."""
    if not relation.identifier:
        return None
    keys = number_keys(relation.identifier, place.code) | id_keys(relation.identifier, place.code)
    found = {held.pk for key in keys for held in place.by_key.get(key, ())}
    return found.pop() if len(found) == 1 else None
