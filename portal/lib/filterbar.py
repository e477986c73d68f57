"""Which filters a reader has set, in words, each with the address that takes it off again."""

from dataclasses import dataclass
from typing import Any

from django.db.models.fields import BLANK_CHOICE_DASH
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

DASHES = BLANK_CHOICE_DASH[0][1]


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


def say_any(form: Any) -> None:
    """The empty choice of each list reads "Any" where nobody has named it: a row of dashes says nothing."""
    for field in form.fields.values():
        if getattr(field, "empty_label", None) == DASHES:
            field.empty_label = _("Any")
        choices = getattr(field, "choices", None)
        if isinstance(choices, list) and choices and choices[0] == ("", DASHES):
            field.choices = [("", _("Any")), *choices[1:]]


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
