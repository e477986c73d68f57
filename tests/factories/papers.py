"""Forms of record for tests: made, with small files, as a task would leave them."""

from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from factory.declarations import LazyAttribute, SubFactory
from factory.django import DjangoModelFactory

from disputes.choices import CaseKind, FormKind, PaperState
from disputes.models import CaseForm
from disputes.papers.blocks import content_hash
from tests.factories.disputes import CaseFactory


def stored(name: str, data: bytes) -> str:
    return default_storage.save(name, ContentFile(data))


def content_of(row: Any) -> dict[str, Any]:
    return {
        "schema": 1,
        "kind": str(row.kind),
        "number": f"表{row.kind}",
        "name": "指导申请表",
        "language": "zh-hans",
        "reference": row.case.reference,
        "version": row.version,
        "centre": "宁波分中心",
        "addressee": "",
        "date": "2026-11-22",
        "basis": ["国务院令第801号"],
        "free": "不收取费用。",
        "blocks": [{"type": "paragraphs", "items": ["内容。"]}],
    }


class CaseFormFactory(DjangoModelFactory[CaseForm]):
    class Meta:
        model = CaseForm

    case = SubFactory(CaseFactory, kind=CaseKind.GUIDANCE)
    kind: Any = FormKind.A
    version = 1
    language = "zh-hans"
    content: Any = LazyAttribute(content_of)
    content_sha256 = LazyAttribute(lambda row: content_hash(row.content))
    event_seq = 1
    state: Any = PaperState.MADE
    pdf: Any = LazyAttribute(lambda row: stored("papers/test/a.pdf", b"%PDF-1.7 test"))
    pdf_sha256 = "a" * 64
    pdf_pages = 1
    docx: Any = LazyAttribute(lambda row: stored("papers/test/a.docx", b"PK test"))
    docx_sha256 = "b" * 64
