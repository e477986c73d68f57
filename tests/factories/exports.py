"""Evidence exports for tests: made through their actions, with files that are really checked."""

import base64
from io import BytesIO
from typing import Any

from django.core.files.base import ContentFile
from PIL import Image

from disputes.actions.documents import add_document
from disputes.actions.export_approval import Approval, confirm_approval, record_approval
from disputes.actions.export_review import decide_export
from disputes.actions.exporting import Given, RecipientFacts, answer_questions, prepare_export, submit_export
from disputes.actions.redaction import check_due
from disputes.exports import dossier_of
from disputes.gate import Answer, GateResult, Question, Recipient, StoredIn
from disputes.models import CaseDocument, EvidenceExport, GateQuestion, RedactionCheck
from disputes.papers.pdf import refuse
from disputes.seeds import FOLDER, TABLES
from portal.accounts.models import User
from portal.lib import clock
from portal.lib.redaction.looking import ENGINE
from portal.reference.seeding.loading import load
from portal.reference.seeding.registry import Seed
from tests.factories.disputes import Cast

NO = Given(Answer.NO)
ALL_NO = dict.fromkeys(Question, NO)
COVER = "position:absolute;left:0;top:0;width:14em;height:1.5em;background:black"
COVERED = f"<p style='position:relative'>ZHANG WEI 13800001234<span style='{COVER}'></span></p>"
CLEAN = "<p>Sales of model A to the United States in 2025</p>"


def load_questions() -> None:
    """The eight questions as the project's own file has them."""
    if not GateQuestion.objects.exists():
        table = next(table for table in TABLES if table.model is GateQuestion)
        load(Seed(table, FOLDER / table.file, code="1"))


def a_pdf(html: str) -> bytes:
    """A real PDF of `html`; what it needs must stand in it."""
    from weasyprint import HTML

    made: bytes = HTML(string=html, url_fetcher=_only_data).write_pdf()
    return made


def _only_data(url: str, *args: Any, **kwargs: Any) -> Any:
    if not url.startswith("data:"):
        return refuse(url)
    from weasyprint.urls import URLFetcher

    return URLFetcher().fetch(url)


def as_url(picture: Image.Image) -> str:
    data = BytesIO()
    picture.save(data, "PNG")
    return "data:image/png;base64," + base64.b64encode(data.getvalue()).decode()


def recipient_facts(cast: Cast, **more: Any) -> RecipientFacts:
    return RecipientFacts(
        **{
            "recipient_kind": Recipient.OWN_COUNSEL,
            "recipient_name": "Miller & Partner LLP",
            "recipient_country": cast.case.jurisdiction,
            "stored_in": StoredIn.MAINLAND,
            "purpose": "答辩用的销售数据",
            "proceeding": "1:25-cv-01234",
            **more,
        }
    )


def a_document(cast: Cast, html: str = CLEAN, name: str = "sales.pdf", by: User | None = None) -> CaseDocument:
    return add_document(case=cast.case, by=by or cast.owner, file=ContentFile(a_pdf(html), name=name))


def a_plain_document(cast: Cast, content: bytes = b"1", name: str = "sales.pdf") -> CaseDocument:
    """A document whose check is written down as clean: quicker than a real one."""
    document = add_document(case=cast.case, by=cast.owner, file=ContentFile(b"%PDF-1.7\n" + content * 300, name=name))
    checked_as(document, [])
    return document


def checked_as(document: CaseDocument, findings: list[dict[str, Any]]) -> None:
    RedactionCheck.objects.update_or_create(
        document=document,
        defaults={"state": "made", "engine": ENGINE, "findings": findings, "checked_at": clock.now()},
    )


HIDDEN = {"kind": "hidden_text", "page": 1, "what": "", "hint": "ZH… (20)"}


def a_draft(cast: Cast, *documents: CaseDocument, by: User | None = None, **facts: Any) -> EvidenceExport:
    load_questions()
    chosen = documents or (a_plain_document(cast),)
    return prepare_export(case=cast.case, by=by or cast.owner, facts=recipient_facts(cast, **facts), documents=chosen)


def answer(export: EvidenceExport, by: User, **answers: Answer) -> None:
    """Answer every question no, but those that are named: `answer(export, owner, state_secret=Answer.YES)`."""
    given = ALL_NO | {Question(code): Given(said, "说明") for code, said in answers.items()}
    items = {row.item: given for row in dossier_of(export).rows}
    answer_questions(export=export, by=by, answers=items, version=export.version)


def in_review(cast: Cast, *documents: CaseDocument, by: User | None = None, **more: Any) -> EvidenceExport:
    """Answers by name of the question, everything else is of the recipient."""
    answers = {code.value: more.pop(code.value) for code in Question if code.value in more}
    export = a_draft(cast, *documents, by=by, **more)
    answer(export, by or cast.owner, **answers)
    submit_export(export=export, by=by or cast.owner, version=export.version)
    return export


def decided(cast: Cast, result: GateResult, *documents: CaseDocument, by: User | None = None, **more: Any) -> Any:
    export = in_review(cast, *documents, **more)
    decide_export(export=export, by=by or cast.reviewer, result=result, basis="已逐项核对。", version=export.version)
    return export


def approve(export: EvidenceExport, by: User, **more: Any) -> None:
    """Enter an approval; nobody has confirmed it yet."""
    facts = {"authority": "司法部", "number": "司协外〔2026〕12号", "on": clock.today(), **more}
    paper = ContentFile(b"%PDF-1.7\napproval", name="批准书.pdf")
    record_approval(export=export, by=by, approval=Approval(**facts), file=paper, version=export.version)


def confirm(export: EvidenceExport, by: User) -> None:
    confirm_approval(export=export, by=by, version=export.version)


def look_at_everything() -> dict[str, int]:
    """What the worker does each minute."""
    return check_due()
