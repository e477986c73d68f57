"""Numbers that no article of a text has, said in the report: repealed, or lost before the text came here."""

import itertools
import re
from collections.abc import Sequence

from django.utils.translation import gettext as _

from laws.importers.numbers import normalise
from laws.importers.types import ParsedLaw, Piece

PLAIN = re.compile(r"\d{1,4}(?!\d)")


def say_gaps(parsed: ParsedLaw) -> None:
    """Warn of the numbers missing in `parsed`."""
    missing = gaps(parsed.pieces)
    if missing:
        words = _(
            "Numbers missing between the first and the last article (repealed, or not in the source): %(numbers)s"
        )
        parsed.warnings.append(words % {"numbers": missing})


def gaps(pieces: Sequence[Piece]) -> str:
    """The plain numbers that no article has although a lower and a higher one do: "2, 7-10"; the first few of them."""
    numbers = [normalise(piece.number_raw) for piece in pieces if piece.kind == "article"]
    held = sorted({int(plain[0]) for number in numbers if (plain := PLAIN.match(number))})
    if len(held) < 2 or len(held) * 4 < held[-1]:
        return ""
    missing: list[str] = []
    for before, after in itertools.pairwise(held):
        if after > before + 1:
            missing.append(str(before + 1) if after == before + 2 else f"{before + 1}-{after - 1}")
    return ", ".join(missing[:20]) + (" …" if len(missing) > 20 else "")
