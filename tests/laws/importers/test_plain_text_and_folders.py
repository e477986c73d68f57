"""Plain text whose articles are lines, and folders of one article a file."""

import pytest

from laws.importers.choosing import choose
from laws.importers.types import LawFile, ParsedLaw, Rejected


def read(data: bytes | str, **meta: object) -> ParsedLaw:
    file = LawFile("law.txt", data if isinstance(data, bytes) else data.encode(), meta)
    adapter = choose(file)
    assert adapter.name == "plaintext"
    return next(adapter.parse(file))


def articles(parsed: ParsedLaw) -> list[tuple[str, str, str]]:
    return [(piece.number_raw, piece.heading, piece.text) for piece in parsed.pieces if piece.kind == "article"]


JAPANESE = (
    "凧の試験法\n\n　　第一章　総則\n（目的）\n第一条　この法律は、凧を目的とする。\n"
    "２　凧は飛ぶ。\n第百二十六条の二　次に掲げる。\n"
)


@pytest.mark.parametrize("encoding", ["utf-8", "shift_jis", "euc_jp", "utf-16"])
def test_a_japanese_text_is_read_in_any_encoding(encoding: str) -> None:
    parsed = read(JAPANESE.encode(encoding))
    assert articles(parsed) == [
        ("第一条", "目的", "この法律は、凧を目的とする。\n２　凧は飛ぶ。"),
        ("第百二十六条の二", "", "次に掲げる。"),
    ]
    assert (parsed.title, parsed.language) == ("凧の試験法", "ja")


def test_numbers_of_taiwan_stand_alone_on_their_line() -> None:
    parsed = read("某某辦法\n第 一 章 總則\n第 1 條\n為規範，特制定本辦法。\n第 18-1 條\n得為之。\n第１９條　其他。")
    assert articles(parsed) == [
        ("第 1 條", "", "為規範，特制定本辦法。"),
        ("第 18-1 條", "", "得為之。"),
        ("第１９條", "", "其他。"),
    ]
    assert parsed.language == "zh-Hant"


def test_a_sentence_that_begins_with_a_reference_is_no_article() -> None:
    parsed = read("第一条为了规范管理，制定本办法。\n第二条适用于管理。\n第一条规定的情形除外。\n第三条本办法施行。")
    assert [number for number, _, _ in articles(parsed)] == ["第一条", "第二条", "第三条"]


def test_an_english_act_keeps_references_in_the_text() -> None:
    parsed = read(
        "THE KITES ACT\n\nPART I\nKITES\n\nSection 1. Short title.\nThis Act may be cited as the Kites Act.\n\n"
        "Section 2. In this Act, a kite means a thing that flies.\nSection 3 of the Tails Act applies.\n\n"
        "Section 4A. Tails\nA tail &amp; a string.\n\nSCHEDULE 1\n\nForms of kites.\n"
    )
    assert articles(parsed) == [
        ("Section 1", "Short title.", "This Act may be cited as the Kites Act."),
        ("Section 2", "", "In this Act, a kite means a thing that flies.\nSection 3 of the Tails Act applies."),
        ("Section 4A", "Tails", "A tail & a string."),
    ]
    assert (parsed.title, parsed.language) == ("THE KITES ACT", "en")
    assert [piece.unit for piece in parsed.pieces] == ["part", "section", "section", "section", "attachment", "intro"]


def test_a_heading_may_stand_on_the_line_below_the_number() -> None:
    parsed = read(
        "Article 1\nScope\n\nThis applies.\nArticle 2 of the Treaty is not touched.\n\nArticle 5 bis\n\nText."
    )
    assert articles(parsed) == [
        ("Article 1", "Scope", "This applies.\nArticle 2 of the Treaty is not touched."),
        ("Article 5 bis", "", "Text."),
    ]


def test_a_korean_heading_stands_in_brackets() -> None:
    parsed = read("제1장 총칙\n제1조(목적) 이 법은 연을 목적으로 한다.\n제2조의2(추가) 내용\n제3조에 따라 한다.\n")
    assert articles(parsed) == [
        ("제1조", "목적", "이 법은 연을 목적으로 한다."),
        ("제2조의2", "추가", "내용\n제3조에 따라 한다."),
    ]


@pytest.mark.parametrize("space", [" ", "\u00a0", "\u202f", "\u2009"])
def test_spaces_of_every_width_part_a_number_from_its_sign(space: str) -> None:
    parsed = read(f"Gesetz über Drachen\n\n§{space}1 Zweck\nEin Drache.\n\n§{space}2a\nEin zweiter.")
    assert [piece.heading for piece in parsed.pieces if piece.kind == "article"] == ["Zweck", ""]


def test_what_holds_no_article_is_refused() -> None:
    with pytest.raises(Rejected, match="0 articles found"):
        read("A letter about kites.\n\nYours truly.")


def folder(*files: tuple[str, str], **meta: object) -> ParsedLaw:
    siblings = tuple(LawFile(path, text.encode(), meta) for path, text in files)
    file = LawFile(siblings[0].path, siblings[0].data, meta, siblings)
    adapter = choose(file)
    assert adapter.name == "folder"
    return next(adapter.parse(file))


def test_a_folder_of_articles_is_one_law_in_the_order_of_the_numbers() -> None:
    parsed = folder(
        ("kites/chapter-2/article-10.md", "# Strings\n\nA string is long."),
        ("kites/chapter-1/article-9.md", "A tail."),
        ("kites/chapter-1/article-2.md", "## Article 2 Tails\n\nTwo tails."),
        ("kites/chapter-1/article-2bis.md", "More."),
        ("kites/00-preamble.md", "# The Kites Act\n\nWhereas kites fly:"),
    )
    assert [(piece.depth, piece.unit, piece.number_raw, piece.heading, piece.text) for piece in parsed.pieces] == [
        (0, "preamble", "", "The Kites Act", "Whereas kites fly:"),
        (0, "chapter", "Chapter 1", "", ""),
        (1, "article", "Article 2", "Tails", "Two tails."),
        (1, "article", "article-2bis", "", "More."),
        (1, "article", "article-9", "", "A tail."),
        (0, "chapter", "Chapter 2", "", ""),
        (1, "article", "article-10", "Strings", "A string is long."),
    ]
    assert parsed.title == "The Kites Act"


def test_a_folder_with_a_file_that_cannot_be_read_is_refused_whole() -> None:
    damaged = (LawFile("a/art_1.md", b"One."), LawFile("a/art_2.md", b"\x00\x01"))
    file = LawFile("a/art_1.md", b"One.", {}, damaged)
    with pytest.raises(Rejected, match=r"art_2\.md"):
        list(choose(file).parse(file))
