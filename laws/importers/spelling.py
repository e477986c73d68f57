"""What two spellings of a number, a title or an id of a law have in common, and how ids are stored.

Whatever is worked out here may be worked out before the catalogue is looked at: none of it asks the database.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache
from hashlib import sha1
from urllib.parse import parse_qsl, urlsplit

from laws.models import LawIdentifier

NOT_LETTERS = re.compile(r"[^\w\x1f]+|_+")
BETWEEN_DIGITS = re.compile(r"(?<=\d)[\W_]+(?=\d)")
THOUSANDS = re.compile(r"(?<=\d)\.(?=\d{3}(?!\d))")
# Words that stand before the number of a statute and may be left out. A decree and a statute of one number are two
# laws, so "decree" and its like are not among them.
LEADS = re.compile(r"(?:ley|law|act|lov|loi|lei|legge|gesetz|sfs|sr|rs|c|no|nr|n)(?:no|nr|n)?(?=\d|[a-z]\d)")
FILE_ENDING = re.compile(r"\.(md|xml|html?|json|txt|akn)$", re.IGNORECASE)
DATE_OF_VERSION = re.compile(r"\s*\(\d{4}-\d{2}-\d{2}\)$")
STATE = "中华人民共和国"
# A law is asked for under the same few words several times in a row.
RECENT = 1024
GENERIC = frozenset(("index", "readme", "main", "law", "act"))
VALUE = LawIdentifier._meta.get_field("value").max_length or 0


@lru_cache(maxsize=RECENT)
def spelled(text: str) -> str:
    """Letters and digits only, in one case: what two spellings of a number or title have in common."""
    return NOT_LETTERS.sub("", unicodedata.normalize("NFKC", text).casefold())


def title_keys(titles: Iterable[str]) -> set[str]:
    """Keys of titles. The full name of the state, which one source writes before a title and another does not, is no
    part of them."""
    found = {spelled(title).removeprefix(STATE) or spelled(title) for title in titles}
    return {f"t:{title}" for title in found if title}


@lru_cache(maxsize=RECENT)
def spelled_number(number: str) -> str:
    """A number in one spelling: "c. T-1.3" is "ct1-3", not the "ct13" of "c. T-13"; "17.336" is 17336."""
    text = THOUSANDS.sub("", unicodedata.normalize("NFKC", number).casefold())
    return NOT_LETTERS.sub("", BETWEEN_DIGITS.sub("\x1f", text)).replace("\x1f", "-")


@lru_cache(maxsize=RECENT)
def plain_id(identifier: str) -> str:
    """An id without the ending of a file and the date of one version: the same for every version of the law."""
    return DATE_OF_VERSION.sub("", FILE_ENDING.sub("", identifier.strip()))


@lru_cache(maxsize=RECENT)
def number_keys(number: str, code: str) -> frozenset[str]:
    """The spellings under which a number is looked up. One of a few digits alone says too little."""
    whole = spelled_number(number)
    found = {whole}
    bare = whole.removeprefix(code.lower()) if "-" in number else whole
    led = LEADS.match(bare)
    if led:
        found.add(bare[led.end() :])
    return frozenset(f"n:{key}" for key in found if _says_enough(key))


def _says_enough(key: str) -> bool:
    return len(key) >= 4 or (len(key) >= 2 and not key.isdigit())


def url_keys(url: str) -> frozenset[str]:
    """Keys of an address: the whole of it, its last parts, and the values of its query."""
    try:
        parts = urlsplit(url)
    except ValueError:  # "https://[…"
        return frozenset()
    steps = [step for step in parts.path.casefold().split("/") if step]
    whole = {f"a:{parts.netloc.casefold().removeprefix('www.')}/{'/'.join(steps)}?{parts.query.casefold()}"}
    tails = [spelled_number("/".join(steps[-count:])) for count in (1, 2, 3) if len(steps) >= count]
    tails += [spelled_number(value) for _, value in parse_qsl(parts.query)]
    return frozenset(whole | {f"u:{tail}" for tail in tails if len(tail) >= 4 and any(map(str.isdigit, tail))})


@lru_cache(maxsize=RECENT)
def id_keys(identifier: str, code: str) -> frozenset[str]:
    """Keys of an id of whatever form: an address, the path of a file, a bare number."""
    if "://" in identifier:
        return url_keys(identifier)
    stem = stem_of(identifier)
    short = spelled_number(stem).removeprefix(code.lower())
    by_id = {f"u:{short}"} if len(short) >= 4 and any(map(str.isdigit, short)) else set()
    return number_keys(stem, code) | by_id


def stem_of(identifier: str) -> str:
    """The last step of an id that says something: "ch/sr/230.1/index.html" is 230.1. Empty for an address."""
    if "://" in identifier:
        return ""
    steps = plain_id(identifier).split("/")
    return steps[-1] if steps[-1].casefold() not in GENERIC or len(steps) == 1 else steps[-2]


def plain_ids(identifiers: Sequence[str]) -> list[str]:
    """The ids among `identifiers`, addresses left out, each without the ending of a file and the date of a version."""
    return [one for one in map(plain_id, identifiers) if one and "://" not in one]


def publisher_ids(identifiers: Sequence[str]) -> list[str]:
    """The ids as they are stored: those too long for the column by their hash. Files keep their slash."""
    found = []
    for one in dict.fromkeys(plain_ids(identifiers)):
        hashed = sha1(one.encode(), usedforsecurity=False).hexdigest() if len(one) > VALUE else ""
        found.append(f"sha1{'/' if '/' in one else ':'}{hashed}" if hashed else one)
    return found


def id_form(stored: str) -> str:
    """A stored id as it is compared: the path of a file as it is, any other in one spelling."""
    return stored if "/" in stored else spelled_number(stored)
