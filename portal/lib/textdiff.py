"""Differences of two texts, line by line."""

import difflib
from dataclasses import dataclass


@dataclass(frozen=True)
class Line:
    """`kind` is `same`, `added` or `removed`."""

    kind: str
    text: str


def lines(old: str, new: str) -> list[Line]:
    before, after = old.splitlines(), new.splitlines()
    found: list[Line] = []
    for tag, i1, i2, j1, j2 in difflib.SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            found += [Line("same", text) for text in before[i1:i2]]
            continue
        found += [Line("removed", text) for text in before[i1:i2]]
        found += [Line("added", text) for text in after[j1:j2]]
    return found
