"""Whatever a file holds, an adapter of Markdown or text gives laws with articles or refuses, in time that grows with
the size of the file and no faster."""

import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from laws.importers.adapters import bundestag, folder, lawrefbook, legalize, plaintext, selex
from laws.importers.numbers import number_pieces
from laws.importers.types import Adapter, LawFile, Rejected
from tests.laws.importers import markdown_samples as samples

ADAPTERS: list[Adapter] = [
    legalize.ADAPTER,
    bundestag.ADAPTER,
    selex.ADAPTER,
    lawrefbook.ADAPTER,
    plaintext.ADAPTER,
    folder.ADAPTER,
]
SAMPLES = [
    samples.SWISS,
    samples.CHILEAN,
    samples.IRISH,
    samples.NORWEGIAN,
    samples.FRENCH,
    samples.SWEDISH,
    samples.GERMAN,
    samples.CHINESE,
]
FRAGMENTS = [
    "---\n", "# ", "##### ", "Article 1", "Art. 2 bis", "§ 3", "4 a §",
    "第五条 ", "第五章", "**6.**—", "Schedule 1", "\n\n",
    "<sup>7</sup>", "<!--", "-->", "[^8]: ", "[x](y",
    "*", "_", "| a | b |\n", "&amp;", "(XXXX) §§ 9 bis 10", "\u202f", "text",
    "Disposición final única",
    "1. ", "===\n", ":   ", "\x0b", "\ud7ff", "[" * 30, "(" * 30, "title: x\n", "country: ie\n",
]  # fmt: skip


def judged(adapter: Adapter, file: LawFile) -> None:
    """Read `file` and check what every law must hold; Rejected is the only other way out."""
    assert 0 <= adapter.sniff(file) <= 100
    try:
        for parsed in adapter.parse(file):
            assert parsed.articles > 0
            assert len({numbered.anchor for numbered in number_pieces(parsed.pieces)}) == len(parsed.pieces)
            assert all(len(piece.number_raw) <= 120 and piece.depth >= 0 for piece in parsed.pieces)
    except Rejected:
        return


@given(st.sampled_from(ADAPTERS), st.binary(max_size=600))
def test_any_bytes_are_read_or_refused(adapter: Adapter, data: bytes) -> None:
    file = LawFile("x.md", data)
    judged(adapter, file)
    judged(adapter, LawFile("x.md", data, {}, (file, file)))


@given(st.sampled_from(ADAPTERS), st.lists(st.one_of(st.sampled_from(FRAGMENTS), st.text(max_size=8)), max_size=40))
def test_any_text_of_the_marks_of_laws_is_read_or_refused(adapter: Adapter, parts: list[str]) -> None:
    judged(adapter, LawFile("x.md", "".join(parts).encode(errors="ignore")))


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(
    st.sampled_from(ADAPTERS),
    st.sampled_from(SAMPLES),
    st.lists(st.tuples(st.floats(0, 1), st.integers(0, 60), st.sampled_from(FRAGMENTS)), max_size=8),
)
def test_a_damaged_law_is_read_or_refused(adapter: Adapter, text: str, wounds: list[tuple[float, int, str]]) -> None:
    for place, length, instead in wounds:
        start = int(place * len(text))
        text = text[:start] + instead + text[start + length :]
    judged(adapter, LawFile("x.md", text.encode(errors="ignore")))


HEAD = "---\ntitle: T\nidentifier: x\ncountry: cl\n---\n# T\n\n##### Artículo 1\n\n"
HARD = {
    "open comments": HEAD + "<!--" * 50_000,
    "open brackets": HEAD + "[" * 200_000,
    "open links": HEAD + "[](" * 60_000,
    "stars": HEAD + "*a " * 70_000,
    "strong": HEAD + "**" * 100_000,
    "underscores": HEAD + "_a" * 100_000,
    "tags": HEAD + "<p " * 70_000,
    "superscripts": HEAD + "<sup>   " * 30_000,
    "entities": HEAD + "&#x" * 60_000,
    "short lines of one paragraph": HEAD + "a\n" * 100_000,
    "headings": HEAD + "##### Artículo 2\n" * 15_000,
    "containers": HEAD + "## TITULO I\n### CAPITULO I\n" * 8_000,
    "numbers": "##### Art. " + "1-" * 100_000 + "\n",
    "long number": "##### § " + "9" * 200_000 + "\n",
    "Chinese numerals": "第" + "一百" * 60_000 + "条 文\n",
    "letters before a sign": "#### /" + "a " * 60_000 + "§\n",
    "words of a container": "## " + "Kapitel " * 30_000,
    "front matter without an end": "---\n" + "a: b\n" * 40_000,
    "nested front matter": "---\ntitle: " + "[" * 20_000 + "\n---\n" + "##### Art. 1\n\nx",
    "spaces": HEAD + " " * 200_000 + "x",
    "pipes": HEAD + "|" * 200_000,
    "definitions": samples.GERMAN[:130] + "Stand\n:   x\n    y\n" * 10_000,
    "notes": HEAD + "[^1]: x\n" * 30_000,
    "quoted articles": "第一条规定的\n" * 20_000,
}


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(HARD))
def test_hard_text_takes_no_more_than_a_moment(name: str) -> None:
    data = HARD[name].encode()
    begun = time.perf_counter()
    for adapter in ADAPTERS:
        judged(adapter, LawFile("x.md", data))
    # Measured: under a second. A pattern that backtracks takes minutes.
    assert time.perf_counter() - begun < 20


@pytest.mark.slow
@pytest.mark.parametrize("char", ["a", "*", "[", "§", "第", "\u202f"])
def test_a_line_of_fifty_megabytes_is_refused_with_its_length(char: str) -> None:
    data = ("##### Artículo 1\n" + char * (50_000_000 // len(char.encode()))).encode()
    begun = time.perf_counter()
    file = LawFile("x.md", data)
    with pytest.raises(Rejected, match="characters"):
        list(plaintext.ADAPTER.parse(file))
    assert time.perf_counter() - begun < 20


def test_a_long_article_is_held_whole() -> None:
    text = "Palabra. " * 1_600
    parsed = next(legalize.ADAPTER.parse(LawFile("x.md", (HEAD + text).encode())))
    assert len(parsed.pieces[0].text) == len(text.strip())


@pytest.mark.slow
def test_a_code_of_two_megabytes_is_read_in_linear_time() -> None:
    def seconds(articles: int) -> float:
        body = "".join(f"##### Artículo {number}\n\n{'Palabra *dura*. ' * 50}\n\n" for number in range(1, articles))
        file = LawFile("x.md", (HEAD + body).encode())
        begun = time.perf_counter()
        parsed = next(legalize.ADAPTER.parse(file))
        assert parsed.articles == articles
        return time.perf_counter() - begun

    seconds(100)
    # Four times the text: quadratic growth would be sixteen times the time.
    assert seconds(2_400) < 9 * max(seconds(600), 0.02)
