"""Of a broken file a reader is told where it breaks, in words of the reader's own language."""

import json
import re

import pytest
from django.utils import translation

from laws.importers.adapters import egov, jsonlaw, twmoj
from laws.importers.types import Rejected
from laws.importers.xmlsafe import parse_xml
from tests.laws.importers.samples import a_file

ENGLISH = re.compile(r"\b(?!XML\b|JSON\b)[A-Za-z]{2,}")


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("<law>\n<article>One.</law>", "第 2 行第 "),
        ("<law>\n\n  <article>One.</article>", "第 3 行第 "),
        ("", "第 1 行"),
        ("<law>\n<article>One\ud800.</article></law>", "第 2 行第 13 列"),
    ],
    ids=["mismatched", "cut off", "empty", "half of a surrogate pair"],
)
def test_broken_xml_is_told_in_chinese_with_its_line(text: str, place: str) -> None:
    with translation.override("zh-hans"), pytest.raises(Rejected) as refused:
        parse_xml(text)
    assert place in str(refused.value)
    assert not ENGLISH.search(str(refused.value)), str(refused.value)


@pytest.mark.parametrize("adapter", [egov.ADAPTER, jsonlaw.ADAPTER, twmoj.ADAPTER], ids=lambda adapter: adapter.name)
@pytest.mark.parametrize(
    ("text", "place"),
    [('{\n"articles": [}', "第 2 行第 14 列"), (json.dumps({"n": 0})[:-2] + "9" * 5000 + "}", "位置不明")],
    ids=["broken", "a number beyond all bounds"],
)
def test_broken_json_is_told_in_chinese_with_its_line(
    text: str, place: str, adapter: egov.Egov | jsonlaw.JsonLaw | twmoj.Ministry
) -> None:
    with translation.override("zh-hans"), pytest.raises(Rejected) as refused:
        list(adapter.parse(a_file(text)))
    assert place in str(refused.value)
    assert not ENGLISH.search(str(refused.value)), str(refused.value)
