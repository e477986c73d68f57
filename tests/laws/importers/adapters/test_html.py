"""Older pages of official sites."""

import pytest

from laws.importers.adapters.html import ADAPTER
from laws.importers.types import Rejected
from tests.laws.importers.samples import a_file, outline, the_law

EGOV_2013 = """<HTML><HEAD><META HTTP-EQUIV="Content-Type" CONTENT="text/html; charset=Shift_JIS"><TITLE>灯籠法</TITLE>
<SCRIPT>alert("第九条　偽")</SCRIPT></HEAD><BODY><B>灯籠法<BR>（昭和三十四年四月十三日法律第七号）</B>
<DIV ALIGN="right">最終改正：平成二四年三月三一日法律第一七号</DIV>
<P><A HREF="#1000">第一章　総則（第一条・第二条）</A><BR></P>
<P>　　　<B><A NAME="1000">第一章　総則</A></B></P>
<DIV class="arttitle"><A NAME="1001">（目的）</A></DIV><DIV class="item"><B><A NAME="1002">第一条</A>
</B>　この法律は、<A HREF="x">灯り</A>を守る。</DIV>
<DIV class="item"><B><A NAME="1003">２</A></B>　第二条の規定を準用する。</DIV>
<DIV class="number"><B><A NAME="1004">一</A></B>　油</DIV>
<DIV class="arttitle">（灯芯）</DIV><DIV class="item"><B><A NAME="1005">第二条</A></B>　芯は一本とする。</DIV>
<P><B><A NAME="5000">附　則</A></B></P><DIV class="item"><B>第一条</B>　公布の日から施行する。</DIV></BODY></HTML>"""


def test_the_capture_of_2013_with_captions_anchors_and_supplementary_provisions() -> None:
    parsed = the_law(ADAPTER, EGOV_2013.encode("shift_jis"))
    assert [row for row in outline(parsed) if row[1] in ("chapter", "article")] == [
        (0, "chapter", "第一章", "総則"),
        (1, "article", "第一条", "目的"),
        (1, "article", "第二条", "灯芯"),
        (1, "article", "第一条", ""),
    ]
    assert parsed.articles == 2
    assert parsed.pieces[2].text == "この法律は、灯りを守る。\n２ 第二条の規定を準用する。\n一 油"
    assert (parsed.title, parsed.number, parsed.adopted) == ("灯籠法", "昭和三十四年四月十三日法律第七号", "1959-04-13")
    assert (parsed.jurisdiction, parsed.language) == ("JP", "ja")


def test_bold_article_lines_with_titles_entities_and_tables() -> None:
    page = """<html><head><title>Lantern&nbsp;Act</title></head><body><table><tr><td><nav>Home</nav>
    <p align=center><b>CHAPTER I<br>GENERAL</b></p><p><b>Article 1. Aim &amp; scope</b></p><p>Lanterns&#8217; light
    <p>Under Article 2 of this law, wicks burn.<p>Article 2 of this law *applies* [^1].
    <p><b>Article 2</b><p>Fees:<table><tr><th>Lamp</th><th>Fee</th></tr><tr><td>Small</td><td>1</td></tr></table>
    </td></tr></table></body></html>"""
    parsed = the_law(ADAPTER, page, jurisdiction="SA", language="en")
    assert outline(parsed) == [
        (0, "chapter", "CHAPTER I", "GENERAL"),
        (1, "article", "Article 1", "Aim & scope"),
        (1, "article", "Article 2", ""),
    ]
    assert parsed.pieces[1].text == (
        "Lanterns’ light\nUnder Article 2 of this law, wicks burn.\nArticle 2 of this law *applies* [^1]."
    )
    assert parsed.pieces[2].text == "Fees:\nLamp | Fee\nSmall | 1"
    assert (parsed.title, parsed.jurisdiction) == ("Lantern Act", "SA")


def test_chinese_articles_in_blocks_with_a_last_chapter_that_counts_on() -> None:
    page = """<div>目录</div><div>第一章 总则</div><div>第一章 总则</div><div>第一条 为了点灯，制定本法。</div>
    <div>第二条规定的灯除外。</div><div>第二条　灯芯一根。</div>
    <div>附则</div><div>第三条 本法自公布之日起施行。</div>"""
    parsed = the_law(ADAPTER, page)
    assert parsed.articles == 3
    assert [piece.number_raw for piece in parsed.pieces if piece.kind == "article"] == ["第一条", "第二条", "第三条"]
    assert parsed.pieces[1].text == "为了点灯，制定本法。\n第二条规定的灯除外。"


def test_korean_articles_with_their_captions() -> None:
    page = (
        "<html><body><p>제1장 총칙</p><p>제1조(목적) 이 법은 등불을 보호한다.</p><p>제1조의2(정의) 등불이란 불이다.</p>"
    )
    assert outline(the_law(ADAPTER, page)) == [
        (0, "chapter", "제1장", "총칙"),
        (1, "article", "제1조", "목적"),
        (1, "article", "제1조의2", "정의"),
    ]


def test_numbered_sections_with_the_heading_above() -> None:
    page = "<body><p>Short title<p>1. This is the Lantern Act.<p>Wicks<p>2.(1) A wick burns.<p>(2) It glows.</body>"
    parsed = the_law(ADAPTER, page)
    assert outline(parsed) == [(0, "section", "1", "Short title"), (0, "section", "2", "Wicks")]
    assert parsed.pieces[1].text == "(1) A wick burns.\n(2) It glows."


@pytest.mark.parametrize(
    ("page", "why"),
    [
        ("<html><frameset><frame src='law_main.html'></frameset></html>", "law_main.html"),
        ("<html><body><h1>404 Not found</h1><p>See Article 1 of the terms.</p></body></html>", "0 articles"),
        ("<html><script>document.write('Article 1. x')</script></html>", "0 articles"),
        ("<html>", "0 articles"),
    ],
)
def test_pages_without_a_text_are_refused_with_a_reason(page: str, why: str) -> None:
    with pytest.raises(Rejected, match=why):
        list(ADAPTER.parse(a_file(page)))
