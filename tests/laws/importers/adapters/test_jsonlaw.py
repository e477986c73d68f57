"""Captures of laws as JSON, whatever their keys."""

import json
from typing import Any

import pytest

from laws.importers.adapters.jsonlaw import ADAPTER
from laws.importers.types import ParsedLaw, Rejected
from tests.laws.importers.samples import a_file, outline, the_law


def read(data: Any, **meta: Any) -> ParsedLaw:
    return the_law(ADAPTER, json.dumps(data, ensure_ascii=False), **meta)


@pytest.mark.parametrize(
    ("sections", "number", "title", "text"),
    [
        ("sections", "section_no", "section_title", "section_content"),
        ("articles", "num", "heading", "text"),
        ("provisions", "number", "title", "body"),
        ("articles", "article_no", "caption", "content"),
        ("children", "number", "heading", "text"),
    ],
)
def test_a_list_of_articles_under_any_of_the_usual_names(sections: str, number: str, title: str, text: str) -> None:
    rows = [{number: n, title: f"Title {n}", text: f"Text {n}."} for n in ("1", "2A")]
    parsed = read({"title": "Lantern Act", sections: rows, "url": "https://laws.example/1"})
    assert [(piece.number_raw, piece.heading, piece.text) for piece in parsed.pieces] == [
        ("1", "Title 1", "Text 1."),
        ("2A", "Title 2A", "Text 2A."),
    ]
    assert (parsed.title, parsed.articles, parsed.url) == ("Lantern Act", 2, "https://laws.example/1")


def test_chapters_hold_articles_and_paragraphs_are_their_lines() -> None:
    paragraphs = [{"number": "(1)", "text": "A lantern<br>burns &amp; shines."}, {"number": "(2)", "text": "It glows."}]
    chapter = {"number": "I", "title": "Light", "articles": [{"number": "1", "title": "Aim", "paragraphs": paragraphs}]}
    parsed = read({"law": {"title": "Lantern Act", "chapters": [chapter]}}, jurisdiction="SA", language="en")
    assert outline(parsed) == [(0, "chapter", "I", "Light"), (1, "article", "1", "Aim")]
    assert parsed.pieces[1].text == "(1) A lantern\nburns & shines.\n(2) It glows."
    assert parsed.jurisdiction == "SA"


def test_nested_children_are_told_apart_by_their_types() -> None:
    article = {"type": "article", "number": "Article 1", "title": "Aim", "content": "Light."}
    tree = {
        "name": "Lantern Law",
        "children": [{"type": "part", "number": "Part I", "title": "All", "children": [article]}],
    }
    assert outline(read(tree)) == [(0, "part", "Part I", "All"), (1, "article", "Article 1", "Aim")]


def test_the_korean_interface_with_headings_among_the_articles_and_inserted_ones() -> None:
    unit = [
        {"조문번호": "1", "조문여부": "전문", "조문내용": "제1장 총칙"},
        {"조문번호": "1", "조문여부": "조문", "조문제목": "목적", "조문내용": "제1조(목적) 이 법은 등불을 보호한다."},
        {
            "조문번호": "2",
            "조문가지번호": "2",
            "조문여부": "조문",
            "조문제목": "정의",
            "조문내용": "제2조의2(정의) 뜻은 다음과 같다.",
            "항": [{"항번호": "①", "항내용": "①등불", "호": [{"호번호": "1.", "호내용": "1. 심지"}]}],
        },
    ]
    info = {"법령명_한글": "등불법", "공포일자": "20240115", "시행일자": "20240701", "법령ID": "000777"}
    parsed = read({"법령": {"기본정보": info, "조문": {"조문단위": unit}}})
    assert outline(parsed) == [
        (0, "chapter", "제1장", "총칙"),
        (1, "article", "제1조", "목적"),
        (1, "article", "제2조의2", "정의"),
    ]
    assert parsed.pieces[2].text == "뜻은 다음과 같다.\n①등불\n1. 심지"
    assert (parsed.title, parsed.jurisdiction, parsed.language) == ("등불법", "KR", "ko")
    assert (parsed.adopted, parsed.in_force_from) == ("2024-01-15", "2024-07-01")
    assert parsed.identifiers == ["000777"]


