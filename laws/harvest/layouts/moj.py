"""The ministry of Taiwan, China: one zip with one JSON of all laws, in Chinese and in English."""

import json
import re
from collections.abc import Iterator
from typing import Any, BinaryIO

from django.utils.translation import gettext_noop

from laws.harvest.layouts.repository import MEMBER_BYTES, open_zip, read_member
from laws.harvest.shapes import NOT_JSON, first_then_rest, source_meta, texts_of
from laws.harvest.types import Ask, Fault, Listed
from laws.importers.broken import place_of
from laws.importers.types import LawFile
from laws.models import LawSource

NO_LAWS = gettext_noop("The archive holds no list of laws")
CODE = re.compile(r"pcode=([A-Z]\d{7})", re.IGNORECASE)
ALL_BYTES = 12 * MEMBER_BYTES


class Ministry:
    """`/api/Ch/Law/JSON`, `/api/En/Law/JSON`. Settings: `first` (codes such as J0070001 that come first)."""

    name = "moj_tw"
    kind = "zip"

    def listed(self, source: LawSource, ask: Ask) -> Iterator[Listed]:
        yield Listed(url=source.index_url, key=source.code, archive=True)

    def count(self, source: LawSource, body: BinaryIO) -> int:
        return len(_laws(body))

    def files(self, source: LawSource, listed: Listed, body: BinaryIO, start: int = 0) -> Iterator[LawFile]:
        laws = _laws(body)
        for code in first_then_rest(list(laws), texts_of(source, "first"))[start:]:
            yield LawFile(
                path=f"{code}.json",
                data=json.dumps(laws[code], ensure_ascii=False).encode(),
                meta=source_meta(source) | {"number": code if CODE.fullmatch(f"pcode={code}") else ""},
            )


def _laws(body: BinaryIO) -> dict[str, dict[str, Any]]:
    """The laws by their code. Raises Fault when the archive holds none."""
    with open_zip(body) as archive:
        member = next((info for info in archive.infolist() if info.filename.lower().endswith(".json")), None)
        if member is None:
            raise Fault(NO_LAWS)
        try:
            found = json.loads(read_member(archive, member, ALL_BYTES).decode("utf-8-sig"))
        except (ValueError, RecursionError) as error:
            raise Fault(NOT_JSON, place_of(error)) from error
    laws = found.get("Laws") if isinstance(found, dict) else found
    if not isinstance(laws, list) or not laws:
        raise Fault(NO_LAWS)
    return {_code(law, place): law for place, law in enumerate(laws) if isinstance(law, dict)}


def _code(law: dict[str, Any], place: int) -> str:
    """The ministry's code of a law, out of its address; the place in the list where it has none."""
    for value in law.values():
        if isinstance(value, str) and (found := CODE.search(value)):
            return found[1].upper()
    return f"law-{place + 1}"
