"""What the `meta.json` beside a text adds to what the text says of itself.

    {"jurisdiction": "CA", "title": "Patent Act", "title_original": null, "number": "R.S.C. 1985, c. P-4",
     "language": "en", "kind": "statute", "licence": "…", "retrieved": "2026-11-22", "publisher": "…", "url": "…",
     "source": {"repository": "…", "path": "…", "official_url": "…"}}

Every key may be missing. The text's own word stands; `meta.json` fills what it leaves open, and its number is one more
by which the catalogue may know the law.
"""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from laws.importers.types import ParsedLaw

# Facts that stand in both under the same name.
SAME = ("jurisdiction", "language", "number", "kind", "dated", "in_force_from", "adopted", "last_amended")
PROVENANCE = ("licence", "retrieved", "publisher", "tier", "url")
KNOWN = frozenset((*SAME, *PROVENANCE, "source", "title", "title_original", "identifiers", "is_translation", "ref"))


def _fits(name: str, value: object) -> bool:
    """Whether a value is of the kind its key asks for; null says nothing and is no fault."""
    kinds = {"source": (str, Mapping), "identifiers": (list,), "is_translation": (bool,)}.get(name, (str, int))
    return value is None or (isinstance(value, kinds) and (name == "is_translation" or not isinstance(value, bool)))


def words(value: object) -> str:
    """`value` if it is text or a number, without spaces around it; anything else is nothing."""
    return str(value).strip() if isinstance(value, str | int) and not isinstance(value, bool) else ""


def with_meta(parsed: ParsedLaw, meta: Mapping[str, Any]) -> ParsedLaw:
    """`parsed`, completed from `meta`. Doing it twice changes nothing."""
    for name in sorted(name for name, value in meta.items() if name in KNOWN and not _fits(name, value)):
        warning = _("meta.json: “%(key)s” has a value of the wrong kind and was left out.") % {"key": name}
        if warning not in parsed.warnings:
            parsed.warnings.append(warning)
    for name in (*SAME, *PROVENANCE):
        if not getattr(parsed, name) and words(meta.get(name)):
            setattr(parsed, name, words(meta[name]))
    source = meta.get("source")
    if isinstance(source, Mapping):
        parsed.url = parsed.url or words(source.get("official_url"))
        where = (words(source.get(key)) for key in ("repository", "commit", "path"))
        parsed.source = parsed.source or " ".join(part for part in where if part)[:300]
    else:
        parsed.source = parsed.source or words(source)
    original, english = words(meta.get("title_original")), words(meta.get("title"))
    if english:
        parsed.titles.setdefault("en", english)
    if original and parsed.language:
        parsed.titles.setdefault(parsed.language, original)
    parsed.title = parsed.title or original or english
    listed = meta.get("identifiers")
    numbers = [words(meta.get("number")), *map(words, listed if isinstance(listed, list) else ())]
    parsed.identifiers += [number for number in numbers if number and number not in parsed.identifiers]
    return parsed
