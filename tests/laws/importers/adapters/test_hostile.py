"""Files that are broken, hostile or no law: every reader answers with a sentence or with articles, and soon."""

import json
import time
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from laws.importers.adapters import akn, egov, html, jsonlaw, lims, twmoj
from laws.importers.choosing import choose
from laws.importers.types import ARTICLES, CONTAINERS, TEXTS, Adapter, ParsedLaw, Rejected
from tests.factories.texts import provision_rows
from tests.laws.importers.adapters.test_akn import ATTACHED, an_akn
from tests.laws.importers.adapters.test_html import EGOV_2013
from tests.laws.importers.samples import EGOV, LIMS, LIMS_REGULATION, TWMOJ, a_file

CAPTURE = {
    "title": "Lantern Act",
    "chapters": [{"number": "I", "title": "Light", "articles": [{"number": "1", "paragraphs": [{"text": "Lit."}]}]}],
    "content_raw": "1. One.\n2. Two.",
}
SAMPLES: list[tuple[Adapter, str]] = [
    (lims.ADAPTER, LIMS),
    (lims.ADAPTER, LIMS_REGULATION),
    (egov.ADAPTER, EGOV),
    (twmoj.ADAPTER, json.dumps(TWMOJ, ensure_ascii=False)),
    (akn.ADAPTER, an_akn(attached=ATTACHED)),
    (jsonlaw.ADAPTER, json.dumps(CAPTURE)),
    (html.ADAPTER, EGOV_2013),
]
ADAPTERS = list(dict.fromkeys(adapter for adapter, _sample in SAMPLES))
BY_NAME = pytest.mark.parametrize("adapter", ADAPTERS, ids=lambda adapter: adapter.name)
XML = [adapter for adapter in ADAPTERS if adapter.name in ("lims", "egov", "akn")]


def read(adapter: Adapter, data: bytes | str) -> tuple[list[ParsedLaw], str | None]:
    """The laws that were read, and the sentence with which the reader refused the rest, if it did."""
    file = a_file(data)
    assert 0 <= adapter.sniff(file) <= 100
    laws: list[ParsedLaw] = []
    try:
        for law in adapter.parse(file):
            laws.append(law)  # what came before a refusal counts
    except Rejected as error:
        return laws, str(error)
    return laws, None


def is_whole(law: ParsedLaw) -> bool:
    """It has articles, no two provisions have one anchor, and every piece is of a known unit and depth."""
    anchors = [row["anchor"] for row in provision_rows(law.pieces)]
    known = all(piece.unit in ARTICLES | CONTAINERS | TEXTS and 0 <= piece.depth < 60 for piece in law.pieces)
    return law.articles > 0 and len(set(anchors)) == len(anchors) and known


def answer(adapter: Adapter, data: bytes | str) -> str:
    """The sentence of a refusal, or "" where the whole file was read."""
    laws, refusal = read(adapter, data)
    assert all(map(is_whole, laws))
    assert refusal != "", "refused without a word"
    return refusal or ""


@st.composite
def damaged(draw: st.DrawFn) -> tuple[Adapter, bytes]:
    """A sample with pieces cut out, doubled or replaced, as characters or as bytes."""
    adapter, text = draw(st.sampled_from(SAMPLES))
    for _time in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(text)))
        end = draw(st.integers(start, min(len(text), start + 400)))
        inserted = draw(st.sampled_from(("", text[start:end] * 2, "<", ">", '"', "&x;", "\x00", "]]>", "{", "null")))
        text = text[:start] + inserted + text[end:]
    return adapter, text.encode(draw(st.sampled_from(("utf-8", "utf-16", "shift_jis"))), "replace")


@given(damaged())
@settings(max_examples=400, suppress_health_check=[HealthCheck.too_slow])
def test_a_damaged_file_is_read_or_refused(case: tuple[Adapter, bytes]) -> None:
    laws, refusal = read(*case)
    assert all(map(is_whole, laws))
    assert refusal != "", "refused without a word"


@BY_NAME
@given(data=st.binary(max_size=400) | st.text(max_size=400).map(str.encode))
@example(data=b"")
@example(data=b"<")
@example(data=b"{}")
@example(data=b"[[]]")
@example(data=b"\xff\xfe<\x00")
@example(data="0§".encode())
def test_no_bytes_make_a_reader_fail(adapter: Adapter, data: bytes) -> None:
    assert answer(adapter, data)


def test_a_page_of_numbers_alone_is_no_law() -> None:
    assert "no text beside them" in answer(html.ADAPTER, "<p>1§</p><p>2§</p>")


KEYS = (
    *("Laws", "LawName", "LawArticles", "ArticleNo", "ArticleContent", "法規內容", "條號", "articles", "chapters"),
    *("children", "number", "title", "text", "type", "content_raw", "law_full_text", "tag", "attr", "body", "law_info"),
    *("법령", "조문", "조문단위", "조문번호", "metadata", "paragraphs"),
)
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(
                KEYS,
            ),
            inner,
            max_size=5,
        )
    ),
    max_leaves=25,
)


@given(json_values)
@settings(max_examples=300)
def test_json_of_any_shape_is_read_or_refused(value: object) -> None:
    for adapter in (twmoj.ADAPTER, egov.ADAPTER, jsonlaw.ADAPTER):
        laws, refusal = read(adapter, json.dumps(value))
        assert all(map(is_whole, laws))
        assert refusal != "", "refused without a word"


