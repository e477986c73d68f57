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
from laws.importers.frontmatter import fact, split
from laws.importers.markdown_law import beginning, finished, pieces_of
from laws.importers.types import LawFile, ParsedLaw, Relation

FACT = re.compile(
    r"^(?P<name>Ausfertigungsdatum|Fundstelle|Neugefasst durch|Zuletzt geändert durch|Änderung durch|Stand|Hinweis|"
    r"Sonst|Berichtigung|Aufh|[A-ZÄÖÜ][a-zäöüß ]{3,40})\n"
    r":[ \t]{1,4}(?P<value>[^\n]{1,600}(?:\n[ \t]{4}\S[^\n]{0,300}){0,6})",
    re.MULTILINE,
)
GERMAN_DATE = re.compile(r"(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})")
HEAD = 12_000


def german_date(text: str) -> str:
    """17.7.2017 → 2017-07-17"""
    found = GERMAN_DATE.search(text)
    return partial(int(found[3]), int(found[2]), int(found[1])) if found else ""


class Bundestag:
    """Front matter with the official abbreviation (`jurabk`)."""

    name = "bundestag"

    def sniff(self, file: LawFile) -> int:
        data = split(beginning(file))[0]
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
                parsed.last_amended = german_date(value)
                parsed.relations.append(Relation("amends", value[:300], date=parsed.last_amended))
            elif found["name"] == "Neugefasst durch" and not parsed.dated:
                parsed.dated = german_date(value)
            elif found["name"] == "Änderung durch":
                # Announced and not worked in: it is no part of this text.
                parsed.relations.append(Relation("amends", value[:300], note="noch nicht eingearbeitet"))
        parsed.dated = max(parsed.last_amended, parsed.dated) or parsed.adopted
        body = FACT.sub("", body[:HEAD]) + body[HEAD:]
        parsed.pieces = pieces_of(body)
        yield finished(parsed, file)


ADAPTER = Bundestag()
