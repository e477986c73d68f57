"""Numbers as laws print them, in figures, letters, Roman and Chinese numerals and words, read as one spelling."""

import html
import re
import unicodedata

# The Latin numerals that mark inserted articles, in their order (2, 3, 4 …).
LATIN = (
    "bis", "ter", "quater", "quinquies", "sexies", "septies", "octies", "novies", "decies", "undecies", "duodecies",
    "terdecies", "quaterdecies", "quindecies", "sexdecies", "septdecies", "octodecies", "novodecies", "vicies",
)  # fmt: skip
SAME_LATIN = {"quinque": "quinquies", "nonies": "novies", "octiens": "octies", "quinquis": "quinquies"}
# As many characters as a stored number has.
LONGEST = 60
DIGITS = {char: value for value, char in enumerate("〇一二三四五六七八九")} | {
    "零": 0,
    "○": 0,
    "两": 2,
    "兩": 2,
    "壹": 1,
    "贰": 2,
    "貳": 2,
    "叁": 3,
    "肆": 4,
    "伍": 5,
    "陆": 6,
    "柒": 7,
    "捌": 8,
    "玖": 9,
}
SCALES = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "万": 10000, "萬": 10000}
HAN_DIGITS = "".join(DIGITS) + "".join(SCALES)
HAN = re.compile(
    rf"第?\s?([{HAN_DIGITS}]{{1,12}}|\d{{1,9}})(?=\s?[条條章節节編编篇款項项目号號部類类卷分-]|[のノ之]|\W|$)"
)
HAN_MORE = re.compile(rf"\s?[条條章節节編编篇款項项]?\s?[のノ之-]\s?([{HAN_DIGITS}]{{1,12}}|\d{{1,9}})")
HANGUL = re.compile(r"제\s?(\d{1,9})\s?[조장절편관항](?:의\s?(\d{1,4}))?")
CJK = re.compile("[\u3005-\u30ff\u3400-\u9fff\uac00-\ud7af]")
MARKUP = re.compile(r"<[^<>]{1,40}>|\[\^[^\[\]]{1,20}\]|\(xxxx\)", re.IGNORECASE)
DASHES = re.compile("\\s?[‐‑‒–—−－〜~]\\s?")
SPACES = re.compile(r"[\s_*]+")
RAISED = re.compile("([0-9])([⁰¹²³⁴⁵⁶⁷⁸⁹]{1,3})")
INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060-\u2064\ufeff\x00-\x08\x0e-\x1f]")
# Words that introduce a number and are no part of it; accents are gone and all is lower case when they are looked for.
LEAD_WORDS = (
    r"articles?|articulos?|articolo|articol|articolul|artigos?|artikeln?|artikels?|artikkel|artikla|artikull"
    r"|artykul|arts?|artikulu|clanok|clanek|clen|clan|cl|straipsnis|pants|cikk|madde|pasal|dieu|αρθρο|αρθρα|αρθ"
    r"|статья|статьи|статия|ст|стаття|член|чл|sections?|secs?|paragraf|paragrafe|paragraphs?|paragraphe|parrafo"
    r"|par|rules?|regulations?|regs?|kapitel|kapittel|kap|luku|osa|cast|hlava|diel|dil|oddiel|oddil|chapters?"
    r"|chap|chapitre|capitulo|capitol|capitolul|cap|parts?|partea?|parte|partie|teil|titles?|titulo|titre|titel"
    r"|titolo|titol|books?|buch|livre|libro|livro|kniha|abschnitt|unterabschnitt|untertitel|seccion|subseccion"
    r"|seccio|sous-section|sous-titre|sous-chapitre|subchapter|subtitle|subdivision|divisions?|schedules?"
    r"|annexe?s?|anexo|anlage|anhang|bilaga|vedlegg|liite|priloha|allegato|appendix|numero|num|nr|no|n|κεφαλαιο"
    r"|μερος|τμημα|τιτλος|глава|раздел|часть|peatukk|jagu|avdeling|avsnitt"
)
LEAD = re.compile(rf"(?:(?:{LEAD_WORDS}|§{{1,3}}|ss?|附[則则]|№)(?![a-zα-ωа-я])[\s.:°№#()-]{{0,6}}|[(\[]\s?){{1,4}}")
LATINS = "|".join(sorted((*LATIN, *SAME_LATIN), key=len, reverse=True))
END = r"(?=[\s.:;,)\]°-]{0,3}(?:§|kap|luku|$|[.:;,)\]]))"
NUMBER = re.compile(
    rf"""(?:(?P<head>d[adft]|[a-z])[\s.]{{0,3}}(?=\d))?
    (?P<body>\d{{1,9}}(?!\d)(?:[.:/-]\d{{1,9}}(?!\d)){{0,6}})(?![.:/-]\d{{10}})
    (?:\s?(?:°|(?:er|re|ere|eme)(?![a-zα-ωа-я]))\.?)?
    (?:[\s.°-]{{0,3}}(?P<latin>{LATINS})(?:[\s-]?(?P<after>[a-z]{{1,2}}|\d{{1,3}}){END})?(?![a-z]))?
    (?:-?(?P<glued>[a-zα-ωа-я]{{1,2}})(?![a-zα-ωа-я])|[\s°-]{{1,2}}(?P<apart>[a-zα-ωа-я]{{1,2}}){END})?
    (?:[\s-](?P<latin2>{LATINS})(?![a-z]))?
    (?P<more>(?:-\d{{1,4}}(?![\da-z])){{0,4}})""",
    re.VERBOSE,
)
ROMAN = re.compile(
    r"(?P<roman>m{0,3}(?:cm|cd|d?c{0,3})(?:xc|xl|l?x{0,3})(?:ix|iv|v?i{0,3}))(?:(?<=[ivx])(?:er|re|e)|°)?"
    rf"(?:[\s-]?(?P<latin>{LATINS})|-?(?P<letter>[a-h]))?(?![a-zα-ωа-я0-9])"
)
ROMAN_VALUES = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100, "d": 500, "m": 1000}
LETTER = re.compile(r"([a-zα-ωа-я])(?![a-zα-ωа-я0-9])")
# The Spanish closing provisions count four times from one: additional, transitional, repealing, final.
CLOSING = re.compile(r"disposicion?(?:s|es)? (?:ad)?(dicional|transitoria|derogatoria|final|icional)(?:e?s)?\s?")
CLOSING_HEADS = {"icional": "da", "dicional": "da", "transitoria": "dt", "derogatoria": "dd", "final": "df"}
# "ARTÍCULO 1o." is typed for 1º; elsewhere an o behind a number is the letter.
ORDINAL_O = re.compile(r"^((?:articulo|artigo) \d{1,4})o(?![a-z])")
TO = re.compile(r"(\d[a-z]?) bis (\d)")
# Letters of other alphabets by their place, so that they sort; the Spanish ñ between n and o.
OTHER_LETTERS = {char: "abcdefghijklmnopqrstuvwxyz"[place] for place, char in enumerate("αβγδεζηθικλμνξοπρστυφχψω")} | {
    char: "abcdefghijklmnopqrstuvwxyz"[place] for place, char in enumerate("абвгдежзиклмнопрстуфхцч")
}
ORDINALS = {
    word: value
    for value, words in enumerate(
        (
            "first primero primera primer primeiro premier premiere erster erste erstes primo prima prvni prvy prva",
            "second segundo segunda deuxieme seconde zweiter zweite zweites secondo seconda andra annet druhy druha",
            "third tercero tercera tercer terceiro troisieme dritter dritte drittes terzo terza tredje treti tretia",
            "fourth cuarto cuarta quarto quatrieme vierter vierte viertes quarta fjarde ctvrty ctvrta stvrty stvrta",
            "fifth quinto quinta cinquieme funfter funfte funftes femte paty pata piata",
            "sixth sexto sexta sixieme sechster sechste sechstes sesto sjatte sesty sesta siesta",
            "seventh septimo septima setimo septieme siebenter siebter siebente siebte settimo sjunde sedma siedma",
            "eighth octavo octava oitavo huitieme achter achte achtes ottavo attonde osma",
            "ninth noveno novena nono neuvieme neunter neunte neuntes devata deviata",
            "tenth decimo decima dixieme zehnter zehnte zehntes desata desiata",
            "eleventh undecimo undecima onceavo onzieme elfter elfte",
            "twelfth duodecimo duodecima douzieme zwolfter zwolfte",
        ),
        start=1,
    )
    for word in words.split()
}
TENS = {"decimo": 10, "decima": 10, "vigesimo": 20, "vigesima": 20, "trigesimo": 30, "trigesima": 30}
SOLE = dict.fromkeys(["unico", "unica", "unique", "single", "only", "sole", "uniq", "unic"], "unico") | {
    "preliminar": "preliminar",
    "preliminary": "preliminar",
    "final": "final",
}
WORD = re.compile(r"[a-z]{4,12}")


