"""What an adapter is given and what it gives back."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Protocol

from laws.importers.decoding import decode

# The Akoma Ntoso names of pieces that contain others. Whatever a publisher calls its headings is mapped to one of
# these; `hcontainer` is the one for a heading whose rank has no name.
CONTAINERS = frozenset(
    (
        "book",
        "part",
        "title",
        "subtitle",
        "chapter",
        "subchapter",
        "division",
        "section_group",
        "hcontainer",
        "attachment",
    )
)
# Pieces that are counted as articles, under the name their law uses.
ARTICLES = frozenset(("article", "section", "rule", "regulation"))
# Everything else: text before the first article, numbered paragraphs of a schedule, annexes without articles of their
# own, closing words.
TEXTS = frozenset(("preface", "preamble", "intro", "paragraph", "conclusions", "annex", "note"))


class Rejected(Exception):
    """The file cannot be read as a law. The text is a sentence for whoever imports it."""


@dataclass(frozen=True)
class LawFile:
    """One file as it was given: its path inside what was imported, its bytes, and the `meta.json` beside it.

    `siblings` is filled where a folder holds one law in many files (one article a file): the files in order.
    """

    path: str
    data: bytes
    meta: Mapping[str, Any] = field(default_factory=dict)
    siblings: Sequence["LawFile"] = ()

    @cached_property
    def text(self) -> str:
        """The bytes as text, in the encoding they declare or show. Raises Rejected when they are no text."""
        return decode(self.data)


@dataclass
class Piece:
    """One row of a text, in document order. `depth` 0 stands at the top; a deeper piece belongs to the nearest
    shallower container before it. `number_raw` is as printed ("Artículo 5º bis", "第十八条之一"); the rest of the
    numbering is worked out for the whole text by `laws.importers.numbers`."""

    unit: str
    number_raw: str = ""
    heading: str = ""
    text: str = ""
    depth: int = 0

    @property
    def kind(self) -> str:
        return "container" if self.unit in CONTAINERS else "article" if self.unit in ARTICLES else "text"


@dataclass
class Relation:
    """`kind` as LawRelation.Kind. `acts` True: this law acts on `label`; False: `label` acts on this law.
    `label` is the other law as the text names it, `identifier` its number where the format gives one."""

    kind: str
    label: str
    identifier: str = ""
    acts: bool = False
    date: str = ""
    note: str = ""


@dataclass
class ParsedLaw:
    """A text and what its file and `meta.json` say of it. An empty field is not known; nothing is guessed.

    Dates are partial dates (YYYY, YYYY-MM, YYYY-MM-DD). `identifiers` are every number or id by which the catalogue
    may know the law. `status` is set only where the publisher's own data says it, with `status_basis` saying where.
    `titles` by language; `title` is the one of this text. `warnings` are sentences for the report.
    """

    pieces: list[Piece]
    jurisdiction: str = ""
    language: str = ""
    title: str = ""
    titles: dict[str, str] = field(default_factory=dict)
    number: str = ""
    identifiers: list[str] = field(default_factory=list)
    kind: str = ""
    dated: str = ""
    in_force_from: str = ""
    in_force_to: str = ""
    adopted: str = ""
    last_amended: str = ""
    status: str = ""
    status_basis: str = ""
    is_translation: bool = False
    translation_note: str = ""
    publisher: str = ""
    source: str = ""
    url: str = ""
    tier: str = ""
    licence: str = ""
    retrieved: str = ""
    relations: list[Relation] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)

    @property
    def articles(self) -> int:
        """The articles of the law itself. Those in its attachments are numbered anew there and counted nowhere."""
        count, attached = 0, -1
        for piece in self.pieces:
            if attached >= 0 and piece.depth <= attached:
                attached = -1
            if attached < 0 and piece.unit == "attachment":
                attached = piece.depth
            count += attached < 0 and piece.kind == "article"
        return count

    @property
    def containers(self) -> int:
        return sum(piece.kind == "container" for piece in self.pieces)


class Adapter(Protocol):
    """One family of formats. `name` is stored with each text it read (at most 20 characters)."""

    name: str

    def sniff(self, file: LawFile) -> int:
        """How sure it is that it can read the file, by its content: 0 not at all … 100. Never raises."""
        ...

    def parse(self, file: LawFile) -> Iterator[ParsedLaw]:
        """The laws in the file (nearly always one). Raises Rejected; nothing else, whatever the bytes are."""
        ...
