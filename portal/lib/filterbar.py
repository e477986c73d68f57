"""Which filters a reader has set, in words, each with the address that takes it off again."""

from dataclasses import dataclass
from typing import Any

from django.http import QueryDict


@dataclass(frozen=True)
class Chip:
    label: str
    value: str
    remove_url: str


def chips_of(form: Any, query: QueryDict) -> list[Chip]:
    """One chip for each value in `query` that a field of `form` knows. Unknown choices show as typed."""
    chips = []
    for bound in form:
        words = {str(key): str(word) for key, word in _flat(getattr(bound.field, "choices", ()))}
        for value in query.getlist(bound.html_name):
            if value.strip():
                chips.append(Chip(str(bound.label), words.get(value, value), _without(query, bound.html_name, value)))
    return chips


def _flat(choices: Any) -> list[tuple[Any, Any]]:
    found: list[tuple[Any, Any]] = []
    for key, word in choices:
        found.extend(word if isinstance(word, list | tuple) else [(key, word)])
    return found


def _without(query: QueryDict, name: str, value: str) -> str:
    rest = query.copy()
    kept = [other for other in rest.getlist(name) if other != value]
    rest.setlist(name, kept)
    for key in ("page", "after", "before"):
        rest.pop(key, None)
    return f"?{rest.urlencode()}"
