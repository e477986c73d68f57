"""Files of a case. Nothing is served by address: only through a view that checks the reader."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from disputes.choices import ScanState, Side
from disputes.models.cases import Case
from disputes.models.messages import CaseMessage
from portal.lib import clock


def storage_name(document: "CaseDocument", filename: str) -> str:
    """A name that tells nothing and cannot clash; the person's own name is kept in `name`."""
    return f"cases/{document.case_id}/{uuid.uuid4().hex}"


class CaseDocument(models.Model):
    """One file, with the hash it had on arrival and the type its content shows."""

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

    def __str__(self) -> str:
        return self.name
