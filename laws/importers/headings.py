"""What a heading of a law is: an article, a container, an annex; in the words of many languages.

Used for headings of Markdown and for lines of plain text. The number is kept as printed; laws.importers.numbers reads
it.
"""

import re
import unicodedata
from dataclasses import dataclass

from laws.importers.numerals import HAN_DIGITS, LATIN, ORDINALS, TENS

LATINS = "|".join(sorted((*LATIN, "nonies"), key=len, reverse=True))
WORDS = (
    "único|unico|unique|unic|preliminar|final|primero|primer|segundo|tercero|cuarto|quinto|sexto|séptimo|octavo|noveno|"
    "décimo|undécimo|duodécimo|vigésimo|trigésimo|premier|primeiro|transitorio"
)
# 12, 12.3, 12-1, 2:3, 12 bis, 17 bis A, 4a, 4 a, 71 Ñ, L111-1, R*111-2, 1º, XIV, primero
SIMPLE = rf"""(?:[LRDA]\*?\.?\s?)?\d{{1,5}}(?:[-–.:/]\d{{1,5}}(?![\d])){{0,5}}\s?[°ºª]?
    (?:<sup>(?:er|re|o|a)</sup>|(?:er|re|ère)(?!\w))?
    (?:[\s°º.-]{{0,3}}(?i:{LATINS})(?!\w)(?:[\s-](?:[A-ZÑ]{{1,2}}|\d{{1,2}})(?=[\s.:;,)-]|$))?)?
    (?:-?[a-zA-ZñÑΑ-Ωα-ωА-Яа-я](?!\w)(?!['’])|-[A-Z](?!\w)|\s[a-z](?=\s?[.§]|\s?$|\s\d{{0,2}}$)|\s[A-ZÑ](?=\s?[.:\-–—]|\s?$))?
    (?:\s(?i:{LATINS})(?!\w))?\s?[°º]?"""
