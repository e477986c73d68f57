"""Forms of record: what a centre and an enterprise hold in their hands at the end."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from disputes.choices import FormKind, PaperState, RefusalReason
from disputes.models.cases import Case
from disputes.models.documents import CaseDocument
from portal.lib import clock
from portal.lib.provenance import Sourced


class MadeLater(models.Model):
    """A row whose file a task makes (`disputes.papers.leases`): how far it is, and who works on it until when."""

    state = models.CharField(_("file"), max_length=8, choices=PaperState.choices, default=PaperState.WAITING)
    reason = models.CharField(_("why it could not be made"), max_length=300, blank=True, default="")
    attempts = models.PositiveSmallIntegerField(default=0)
    not_before = models.DateTimeField(default=clock.now)
    lease = models.UUIDField(null=True, blank=True)
    leased_until = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True


class CaseForm(MadeLater):
    """One version of one form, made from the record by the act of event `event_seq`; never changed afterwards.

    `content` is all that is printed (`disputes.papers.blocks`), in the case's language; `content_sha256` is its hash.
    A correction is a new version; the former ones stay. PDF and DOCX are made from `content` by a task
    (`disputes.papers.making`), under a lease, and tried again until they are made. `official` is the scan with seal
    and signature, once somebody attached it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="forms")
    kind = models.CharField(_("form"), max_length=1, choices=FormKind.choices)
    version = models.PositiveSmallIntegerField(_("version"))
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES)
    content = models.JSONField()
    content_sha256 = models.CharField(max_length=64)
    event_seq = models.PositiveIntegerField()
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField(_("issued at"), default=clock.now, editable=False)
    official = models.ForeignKey(CaseDocument, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    # the files
    pdf = models.FileField(max_length=200, blank=True)
    pdf_sha256 = models.CharField(max_length=64, blank=True, default="")
    pdf_pages = models.PositiveIntegerField(_("pages"), null=True, blank=True)
    docx = models.FileField(max_length=200, blank=True)
    docx_sha256 = models.CharField(max_length=64, blank=True, default="")

    class Meta:
        verbose_name = _("form of a case")
        verbose_name_plural = _("forms of cases")
        ordering = ["kind", "version"]
        constraints = [
            models.UniqueConstraint(fields=["case", "kind", "version"], name="one_form_per_kind_and_version"),
            models.CheckConstraint(
                condition=~models.Q(state="made") | (~models.Q(pdf_sha256="") & ~models.Q(docx_sha256="")),
                name="a_made_form_has_its_files",
            ),
        ]
        indexes = [
            # Read by the task that makes the files.
            models.Index(fields=["not_before"], condition=~models.Q(state="made"), name="form_to_make"),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.kind}{self.version}"

    @property
    def file_stem(self) -> str:
        """What a downloaded file is called, for instance `GD-2026-000123-A1`. The case must be selected."""
        return f"{self.case.reference}-{self.kind}{self.version}"


class Remedy(Sourced):
    """What an enterprise can do when its application is refused (form C). Without a reason: for every refusal."""

    slug = models.SlugField(_("key"), max_length=60, unique=True)
    reason = models.CharField(
        _("reason for not accepting"), max_length=16, choices=RefusalReason.choices, blank=True, default=""
    )
    position = models.PositiveSmallIntegerField(default=0)
    text_zh = models.CharField(_("text (Chinese)"), max_length=300)
    text_en = models.CharField(_("text (English)"), max_length=300)
    is_active = models.BooleanField(_("offered"), default=True)

    class Meta:
        verbose_name = _("remedy against a refusal")
        verbose_name_plural = _("remedies against refusals")
        ordering = ["reason", "position", "pk"]

    def __str__(self) -> str:
        return self.slug
