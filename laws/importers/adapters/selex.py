"""Laws of Sweden as se-lex/sfs keeps them: Swedish front matter, `## 2 kap.`, `#### 3 §`.

---
beteckning: 1970:485
rubrik: …lag
utfardad_datum: 1970-06-29
andringsforfattningar:
  - beteckning: "1986:235"
    rubrik: "Lag (1986:235) om ändring i …"
    ikraft_datum: 1986-07-01
---
"""

from collections.abc import Iterator

from laws.importers.facts import from_front_matter
from laws.importers.frontmatter import fact, facts_at_beginning, split
from laws.importers.markdown_law import finished, pieces_of
from laws.importers.types import LawFile, ParsedLaw


class Selex:
    """Front matter with `beteckning` and `rubrik`."""

    name = "selex"

    def sniff(self, file: LawFile) -> int:
        data = facts_at_beginning(file)
        return 95 if fact(data, "beteckning") and fact(data, "rubrik") else 0

    def parse(self, file: LawFile) -> Iterator[ParsedLaw]:
        data, body = split(file.text)
        parsed = ParsedLaw([], tier="R")
        from_front_matter(parsed, data)
        parsed.jurisdiction, parsed.language = "SE", "sv"
        parsed.titles = {"sv": parsed.title}
        number = fact(data, "beteckning")
        parsed.number = f"SFS {number}"
        parsed.identifiers = [parsed.number, number]
        title = parsed.title.lower()
        parsed.kind = "regulation" if "förordning" in title.split("(")[0] else "statute"
        if title.startswith(("grundlag", "regeringsform", "tryckfrihetsförordning", "yttrandefrihetsgrundlag")):
            parsed.kind = "constitution"
        parsed.pieces = pieces_of(body)
        yield finished(parsed, file)


ADAPTER = Selex()
