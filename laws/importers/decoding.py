"""Bytes of unknown encoding as text."""

import re

# Tried in this order when nothing is declared: strict ones first, so that a wrong one fails instead of garbling.
GUESSES = ("utf-8", "shift_jis", "gb18030", "euc_jp", "big5")
DECLARED = re.compile(rb"""(?:encoding|charset)\s*=\s*["']?([A-Za-z0-9_\-]{3,20})""")
BOMS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))


def decode(data: bytes) -> str:
    """`data` as text: by its byte order mark, by what it declares, by the first encoding that fits without loss.

    Raises Rejected when none does: text is never read with replacement characters.
    """
    from laws.importers.types import Rejected

    for mark, name in BOMS:
        if data.startswith(mark):
            candidates: tuple[str, ...] = (name,)
            data = data[len(mark) :]
            break
    else:
        declared = DECLARED.search(data[:2000])
        candidates = (*((declared[1].decode("ascii"),) if declared else ()), *GUESSES)
    for name in candidates:
        try:
            return data.decode(name)
        except (LookupError, UnicodeDecodeError):
            continue
    raise Rejected("The encoding of the file is not known: it is neither UTF-8 nor any of the encodings tried.")
