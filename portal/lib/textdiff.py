"""Differences of two texts: line by line, and within a line word by word."""

import difflib
import re
from dataclasses import dataclass

# A word, one Chinese or Japanese character, or one other sign.
TOKEN = re.compile(r"[^\W\u3040-\u30ff\u3400-\u9fff]+|\s+|.", re.DOTALL)
# Two lines with more words than this are shown as removed and added as a whole: comparing takes the square of it.
MOST_TOKENS = 1500


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


@dataclass(frozen=True)
class ChangedLine:
    """A line with what was removed from it and added to it, in order; `pieces` of a line that stayed are all `same`."""

    pieces: list[Line]

    @property
    def changed(self) -> bool:
        return any(piece.kind != "same" for piece in self.pieces)


def words(old: str, new: str) -> list[ChangedLine]:
    """The lines of both texts, each change marked at the words that differ."""
    before, after = old.splitlines(), new.splitlines()
    found: list[ChangedLine] = []
    for tag, i1, i2, j1, j2 in difflib.SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            found += [ChangedLine([Line("same", text)]) for text in before[i1:i2]]
            continue
        removed, added = before[i1:i2], after[j1:j2]
        paired = min(len(removed), len(added))
        found += [ChangedLine(_within(*pair)) for pair in zip(removed[:paired], added[:paired], strict=True)]
        found += [ChangedLine([Line("removed", text)]) for text in removed[paired:]]
        found += [ChangedLine([Line("added", text)]) for text in added[paired:]]
    return [ChangedLine([piece for piece in line.pieces if piece.text]) for line in found]


def _within(old: str, new: str) -> list[Line]:
    """One line against another, cut where the words differ; what begins and ends alike is not compared."""
    before, after = TOKEN.findall(old), TOKEN.findall(new)
    start = 0
    while start < min(len(before), len(after)) and before[start] == after[start]:
        start += 1
    end = 0
    while end < min(len(before), len(after)) - start and before[-1 - end] == after[-1 - end]:
        end += 1
    middle = _middle(before[start : len(before) - end], after[start : len(after) - end])
    pieces = [Line("same", "".join(before[:start])), *middle, Line("same", "".join(before[len(before) - end :]))]
    return [piece for piece in pieces if piece.text]


def _middle(before: list[str], after: list[str]) -> list[Line]:
    if len(before) + len(after) > MOST_TOKENS:
        return [Line("removed", "".join(before)), Line("added", "".join(after))]
    found: list[Line] = []
    for tag, i1, i2, j1, j2 in difflib.SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            found.append(Line("same", "".join(before[i1:i2])))
            continue
        found += [Line("removed", "".join(before[i1:i2])), Line("added", "".join(after[j1:j2]))]
    return found
