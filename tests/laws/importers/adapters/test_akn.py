"""Akoma Ntoso of other publishers."""

import pytest

from laws.importers.adapters.akn import ADAPTER
from laws.importers.types import Rejected
from tests.laws.importers.samples import a_file, outline, the_law

META = """<meta><identification source="#gazette"><FRBRWork><FRBRthis value="/akn/za/act/1998/12/!main"/>
<FRBRuri value="/akn/za/act/1998/12"/><FRBRalias name="title" value="Lantern Act"/><FRBRdate date="1998-05-06"
name="Generation"/><FRBRauthor href="#parliament"/><FRBRcountry value="za-wc"/><FRBRsubtype value="act"/>
<FRBRnumber value="12"/></FRBRWork><FRBRExpression><FRBRuri value="/akn/za/act/1998/12/eng@2004-01-02"/>
<FRBRdate date="2004-01-02" name="Generation"/><FRBRauthor href=""/><FRBRlanguage language="eng"/></FRBRExpression>
</identification><references><TLCOrganization eId="gazette" href="" showAs="The Gazette"/></references></meta>"""
BODY = """<preface><longTitle><p>To <b>provide</b> for lanterns</p></longTitle></preface><body>
<chapter eId="chp_I"><num>I</num><heading>Lanterns</heading><section eId="sec_1"><num>1.</num>
<heading>Definitions<authorialNote marker="1"><p>note</p></authorialNote></heading><subsection><num>(1)</num><intro>
<p>In this Act</p></intro><paragraph><num>(a)</num><content><p>a lantern<br/>burns;</p></content></paragraph>
</subsection></section><section><num>2.</num><content><blockList><listIntroduction>Wicks:</listIntroduction><item>
<num>(i)</num><p>long</p></item></blockList><table><tr><th><p>Size</p></th><td><p>Fee</p></td></tr></table></content>
</section></chapter></body>"""
ATTACHED = """<attachments><attachment eId="att_1"><heading>Schedule 1</heading><doc name="schedule"><meta/><mainBody>
<p>Fees are due.</p></mainBody></doc></attachment></attachments>
<components><component><doc name="x"><mainBody><paragraph><num>1</num><content><p>Form</p></content></paragraph>
</mainBody></doc></component></components>"""


def an_akn(body: str = BODY, meta: str = META, kind: str = "act", attached: str = "") -> str:
    space = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"
    return f'<akomaNtoso xmlns="{space}"><{kind} name="act">{meta}{body}{attached}</{kind}></akomaNtoso>'


def test_an_act_with_chapters_attachments_and_components() -> None:
    parsed = the_law(ADAPTER, an_akn(attached=ATTACHED))
    assert outline(parsed) == [
        (0, "preface", "", ""),
        (0, "chapter", "I", "Lanterns"),
        (1, "section", "1.", "Definitions"),
        (1, "section", "2.", ""),
        (0, "annex", "", "Schedule 1"),
        (0, "attachment", "", ""),
        (1, "intro", "1", ""),
    ]


def test_lists_tables_and_breaks_become_lines() -> None:
    texts = [piece.text for piece in the_law(ADAPTER, an_akn()).pieces]
    assert texts[0] == "To provide for lanterns"
    assert texts[2] == "(1) In this Act\n(a) a lantern\nburns;"
    assert texts[3] == "Wicks:\n(i) long\nSize | Fee"


def test_identification_gives_the_facts_of_the_law() -> None:
    parsed = the_law(ADAPTER, an_akn())
    assert (parsed.jurisdiction, parsed.language, parsed.title) == ("ZA", "eng", "Lantern Act")
    assert (parsed.adopted, parsed.dated, parsed.kind) == ("1998-05-06", "2004-01-02", "statute")
    assert parsed.identifiers == ["12", "/akn/za/act/1998/12"]
    assert parsed.publisher == "The Gazette"


def test_a_section_that_holds_articles_is_a_heading() -> None:
    article = "<article><num>Art. 1</num><content><p>Light.</p></content></article>"
    parsed = the_law(ADAPTER, an_akn(f"<body><section><num>Section 1</num>{article}</section></body>"))
    assert outline(parsed) == [(0, "section_group", "Section 1", ""), (1, "article", "Art. 1", "")]


def test_articles_that_an_article_quotes_are_its_text() -> None:
    quoted = "<quotedStructure><article><num>5</num><content><p>New words.</p></content></article></quotedStructure>"
    body = (
        f"<body><article><num>1</num><content><p>Replaced:<mod>{quoted}</mod> at once.</p></content></article></body>"
    )
    parsed = the_law(ADAPTER, an_akn(body))
    assert [piece.text for piece in parsed.pieces] == ["Replaced:\n5 New words.\nat once."]


def test_paragraphs_count_where_there_are_no_articles() -> None:
    rows = "".join(f"<paragraph><num>{n}.</num><content><p>Text {n}</p></content></paragraph>" for n in (1, 2))
    assert the_law(ADAPTER, an_akn(f"<body>{rows}</body>")).articles == 2


def test_a_prefix_for_the_vocabulary_changes_nothing() -> None:
    text = an_akn().replace("<", "<a:").replace("<a:/", "</a:").replace("xmlns=", "xmlns:a=")
    assert outline(the_law(ADAPTER, text)) == outline(the_law(ADAPTER, an_akn()))


def test_a_collection_gives_each_act() -> None:
    acts = "".join(f"<component><act>{META}{BODY}</act></component>" for _ in range(2))
    text = f"<akomaNtoso><documentCollection><meta/><components>{acts}</components></documentCollection></akomaNtoso>"
    assert [parsed.articles for parsed in ADAPTER.parse(a_file(text))] == [2, 2]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (an_akn(kind="bill"), "bill"),
        (an_akn("<body><hcontainer><content><p>x</p></content></hcontainer></body>"), "0 articles"),
        (an_akn("<body/>", ""), "0 articles"),
        ("<akomaNtoso/>", "no Akoma Ntoso"),
        (an_akn()[:-40], "cut off"),
    ],
)
def test_what_is_no_law_is_refused(text: str, why: str) -> None:
    with pytest.raises(Rejected, match=why):
        list(ADAPTER.parse(a_file(text)))
