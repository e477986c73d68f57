"""Laws of the legalize repositories: Markdown with YAML front matter, one file a law, many countries.

    ---
    title: "…"
    identifier: "CL-28933"
    country: "cl"
    rank: "ley"
    ---
    # Title
    ## TITULO I Of things
    ##### Artículo 1

The words of headings differ by country (Article, Artículo, Art., §, a bare number in Ireland); laws.importers.headings
knows them. Where no heading is an article, the lines of the text are looked at.
"""

from collections.abc import Iterator

from laws.importers.facts import from_front_matter
from laws.importers.frontmatter import fact, facts_at_beginning, split
from laws.importers.markdown_law import finished, pieces_of
from laws.importers.outline import Dialect
from laws.importers.types import LawFile, ParsedLaw

DIALECTS = {
    "ie": Dialect(bare=True),
    "no": Dialect(notes_glued=True),
    "ee": Dialect(raised_inserts=True),
}


class Legalize:
    """Front matter that names at least a title, with a country or an identifier."""

    name = "legalize"

    def sniff(self, file: LawFile) -> int:
        data = facts_at_beginning(file)
        if not fact(data, "title", "titulo"):
            return 0
        return 90 if fact(data, "country", "pais", "jurisdiction", "identifier", "rank") else 55

    def parse(self, file: LawFile) -> Iterator[ParsedLaw]:
        data, body = split(file.text)
        parsed = ParsedLaw([], tier="R")
        from_front_matter(parsed, data)
        parsed.pieces = pieces_of(body, DIALECTS.get(parsed.jurisdiction.lower(), Dialect()))
        yield finished(parsed, file)


ADAPTER = Legalize()
