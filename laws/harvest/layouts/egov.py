"""e-Gov of Japan, API version 2: a paged JSON list of laws, one XML file a revision."""

import json
from collections.abc import Iterator
from typing import Any, BinaryIO
from urllib.parse import urlencode

from django.utils.translation import gettext_noop

from laws.harvest.shapes import NOT_JSON, check_shape, first_then_rest, source_meta, text_setting, texts_of
from laws.harvest.types import Ask, Fault, Listed, OneTextEach
from laws.importers.broken import place_of
from laws.importers.types import LawFile
from laws.models import LawSource

NO_LAWS = gettext_noop("The list names no law")
PAGE = 500
PAGES = 200
VIEW = "https://laws.e-gov.go.jp/law/"


class EGov(OneTextEach):
    """`/api/2/laws`. Settings: `document` (address with {law_revision_id} or {law_id}), `types` (Act …), `first`.

    An address that names the revision never changes its content: once imported it is not asked for again.
    """

    name = "egov_jp"
    kind = "xml"

    def listed(self, source: LawSource, ask: Ask) -> Iterator[Listed]:
        pattern = text_setting(source, "document")
        types = texts_of(source, "types")
        found: dict[str, Listed] = {}
        offset = 0
        for _page in range(PAGES):
            query = {"limit": PAGE, "offset": offset, "response_format": "json"}
            if types:
                query["law_type"] = ",".join(types)
            mark = "&" if "?" in source.index_url else "?"
            answer = _page_of(ask(f"{source.index_url}{mark}{urlencode(query)}"))
            laws = [law for law in answer.get("laws") or [] if isinstance(law, dict)]
            for law in laws:
                one = _listed(law, pattern)
                if one is not None:
                    found[one.key] = one
            following = answer.get("next_offset")
            if not laws or not isinstance(following, int) or following <= offset:
                break
            offset = following
        if not found:
            raise Fault(NO_LAWS)
        for key in first_then_rest(list(found), texts_of(source, "first")):
            yield found[key]

    def files(self, source: LawSource, listed: Listed, body: BinaryIO, start: int = 0) -> Iterator[LawFile]:
        yield LawFile(path=f"{listed.key}.xml", data=body.read(), meta=source_meta(source) | dict(listed.meta))


def _page_of(body: bytes) -> dict[str, Any]:
    check_shape("json", body)
    try:
        answer = json.loads(body)
    except ValueError as error:
        raise Fault(NOT_JSON, place_of(error)) from error
    if not isinstance(answer, dict):
        raise Fault(NOT_JSON)
    return answer


def _listed(law: dict[str, Any], pattern: str) -> Listed | None:
    info = law.get("law_info") or {}
    revision = law.get("current_revision_info") or law.get("revision_info") or {}
    law_id, revision_id = str(info.get("law_id") or ""), str(revision.get("law_revision_id") or "")
    if not law_id or ("{law_revision_id}" in pattern and not revision_id):
        return None
    return Listed(
        url=pattern.replace("{law_revision_id}", revision_id).replace("{law_id}", law_id),
        key=law_id,
        fixed="{law_revision_id}" in pattern,
        meta={
            "title_original": str(revision.get("law_title") or ""),
            "number": str(info.get("law_num") or ""),
            "source": {"official_url": VIEW + law_id},
        },
    )
