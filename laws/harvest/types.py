"""What a layout is given and what it gives back."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, BinaryIO, Protocol

from laws.importers.files import BadFile
from laws.importers.types import LawFile
from laws.models import LawSource

SENTENCE_AND_DETAIL = "{} ({})"


class Fault(Exception):
    """A document could not be had. `sentence` is constant and marked for translation; `detail` varies."""

    def __init__(self, sentence: str, detail: str = "") -> None:
        self.sentence, self.detail = sentence, detail
        super().__init__(SENTENCE_AND_DETAIL.format(sentence, detail) if detail else sentence)


class Later(Exception):
    """The publisher asks to wait `seconds` before the next request."""

    def __init__(self, seconds: float, said: str) -> None:
        self.seconds, self.said = seconds, said
        super().__init__(said)


@dataclass(frozen=True)
class Listed:
    """One document of a publisher's list.

    `key` is how the report names it. With `fixed` the address never changes its content (it names the revision), so
    that a document that was imported once is not asked for again. With `archive` it holds many texts. `meta` is what
    the list says of it, in the words of `meta.json`.
    """

    url: str
    key: str
    fixed: bool = False
    archive: bool = False
    meta: Mapping[str, Any] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


class Ask(Protocol):
    """How a layout reads an address: politely, guarded, and with a beat that keeps the run's lease."""

    def __call__(self, url: str) -> bytes:
        """The whole body. Raises Fault or Later."""
        ...


class Layout(Protocol):
    """A publisher's way of listing and packing. `kind` is what a document must look like: xml, json, zip or any."""

    name: str
    kind: str

    def listed(self, source: LawSource, ask: Ask) -> Iterator[Listed]:
        """Every document of the source, in the publisher's order. Raises Fault when the list cannot be read."""
        ...

    def files(self, source: LawSource, listed: Listed, body: BinaryIO, start: int = 0) -> Iterator[LawFile | BadFile]:
        """The texts in a fetched document from the one at `start`, always in the same order.

        Raises Fault when it is not what it should be.
        """
        ...

    def count(self, source: LawSource, body: BinaryIO) -> int:
        """How many texts `files` gives for an archive. Raises Fault as `files`."""
        ...


class OneTextEach:
    """For layouts whose documents are single texts."""

    def count(self, source: LawSource, body: BinaryIO) -> int:
        return 1
