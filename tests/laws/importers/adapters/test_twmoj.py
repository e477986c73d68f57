"""Open data of the Ministry of Justice of Taiwan."""

import json
from typing import Any

import pytest

from laws.importers.adapters.twmoj import ADAPTER
from laws.importers.types import Rejected
from tests.laws.importers.samples import TWMOJ, a_file, outline, the_law


def an_archive(*laws: dict[str, Any]) -> str:
    return json.dumps({"UpdateDate": "2026/9/11", "Laws": laws}, ensure_ascii=False)


def a_record(**changed: Any) -> dict[str, Any]:
    rows = [
        {"ArticleType": "C", "ArticleNo": "", "ArticleContent": "   第 一 章 總則"},
        {"ArticleType": "A", "ArticleNo": "第 1 條", "ArticleContent": "燈籠應點亮。"},
    ]
    return {"LawName": "燈籠法", "LawLevel": "法律", "LawAbandonNote": "", "LawArticles": rows} | changed


def test_a_split_file_with_chapters_sections_and_inserted_articles() -> None:
    parsed = the_law(ADAPTER, json.dumps(TWMOJ, ensure_ascii=False))
    assert outline(parsed) == [
        (0, "chapter", "第 一 章", "總則"),
        (1, "article", "第 1 條", ""),
        (1, "section_group", "第 一 節", "燈芯"),
        (2, "article", "第 2 條", ""),
        (2, "article", "第 2-1 條", ""),
        (0, "chapter", "第 二 章", "附則"),
        (1, "article", "第 3 條", ""),
    ]
    assert parsed.pieces[1].text == "燈籠應點亮。\n商請鄰人協助。"
    assert parsed.titles == {"zh-Hant": "燈籠法", "en": "Lantern Act"}
    assert parsed.identifiers == ["Z0990001"]


def test_dates_of_the_republic_and_the_date_that_means_none() -> None:
    parsed = the_law(ADAPTER, json.dumps(TWMOJ, ensure_ascii=False))
    assert (parsed.dated, parsed.adopted, parsed.in_force_from) == ("2023-05-24", "1930-05-06", "")
    late = json.dumps(TWMOJ | {"最新異動日期": "1120524", "生效日期": "民國113年5月1日"}, ensure_ascii=False)
    parsed = the_law(ADAPTER, late)
    assert (parsed.dated, parsed.in_force_from) == ("2023-05-24", "2024-05-01")


def test_only_a_record_that_says_so_has_a_status() -> None:
    assert the_law(ADAPTER, json.dumps(TWMOJ, ensure_ascii=False)).status == ""
    assert the_law(ADAPTER, an_archive(a_record())).status == "in_force"
    repealed = the_law(ADAPTER, an_archive(a_record(LawAbandonNote="廢")))
    assert repealed.status == "repealed"
    assert "LawAbandonNote" in repealed.status_basis


def test_an_archive_gives_each_law_and_names_those_without_articles_at_the_end() -> None:
    archive = an_archive(a_record(), a_record(LawName="空法", LawArticles=[]), a_record(LawName="乙法"))
    laws = ADAPTER.parse(a_file(archive))
    assert [next(laws).title, next(laws).title] == ["燈籠法", "乙法"]
    with pytest.raises(Rejected, match="空法"):
        next(laws)


def test_the_english_data_is_a_translation() -> None:
    rows = [
        {"EngArticleType": "C", "EngArticleNo": "", "EngArticleContent": "   Chapter I. General Provisions"},
        {"EngArticleType": "A", "EngArticleNo": "Article 1", "EngArticleContent": "Lanterns are lit."},
    ]
    url = "https://law.moj.gov.tw/Eng/LawClass/LawAll.aspx?pcode=Z0990001"
    record = {"LawName": "燈籠法", "EngLawName": "Lantern Act", "EngLawURL": url, "EngLawArticles": rows}
    parsed = the_law(ADAPTER, an_archive(record))
    assert (parsed.language, parsed.is_translation, parsed.title) == ("en", True, "Lantern Act")
    assert outline(parsed) == [(0, "chapter", "Chapter I", "General Provisions"), (1, "article", "Article 1", "")]


@pytest.mark.parametrize("content", ['{"LawName": "燈籠法", "LawArticles": [', '{"LawName": 1}', '{"Laws": []}', "[1]"])
def test_cut_off_and_empty_data_is_refused(content: str) -> None:
    with pytest.raises(Rejected, match=r"\w"):
        list(ADAPTER.parse(a_file(content)))
