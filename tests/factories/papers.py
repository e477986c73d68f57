"""Forms of record for tests: made, with small files, as a task would leave them."""

from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from factory.declarations import LazyAttribute, SubFactory
from factory.django import DjangoModelFactory

from disputes.choices import CaseKind, FormKind, PaperState
from disputes.models import ArchiveClass, CaseArchive, CaseForm
from disputes.papers.blocks import content_hash
from tests.factories.accounts import UserFactory
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


def an_archive(form: CaseForm) -> CaseArchive:
    """An archive with its bundle, as a row."""
    for_good, _made = ArchiveClass.objects.get_or_create(code="permanent", name_zh="永久", name_en="Kept for good")
    return CaseArchive.objects.create(
        case=form.case,
        form=form,
        retention=for_good,
        index=[],
        pages=0,
        total_sha256="0" * 64,
        log_seq=0,
        by=UserFactory.create(),
        state=PaperState.MADE,
        bundle=stored("papers/test/bundle.zip", b"PK"),
        bundle_sha256="c" * 64,
    )
