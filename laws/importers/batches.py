"""The texts of a JSON Lines file in batches, made ready while the database stores the ones before."""

from collections.abc import Iterator
from dataclasses import dataclass

from laws.importers.files import LineFile
from laws.importers.jsonl import ADAPTER_NAME, BadLine, LawLines, Look, read_laws
from laws.importers.preparing import Prepared, prepare
from laws.importers.types import ParsedLaw, Rejected

# How much stands ready at once: enough that nobody waits, little enough to be held.
BATCHES_AHEAD = 4
BATCH_TEXTS = 100
BATCH_CHARACTERS = 1_000_000


@dataclass(frozen=True)
class Unfit:
    """A text that was read but may not be stored."""

    path: str
    reason: str
    parsed: ParsedLaw


Progress = tuple[int, int | None]
Found = Prepared | Unfit | BadLine | Progress


def read_batches(file: LineFile, look: Look | None = None) -> Iterator[list[Found]]:
    """The texts of the file and its bad lines in their order, and between them how many lines have been read.

    Raises Rejected where the file breaks off, after what stands before that place. Asks the database nothing.
    """
    batch: list[Found] = []
    characters = 0
    try:
        for found in read_laws(file, lambda done, total: batch.append((done, total)), look=look):
            one = found if isinstance(found, BadLine) else _ready(found, f"{file.path}:{found.line}")
            batch.append(one)
            characters += one.counts["characters"] if isinstance(one, Prepared) else 0
            if len(batch) >= BATCH_TEXTS or characters >= BATCH_CHARACTERS:
                yield batch[:]
                batch.clear()
                characters = 0
    except Rejected:
        yield batch
        raise
    yield batch


def _ready(found: LawLines, path: str) -> Prepared | Unfit:
    try:
        return prepare(found.parsed, path=path, adapter=ADAPTER_NAME)
    except Rejected as refusal:
        return Unfit(path, str(refusal), found.parsed)
