"""Evidence exports as rows: the door to one, what a person may see, and the facts that the gate's rules want."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.conf import settings
from django.db.models import Q, QuerySet
from django.http import Http404

from disputes.access import Standing, get_case, standing_of
from disputes.choices import PaperState, ScanState, Side
from disputes.gate import (
    Answer,
    Check,
    ExportFacts,
    Floor,
    Gap,
    GateResult,
    Hindrance,
    ItemFacts,
    Question,
    Recipient,
    StoredIn,
    check_of,
    floor_of,
    obstacles,
)
from disputes.models import (
    Case,
    CaseDocument,
    CaseEvent,
    EvidenceExport,
    ExportItem,
    GateAnswer,
    GateQuestion,
    RedactionCheck,
)
from disputes.readable import documents_for
from portal.accounts.models import User
from portal.lib.redaction.looking import ENGINE

SHOWN = (
    "recipient_country",
    "prepared_by",
    "decided_by",
    "approval_document",
    "approval_by",
    "approval_confirmed_by",
    "exported_by",
)
# The events of who makes an export what it is.
WRITING = ("export_prepared", "export_changed", "export_answered", "export_redacted")
WORDS = ("text_zh", "text_en", "help_zh", "help_en", "basis_zh", "basis_en")


def question_hash(question: GateQuestion) -> str:
    """The version of a question: of all its words in both languages."""
    text = json.dumps([getattr(question, name) for name in WORDS], ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def the_questions() -> dict[Question, GateQuestion]:
    """The eight questions in their order. One that no row puts into words is missing, and keeps every gate open."""
    rows = {row.code: row for row in GateQuestion.objects.filter(code__in=list(Question))}
    return {question: rows[question] for question in Question if question in rows}


def exports_for(case: Case, standing: Standing) -> QuerySet[EvidenceExport]:
    """Every export of the case, newest first: both sides and its expert read them all."""
    found = EvidenceExport.objects.filter(case=case)
    return found if standing.reads else found.none()


def get_export(user: User, reference: str, number: int) -> tuple[EvidenceExport, Standing]:
    """One export through the door of its case. Raises Http404 for a stranger and for a number that is none."""
    case = get_case(user, reference)
    standing = standing_of(user, case)
    export = exports_for(case, standing).select_related(*SHOWN).filter(number=number).first()
    if export is None:
        raise Http404
    export.case = case
    return export, standing


def speaks_for(export: EvidenceExport, standing: Standing) -> bool:
    """Whether the person is of the side that prepared the export: its counsel is the enterprise's."""
    own = {Side.ENTERPRISE, Side.COUNSEL}
    return standing.side == export.side or (standing.side in own and export.side in own)


def may_choose(case: Case, standing: Standing, user: User) -> QuerySet[CaseDocument]:
    """What can be put into an export: what the person may read, in its present version, and free of viruses."""
    return documents_for(case, standing).filter(fit()).order_by("created_at", "pk")


def fit() -> Q:
    """Present versions that no virus was found in and, where there is a scanner, that it has looked at."""
    wanted = Q(replaced_at__isnull=True)
    if settings.CLAMD_URL:
        return wanted & Q(scan_state=ScanState.CLEAN)
    return wanted & ~Q(scan_state=ScanState.INFECTED)


def is_fit(document: CaseDocument) -> bool:
    """`fit` of one row."""
    if document.replaced_at is not None or document.scan_state == ScanState.INFECTED:
        return False
    return not settings.CLAMD_URL or document.scan_state == ScanState.CLEAN


