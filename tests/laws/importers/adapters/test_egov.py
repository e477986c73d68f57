"""Standard Law XML of Japan, bare, wrapped and as JSON."""

import base64
import json

import pytest

from laws.importers.adapters.egov import ADAPTER
from laws.importers.types import Rejected
from tests.laws.importers.samples import EGOV, a_file, outline, the_law

OUTLINE = [
    (0, "chapter", "第一章", "総則"),
    (1, "article", "第一条", "目的"),
    (1, "section_group", "第一節", "芯"),
    (2, "article", "第一条の二", ""),
    (0, "annex", "", "附則"),
    (0, "attachment", "令和五年六月一四日法律第五一号", "附則（抄）"),
    (1, "article", "第一条", ""),
    (0, "annex", "別表", "（第一条関係）"),
]


def test_only_the_articles_of_the_main_provision_are_counted() -> None:
    parsed = the_law(ADAPTER, EGOV)
    assert outline(parsed) == OUTLINE
    assert parsed.articles == 2


def test_items_columns_tables_and_readings() -> None:
    texts = [piece.text for piece in the_law(ADAPTER, EGOV).pieces]
    assert texts[1] == (
        "この法律は、灯りを守る。ただし、消灯の時を除く。\n２　次に掲げる。\n一　油　燃える もの\nイ　菜種"
    )
    assert texts[3] == "表のとおり。\n芯 | 一本"
    assert texts[-1] == "一 | 百円"


def test_years_of_an_era_become_western_dates() -> None:
    parsed = the_law(ADAPTER, EGOV)
    assert (parsed.adopted, parsed.last_amended, parsed.dated) == ("1959-04-13", "2023-06-14", "")
    assert parsed.identifiers == ["昭和三十四年法律第七号", "Act No. 7 of 1959"]
    assert [(relation.label, relation.date) for relation in parsed.relations] == [
        ("令和五年六月一四日法律第五一号", "2023-06-14")
    ]


@pytest.mark.parametrize("path", ["334AC0000000007_20240401_505AC0000000051.xml", "law/toro_R060401.xml"])
def test_the_day_of_effect_is_read_from_the_publishers_file_name(path: str) -> None:
    assert the_law(ADAPTER, EGOV, path).dated == "2024-04-01"


def test_the_wrapper_of_the_first_interface_is_opened() -> None:
    law = EGOV.partition("?>")[2]
    wrapped = (
        f"<DataRoot><Result><Code>0</Code></Result><ApplData><LawId>334AC7</LawId><LawFullText>{law}</LawFullText>"
    )
    parsed = the_law(ADAPTER, f"{wrapped}</ApplData></DataRoot>")
    assert outline(parsed) == OUTLINE
    assert "334AC7" in parsed.identifiers


def test_the_second_interface_gives_dates_and_status() -> None:
    law = EGOV.partition("?>")[2]
    revision = "<amendment_enforcement_date>2025-04-01</amendment_enforcement_date>"
    status = "<current_revision_status>CurrentEnforced</current_revision_status>"
    parsed = the_law(
        ADAPTER,
        f"<law_data_response><law_info><law_id>334AC7</law_id></law_info><revision_info>{revision}{status}</revision_info>"
        f"<law_full_text>{law}</law_full_text></law_data_response>",
    )
    assert (parsed.dated, parsed.status) == ("2025-04-01", "in_force")
    assert parsed.url == "https://laws.e-gov.go.jp/law/334AC7"


def test_the_json_of_the_second_interface_reads_like_the_xml() -> None:
    def node(tag: str, *children: object, **attr: str) -> dict[str, object]:
        return {"tag": tag, "attr": attr, "children": list(children)}

    sentence = node("ParagraphSentence", node("Sentence", "灯りを守る。"))
    article = node(
        "Article", node("ArticleTitle", "第一条"), node("Paragraph", node("ParagraphNum"), sentence, Num="1")
    )
    body = node("LawBody", node("LawTitle", "灯籠法"), node("MainProvision", article))
    full = node("Law", node("LawNum", "昭和三十四年法律第七号"), body, Era="Showa", Year="34")
    info = {"law_id": "334AC7", "promulgation_date": "1959-04-13"}
    revision = {"repeal_status": "Repeal", "repeal_date": "2020-03-31"}
    parsed = the_law(
        ADAPTER, json.dumps({"law_info": info, "revision_info": revision, "law_full_text": full}, ensure_ascii=False)
    )
    assert outline(parsed) == [(0, "article", "第一条", "")]
    assert parsed.pieces[0].text == "灯りを守る。"
    assert (parsed.adopted, parsed.status, parsed.in_force_to) == ("1959-04-13", "repealed", "2020-03-31")


def test_the_full_text_may_be_packed_as_base64() -> None:
    packed = base64.b64encode(EGOV.encode()).decode()
    parsed = the_law(ADAPTER, json.dumps({"law_info": {"law_id": "334AC7"}, "law_full_text": packed}))
    assert outline(parsed) == OUTLINE
    assert "334AC7" in parsed.identifiers


def test_an_order_of_paragraphs_counts_them_as_its_articles() -> None:
    paragraphs = "".join(
        f"<Paragraph Num='{n}'><ParagraphNum>{n}</ParagraphNum><ParagraphSentence><Sentence>文{n}。</Sentence>"
        "</ParagraphSentence></Paragraph>"
        for n in (1, 2)
    )
    parsed = the_law(ADAPTER, f"<Law Era='Showa'><LawBody><MainProvision>{paragraphs}</MainProvision></LawBody></Law>")
    assert outline(parsed) == [(0, "article", "1", ""), (0, "article", "2", "")]


@pytest.mark.parametrize(
    "content",
    [
        "<DataRoot><Result><Code>1</Code><Message>該当なし</Message></Result></DataRoot>",
        "<Law Era='Showa'><LawBody><LawTitle>空</LawTitle></LawBody></Law>",
        '{"law_full_text": {"tag": "a b", "children": [1]}}',
        '{"law_full_text": ["x"]}',
        '{"law_full_text": "これは文ではない"}',
        '{"law_full_text": "AAAA"}',
        '{"law_full_text": {"tag": "Law", "children": [',
    ],
)
def test_answers_without_a_text_are_refused_with_a_reason(content: str) -> None:
    with pytest.raises(Rejected, match=r"\w"):
        list(ADAPTER.parse(a_file(content)))
