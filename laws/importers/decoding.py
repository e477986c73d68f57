"""Bytes of unknown encoding as text: by byte order mark, as UTF-8, as declared, else as what the words show.

Text is never garbled: bytes that fit no encoding, or two encodings equally well, are refused.
"""

import codecs
import re

from django.utils.translation import gettext as _

# What a file may declare, and the superset by which publishers really mean it.
KNOWN = {
    "utf8": "utf-8",
    "ascii": "cp1252",
    "usascii": "cp1252",
    "iso88591": "cp1252",
    "latin1": "cp1252",
    "windows1252": "cp1252",
    "cp1252": "cp1252",
    "iso885915": "iso8859-15",
    "iso88592": "iso8859-2",
    "windows1250": "cp1250",
    "iso88595": "iso8859-5",
    "windows1251": "cp1251",
    "koi8r": "koi8-r",
    "iso88597": "iso8859-7",
    "windows1253": "cp1253",
    "iso88599": "iso8859-9",
    "windows1254": "cp1254",
    "windows1257": "cp1257",
    "iso885913": "iso8859-13",
    "shiftjis": "cp932",
    "sjis": "cp932",
    "xsjis": "cp932",
    "windows31j": "cp932",
    "cp932": "cp932",
    "eucjp": "euc_jp",
    "xeucjp": "euc_jp",
    "iso2022jp": "iso2022_jp",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "gb18030": "gb18030",
    "big5": "cp950",
    "xbig5": "cp950",
    "big5hkscs": "big5hkscs",
    "cp950": "cp950",
    "euckr": "cp949",
    "ksc5601": "cp949",
    "cp949": "cp949",
    "windows949": "cp949",
}
# XML declaration, HTML meta, a line of front matter.
DECLARED = re.compile(
    rb"""(?:\bcharset|\bencoding|^source_encoding)["']?\s{0,3}[=:]\s{0,3}["']?([A-Za-z0-9_\-]{3,20})""", re.MULTILINE
)
HEAD = 4096
BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
BINARY = (b"%PDF", b"PK\x03\x04", b"\x1f\x8b", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"\xd0\xcf\x11\xe0", b"{\\rtf")
# The commonest signs of a law in each encoding that is guessed. No character is in two lists that could be mistaken
# for one another by their bytes; kana and Hangul are counted as a whole.
SIGNS = {
    "cp932": frozenset("第条法律規定項号者場合、。" + "".join(map(chr, range(0x3041, 0x30FF)))),
    "euc_jp": frozenset("第条法律規定項号者場合、。" + "".join(map(chr, range(0x3041, 0x30FF)))),
    "gb18030": frozenset(
        "的第条法律规定国人民应当权利关于其他有或者不以及依照中华章一二三四五六七八九十、。，；：（）"
    ),
    "cp950": frozenset("之第條法律規定國人民應權利關於其他有或者不以及依章得為一二三四五六七八九十、。，；：（）"),
    "cp949": frozenset("의을를이는은에제조법항다할수있한하여그및또는"),
}
# The letters of western European languages and the signs their laws are printed with.
WESTERN = frozenset(
    "àâäáãåæçèéêëìíîïñòóôöõøœùúûüýÿßÀÂÄÁÃÅÆÇÈÉÊËÌÍÎÏÑÒÓÔÖÕØŒÙÚÛÜÝþðÞÐ§°ºª«»“”„‘’‚–—…·•¿¡©®€£½¼¾²³¹×\u00a0\u00ad´`¨"
)
SAMPLE = 60_000
ENOUGH, CLEARLY = 0.2, 1.4


def decode(data: bytes) -> str:
    """`data` as text. Raises Rejected when it is no text, or when its encoding cannot be told without garbling."""
    from laws.importers.types import Rejected

    for mark, name in BOMS:
        if data.startswith(mark):
            text = _strict(data[len(mark) :], name)
            if text is None:
                raise Rejected(
                    _("The file begins as %(encoding)s but is not: it is damaged or cut off.") % {"encoding": name}
                )
            break
    else:
        if data.startswith(BINARY):
            raise Rejected(_("This is a PDF, picture, archive or office document, not a text file."))
        if b"\x00" in data:
            raise Rejected(_("The file holds binary data (NUL bytes): it is not a text file."))
        text = _by_declaration(data) or _by_signs(data)
        if text is None:
            raise Rejected(
                _(
                    "The encoding of the file cannot be told: it is not UTF-8, and nothing it declares or shows fits. "
                    "Save it as UTF-8."
                )
            )
    if "\x00" in text:
        raise Rejected(_("The file holds binary data (NUL bytes): it is not a text file."))
    return text


def _strict(data: bytes, name: str) -> str | None:
    try:
        return data.decode(name)
    except UnicodeDecodeError:
        return None


def _beginning(data: bytes, name: str) -> str | None:
    """The beginning of the text in an encoding; a character cut off at its end is nobody's fault."""
    try:
        return codecs.getincrementaldecoder(name)("strict").decode(data[:SAMPLE])
    except UnicodeDecodeError:
        return None


def _by_declaration(data: bytes) -> str | None:
    """UTF-8 where the bytes are UTF-8 whatever is declared (a saved page keeps its old declaration), else as declared.

    ISO-2022-JP is ASCII bytes with escapes, so that it is looked for before UTF-8 would take it.
    """
    declared = DECLARED.search(data[:HEAD])
    name = KNOWN.get(re.sub(r"[^a-z0-9]", "", declared[1].decode("ascii").lower()), "") if declared else ""
    if b"\x1b$" in data[:SAMPLE] or b"\x1b(" in data[:SAMPLE]:
        text = _strict(data, "iso2022_jp")
        if text is not None:
            return text
    text = _strict(data, "utf-8")
    if text is not None or not name:
        return text
    text = _strict(data, name)
    # One byte a letter fits everything: a declaration of it counts only where the result reads as words.
    if text is not None and name == "cp1252" and not _western(data):
        return None
    return text


def _by_signs(data: bytes) -> str | None:
    """The text in the one encoding in which it reads clearly better than in any other."""
    if _western(data):
        return _strict(data, "cp1252")
    scores: list[tuple[float, str]] = []
    for name, signs in SIGNS.items():
        text = _beginning(data, name)
        if text is None:
            continue
        foreign = [char for char in text if char > "\x7f"]
        scores.append((sum(char in signs for char in foreign) / max(len(foreign), 1), name))
    scores.sort(reverse=True)
    if not scores or scores[0][0] < ENOUGH:
        return None
    if len(scores) > 1 and scores[0][0] < scores[1][0] * CLEARLY:
        return None
    return _strict(data, scores[0][1])


def _western(data: bytes) -> bool:
    """Whether the high bytes stand alone among ASCII letters, as accents do, and are the letters of western Europe."""
    sample = data[:SAMPLE]
    runs = re.findall(rb"[\x80-\xff]+", sample)
    high = sum(map(len, runs))
    if not high:
        return True
    alone = sum(len(run) for run in runs if len(run) <= 2)
    try:
        letters = b"".join(runs).decode("cp1252")
    except UnicodeDecodeError:
        return False
    known = sum(letter in WESTERN for letter in letters)
    return alone >= 0.9 * high and known >= 0.97 * high and high < 0.3 * len(sample)