ARTICLE_WORD = (
    r"(?i:art[íi]culos?|articles?|artigos?|articolo|articolul|artikel|artikkel|artikla|artykuł|art|čl[áa]nok|čl[áa]nek|"
    r"člen|član|čl|άρθρο|αρθρο|статья|стаття|член|madde|pasal|straipsnis|pants|cikk)"
)
ARTICLE = re.compile(
    rf"(?P<number>\[?{ARTICLE_WORD}(?:\.\s?|\s|(?=\d))\s?(?:n[°º.]?o?\s)?(?:{SIMPLE}|[IVXLC]{{1,8}}(?![\w])|(?i:{WORDS})(?:\s(?i:{WORDS}))?(?!\w)))(?P<rest>.*)",
    re.VERBOSE | re.DOTALL,
)
PARAGRAPH = re.compile(rf"(?P<number>§\s?{SIMPLE})(?P<rest>.*)", re.VERBOSE | re.DOTALL)
PARAGRAPH_AFTER = re.compile(
    r"(?P<before>(?:/.{0,400}?\s)?)(?P<number>\d{1,4}(?:\s?[a-z](?:\s?\d{1,2})?)?(?::\d{1,3})?\s?§)(?P<rest>(?!§).*)",
    re.DOTALL,
)
SECTION = re.compile(
    rf"(?P<number>(?i:sections?|sec\.|rule|regulation|s\.)\s?{SIMPLE})(?P<rest>.*)", re.VERBOSE | re.DOTALL
)
BARE = re.compile(r"(?P<number>\d{1,4}(?:[A-Z]{1,2})?)(?:\.|[.\s]\s{0,3}(?P<rest>\D.{0,400}))?", re.DOTALL)
# Codes of France, where the word is left out: L111-1, R*422-3.
CODE = re.compile(r"(?P<number>[LRDA]\*?\.?\s?\d{1,4}(?:-\d{1,4}){1,5})(?P<rest>)")
HAN_NUMBER = rf"第?\s?(?:[{HAN_DIGITS}]{{1,10}}|[\d０-９]{{1,5}}(?:\s?[-－‐–]\s?[\d０-９]{{1,3}})?)\s?"
HAN_AFTER = rf"(?:\s?(?:之|の|ノ)\s?(?:[{HAN_DIGITS}]{{1,5}}|[\d０-９]{{1,3}})){{0,4}}"
HAN_ARTICLE = re.compile(rf"(?P<number>第\s?{HAN_NUMBER[3:]}[条條]{HAN_AFTER})(?P<rest>.*)", re.DOTALL)
HAN_CONTAINER = re.compile(
    rf"(?P<number>第\s?{HAN_NUMBER[3:]}(?P<mark>分编|分編|编|編|篇|部分|部|章|节|節|款|目){HAN_AFTER})(?P<rest>.*)",
    re.DOTALL,
)
HAN_UNITS = {
    "编": "part",
    "編": "part",
    "篇": "part",
    "部分": "part",
    "部": "part",
    "分编": "subtitle",
    "分編": "subtitle",
} | {
    "章": "chapter",
    "节": "section_group",
    "節": "section_group",
    "款": "division",
    "目": "hcontainer",
}
HAN_ANNEX = re.compile(
    r"(?P<number>(?:附则|附則|附件|附录|附錄|附表|附|别表|別表)\s?[〇一二三四五六七八九十\d]{0,3})(?P<rest>(?:[：:、\s].{0,300})?)",
    re.DOTALL,
)
KOREAN_ARTICLE = re.compile(r"(?P<number>제\s?\d{1,4}\s?조(?:의\s?\d{1,3})?)(?P<rest>(?!제).*)", re.DOTALL)
KOREAN_CONTAINER = re.compile(r"(?P<number>제\s?\d{1,3}\s?(?P<mark>[편장절관]))(?P<rest>.*)", re.DOTALL)
KOREAN_UNITS = {"편": "part", "장": "chapter", "절": "section_group", "관": "division"}
# Accents are gone and letters are lower case when these are looked for.
UNIT_WORDS = {
    "book": "book livre libro livro buch kniha bok kirja βιβλιο книга",
    "part": "part partie parte partea teil cast del osa μερος часть диел",
    "title": "title titre titulo titol titel titolo titlu hlava τιτλος раздел",
    "subtitle": "subtitle sous-titre subtitulo untertitel",
    "chapter": "chapter chapitre capitulo capitol capitolul capo kapitel kapittel kap luku peatukk κεφαλαιο глава",
    "subchapter": "subchapter sous-chapitre unterkapitel",
    "section_group": "section seccion seccio secao sezione abschnitt avsnitt oddil oddiel jagu avdeling ενοτητα τμημα",
    "division": "division subdivision sous-section subsection subseccion unterabschnitt paragraphe parrafo "
    "pododdiel dil jaotis",
}
UNITS = {word: unit for unit, words in UNIT_WORDS.items() for word in words.split()}
# What contains what where a publisher flattens its headings to one level.
RANKS = {
    "attachment": 0,
    "book": 2,
    "part": 1,
    "title": 3,
    "subtitle": 4,
    "chapter": 5,
    "subchapter": 6,
    "section_group": 7,
    "division": 8,
    "hcontainer": 9,
}
ROMAN = r"[IVXLCivxlc]{1,9}(?:er|re|e|°)?(?![\w])"
ORDINAL = r"\w{3,14}"
# "Chapitre Ier : Nature", "TITULO XII Artículo final", "Kapittel 9a.", "PART 1", "Párrafo 1º Del ámbito"
WORD_FIRST = re.compile(
    rf"(?P<number>(?P<word>[^\W\d]{{3,13}}(?:-[^\W\d]{{5,9}})?)\.?\s(?:n[°º]\s?)?(?:{SIMPLE}|{ROMAN}|[A-H](?!\w)|[Α-Ω]{{1,2}}[΄'ʹ´](?!\w)|(?i:{WORDS})(?!\w)))(?P<rest>.*)",
    re.VERBOSE | re.DOTALL,
)
# "1. Kapitel: Allgemeines", "2 a kap. Rätt", "Erster Abschnitt - Patent", "Première partie : …", "1 luku"
NUMBER_FIRST = re.compile(
    rf"(?P<number>(?:\d{{1,3}}\s?[a-z]?\.?|{ROMAN}\.?|{ORDINAL})\s(?P<word>[^\W\d]{{3,13}}(?:-[^\W\d]{{5,9}})?)\.?)(?P<rest>(?:[\s:.\-–—].*)?)",
    re.DOTALL,
)
ALONE = re.compile(
    r"(?P<number>(?P<word>[^\W\d]{4,9})\s(?i:unique|único|unico|uniq|unic|preliminar|préliminaire))(?P<rest>.*)",
    re.DOTALL,
)
ANNEX = re.compile(
    r"(?P<number>(?:(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|\w{4,12})\s)?"
    r"(?:schedules?|annexe?s?|anexos?|anhang|anlagen?|bilag[aor]{0,2}|vedlegg|liite|p[řr][íi]loh[ay]|allegat[oi]|appendix|"
    r"lisa|παραρτημα|παράρτημα|приложение)(?:\s(?:n[°º]\s?)?(?:\d{1,3}|[IVX]{1,6}|[A-H])(?!\w))?)(?P<rest>(?:\W.*)?)",
    re.IGNORECASE | re.DOTALL,
)
TRANSITION = re.compile(r"disposiciones transitorias (?:de la|del|de los|de las) .+", re.IGNORECASE | re.DOTALL)
NOTES = re.compile(
    r"(?:fu(?:ß|ss)noten|footnotes|notes? (?:de bas de page)|noter|fotnoter|notas|pozn[áa]mky)\W{0,3}", re.IGNORECASE
)
GONE = re.compile(
    r"\(XXXX\)\s{0,3}(?P<number>(?:§{1,2}|Art\.?)\s?[\d\w ,.-]{1,60}?)(?P<rest>\s?\(weggefallen\)|\s?)", re.DOTALL
)
CLOSING = re.compile(
    r"(?P<number>Disposici[óo](?:n|ns|nes)?\s(?:ad?dicional|transit[òo]ria|derogatoria|final)(?:es)?(?:\s(?:[\w]{4,12}|\d{1,3}[.ªº]{0,2}))?)"
    r"(?P<rest>\W.*)?",
    re.IGNORECASE | re.DOTALL,
)
WORD = re.compile(r"[^\W\d]{2}")
SEPARATOR = " \t\u00a0\u202f\u3000:.-–—,;]"


