"""Which adapter reads a file: the one that is surest by its content. A file's name may lie."""

from laws.importers.adapters import (
    akn,
    bundestag,
    egov,
    folder,
    html,
    jsonlaw,
    lawrefbook,
    legalize,
    lims,
    plaintext,
    selex,
    twmoj,
)
from laws.importers.types import Adapter, LawFile, Rejected

# In a tie the one named first reads the file.
ADAPTERS: list[Adapter] = [
    lims.ADAPTER,
    egov.ADAPTER,
    twmoj.ADAPTER,
    akn.ADAPTER,
    jsonlaw.ADAPTER,
    html.ADAPTER,
    folder.ADAPTER,
    selex.ADAPTER,
    bundestag.ADAPTER,
    lawrefbook.ADAPTER,
    legalize.ADAPTER,
    plaintext.ADAPTER,
]


def choose(file: LawFile) -> Adapter:
    """The adapter for `file`. Raises Rejected when none knows the format."""
    best: Adapter | None = None
    surest = 0
    for adapter in ADAPTERS:
        sure = adapter.sniff(file)
        if sure > surest:
            best, surest = adapter, sure
    if best is None:
        raise Rejected("No adapter knows the format of this file. Supported formats are listed in docs/importing.md.")
    return best
