"""Files of a case. Nothing is served by address: only through a view that checks the reader."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from disputes.choices import Attestation, EvidenceKind, ScanState, Side
from disputes.models.cases import Case
from disputes.models.messages import CaseMessage
from portal.lib import clock


def storage_name(document: "CaseDocument", filename: str) -> str:
    """A name that tells nothing and cannot clash; the person's own name is kept in `name`."""
    return f"cases/{document.case_id}/{uuid.uuid4().hex}"


class CaseDocument(models.Model):
    """One file, with the hash it had on arrival and the type its content shows.

    A newer version is a row of its own that names the one before (`previous`); the older file stays and is readable.
    `replaced_at` on the older one spares lists the look for its successor.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="documents")
    message = models.ForeignKey(CaseMessage, null=True, blank=True, on_delete=models.SET_NULL, related_name="documents")
    file = models.FileField(upload_to=storage_name, max_length=200)
    name = models.CharField(_("file name"), max_length=200)
    size = models.PositiveBigIntegerField(_("file size"))
    sha256 = models.CharField(_("SHA-256"), max_length=64)
    mime = models.CharField(_("type"), max_length=100)
    scan_state = models.CharField(
        _("virus check"), max_length=12, choices=ScanState.choices, default=ScanState.NOT_SCANNED
    )
    scanned_at = models.DateTimeField(_("checked for viruses at"), null=True, blank=True)
    scan_found = models.CharField(_("virus"), max_length=120, blank=True, default="")
    previous = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="newer", verbose_name=_("older version")
    )
    edition = models.PositiveSmallIntegerField(_("version"), default=1)
    replaced_at = models.DateTimeField(_("replaced at"), null=True, blank=True)
    side = models.CharField(_("from"), max_length=12, choices=Side.choices)
    uploader = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(_("uploaded at"), default=clock.now, editable=False)

    class Meta:
        verbose_name = _("document of a case")
        verbose_name_plural = _("documents of cases")
        ordering = ["created_at", "pk"]
        constraints = [
            # The same file chosen twice (a repeated form) is one document.
            models.UniqueConstraint(fields=["case", "sha256"], name="a_case_holds_a_file_once")
        ]
        indexes = [
            # Read each minute by the virus check.
            models.Index(
                fields=["scanned_at"],
                condition=models.Q(scan_state__in=["not_scanned", "failed"]),
                name="documents_to_be_scanned",
            )
        ]

    def __str__(self) -> str:
        return self.name


class Evidence(models.Model):
    """What is known of a document as evidence: its kind, where the original is, who vouches for it.

    `claimed_sha256` is the hash on the certificate, as somebody typed it; it may be of another file than this one (a
    package, a capture), so a difference is shown and not refused.
    """

    document = models.OneToOneField(CaseDocument, primary_key=True, on_delete=models.CASCADE, related_name="evidence")
    kind = models.CharField(_("kind of evidence"), max_length=16, choices=EvidenceKind.choices)
    original_at = models.CharField(_("where the original is"), max_length=200, blank=True, default="")
    attestation = models.CharField(
        _("attestation"), max_length=16, choices=Attestation.choices, blank=True, default=Attestation.NONE
    )
    provider = models.CharField(_("who attested it"), max_length=120, blank=True, default="")
    certificate_number = models.CharField(_("number of the certificate"), max_length=120, blank=True, default="")
    claimed_sha256 = models.CharField(_("SHA-256 on the certificate"), max_length=64, blank=True, default="")
    version = models.PositiveIntegerField(default=1)
    updated_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    updated_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        verbose_name = _("evidence")
        verbose_name_plural = _("evidence")
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(attestation="") | models.Q(provider="", certificate_number="", claimed_sha256=""),
                name="a_certificate_has_an_attestation",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.document_id}"

    @property
    def hash_fits(self) -> bool:
        """Whether the certificate is about this very file. The document must be at hand to cost no query."""
        return self.claimed_sha256 == self.document.sha256
