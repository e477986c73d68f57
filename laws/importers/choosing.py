"""Which adapter reads a file: the one that is surest by its content. A file's name may lie."""

from django.utils.translation import gettext as _

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
from laws.importers.xmlsafe import head, refuse_declarations

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
        _say_why(file)
        raise Rejected(
            _(
                "The format of this file is not known. Texts of laws are read as Markdown, plain text, XML (Akoma"
                " Ntoso, Justice Canada, e-Gov of Japan), JSON, JSON Lines and HTML."
            )
        )
    return best


def _say_why(file: LawFile) -> None:
    """Raises Rejected for XML that no adapter looked at because it begins with a declaration."""
    start = head(file)
    if start.startswith("<") and "<!doctype html" not in start.lower():
        refuse_declarations(file.text)
