"""The evidence-export gate: what is to go abroad to whom, what was asked and answered, what was decided, what left."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from disputes.choices import Side
from disputes.export_states import ExportState
from disputes.gate import Answer, GateResult, Recipient, StoredIn
from disputes.models.cases import Case
from disputes.models.documents import CaseDocument
from disputes.models.papers import MadeLater
from portal.lib import clock
from portal.lib.provenance import Sourced

PERSON = settings.AUTH_USER_MODEL


class GateQuestion(Sourced):
    """One of the eight questions, in words that an editor may mend. What a yes leads to is in `disputes.gate`."""

    code = models.SlugField(_("key"), max_length=40, unique=True)
    position = models.PositiveSmallIntegerField(default=0)
    text_zh = models.CharField(_("question (Chinese)"), max_length=300)
    text_en = models.CharField(_("question (English)"), max_length=300)
    help_zh = models.TextField(_("help (Chinese)"), blank=True, default="")
    help_en = models.TextField(_("help (English)"), blank=True, default="")
    basis_zh = models.CharField(_("legal basis (Chinese)"), max_length=200)
    basis_en = models.CharField(_("legal basis (English)"), max_length=200)

    class Meta:
        verbose_name = _("question of the evidence-export gate")
        verbose_name_plural = _("questions of the evidence-export gate")
        ordering = ["position", "code"]

    def __str__(self) -> str:
        return self.text

    @property
    def text(self) -> str:
        return self.text_en if _is_english() else self.text_zh

    @property
    def help(self) -> str:
        return self.help_en if _is_english() else self.help_zh

    @property
    def basis(self) -> str:
        return self.basis_en if _is_english() else self.basis_zh


def _is_english() -> bool:
    return (get_language() or "").startswith("en")


class RedactionCheck(MadeLater):
    """What a file says beyond what it shows (`portal.lib.redaction`), looked at by a task under a lease.

    It is about the file alone, so every export of the document shares it. `engine` is the version of the check: the
    findings of an older one no longer count.
    """

    document = models.OneToOneField(CaseDocument, on_delete=models.CASCADE, related_name="redaction_check")
    engine = models.PositiveSmallIntegerField(default=0)
    findings = models.JSONField(default=list)
    checked_at = models.DateTimeField(_("checked at"), null=True, blank=True)

    class Meta:
        verbose_name = _("redaction check")
        verbose_name_plural = _("redaction checks")
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["not_before"], condition=~models.Q(state="made"), name="redaction_to_check"),
        ]

    def __str__(self) -> str:
        return str(self.document_id)


class EvidenceExport(models.Model):
    """Documents of a case for one recipient. Answers belong to its items: for another recipient they are asked again.

    `result` says what a self-check and a review came to; it never says that an export is lawful.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="exports")
    number = models.PositiveSmallIntegerField(_("number"))
    state = models.CharField(_("state"), max_length=12, choices=ExportState.choices, default=ExportState.DRAFT)
    version = models.PositiveIntegerField(default=1)
    # Not empty: the form was sent with this key, and sent again it is the same export.
    form_key = models.UUIDField(null=True, blank=True)

    # for whom
    recipient_kind = models.CharField(_("who receives it"), max_length=16, choices=Recipient.choices)
    recipient_name = models.CharField(_("name of the recipient"), max_length=200)
    recipient_country = models.ForeignKey(
        "reference.Jurisdiction", verbose_name=_("country or region"), on_delete=models.PROTECT, related_name="+"
    )
    stored_in = models.CharField(_("where the data is stored"), max_length=10, choices=StoredIn.choices)
    kept_at = models.CharField(_("where the recipient will keep it"), max_length=200, blank=True, default="")
    purpose = models.CharField(_("purpose"), max_length=500)
    proceeding = models.CharField(_("proceeding and docket number"), max_length=200, blank=True, default="")

    side = models.CharField(_("prepared by the side of"), max_length=12, choices=Side.choices)
    prepared_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=clock.now, editable=False)
    submitted_at = models.DateTimeField(_("submitted for review at"), null=True, blank=True)

    # what was decided
    result = models.CharField(_("result"), max_length=24, choices=GateResult.choices, blank=True, default="")
    basis = models.TextField(_("what the decision rests on"), blank=True, default="")
    decided_by = models.ForeignKey(PERSON, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    # Decided by somebody who sees restricted matters: a decision on what was handed up needs that.
    decided_above = models.BooleanField(default=False)
    # Why it came back to the draft, in the reviewer's words; empty when a document changed.
    returned_text = models.TextField(blank=True, default="")
    returned_at = models.DateTimeField(null=True, blank=True)

    # the approval of the authority
    approval_authority = models.CharField(_("authority that approved"), max_length=200, blank=True, default="")
    approval_number = models.CharField(_("file number of the approval"), max_length=120, blank=True, default="")
    approval_date = models.DateField(_("date of the approval"), null=True, blank=True)
    approval_document = models.ForeignKey(
        CaseDocument, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    approval_by = models.ForeignKey(PERSON, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    # Who held the entered approval against its paper: a reviewer who neither prepared, answered nor entered it.
    approval_confirmed_by = models.ForeignKey(PERSON, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    approval_confirmed_at = models.DateTimeField(_("approval confirmed at"), null=True, blank=True)

    # what left
    package = models.FileField(max_length=200, blank=True)
    package_sha256 = models.CharField(max_length=64, blank=True, default="")
    package_size = models.PositiveBigIntegerField(null=True, blank=True)
    exported_by = models.ForeignKey(PERSON, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    exported_at = models.DateTimeField(_("package made at"), null=True, blank=True)

    class Meta:
        verbose_name = _("evidence export")
        verbose_name_plural = _("evidence exports")
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["case", "number"], name="one_export_per_number"),
            models.UniqueConstraint(fields=["prepared_by", "form_key"], name="one_export_per_form"),
            models.CheckConstraint(
                condition=~models.Q(state__in=["decided", "exported"])
                | (~models.Q(result="") & ~models.Q(basis="") & models.Q(decided_by__isnull=False)),
                name="a_decided_export_says_what_and_who",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="exported") | (~models.Q(package="") & ~models.Q(package_sha256="")),
                name="what_was_exported_has_its_package",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="exported", result="blocked"), name="what_is_blocked_is_not_exported"
            ),
            models.CheckConstraint(
                condition=~models.Q(state="exported", result="needs_approval")
                | (
                    ~models.Q(approval_authority="")
                    & ~models.Q(approval_number="")
                    & models.Q(approval_date__isnull=False, approval_document__isnull=False)
                ),
                name="what_needs_approval_has_it_before_it_leaves",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="exported", result="needs_approval")
                | models.Q(approval_confirmed_by__isnull=False, approval_confirmed_at__isnull=False),
                name="an_approval_is_confirmed_before_anything_leaves",
            ),
            models.CheckConstraint(
                condition=models.Q(approval_confirmed_by__isnull=True)
                | (
                    models.Q(approval_by__isnull=False)
                    & ~models.Q(approval_confirmed_by=models.F("approval_by"))
                    & ~models.Q(approval_confirmed_by=models.F("prepared_by"))
                ),
                name="nobody_confirms_the_approval_they_entered",
            ),
            models.CheckConstraint(
                condition=models.Q(decided_by__isnull=True) | ~models.Q(decided_by=models.F("prepared_by")),
                name="nobody_decides_what_they_prepared",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.number}"

    @property
    def is_approved(self) -> bool:
        """Everything of the approval is on record."""
        return bool(
            self.approval_authority and self.approval_number and self.approval_date and self.approval_document_id
        )

    @property
    def is_confirmed(self) -> bool:
        """A reviewer has confirmed the approval as it is on record."""
        return self.approval_confirmed_at is not None

    @property
    def file_name(self) -> str:
        """What the downloaded package is called. The case must be selected."""
        return f"{self.case.reference}-export-{self.number}.zip"


class ExportItem(models.Model):
    """One document of an export, with the hash it had when it was put in. Taken out it stays as a row with its answers.

    What goes out is `redacted` where there is one. A reviewer may write why findings of the check may stand
    (`accepted_*`); that is about the very file and the very findings that were read (`accepted_hash`).
    """

    export = models.ForeignKey(EvidenceExport, on_delete=models.PROTECT, related_name="items")
    position = models.PositiveSmallIntegerField()
    document = models.ForeignKey(CaseDocument, on_delete=models.PROTECT, related_name="export_items")
    sha256 = models.CharField(max_length=64)
    removed_at = models.DateTimeField(_("taken out at"), null=True, blank=True)
    redacted = models.ForeignKey(
        CaseDocument, null=True, blank=True, on_delete=models.PROTECT, related_name="redacted_in"
    )
    redacted_sha256 = models.CharField(max_length=64, blank=True, default="")
    accepted_text = models.TextField(_("why the findings may stand"), blank=True, default="")
    accepted_by = models.ForeignKey(PERSON, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_hash = models.CharField(max_length=64, blank=True, default="")

    class Meta:
        verbose_name = _("document of an export")
        verbose_name_plural = _("documents of exports")
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                fields=["export", "document"],
                condition=models.Q(removed_at__isnull=True),
                name="a_document_is_once_in_an_export",
            ),
            models.UniqueConstraint(fields=["export", "position"], name="one_item_per_position"),
        ]

    def __str__(self) -> str:
        return f"{self.export_id} {self.position}"

    @property
    def outgoing(self) -> CaseDocument:
        """The file that goes out."""
        return self.redacted or self.document

    @property
    def outgoing_sha256(self) -> str:
        """The hash that the file that goes out must have."""
        return self.redacted_sha256 if self.redacted_id else self.sha256


