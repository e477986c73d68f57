"""One analysis of words for query, glossary and highlighting.

Folding (full width to half width, lower case) keeps the length of a text, so that a place found in the folded text
is the same place in the original.
"""

import re
import unicodedata
from functools import lru_cache

MAX_LENGTH = 200
HAN = re.compile("[\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
# Kana and hangul have no spaces we could rely on either, so they are found anywhere in a run, as Han is.
RUN = re.compile("[\u3005-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff]+")
WORD = re.compile(r"\w[\w'’./-]*\w|\w")


def fold(text: str) -> str:
    """Half width and lower case, character by character, of the same length."""
    return "".join(_fold_character(character) for character in text)


@lru_cache(maxsize=8192)
def _fold_character(character: str) -> str:
    narrow = unicodedata.normalize("NFKC", character)
    if len(narrow) != 1:
        return character
    lower = narrow.lower()
    return lower if len(lower) == 1 else narrow


def widen(text: str) -> str:
    """The full-width spelling of the ASCII letters and digits in `text`."""
    return "".join(chr(ord(c) + 0xFEE0) if c.isascii() and c.isalnum() else c for c in text)


def is_run(text: str) -> bool:
    """Whether `text` is written without spaces between words."""
    return bool(RUN.search(text))


def words(text: str) -> list[str]:
    """The words and runs of a folded text in order; punctuation separates and a change of script too."""
    found: list[str] = []
    for match in WORD.finditer(text):
        position = 0
        word = match.group()
        for run in RUN.finditer(word):
            found.extend(_trimmed(word[position : run.start()]))
            found.append(run.group())
            position = run.end()
        found.extend(_trimmed(word[position:]))
    return found


def _trimmed(word: str) -> list[str]:
    word = word.strip("'’./-")
    return [word] if word else []
