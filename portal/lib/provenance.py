"""Where a reference row came from, and whether a person has changed it since."""

import hashlib
import json
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _


class Sourced(models.Model):
    """Columns that every row seeded from a file carries.

    `source` holds the source ids of SOURCES.md; `as_of` is the age the source prints; `fact_status` is how
    sure the source is (`verified`, `secondary`, `memory`, ...; the file's own word). `seeded_hash` is the
    hash of the values the seed wrote: when the row no longer matches it, a person has edited the row
    and the seed keeps it.
    """

    source = models.TextField(_("source"), blank=True, default="")
    as_of = models.CharField(_("as of"), max_length=120, blank=True, default="")
    fact_status = models.CharField(_("status of the fact"), max_length=32, blank=True, default="")
    seeded_hash = models.CharField(max_length=64, blank=True, default="", editable=False)

    class Meta:
        abstract = True


def row_version(row: models.Model) -> str:
    """What a form carries to know whether somebody else changed the row meanwhile: the hash of its columns."""
    columns = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}
    text = json.dumps(columns, sort_keys=True, cls=DjangoJSONEncoder)
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def is_fixed(field: "models.Field[Any, Any]") -> bool:
    """Whether a column is (part of) a key or kept by the program, so that no person edits it."""
    keys = {name for key in field.model._meta.total_unique_constraints for name in key.fields}
    return field.primary_key or field.unique or not field.editable or field.name in keys


def source_words(source: str) -> str:
    """A `source` cell as a page says it: the place first, then what kind of source it is (docs/SOURCES.md)."""
    kinds = {
        "page": gettext("archived copy of a web page"),
        "repo": gettext("file in a public repository"),
        "memory": gettext("from memory, not looked up"),
        "own": gettext("the portal's own list"),
    }
    ids, _colon, place = source.partition(": ")
    said = [kinds.get(one, one) for one in ids.split("|")]
    return f"{place} ({', '.join(said)})" if place else ", ".join(said)