class GateAnswer(models.Model):
    """One answer to one question about one document for one recipient. Never changed: a new answer is a new row.

    `question_hash` is the version of the question's words that was read; an answer to other words counts no more.
    """

    item = models.ForeignKey(ExportItem, on_delete=models.PROTECT, related_name="answers")
    question = models.CharField(_("question"), max_length=40)
    question_hash = models.CharField(max_length=64)
    answer = models.CharField(_("answer"), max_length=6, choices=Answer.choices)
    note = models.CharField(_("note"), max_length=500, blank=True, default="")
    by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        verbose_name = _("answer at the gate")
        verbose_name_plural = _("answers at the gate")
        ordering = ["pk"]
        indexes = [models.Index(fields=["item", "question", "-id"], name="gate_latest_answer")]

    def __str__(self) -> str:
        return f"{self.item_id} {self.question} {self.answer}"


class ExportOpinion(models.Model):
    """What an expert engaged on the case says about an export. Never changed; the reviewer reads it and decides."""

    export = models.ForeignKey(EvidenceExport, on_delete=models.PROTECT, related_name="opinions")
    by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    recommends = models.CharField(_("would decide"), max_length=24, choices=GateResult.choices)
    text = models.TextField(_("opinion"))
    # What it was given on: the version of the export at that moment.
    export_version = models.PositiveIntegerField()
    at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        verbose_name = _("expert's opinion on an export")
        verbose_name_plural = _("experts' opinions on exports")
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.export_id} {self.by_id}"
