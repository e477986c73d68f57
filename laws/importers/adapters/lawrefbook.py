"""Laws of China as LawRefBook keeps them: a title, lines of the history, `## 第一章`, `第一条` at the head of a line.

# 中华人民共和国…法
1993年9月2日 …会议通过
2019年4月23日 …修正
<!-- INFO END -->
## 第一章 总则
第一条 为了……
"""

import re
from collections.abc import Iterator

from laws.importers.dates import long_date
from laws.importers.frontmatter import split
from laws.importers.markdown_law import beginning, finished, pieces_of
from laws.importers.types import LawFile, ParsedLaw, Relation

END = "<!-- INFO END -->"
TITLE = re.compile(r"#[ \t]{1,4}(\S[^\n]{1,300})")
ARTICLE = re.compile(
    r"^[ \t\u3000]{0,8}(?:#{1,6}[ \t]|\*\*)?第[〇零一二三四五六七八九十百千\d０-９ ]{1,10}[条條]", re.MULTILINE
)
HISTORY = re.compile(r"^[（(]?\s{0,3}(?=\d{4}年\d{1,2}月)(?P<line>[^\n]{6,400})$", re.MULTILINE)
EFFECT = re.compile(r"自(?P<date>\d{4}年\d{1,2}月\d{1,2}日)起(?:施行|实施|生效)")
CHANGED = re.compile("修正|修订|修改")
REPEALS = re.compile(r"《(?P<law>[^《》]{2,80})》同时废止")
KINDS = (
    ("宪法", "constitution"),
    ("条例", "regulation"),
    ("解释", "rules"),
    ("规则", "rules"),
    ("办法", "rules"),
    ("规定", "regulation"),
    ("细则", "regulation"),
    ("法", "statute"),
)
TRADITIONAL = frozenset("條國與關權會規實應對專業機當標識訴訟請見")
SIMPLIFIED = frozenset("条国与关权会规实应对专业机当标识诉讼请见")


class LawRefBook:
    """Markdown whose articles are `第…条`, with the mark that ends the history or a title in Chinese."""

    name = "lawrefbook"

    def sniff(self, file: LawFile) -> int:
        text = beginning(file)
        if text.lstrip("\ufeff \r\n").startswith(("{", "<?xml", "<html", "<!DOCTYPE", "---")):
            return 0
        articles = len(ARTICLE.findall(text))
        if END in text:
            return 95
        return 80 if articles and TITLE.match(text.lstrip("\ufeff \r\n")) else 0

    def parse(self, file: LawFile) -> Iterator[ParsedLaw]:
        text = split(file.text)[1]
        title = TITLE.match(text)
        end = text.find(END)
        head = text[: end if end >= 0 else 6000]
        first = ARTICLE.search(head)
        head = head[: first.start()] if first else head
        body = text[end + len(END) :] if end >= 0 else text
        parsed = ParsedLaw([], jurisdiction="CN", tier="R")
        parsed.language = script(text)
        parsed.title = title[1].strip() if title else ""
        parsed.titles = {parsed.language: parsed.title} if parsed.title else {}
        parsed.kind = kind_of(parsed.title)
        history(parsed, head)
        effect = EFFECT.search(text[-3000:]) or EFFECT.search(head)
        if effect and not parsed.last_amended:
            parsed.in_force_from = long_date(effect["date"])
        for repealed in REPEALS.finditer(text[-3000:]):
            parsed.relations.append(Relation("repeals", repealed["law"], acts=True))
        parsed.pieces = pieces_of(body, lines=True)
        if end >= 0:
            parsed.pieces = [piece for piece in parsed.pieces if piece.unit != "preamble" or piece.text != parsed.title]
        yield finished(parsed, file)


def history(parsed: ParsedLaw, head: str) -> None:
    """Dates of adoption and of the last amendment, from the lines before the text."""
    for found in HISTORY.finditer(head):
        line = found["line"]
        day = long_date(line[:20])
        if not parsed.adopted:
            parsed.adopted = day
        elif CHANGED.search(line):
            parsed.last_amended = max(parsed.last_amended, day)
    parsed.dated = parsed.last_amended or parsed.adopted


def kind_of(title: str) -> str:
    """The kind of an act of China by the last word of its title."""
    bare = re.sub(r"[（(][^（）()]{0,60}[）)]$", "", title.strip())
    return next((kind for ending, kind in KINDS if bare.endswith(ending)), "")


def script(text: str) -> str:
    """Whether the text is in simplified or traditional characters."""
    sample = text[:20_000]
    traditional, simplified = (sum(char in signs for char in sample) for signs in (TRADITIONAL, SIMPLIFIED))
    return "zh-Hant" if traditional > simplified else "zh-Hans"


ADAPTER = LawRefBook()