def test_one_long_text_is_read_by_its_lines() -> None:
    text = (
        "The Lantern Act, 1917\n\n   (\n ACT NO. V OF 1917\n )\n\nAn Act about lanterns.\n\nShort title\n"
        "1. \tThis is the Lantern Act, 1917.\n\n[ Repealed]\n2. \t[Repealed by another Act.]\n\n"
        "Wicks\n3.(1) A wick burns."
    )
    capture = {"identifiers": {"internal_id": "106"}, "title_raw": "The Lantern Act, 1917", "content_raw": text}
    parsed = read(capture | {"_metadata": {"language": "bn", "source_url": "http://bd.example/106.html"}})
    assert [(piece.number_raw, piece.heading) for piece in parsed.pieces if piece.kind == "article"] == [
        ("1", "Short title"),
        ("2", "[ Repealed]"),
        ("3", "Wicks"),
    ]
    assert parsed.identifiers == ["106"]


def test_bengali_figures_and_stops_number_sections_too() -> None:
    parsed = read({"title": "লণ্ঠন আইন", "content_raw": "শিরোনাম\n১। (১) এই আইন লণ্ঠন আইন।\nসংজ্ঞা\n২। লণ্ঠন অর্থ বাতি।"})
    assert [(piece.number_raw, piece.heading) for piece in parsed.pieces] == [("১", "শিরোনাম"), ("২", "সংজ্ঞা")]


def test_a_bare_list_of_articles_is_one_law() -> None:
    rows = [{"article_no": "第一条", "text": "第一条 为了点灯。"}, {"article_no": "第二条", "text": "灯芯。"}]
    parsed = read(rows, title="Lantern Law", jurisdiction="CN", language="zh-Hans")
    assert [(piece.number_raw, piece.text) for piece in parsed.pieces] == [
        ("第一条", "为了点灯。"),
        ("第二条", "灯芯。"),
    ]


@pytest.mark.parametrize(
    "articles",
    [
        {"1": {"title": "Aim", "text": "Light."}, "2": {"title": "Wick", "text": "One."}},
        {"1": "Light.", "2": "One."},
        ["Article 1. Light.", "Article 2. One."],
    ],
)
def test_articles_may_be_keyed_by_their_numbers_or_be_mere_strings(articles: Any) -> None:
    parsed = read({"title": "Lantern Act", "articles": articles})
    assert [piece.text for piece in parsed.pieces] == ["Light.", "One."]
    assert [piece.number_raw[-1] for piece in parsed.pieces] == ["1", "2"]


def test_schedules_follow_as_annexes_and_parts_are_named_by_their_own_key() -> None:
    part = {"part": "Part 1", "title": "General", "sections": [{"section": "1", "heading": "Aim", "text": ["a", "b"]}]}
    parsed = read({"name": "Lantern Act", "parts": [part], "schedules": [{"title": "Fees", "text": "None."}]})
    assert outline(parsed) == [(0, "part", "Part 1", "General"), (1, "section", "1", "Aim"), (0, "annex", "", "Fees")]
    assert parsed.pieces[1].text == "a\nb"


@pytest.mark.parametrize(
    "data",
    [
        {"title": "Lantern Act", "url": "https://laws.example/1", "status": "in force"},
        {"articles": []},
        {"articles": [{"text": ""}, {}]},
        {"title": "Lantern Act", "content_raw": "See the printed gazette."},
        [],
        ["a"],
        {"children": [{"number": "1"}] * 0},
    ],
)
def test_metadata_alone_is_refused(data: Any) -> None:
    with pytest.raises(Rejected, match="0 articles"):
        list(ADAPTER.parse(a_file(json.dumps(data))))


def test_truncated_and_bottomless_json_is_refused() -> None:
    for text in ('{"articles": [{"num": "1", "text": "a', "[" * 100_000, '{"children":[' * 3000 + "]}" * 3000):
        with pytest.raises(Rejected, match=r"\w"):
            list(ADAPTER.parse(a_file(text)))
