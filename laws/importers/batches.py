"""The texts of a JSON Lines file in batches, made ready while the database stores the ones before."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from laws.importers.files import LineFile
from laws.importers.jsonl import ADAPTER_NAME, BadLine, Look, read_laws
from laws.importers.preparing import Prepared, Unfit, ready
from laws.importers.types import Rejected

# How much stands ready at once: enough that nobody waits, little enough to be held.
BATCHES_AHEAD = 4
BATCH_TEXTS = 100
BATCH_CHARACTERS = 1_000_000

Progress = tuple[int, int | None]
Found = Prepared | Unfit | BadLine | Progress


def read_batches(file: LineFile, look: Look | None = None) -> Iterator[list[Found]]:
    """The texts of the file and its bad lines in their order, and between them how many lines have been read.

    Raises Rejected where the file breaks off, after what stands before that place, and where it holds nothing. Asks
    the database nothing.
    """
    batch: list[Found] = []
    characters = 0
    one: Found | None = None
    try:
        for found in read_laws(file, lambda done, total: batch.append((done, total)), look=look):
            if isinstance(found, BadLine):
                one = found
            else:
                one = ready(found.parsed, path=f"{file.path}:{found.line}", adapter=ADAPTER_NAME)
            batch.append(one)
            characters += one.counts["characters"] if isinstance(one, Prepared) else 0
            if len(batch) >= BATCH_TEXTS or characters >= BATCH_CHARACTERS:
                yield batch[:]
                batch.clear()
                characters = 0
        if one is None:
            raise Rejected(_("The file is empty."))
    except Exception:
        yield batch
        raise
    yield batch