@dataclass
class Row:
    """One item with all that is known of it."""

    item: ExportItem
    answers: dict[Question, GateAnswer] = field(default_factory=dict)
    check: RedactionCheck | None = None

    @property
    def checked(self) -> bool:
        """Whether the outgoing file was looked at by the present check."""
        return self.check is not None and self.check.state == PaperState.MADE and self.check.engine == ENGINE

    @property
    def findings_hash(self) -> str:
        """The version of what was found, and by which check; empty while nothing has looked."""
        if self.check is None or not self.checked:
            return ""
        text = json.dumps([self.check.engine, self.check.findings], ensure_ascii=False, sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()

    @property
    def accepted(self) -> bool:
        """A reviewer wrote why these findings may stand; what was found later was not accepted."""
        return bool(self.item.accepted_text) and self.item.accepted_hash == self.findings_hash

    def facts(self) -> ItemFacts:
        return ItemFacts(
            number=self.item.position,
            answers={question: Answer(row.answer) for question, row in self.answers.items()},
            check=check_of(self.check.findings if self.checked and self.check is not None else None),
            redacted=self.item.redacted_id is not None,
            accepted=self.accepted,
            ready=is_fit(self.item.document) and is_fit(self.item.outgoing),
        )


@dataclass
class Dossier:
    """An export with everything its rules and its pages want, read in five queries.

    `authors`: whoever prepared or changed it or answered, also what was overwritten since. None of them reviews it.
    """

    export: EvidenceExport
    questions: dict[Question, GateQuestion]
    rows: list[Row]
    authors: set[int]

    def facts(self) -> ExportFacts:
        return ExportFacts(
            Recipient(self.export.recipient_kind),
            StoredIn(self.export.stored_in),
            tuple(row.facts() for row in self.rows),
        )

    def floor(self, *, sees_restricted: bool = False) -> Floor:
        return floor_of(self.facts(), sees_restricted=sees_restricted)

    def hindrances(self) -> tuple[Hindrance, ...]:
        """What keeps a decided export from leaving."""
        return obstacles(
            GateResult(self.export.result),
            self.facts(),
            approved=self.export.is_approved,
            confirmed=self.export.is_confirmed,
            sees_restricted=self.export.decided_above,
        )

    @property
    def is_clear_to_leave(self) -> bool:
        return self.export.state == "decided" and not self.hindrances()

    def may_confirm(self, user: User, standing: Standing) -> bool:
        """Whether a reviewer is far enough from the approval on record: another hand, and above like the decision."""
        own = self.authors | {self.export.approval_by_id}
        return user.pk not in own and (standing.sees_restricted or not self.floor().handed_up)


def dossier_of(export: EvidenceExport) -> Dossier:
    items = list(
        ExportItem.objects.filter(export=export, removed_at__isnull=True)
        .select_related("document__redaction_check", "redacted__redaction_check", "accepted_by")
        .order_by("position")
    )
    questions = the_questions()
    versions = {question: question_hash(row) for question, row in questions.items()}
    rows = {item.pk: Row(item, check=getattr(item.outgoing, "redaction_check", None)) for item in items}
    for answer in GateAnswer.objects.filter(item__in=items).select_related("by").order_by("pk"):
        if versions.get(Question(answer.question)) == answer.question_hash:
            rows[answer.item_id].answers[Question(answer.question)] = answer
    return Dossier(export, questions, list(rows.values()), _authors(export))


def _authors(export: EvidenceExport) -> set[int]:
    """From the log of the case: a row tells only who was the last."""
    written = CaseEvent.objects.filter(subject=export.case_id, kind__in=WRITING, data__export=str(export.pk))
    people = written.values_list("actor_id", flat=True)
    return {export.prepared_by_id} | {person for person in people if person is not None}


def common_answers(rows: Sequence[Row]) -> dict[Question, GateAnswer]:
    """Where every item has the same answer and note: one of them."""
    found = {}
    for question in Question:
        given = [row.answers.get(question) for row in rows]
        known = [answer for answer in given if answer is not None]
        if known and len(known) == len(given) and len({(one.answer, one.note) for one in known}) == 1:
            found[question] = known[0]
    return found


# To which of the six steps an open point belongs: 1 recipient … 6 package.
STEP_OF: dict[str, int] = {
    Gap.STORED_UNSURE: 1,
    Gap.NO_DOCUMENT: 2,
    Gap.NOT_READY: 2,
    Gap.UNANSWERED: 3,
    Gap.UNSURE: 3,
    Gap.CHECK_WAITING: 4,
}


def unfinished_steps(dossier: Dossier) -> set[int]:
    """The steps that something keeps open, also while a reviewer looks or after a decision."""
    return {STEP_OF[gap.code] for gap in dossier.floor().gaps}


def stage_of(dossier: Dossier) -> int:
    """Which of the six steps the export is at: 1 recipient … 6 package."""
    export = dossier.export
    if export.state in {"decided", "exported"}:
        return 6
    if export.state == "in_review":
        return 5
    found = any(row.facts().check == Check.FOUND for row in dossier.rows)
    return min(unfinished_steps(dossier), default=4 if found else 5)
