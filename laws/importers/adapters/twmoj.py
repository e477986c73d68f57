"""Laws of Taiwan: the open data of the Ministry of Justice (law.moj.gov.tw), in three layouts.

    {"法規名稱": …, "法規內容": [{"編章節": "第 一 章 總則"}, {"條號": "第 1 條", "條文內容": …}]}      split files
    {"UpdateDate": …, "Laws": [{"LawName": …, "LawArticles": [{"ArticleType", "ArticleNo", "ArticleContent"}]}]}
    the same with "Eng" before each key: the ministry's English translations

A heading's rank is in its word (編 章 節 款 目), else in its indentation, three spaces a rank.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from laws.importers.broken import place_of
from laws.importers.dates import long_date, short_date
from laws.importers.meta import with_meta, words
from laws.importers.types import LawFile, ParsedLaw, Piece, Rejected
from laws.importers.xmlsafe import head, squeeze

KEYS = ('"法規名稱"', '"LawName"', '"LawArticles"', '"EngLawArticles"', '"法規內容"', '"條號"')
UNITS = {"編": "part", "章": "chapter", "節": "section_group", "款": "division", "目": "hcontainer"}
RANKS = {"part": 0, "chapter": 1, "section_group": 2, "division": 3, "hcontainer": 4}
WESTERN = {"part": "part", "book": "part", "chapter": "chapter", "section": "section_group", "subsection": "division"}
HEADING = re.compile(
    r"^\s*(第\s*[\d〇零一二三四五六七八九十百千]{1,8}\s*([編章節款目])(?:\s*之\s*[一二三四五六七八九十]{1,3})?)\s*(.*)$",
    re.DOTALL,
)
ENGLISH = re.compile(
    r"^\s*((Part|Book|Chapter|Section|Subsection)\s+[\w\-]{1,12})[\s.:：]*(.*)$", re.DOTALL | re.IGNORECASE
)
PCODE = re.compile(r"pcode=([A-Za-z]\d{7})", re.IGNORECASE)
KINDS = {"憲法": "constitution", "法律": "statute", "命令": "regulation"}


def value(record: Mapping[str, Any], *names: str) -> str:
    """The first of the named values that is text, as it stands."""
    for wanted in names:
        if isinstance(record.get(wanted), str) and record[wanted].strip():
            return str(record[wanted])
    return ""


def heading(text: str) -> Piece:
    """A heading with its unit; its rank stands in `depth` until the tree is known."""
    if found := HEADING.match(text):
        unit = UNITS[found[2]]
        return Piece(unit, squeeze(found[1]), squeeze(found[3]), depth=RANKS[unit])
    if found := ENGLISH.match(text):
        unit = WESTERN[found[2].lower()]
        return Piece(unit, squeeze(found[1]), squeeze(found[3]), depth=RANKS[unit])
    indent = (len(text) - len(text.lstrip(" "))) // 3
    return Piece("hcontainer", "", squeeze(text), depth=min(indent, 4))


def pieces_of(rows: Sequence[Any]) -> list[Piece]:
    """Headings and articles in their order, with depths instead of ranks."""
    found: list[Piece] = []
    ranks: list[int] = []
    for row in rows:
        if not isinstance(row, Mapping):
            continue
        number = value(row, "條號", "ArticleNo", "EngArticleNo")
        content = value(row, "條文內容", "ArticleContent", "EngArticleContent")
        title = value(row, "編章節") or (content if value(row, "ArticleType", "EngArticleType").strip() == "C" else "")
        if title:
            piece = heading(title)
            while ranks and ranks[-1] >= piece.depth:
                ranks.pop()
            rank, piece.depth = piece.depth, len(ranks)
            ranks.append(rank)
            found.append(piece)
        elif number or content.strip():
            text = "\n".join(line.rstrip() for line in content.replace("\r\n", "\n").strip().split("\n"))
            unit = "article" if number else "intro"
            found.append(Piece(unit, squeeze(number), "", text, len(ranks)))
    return found


def law_of(record: Mapping[str, Any], update: str) -> ParsedLaw:
    """One record as a law. It may turn out to have no articles."""
    english = "EngLawArticles" in record
    rows = record.get("法規內容") or record.get("EngLawArticles") or record.get("LawArticles") or ()
    parsed = ParsedLaw(
        pieces_of(rows) if isinstance(rows, list) else [],
        jurisdiction="TW",
        language="en" if english else "zh-Hant",
        publisher="Ministry of Justice, Taiwan (law.moj.gov.tw)",
        tier="R",
        is_translation=english,
        translation_note="Ministry of Justice, Taiwan" if english else "",
    )
    foreword = value(record, "前言", "LawForeword", "EngLawForeword")
    if foreword and parsed.pieces:
        parsed.pieces.insert(0, Piece("preamble", text=foreword.replace("\r\n", "\n").strip()))
    chinese, western = value(record, "法規名稱", "LawName").strip(), value(record, "英文法規名稱", "EngLawName").strip()
    parsed.title = western if english else chinese
    parsed.titles = {key: title for key, title in (("zh-Hant", chinese), ("en", western)) if title}
    parsed.kind = KINDS.get(value(record, "法規性質", "LawLevel").strip(), "")
    parsed.url = value(record, "法規網址", "EngLawURL", "LawURL", "LawUrl").strip()
    if found := PCODE.search(parsed.url):
        parsed.number = found[1].upper()
        parsed.identifiers = [parsed.number]
    changed = value(record, "最新異動日期", "EngLawModifiedDate", "LawModifiedDate")
    parsed.dated = parsed.last_amended = short_date(changed)
    parsed.in_force_from = short_date(value(record, "生效日期", "LawEffectiveDate"))
    # The history begins with the enactment; what the year 1 of the Republic knows not, nothing says.
    parsed.adopted = long_date(value(record, "沿革內容", "LawHistories")[:60])
    for key in ("廢止註記", "LawAbandonNote", "EngLawAbandonNote"):
        if key in record:
            abandoned = bool(words(record[key]))
            parsed.status = "repealed" if abandoned else "in_force"
            parsed.status_basis = f"{key} {words(record[key]) or 'empty'} in the data of the ministry {update}".strip()
    attached = record.get("附件") or record.get("LawAttachements")
    if isinstance(attached, list) and attached:
        parsed.warnings.append(_("%(count)d attached files are not in the data.") % {"count": len(attached)})
    return parsed


class Ministry:
    """One law or the whole archive in one file."""

    name = "twmoj"

    def sniff(self, file: LawFile) -> int:
        beginning = head(file)
        if not beginning.startswith(("{", "[")):
            return 0
        return 95 if any(key in beginning for key in KEYS) else 0

    def parse(self, file: LawFile) -> Iterator[ParsedLaw]:
        try:
            data: Any = json.loads(file.text)
        except (ValueError, RecursionError) as error:
            raise Rejected(_("The JSON is cut off or broken: %(where)s") % {"where": place_of(error)}) from error
        update = words(data.get("UpdateDate")) if isinstance(data, Mapping) else ""
        records = data.get("Laws") if isinstance(data, Mapping) and "Laws" in data else data
        many = records if isinstance(records, list) else [records]
        empty: list[str] = []
        for record in many:
            parsed = law_of(record, update) if isinstance(record, Mapping) else ParsedLaw([])
            if parsed.articles:
                yield with_meta(parsed, file.meta if len(many) == 1 else {})
            else:
                empty.append(parsed.title or "?")
        if empty or not many:
            names = ", ".join(empty[:20])[:300]
            raise Rejected(_("0 articles found in %(count)d laws: %(names)s") % {"count": len(empty), "names": names})


ADAPTER = Ministry()
