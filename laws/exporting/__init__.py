"""A text of a law as a file: Akoma Ntoso 3 XML and plain text, in chunks, so that a long code is never held whole."""

from laws.exporting.akn import to_akn
from laws.exporting.plain import to_text

__all__ = ["to_akn", "to_text"]
