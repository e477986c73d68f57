"""The names under which captures of laws keep what they hold."""

import html
import re
from collections.abc import Collection, Mapping
from typing import Any

from laws.importers.dates import short_date
from laws.importers.meta import words
from laws.importers.types import ParsedLaw


def keys(text: str) -> frozenset[str]:
    return frozenset(text.split())


ARTICLES = keys(
    "articles article sections provisions provision rules regulations 조문 조문단위 조문목록 条文 條文 法規內容 "
    "bodySections articulos artículos artigos artikel paragraphen"
)
CONTAINERS = keys("parts books titles chapters divisions subchapters subparts titulos capitulos")
# Lists of whatever: what stands in them decides.
LISTS = keys("children items nodes body contents content data elements toc structure entries results hierarchy")
ANNEXES = keys("schedules schedule annexes annex appendices attachments 별표 附件 附錄 anexos")
PARTS = keys(
    "subsections paragraphs clauses points subparagraphs subclauses sub_sections sub_clauses items_list lines "
    "항 호 목 incisos paragrafos absaetze 項 款"
)
NUMBERS = (
    *("number", "num", "no", "article_no", "article_number", "article_num", "articleNo", "articleNumber", "ArticleNo"),
    *(
        "section_no",
        "section_number",
        "section_num",
        "sectionNumber",
        "sectionNo",
        "label",
        "조문번호",
        "항번호",
        "호번호",
    ),
    *("목번호", "條號", "条号", "art", "numero", "número", "nummer", "chapter_number", "part_number", "chapterNumber"),
    *("section", "article", "chapter", "part", "조"),
)
BRANCHES = ("조문가지번호",)
HEADINGS = (
    *("heading", "title", "caption", "name", "article_title", "article_heading", "section_title", "section_heading"),
    *("sectionTitle", "articleTitle", "marginal_note", "marginalNote", "조문제목", "chapter_title", "chapter_name"),
    *("part_title", "subject", "titulo", "título", "überschrift", "標題"),
)
TEXTS = (
    *("text", "content", "body", "article_content", "article_text", "section_content", "section_text", "html", "value"),
    *("sectionContent", "articleContent", "description", "조문내용", "항내용", "호내용", "목내용", "條文內容", "texto"),
    *("full_text", "provision_text", "ArticleContent"),
)
MARKS = ("type", "kind", "level", "조문여부", "node_type", "element", "ArticleType")
# One string with the whole law. The corrected reading of a capture comes first.
WHOLE = (
    *("content_corrected", "content_normalized", "content_raw", "full_text", "fullText", "text", "content", "body"),
    *("raw_text", "law_text", "texto", "html"),
)
NOTHING = frozenset(("unknown", "n/a", "none", "null", "-"))
TAG = re.compile(r"<(/?)(\w{1,20})(?:\s[^<>]{0,500})?/?>")
BREAKS = frozenset(("p", "br", "div", "li", "tr", "h1", "h2", "h3", "h4", "h5", "h6", "table"))
# Characters of a text and of a number or heading; what is longer is none.
LONGEST = 10_000_000
LONGEST_NAME = 2_000


def plain(text: str) -> str:
    """A text of a capture: entities and tags resolved, blanks folded, lines kept."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if "<" in text:
        text = TAG.sub(lambda tag: "\n" if tag[2].lower() in BREAKS else "", text)
    if "&" in text:
        text = html.unescape(text)
    return "\n".join(line for line in (" ".join(raw.split()) for raw in text.split("\n")) if line)


def say(node: Mapping[str, Any], names: Collection[str]) -> str:
    """The first of the named values that is text or a number, in one line."""
    for name in names:
        if found := words(node.get(name)):
            return " ".join(plain(found[:LONGEST_NAME]).split())
    return ""


FACTS: dict[str, tuple[str, ...]] = {
    "title": (
        *("title", "name", "law_name", "lawName", "short_title", "act_title", "act_name", "title_normalized"),
        *("title_raw", "법령명_한글", "법령명한글", "법령명", "titulo", "título"),
    ),
    "jurisdiction": ("jurisdiction", "country", "country_code", "countryCode"),
    "language": ("language", "lang", "locale"),
    "number": ("law_number", "act_number", "act_no", "number", "공포번호", "citation", "numero"),
    "url": ("url", "source_url", "sourceUrl", "official_url", "link"),
    "licence": ("licence", "license"),
    "publisher": ("publisher", "source_authority"),
}
DATES: dict[str, tuple[str, ...]] = {
    "adopted": (
        *("adopted", "enacted", "date_enacted", "enactment_date", "promulgation_date", "promulgated", "date"),
        *("publication_date", "공포일자", "fecha"),
    ),
    "in_force_from": ("in_force_from", "in_force", "effective_date", "effectiveDate", "commencement_date", "시행일자"),
    "last_amended": ("last_amended", "lastAmended", "amended", "last_modified", "updated", "최종수정일자"),
    "dated": ("dated", "consolidation_date", "version_date", "as_of", "시행일자"),
}
IDENTIFIERS = ("id", "law_id", "lawId", "act_id", "법령ID", "법령일련번호", "internal_id", "celex", "eli")
# Objects that only tell about the law, and others that may do so.
ABOUT = ("metadata", "meta", "_metadata", "info", "기본정보", "identifiers", "header")
BLOCKS = (*ABOUT, "law", "document")


def facts_of(parsed: ParsedLaw, node: Mapping[str, Any]) -> None:
    """Fill the facts of a law from the top of a capture and from the blocks it keeps them in."""
    blocks = [node, *(node[key] for key in BLOCKS if isinstance(node.get(key), Mapping))]
    for block in blocks:
        for fact, names in FACTS.items():
            found = say(block, names)
            if found and found.lower() not in NOTHING and not getattr(parsed, fact):
                setattr(parsed, fact, found[:300])
        for fact, names in DATES.items():
            if not getattr(parsed, fact):
                dates = (short_date(words(block.get(name))) for name in names)
                setattr(parsed, fact, next((date for date in dates if date), ""))
        for name in IDENTIFIERS:
            value = words(block.get(name))
            parsed.identifiers += [value[:80]] if value and value not in parsed.identifiers else []
    if any("법령" in key or "조문" in key or "기본정보" in key for key in node):
        parsed.jurisdiction, parsed.language = parsed.jurisdiction or "KR", parsed.language or "ko"
    if not parsed.url.startswith(("http://", "https://")):
        parsed.url = ""
    parsed.jurisdiction = parsed.jurisdiction.upper() if len(parsed.jurisdiction) == 2 else parsed.jurisdiction
    if parsed.number and parsed.number not in parsed.identifiers:
        parsed.identifiers.insert(0, parsed.number[:80])
    if parsed.title and parsed.language:
        parsed.titles.setdefault(parsed.language, parsed.title)
