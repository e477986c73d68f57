"""Words of the field in both languages: a query in one finds what is written in the other.

Cut and expansion read the glossary of the library and the names of jurisdictions. They are kept ready for a minute, so
an edited word takes that long to be understood.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from django.core.cache import cache

from laws.models import GlossaryTerm
from laws.search.analysis import fold, is_run, words
from portal.reference.models import Jurisdiction

# Words that stand in every English title and say nothing. Two of them are also codes: `in` and `no`.
EMPTY_WORDS = frozenset(("a", "an", "and", "at", "by", "for", "in", "of", "on", "or", "the", "to", "with"))
FRESH_SECONDS = 60
# Longer phrases than this are not in the glossary.
LONGEST_PHRASE = 6


@dataclass(frozen=True)
class Unit:
    """One thing a document must be about: what was typed, what means the same, where it is."""

    typed: str
    also: tuple[str, ...] = ()
    jurisdictions: tuple[str, ...] = ()


@dataclass
class Lexicon:
    """Every term with what means the same, and every name of a jurisdiction with its code."""

    same: dict[str, dict[str, None]] = field(default_factory=dict)
    places: dict[str, list[str]] = field(default_factory=dict)
    terms: dict[str, list[int]] = field(default_factory=dict)
    longest_run: int = 2

    def knows(self, phrase: str) -> bool:
        return phrase in self.same or phrase in self.places

    def unit(self, phrase: str) -> Unit:
        also = tuple(word for word in self.same.get(phrase, ()) if word != phrase)
        return Unit(phrase, also, tuple(self.places.get(phrase, ())))


def lexicon_now() -> Lexicon:
    """The lexicon, at most `FRESH_SECONDS` old."""
    kept: Lexicon | None = cache.get("search.lexicon")
    if kept is None:
        kept = load()
        cache.set("search.lexicon", kept, FRESH_SECONDS)
    return kept


def load() -> Lexicon:
    """The lexicon as it stands in the database. Two queries."""
    lexicon = Lexicon()
    for pk, group in _glossary_groups():
        for word in group:
            lexicon.same.setdefault(word, {}).update(dict.fromkeys(group))
            lexicon.terms.setdefault(word, []).append(pk)
    for code, zh, en in Jurisdiction.objects.values_list("code", "name_zh", "name_en"):
        for name in {fold(code), fold(zh), fold(zh).removeprefix("中国"), fold(en)} - {""}:
            lexicon.places.setdefault(name, []).append(code)
    runs = [word for word in (*lexicon.same, *lexicon.places) if is_run(word)]
    lexicon.longest_run = max(map(len, runs), default=2)
    return lexicon


def _glossary_groups() -> Iterator[tuple[int, list[str]]]:
    rows = GlossaryTerm.objects.values_list("pk", "term_zh", "term_en", "synonyms_zh", "synonyms_en", "equivalents")
    for pk, zh, en, more_zh, more_en, national in rows:
        # "DE: Marke" without the code; a remark in brackets is not part of the word.
        abroad = [item.partition(":")[2].partition("(")[0] for item in national]
        group = (fold(word).strip() for word in (zh, en, *more_zh, *more_en, *abroad))
        yield pk, [word for word in group if word]


def units(text: str, lexicon: Lexicon) -> list[Unit]:
    """The query cut into what a document must be about, longest known phrase first."""
    rest = [word for word in words(text) if word not in EMPTY_WORDS]
    found: list[Unit] = []
    while rest:
        for length in range(min(LONGEST_PHRASE, len(rest)), 1, -1):
            phrase = " ".join(rest[:length])
            if lexicon.knows(phrase):
                found.append(lexicon.unit(phrase))
                rest = rest[length:]
                break
        else:
            word = rest.pop(0)
            pieces = _cut(word, lexicon) if is_run(word) else [word]
            found.extend(lexicon.unit(piece) for piece in pieces)
    return list(dict.fromkeys(found))


def _cut(run: str, lexicon: Lexicon) -> list[str]:
    """A run of Chinese cut at the words the lexicon knows; what it does not know stays in one piece."""
    pieces: list[str] = []
    unknown = ""
    position = 0
    while position < len(run):
        for length in range(min(lexicon.longest_run, len(run) - position), 1, -1):
            if lexicon.knows(run[position : position + length]):
                pieces.extend([unknown] * bool(unknown))
                pieces.append(run[position : position + length])
                unknown, position = "", position + length
                break
        else:
            unknown, position = unknown + run[position], position + 1
    return [*pieces, *[unknown] * bool(unknown)]


@dataclass(frozen=True)
class Explanation:
    """What a query means before anything is searched: words of the field and places it names."""

    terms: list[GlossaryTerm]
    places: list[Jurisdiction]


def explain(text: str, *, most: int = 3) -> Explanation:
    """The glossary's entries and the jurisdictions that `text` names. Two queries."""
    lexicon = lexicon_now()
    found = units(fold(text), lexicon)
    keys = list(dict.fromkeys(key for unit in found for key in lexicon.terms.get(unit.typed, ())))[:most]
    codes = list(dict.fromkeys(code for unit in found for code in unit.jurisdictions))[:most]
    terms, places = GlossaryTerm.objects.in_bulk(keys), Jurisdiction.objects.in_bulk(codes)
    return Explanation([terms[key] for key in keys if key in terms], [places[code] for code in codes if code in places])