PLAIN = re.compile(r"[1-9]\d{0,5}[a-z]?", re.ASCII)
# The shapes that most provisions of the world's laws are printed in; what follows the number is a heading.
COMMON = re.compile(
    r"(?:Article|Art[íi]culo|ART[ÍI]CULO|Art\.?|§|Section|第)\s?([LRD]?[1-9][0-9]{0,5}(?:-[0-9]{1,4}){0,3})([a-z])?\s?"
    r"(?:[條条]\s?|[.°]?(?:$|\s(?!Bis|Ter|Qu|Se|Oc|No|De|Un|Du)[A-ZÄÖÜÅØÉÎ][a-zäöüåøéèêîçß]{2}))"
)


def han_to_int(text: str) -> int:
    """`text` of Chinese or Japanese numerals as a number: 二十三 → 23, 一〇五 → 105, 千二百 → 1200."""
    if not any(char in SCALES for char in text):
        return int("".join(str(DIGITS[char]) for char in text))
    total = section = digit = 0
    for char in text:
        if char in DIGITS:
            digit = DIGITS[char]
        elif SCALES[char] == 10000:
            total, section, digit = total + (section + digit or 1) * 10000, 0, 0
        else:
            section, digit = section + (digit or 1) * SCALES[char], 0
    return total + section + digit


def roman_to_int(text: str) -> int:
    """`text` of lower-case Roman numerals, well formed, as a number."""
    values = [ROMAN_VALUES[char] for char in text]
    return sum(-value if value < max(values[place:]) else value for place, value in enumerate(values))


def read_number(raw: str) -> str:
    """The number in `raw`, in one spelling (see laws.importers.numbers.normalise); empty when there is none."""
    if PLAIN.fullmatch(raw):
        return raw
    common = COMMON.match(raw)
    if common and common[2] != "o" and "ransitori" not in raw and (len(raw) == common.end() or raw[0] != "第"):
        return common[1].lower() + (common[2] or "")
    text = _folded(raw[:300])
    if text.startswith("§§"):
        text = TO.sub(r"\1-\2", text, count=1)  # German "bis" between two figures is "to"
    closing = CLOSING.match(text)
    if closing:
        number = read_number(text[closing.end() :]).replace("unico", "1")
        return f"{CLOSING_HEADS[closing[1]]}{number}" if number[:1].isdigit() else ""
    text = ORDINAL_O.sub(r"\1", text, count=1)
    lead = LEAD.match(text)
    rest = (text[lead.end() :] if lead else text).lstrip(" .:-([\"'")
    if CJK.search(rest):
        rest = _chinese_numerals_read(rest)
    number = _figures(rest)
    if number and number[0].isdigit() and "transitori" in rest:
        return f"t{number}"
    number = (number or _words(rest) or _roman(rest) or _letter(rest)).rstrip("-.")
    # Cut to the column, two numbers would become one.
    return number if len(number) <= LONGEST else ""


def _folded(raw: str) -> str:
    """`raw` in lower case, without markup, accents and unusual spaces; signs of East Asia as they are."""
    text = raw
    if "&" in text:
        text = html.unescape(text)
    text = MARKUP.sub(" ", INVISIBLE.sub("", text))
    if not text.isascii():
        # "§ 3¹" is the paragraph inserted after 3, not paragraph 31.
        text = RAISED.sub(r"\1-\2", text.replace("º", "°").replace("ª", "°"))
        text = unicodedata.normalize("NFKC", text).lower()
        text = "".join(str(unicodedata.decimal(char)) if char.isdecimal() else char for char in text)
        if not CJK.search(text):
            text = unicodedata.normalize("NFKD", text.replace("ñ", "nn"))
            text = "".join(char for char in text if not unicodedata.combining(char))
        text = DASHES.sub("-", text)
    return SPACES.sub(" ", text.lower()).strip()


def _chinese_numerals_read(text: str) -> str:
    """`第百二十六条の二` as `126-2`: the number at the beginning and what is counted on from it, nothing after."""
    korean = HANGUL.match(text)
    if korean:
        return korean[1] + (f"-{korean[2]}" if korean[2] else "")
    found = HAN.match(text)
    if not found:
        return text
    numbers = [found[1]]
    end = found.end()
    while len(numbers) < 6:
        more = HAN_MORE.match(text, end)
        if not more:
            break
        numbers.append(more[1])
        end = more.end()
    return "-".join(number if number[0].isascii() else str(han_to_int(number)) for number in numbers)


def _figures(text: str) -> str:
    found = NUMBER.match(text)
    if not found:
        return ""
    number = (found["head"] or "") + found["body"].replace(":", "-").replace("/", "-")
    if found["latin"]:
        number += SAME_LATIN.get(found["latin"], found["latin"])
        number += f"-{found['after']}" if found["after"] else ""
    letters = found["glued"] or found["apart"] or ""
    if letters:
        letters = "".join(OTHER_LETTERS.get(char, char) for char in letters)
        number += f"-{letters}" if found["latin"] else letters
    if found["latin2"]:
        number += "-" + SAME_LATIN.get(found["latin2"], found["latin2"])
    return number + found["more"]


def _words(text: str) -> str:
    """Ordinals in words: "vigésimo primero" → 21; "único", "preliminar" as they are."""
    words = WORD.findall(text[:40])[:2]
    if not words or not text.startswith(words[0]):
        return ""
    first, second = words[0], words[1] if len(words) > 1 else ""
    if first in TENS and ORDINALS.get(second, 10) < 10 and text.startswith(f"{first} {second}"):
        return str(TENS[first] + ORDINALS[second])
    if first in ORDINALS:
        return str(ORDINALS[first])
    return str(TENS[first]) if first in TENS else SOLE.get(first, "")


def _roman(text: str) -> str:
    found = ROMAN.match(text)
    if not found or not found["roman"] or found["roman"] in "cdlm":
        return ""
    number = str(roman_to_int(found["roman"]))
    return (
        number + SAME_LATIN.get(found["latin"], found["latin"]) if found["latin"] else number + (found["letter"] or "")
    )


def _letter(text: str) -> str:
    found = LETTER.match(text)
    return OTHER_LETTERS.get(found[1], found[1]) if found else ""
