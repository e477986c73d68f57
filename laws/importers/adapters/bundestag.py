"""Federal laws of Germany as bundestag/gesetze keeps them: front matter, a list of facts, `### § 1 Heading`.

---
Title: Gesetz über …
jurabk: ABCG
slug: abcg
---
# Gesetz über … (ABCG)

Ausfertigungsdatum
:   1965-09-09

Zuletzt geändert durch
:   Art. 1 G v. 2.3.2021 I 456
"""

import re
from collections.abc import Iterator

from laws.importers.dates import partial
from laws.importers.frontmatter import fact, facts_at_beginning, split
from laws.importers.markdown import DEFINITION, RULE
from laws.importers.markdown_law import finished, pieces_of
from laws.importers.types import LawFile, ParsedLaw, Relation

FACT = re.compile(
    r"^(?P<name>Ausfertigungsdatum|Fundstelle|Neugefasst durch|Zuletzt geändert durch|Änderung durch|Stand|Hinweis|"
    r"Sonst|Berichtigung|Aufh|[A-ZÄÖÜ][a-zäöüß ]{3,40})\n"
    r":[ \t]{1,4}(?P<value>[^\n]{1,600}(?:\n[ \t]{4}\S[^\n]{0,300}){0,6})",
    re.MULTILINE,
)
# "textlich nachgewiesen, dokumentarisch noch nicht abschließend bearbeitet" and "ist berücksichtigt" are in the text;
# only what says that the wording itself waits is not.
NOT_IN_TEXT = re.compile(r"nicht(?:\s+\w+){0,2}\s+(?:berücksichtigt|eingearbeitet|nachgewiesen)", re.IGNORECASE)
WORKED_LATER = "noch nicht eingearbeitet"
# How a list item stands there: its mark and two spaces. "81) geändert" and "(EU) 2018/302" are wrapped lines.
LISTED = re.compile(r"[ \t]{0,12}(?:[-*+•–—]|\(?[0-9a-zA-Z]{1,5}[.)°]{1,2})[ \t\u00a0]{2,}\S")
GERMAN_DATE = re.compile(r"(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})")
HEAD = 12_000


def german_date(text: str) -> str:
    """17.7.2017 → 2017-07-17"""
    found = GERMAN_DATE.search(text)
    return partial(int(found[3]), int(found[2]), int(found[1])) if found else ""


def amended(parsed: ParsedLaw, value: str) -> None:
    """One amendment of the list. The text is that of the newest one that is in it; the day it comes into force may be
    later and is not said."""
    waits = NOT_IN_TEXT.search(value) is not None
    day = german_date(value)
    parsed.relations.append(
        Relation("amends", value[:300], date="" if waits else day, note=WORKED_LATER if waits else "")
    )
    if not waits:
        parsed.last_amended = max(parsed.last_amended, day)


def unwrapped(body: str) -> str:
    """`body` with the lines that the publisher wrapped joined: a new item begins after an empty line or at a mark."""
    found: list[str] = []
    is_open = False
    for line in body.split("\n"):
        stands_alone = not line.strip() or line.startswith(("#", "|")) or RULE.fullmatch(line) is not None
        if is_open and not (stands_alone or LISTED.match(line) or DEFINITION.match(line)):
            found.append(f" {line.strip()}" + ("  " if line.endswith("  ") else ""))
        else:
            found.append(f"\n{line}")
        is_open = not stands_alone and not line.endswith(("  ", "\\")) and "<br" not in line[-8:]
    return "".join(found)


class Bundestag:
    """Front matter with the official abbreviation (`jurabk`)."""

    name = "bundestag"

    def sniff(self, file: LawFile) -> int:
        data = facts_at_beginning(file)
        return 95 if fact(data, "jurabk") and fact(data, "Title", "title") else 0

    def parse(self, file: LawFile) -> Iterator[ParsedLaw]:
        data, body = split(file.text)
        short, slug = fact(data, "jurabk"), fact(data, "origslug", "slug")
        parsed = ParsedLaw([], jurisdiction="DE", language="de", tier="R", kind="statute")
        parsed.title = fact(data, "Title", "title")
        parsed.titles = {"de": parsed.title}
        if parsed.title.lower().startswith(("verordnung", "erste verordnung")) or parsed.title.endswith("verordnung"):
            parsed.kind = "regulation"
        parsed.number = short
        parsed.identifiers = list(dict.fromkeys(name for name in (short, re.sub(r"\s\d{4}$", "", short), slug) if name))
        parsed.url = f"https://www.gesetze-im-internet.de/{slug}/" if re.fullmatch(r"[\w\-]{1,60}", slug) else ""
        parsed.publisher = "Bundesamt für Justiz"
        for found in FACT.finditer(body[:HEAD]):
            value = " ".join(found["value"].split())
            if found["name"] == "Ausfertigungsdatum":
                parsed.adopted = value[:10] if re.fullmatch(r"\d{4}-\d\d-\d\d", value[:10]) else german_date(value)
            elif found["name"] == "Zuletzt geändert durch":
                amended(parsed, value)
            elif found["name"] == "Neugefasst durch" and not parsed.dated:
                parsed.dated = german_date(value)
            elif found["name"] == "Änderung durch" or (found["name"] == "Hinweis" and "Änderung durch" in value):
                amended(parsed, value)
        parsed.dated = max(parsed.last_amended, parsed.dated) or parsed.adopted
        body = FACT.sub("", body[:HEAD]) + body[HEAD:]
        parsed.pieces = pieces_of(unwrapped(body))
        yield finished(parsed, file)


ADAPTER = Bundestag()