@dataclass(frozen=True, slots=True)
class Heading:
    """`unit` as in laws.importers.types, "" where it is none; `rank` orders containers of one level."""

    unit: str
    number: str
    rest: str
    rank: int = 0


def folded(word: str) -> str:
    """`word` in lower case without accents."""
    decomposed = unicodedata.normalize("NFKD", word.lower())
    return "".join(char for char in decomposed if not unicodedata.combining(char))


def _found(unit: str, match: re.Match[str], rank: int = 0) -> Heading:
    return Heading(
        unit, " ".join(match["number"].split()).strip("["), (match["rest"] or "").lstrip(SEPARATOR).rstrip(), rank
    )


def article_of(text: str, *, bare: bool = False, sections: bool = True) -> Heading | None:
    """The article that a heading names, if it names one.

    `bare` allows a number alone before the words (Ireland); without `sections` a "Section 3" contains articles, as in
    French, and is none.
    """
    if "第" in text[:3]:
        found = HAN_ARTICLE.match(text)
        return _found("article", found) if found else None
    if "제" in text[:1]:
        found = KOREAN_ARTICLE.match(text)
        return _found("article", found) if found else None
    first = text[:1]
    if first == "§" and (found := PARAGRAPH.match(text)) and text[1:2] != "§":
        return _found("section", found)
    if first.isalpha() or first == "[":
        found = ARTICLE.match(text)
        if found:
            annexed = re.match(r"\s?(?:de l|à l|du|de la)\W", found["rest"])
            return None if annexed else _found("article", found)
        if found := CLOSING.fullmatch(text) or CODE.fullmatch(text):
            return _found("article", found)
        if sections and (found := SECTION.match(text)):
            return _found("section", found)
    if "§" in text and (found := PARAGRAPH_AFTER.fullmatch(text)):
        before, rest = found["before"].strip(" /\t"), found["rest"].lstrip(SEPARATOR).rstrip()
        return Heading(
            "section", " ".join(found["number"].split()), f"{before} {rest}".strip() if WORD.search(before) else rest
        )
    if bare and (found := BARE.fullmatch(text)):
        return _found("section", found)
    return None


def container_of(text: str) -> Heading | None:
    """The container that a heading names: part, chapter … with its number and words; an annex or schedule."""
    if found := HAN_CONTAINER.match(text):
        unit = HAN_UNITS[found["mark"]]
        return _found(unit, found, RANKS[unit])
    if found := HAN_ANNEX.fullmatch(text):
        return _found("attachment", found)
    if found := KOREAN_CONTAINER.match(text):
        unit = KOREAN_UNITS[found["mark"]]
        return _found(unit, found, RANKS[unit])
    for pattern in (WORD_FIRST, ALONE, NUMBER_FIRST):
        found = pattern.match(text) if pattern is not NUMBER_FIRST else pattern.fullmatch(text)
        if not found:
            continue
        unit = UNITS.get(folded(found["word"]), "")
        if unit and (pattern is not NUMBER_FIRST or _counts(text)):
            return _found(unit, found, RANKS[unit])
    if counted := _in_words(text):
        return counted
    if found := ANNEX.fullmatch(text):
        return _found("attachment", found)
    if TRANSITION.fullmatch(text):
        return Heading("attachment", "", text)
    return None


def _counts(text: str) -> bool:
    first = text.split()[0].rstrip(".")
    return bool(first[0].isdigit() or re.fullmatch(ROMAN, first) or _is_ordinal(first))


def _is_ordinal(word: str) -> bool:
    return folded(word) in ORDINALS or folded(word) in TENS


def _in_words(text: str) -> Heading | None:
    """A container counted in words behind its name: "ČÁST PRVNÍ Obecná ustanovení"."""
    words = text.split(maxsplit=2)
    unit = UNITS.get(folded(words[0].rstrip(".")), "") if len(words) > 1 else ""
    if not unit or not _is_ordinal(words[1].rstrip(".:,-")):
        return None
    rest = words[2].lstrip(SEPARATOR) if len(words) > 2 else ""
    return Heading(unit, f"{words[0]} {words[1]}".rstrip(".:,-"), rest, RANKS[unit])
