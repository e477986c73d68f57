"""Plain text and Markdown without facts: articles are lines that begin `第…条`, `Article N`, `§ N`, `Section N`.

The facts come from `meta.json`; the title is the first line where nothing names it.
"""

import re
from collections.abc import Iterator

from laws.importers.adapters.lawrefbook import script
from laws.importers.frontmatter import split
from laws.importers.headings import article_of, container_of
from laws.importers.markdown import heading_text
from laws.importers.markdown_law import beginning, finished, pieces_of, pieces_of_lines
from laws.importers.types import LawFile, ParsedLaw

ARTICLE = re.compile(
    r"^[ \t\u3000]{0,12}(?:#{1,6}[ \t]{1,3})?(?:\*\*|__)?\[?"
    r"(?:第\s?[〇零一二三四五六七八九十百千\d０-９ -]{1,12}\s?[条條]|"
    r"제\s?\d{1,4}\s?조|§\s?\d|\d{1,4}(?:\s[a-z])?\s?§|(?i:art[íi]culo|article|artigo|artikel|artikkel|articolo|artykuł|"
    r"art\.|art|čl\.|čl[áa]nok|čl[áa]nek|član|άρθρο|статья|стаття|член|madde|pasal|section|sec\.|rule|regulation)[\s.]{1,3}\S)",
    re.MULTILINE,
)
MARKDOWN = re.compile(r"^#{1,6}[ \t]\S", re.MULTILINE)
MARKUP = re.compile(
    r"\s{0,200}(?:\ufeff)?(?:<\?xml|<!DOCTYPE|<html|<[A-Za-z][\w:.-]{0,40}[\s>/]|[{\[]\s{0,20}[\"{\[\]}])",
    re.IGNORECASE,
)
KANA = re.compile("[\u3041-\u309f]")
WORDS = (
    ("es", r"\b(?:art[íi]culo|la presente ley|el|los|las)\b"),
    ("fr", r"\b(?:article|la présente loi|le|les|des|est)\b"),
    ("de", r"\b(?:der|die|das|dieses Gesetz|und)\b"),
    ("pt", r"\b(?:artigo|esta lei|não|são|os|das)\b"),
    ("it", r"\b(?:articolo|la presente legge|il|della|sono)\b"),
    ("en", r"\b(?:the|of|this act|and|shall)\b"),
    ("sv", r"\b(?:och|att|denna lag|som|inte)\b"),
    ("nl", r"\b(?:het|een|deze wet|van|niet)\b"),
)
SAMPLE = 20_000


class PlainText:
    """Text that is not marked up and has lines beginning as articles do."""

    name = "plaintext"

    def sniff(self, file: LawFile) -> int:
        if file.siblings:
            return 0
        text = beginning(file)
        if not text.strip() or MARKUP.match(text):
            return 0
        found = len(ARTICLE.findall(text))
        return 40 if found > 1 else 20 if found else 5

    def parse(self, file: LawFile) -> Iterator[ParsedLaw]:
        text = split(file.text)[1]
        if MARKUP.match(text):
            text = ""  # it is data or a page, for another adapter: read as text, its marks would become law
        parsed = ParsedLaw([])
        parsed.pieces = pieces_of(text) if MARKDOWN.search(text) else pieces_of_lines(text)
        parsed.language = "" if file.meta.get("language") else language_of(text)
        if not file.meta.get("title") and not file.meta.get("title_original"):
            first = next((line for line in text[:4000].split("\n") if line.strip()), "")
            title = heading_text(first.strip("# \t"))[:300]
            parsed.title = "" if article_of(title) or container_of(title) else title
        yield finished(parsed, file)


def language_of(text: str) -> str:
    """The language of a text, by its script and by small words; empty where two are as likely."""
    sample = text[:SAMPLE]
    if KANA.search(sample):
        return "ja"
    if any("\u4e00" <= char <= "\u9fff" for char in sample[:2000]):
        return script(sample)
    if any("\uac00" <= char <= "\ud7af" for char in sample[:2000]):
        return "ko"
    counts = sorted(((len(re.findall(words, sample, re.IGNORECASE)), code) for code, words in WORDS), reverse=True)
    return counts[0][1] if counts[0][0] >= 5 and counts[0][0] > 1.5 * counts[1][0] else ""


ADAPTER = PlainText()
