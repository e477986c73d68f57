"""The article that somebody typed: exactly, with the spaces it is often said with, or those that begin so."""

import re

from django.db.models import QuerySet

from laws.importers.numbers import normalise
from laws.models import LawVersion, Provision

OFFERED = 12
LETTER_APART = re.compile(r"\b([^\W\d_])[\s.]{1,3}(?=\d)")
FIGURES_APART = re.compile(r"(?<=\d)\s{1,3}(?=\d)")


def anchor_of(version: LawVersion, typed: str) -> str:
    """The first article with the number that was typed, else the provision with that eId; empty where none is."""
    for number in numbers_of(typed):
        found = _articles(version).filter(number=number).values_list("anchor", flat=True).first()
        if found:
            return found
    return version.provisions.filter(anchor=typed).values_list("anchor", flat=True).first() or ""


def near_articles(version: LawVersion, typed: str) -> list[tuple[str, str]]:
    """(label, anchor) of the articles whose number begins with the one typed, with or without a letter before it:
    713 offers L713-1 and 713bis, not 7130."""
    for number in numbers_of(typed):
        begins = rf"^[a-z]{{0,2}}{re.escape(number)}([^0-9]|$)"
        rows = _articles(version).filter(number__regex=begins).values_list("number_raw", "anchor")
        found = [(label or anchor, anchor) for label, anchor in rows[:OFFERED]]
        if found:
            return found
    return []


def numbers_of(typed: str) -> list[str]:
    """What is typed as normalised numbers, the one that uses all of it first: "l 713 2" is L713-2 before L713."""
    whole = FIGURES_APART.sub("-", LETTER_APART.sub(r"\1", typed))
    return list(dict.fromkeys(number for number in (normalise(whole), normalise(typed)) if number))


def _articles(version: LawVersion) -> QuerySet[Provision]:
    return version.provisions.filter(kind=Provision.Kind.ARTICLE).order_by("position")
