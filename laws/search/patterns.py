"""One regular expression per thing searched for, read alike by SQLite (Python), PostgreSQL and the highlighter."""

import re
from collections.abc import Iterable

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from laws.search.analysis import fold, is_run, widen
from laws.search.glossary import Unit

# No look-around and no \b: PostgreSQL writes them otherwise.
BEFORE = "(?:^|[^a-z0-9])"
AFTER = "(?:$|[^a-z0-9])"
SNIPPET = 160


def pattern(unit: Unit, *, expanded: bool) -> str:
    """What must stand in a text for it to be about `unit`.

    A typed word is found at the start of a word, so that “patent” finds “Patentgesetz”; with two letters or fewer only
    as a whole word. A word from the glossary is found as a whole word or its plural: “mark” must not find “market”.
    """
    choices = [_anywhere(unit.typed) if is_run(unit.typed) else _start_of_word(unit.typed)]
    if expanded:
        choices += [_anywhere(word) if is_run(word) else _whole_word(word) for word in unit.also]
    return "|".join(choices)


# Each choice has one group: the words themselves, without the character that ends them. The highlighter reads it.
def _anywhere(word: str) -> str:
    return f"({_spellings(word)})"


def _start_of_word(word: str) -> str:
    return f"{BEFORE}({_spellings(word)})" + (AFTER if len(word) <= 2 else "")


def _whole_word(word: str) -> str:
    return f"{BEFORE}({_spellings(word)}(?:s|es)?){AFTER}"


def _spellings(word: str) -> str:
    """Half and full width; other cases of letters that a database in the C locale does not fold."""
    forms = [word, widen(word)]
    if not word.isascii():
        forms += [word.upper(), word.capitalize(), word.title()]
    return f"(?:{'|'.join(re.escape(form) for form in dict.fromkeys(forms))})"


def highlight(text: str, units: Iterable[Unit]) -> SafeString:
    """`text` escaped, with what was searched for in `<mark>`."""
    parts: list[str] = []
    position = 0
    for start, end in _places(text, units):
        parts += [escape(text[position:start]), "<mark>", escape(text[start:end]), "</mark>"]
        position = end
    return mark_safe("".join([*parts, escape(text[position:])]))  # noqa: S308  # every part is escaped above


def snippet(text: str, units: Iterable[Unit]) -> SafeString:
    """The part of `text` around the first thing found, highlighted; its beginning when nothing is found in it."""
    text = " ".join(text.split())
    units = list(units)
    first = min((start for start, _ in _places(text, units)), default=0)
    start = max(0, first - SNIPPET // 3) if len(text) > SNIPPET else 0
    cut = text[start : start + SNIPPET]
    before, after = "… " if start else "", " …" if start + SNIPPET < len(text) else ""
    return mark_safe(f"{before}{highlight(cut, units)}{after}")  # noqa: S308  # highlight() escapes


def _places(text: str, units: Iterable[Unit]) -> list[tuple[int, int]]:
    """Where something was found, in order; what touches or overlaps is one place."""
    folded = fold(text)
    spans = sorted(
        match.span(match.lastindex or 0)
        for unit in units
        for match in re.finditer(pattern(unit, expanded=True), folded)
    )
    merged: list[tuple[int, int]] = []
    for start, end in spans:
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged
