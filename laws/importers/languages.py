"""Languages of texts: one spelling for each, and the ISO 639-2 code that addresses of Akoma Ntoso use."""

import re

SPELLING = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})?")
CHINESE = {
    "zh-cn": "zh-Hans",
    "zh-sg": "zh-Hans",
    "zh-hans": "zh-Hans",
    "zh-tw": "zh-Hant",
    "zh-hk": "zh-Hant",
    "zh-mo": "zh-Hant",
    "zh-hant": "zh-Hant",
}
# ISO 639-2/T by ISO 639-1, for the languages in which states publish their laws.
ISO = (
    "am:amh ar:ara az:aze be:bel bg:bul bi:bis bn:ben bs:bos ca:cat cs:ces cy:cym da:dan de:deu dv:div dz:dzo"
    " el:ell en:eng es:spa et:est eu:eus fa:fas fi:fin fj:fij fo:fao fr:fra ga:gle gl:glg gu:guj he:heb hi:hin"
    " hr:hrv ht:hat hu:hun hy:hye id:ind is:isl it:ita ja:jpn ka:kat kk:kaz kl:kal km:khm ko:kor ku:kur ky:kir"
    " la:lat lb:ltz lo:lao lt:lit lv:lav mg:mlg mi:mri mk:mkd mn:mon mr:mar ms:msa mt:mlt my:mya nb:nob ne:nep"
    " nl:nld nn:nno no:nor pa:pan pl:pol ps:pus pt:por rm:roh rn:run ro:ron ru:rus rw:kin se:sme si:sin sk:slk"
    " sl:slv sm:smo so:som sq:sqi sr:srp ss:ssw st:sot sv:swe sw:swa ta:tam te:tel tg:tgk th:tha ti:tir tk:tuk"
    " tl:tgl tn:tsn to:ton tr:tur uk:ukr ur:urd uz:uzb vi:vie xh:xho zh:zho zu:zul"
)
THREE_LETTERS = dict(pair.split(":") for pair in ISO.split())
TWO_LETTERS = {three: two for two, three in THREE_LETTERS.items()}


def language_code(raw: str) -> str:
    """`raw` in the spelling the library uses (`en`, `zh-Hans`); empty when it is no code of a language."""
    text = raw.strip().replace("_", "-")
    found = CHINESE.get(text.lower())
    if found:
        return found
    main, _hyphen, rest = text.partition("-")
    main = TWO_LETTERS.get(main.lower(), main.lower())
    code = f"{main}-{rest}" if rest and main == "zh" else main
    return code if SPELLING.fullmatch(code) else ""


def iso_639_2(language: str) -> str:
    """The three letters of an address for a language as the library spells it."""
    main = language.partition("-")[0]
    return THREE_LETTERS.get(main, main if len(main) == 3 else "und")