DOCTYPES = (
    '<!DOCTYPE Law SYSTEM "http://127.0.0.1/law.dtd">',
    '<!-- hello --><!DOCTYPE Law [<!ENTITY a SYSTEM "file:///etc/hostname">]>',
    "\n\n" + " " * 5000 + "<!DOCTYPE Law>",
    f'<!DOCTYPE Law [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "{"&a;" * 10}"><!ENTITY c "{"&b;" * 10}">]>',
)


@pytest.mark.parametrize("adapter", XML, ids=lambda adapter: adapter.name)
@pytest.mark.parametrize("doctype", DOCTYPES)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_document_types_and_entities_are_refused(adapter: Adapter, doctype: str, encoding: str) -> None:
    text = next(sample for known, sample in SAMPLES if known is adapter)
    body = text.partition("?>")[2] if text.startswith("<?xml") else text
    hostile = f'<?xml version="1.0"?>{doctype}{body.replace("1", "&c;", 1)}'
    assert "document type" in answer(adapter, hostile.encode(encoding))


@pytest.mark.parametrize("adapter", XML, ids=lambda adapter: adapter.name)
def test_a_document_type_that_is_only_quoted_in_the_text_is_no_reason(adapter: Adapter) -> None:
    text = next(sample for known, sample in SAMPLES if known is adapter)
    assert answer(adapter, text.replace("</", "<!-- <!DOCTYPE x> --></", 1)) == ""


@pytest.mark.parametrize("adapter", XML, ids=lambda adapter: adapter.name)
@pytest.mark.parametrize("where", ["<Body>", "<MainProvision>", "<body>"])
def test_bottomless_nesting_is_refused(adapter: Adapter, where: str) -> None:
    text = next(sample for known, sample in SAMPLES if known is adapter)
    assert answer(adapter, text.replace(where, where + "<Paragraph>" * 5000)) or where not in text
    deep = "<section>" * 200_000
    assert answer(adapter, f"<akomaNtoso><act><body>{deep}")


def test_bottomless_pages_end_in_time() -> None:
    started = time.monotonic()
    answer(html.ADAPTER, "<html><body>" + "<div><table><tr><td>" * 50_000 + "<p>Article 1<p>Light.")
    assert time.monotonic() - started < 20


def one_line() -> Iterator[tuple[Adapter, str]]:
    """Fifty megabytes in one line, in the format of each reader."""
    line = "light " * 8_500_000
    yield lims.ADAPTER, LIMS.replace("burns.", line)
    yield egov.ADAPTER, EGOV.replace("菜種", line[:17_000_000])
    yield akn.ADAPTER, an_akn().replace("In this Act", line)
    yield twmoj.ADAPTER, json.dumps({"LawName": line})
    yield jsonlaw.ADAPTER, json.dumps({"title": "x", "content_raw": line})
    yield html.ADAPTER, f"<html><body><p>{line}"


def test_fifty_megabytes_in_one_line_are_refused_in_time() -> None:
    for adapter, text in one_line():
        started = time.monotonic()
        assert answer(adapter, text)
        assert time.monotonic() - started < 15, adapter.name


def test_long_runs_that_patterns_could_stumble_over_end_in_time() -> None:
    runs = [run * 100_000 for run in ("第", "(", "Article ", "1", "\u3000", "제1", "§ ")]
    started = time.monotonic()
    for run in runs:
        answer(html.ADAPTER, f"<p>{run}<p>Article 1. {run}<p>{run}。")
        answer(jsonlaw.ADAPTER, json.dumps({"articles": [{"number": run, "title": run, "text": run}], "content": run}))
        rows = [{"ArticleType": "C", "ArticleContent": run}, {"ArticleNo": run, "ArticleContent": run}]
        answer(twmoj.ADAPTER, json.dumps({"LawName": run, "LawArticles": rows}))
        answer(lims.ADAPTER, LIMS.replace("PART I<", f"{run}<"))
        answer(egov.ADAPTER, EGOV.replace("第一章　総則", run).replace("令和五年", run))
    assert time.monotonic() - started < 60


@pytest.mark.parametrize(("adapter", "sample"), SAMPLES, ids=lambda value: getattr(value, "name", ""))
def test_each_sample_is_read_by_its_reader_whatever_its_name_says(adapter: Adapter, sample: str) -> None:
    file = a_file(sample, "whatever.pdf")
    assert choose(file) is adapter
    assert answer(adapter, sample) == ""


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "shift_jis", "euc_jp"])
def test_xml_is_read_in_the_encoding_it_declares(encoding: str) -> None:
    declared = encoding.removesuffix("-sig")
    data = EGOV.replace('encoding="UTF-8"', f'encoding="{declared}"').encode(encoding)
    (parsed,) = egov.ADAPTER.parse(a_file(data))
    assert parsed.title == "灯籠法"


@pytest.mark.parametrize(("adapter", "sample"), SAMPLES, ids=lambda value: getattr(value, "name", ""))
def test_a_file_cut_off_in_the_middle_is_refused(adapter: Adapter, sample: str) -> None:
    if adapter is not html.ADAPTER:  # a page has no end that could be missed
        assert answer(adapter, sample[: len(sample) // 2])
