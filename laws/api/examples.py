"""Answers of the API as its description shows them. The words are invented, the shapes are those of the serializers."""

from typing import Any

REF = "jp-act-127-1959"
API = f"/api/v1/laws/{REF}/versions/jpn@2024-04-01/"
PAGE = "/laws/JP/act-127-1959/"
SOURCED: dict[str, Any] = {"source": "P-egov", "as_of": "2026-11-01", "fact_status": "verified"}

TEXT: dict[str, Any] = {
    "expression": "jpn@2024-04-01",
    "language": "ja",
    "is_translation": False,
    "dated": "2024-04-01",
    "articles": 152,
    "api": API,
}
LAW: dict[str, Any] = {
    "ref": REF,
    "jurisdiction": "JP",
    "title_zh": "商标法",
    "title_zh_basis": "reviewed",
    "title_en": "Trademark Act",
    "title_en_basis": "sourced",
    "title_original": "商標法",
    "kind": "statute",
    "subjects": ["trademark"],
    "number": "昭和三十四年法律第百二十七号",
    "year": 1959,
    "adopted": "1959-04-13",
    "in_force": "1960-04-01",
    "last_amended": "2023",
    "status": "in_force",
    "status_basis": "the official database",
    "identifiers": [{"scheme": "number", "value": "334AC0000000127"}],
    "texts": [TEXT],
    "url": "",
    "page": PAGE,
    **SOURCED,
}
VERSION: dict[str, Any] = {
    "expression": "jpn@2024-04-01",
    "language": "ja",
    "title": "商標法",
    "current": True,
    "dated": "2024-04-01",
    "in_force_from": "2024-04-01",
    "in_force_to": "",
    "is_translation": False,
    "translation_note": "",
    "publisher": "e-Gov",
    "source": "P-egov",
    "url": "",
    "tier": "R",
    "licence": "CC BY 4.0",
    "retrieved": "2026-11-01",
    "verified_on": None,
    "sha256": "0" * 64,
    "articles": 152,
    "containers": 18,
    "characters": 61234,
    "imported_at": "2026-11-02T03:10:00+08:00",
    "page": f"{PAGE}jpn@2024-04-01/",
    "provisions": f"{API}provisions/",
}
LAW_DETAIL: dict[str, Any] = {
    **{name: value for name, value in LAW.items() if name != "texts"},
    "versions": [VERSION],
    "acts_on": [],
    "acted_on_by": [
        {"kind": "amends", "law": None, "name": "令和五年法律第五十一号", "date": "2024-04-01", "note": "", **SOURCED}
    ],
    "inherited_by": [],
}
PROVISION: dict[str, Any] = {
    "anchor": "art_4",
    "position": 9,
    "parent": 5,
    "depth": 1,
    "kind": "article",
    "unit": "article",
    "number_raw": "第四条",
    "number": "4",
    "heading": "商標登録を受けることができない商標",
    "text": "…",
    "page": f"{PAGE}jpn@2024-04-01/~art_4/",
}
PROVISION_DETAIL: dict[str, Any] = {
    "law": REF,
    "expression": "jpn@2024-04-01",
    "language": "ja",
    **PROVISION,
    "path": [{"anchor": "chp_2", "unit": "chapter", "number_raw": "第二章", "heading": "商標登録及び商標登録出願"}],
}
LINE: dict[str, Any] = {
    "jurisdiction": "JP",
    "law": "商標法",
    "law_id": REF,
    "language": "ja",
    "article": "第四条",
    "heading": "商標登録を受けることができない商標",
    "text": "…",
    "unit": "article",
    "depth": 1,
    "anchor": "art_4",
    "expression": "jpn@2024-04-01",
    "dated": "2024-04-01",
    "is_translation": False,
    "source": "P-egov",
    "tier": "R",
    "licence": "CC BY 4.0",
    "cursor": "17-9",
}
JUDGMENT: dict[str, Any] = {
    "code": "J001",
    "caption": "Alpha Ltd. v. Beta Inc.",
    "jurisdiction": "US",
    "court": "N.D. Ill.",
    "docket": "1:20-cv-00001",
    "decision_date": "2020-03",
    "right": "trade_secret",
    "dispute_type": None,
    "facts_zh": "",
    "facts_en": "",
    "outcome_zh": "侵权成立",
    "outcome_en": "Infringement found",
    "amount": "1000000.00",
    "currency": "USD",
    "amount_kind": "damages",
    "punitive_multiple": None,
    "collected_amount": None,
    "collected": "",
    "collected_zh": "",
    "reviewed_on": None,
    "is_demo": False,
    "page": "/judgments/J001/",
    **SOURCED,
}
