"""The archived file of a case, how long it is kept, and what must not be erased meanwhile."""

from django.conf import settings
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from disputes.models.cases import Case
from disputes.models.papers import CaseForm, MadeLater
from portal.lib import clock
from portal.lib.provenance import Sourced


class ArchiveClass(Sourced):
    """How long an archived file is kept; `years` is empty for good. Data, because an archive office decides it."""

    code = models.SlugField(_("key"), max_length=40, unique=True)
    name_zh = models.CharField(_("name (Chinese)"), max_length=80)
    name_en = models.CharField(_("name (English)"), max_length=120)
    years = models.PositiveSmallIntegerField(_("years"), null=True, blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    is_active = models.BooleanField(_("offered"), default=True)

    class Meta:
        verbose_name = _("retention class of files")
        verbose_name_plural = _("retention classes of files")
        ordering = ["position", "code"]

    def __str__(self) -> str:
        return self.name_en if (get_language() or "").startswith("en") else self.name_zh


class CaseArchive(MadeLater):
    """The closed file: its index with a hash for each part, and the bundle that a task makes of it.

    `index` lists every part with its name in the bundle, pages and SHA-256; `total_sha256` is the hash over them. Both
    stand in the event of the archiving too, so that the log proves them.
    """

    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="archive")
    form = models.OneToOneField(CaseForm, on_delete=models.PROTECT, related_name="+")
    retention = models.ForeignKey(
        ArchiveClass, verbose_name=_("retention class"), on_delete=models.PROTECT, related_name="+"
    )
    # Empty: for good.
    keep_until = models.DateField(_("kept until"), null=True, blank=True)
    index = models.JSONField()
    pages = models.PositiveIntegerField(_("pages"))
    total_sha256 = models.CharField(max_length=64)
    # The log as it was archived ends here; the archiving itself is the next event.
    log_seq = models.PositiveIntegerField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(_("archived at"), default=clock.now, editable=False)
    bundle = models.FileField(max_length=200, blank=True)
    bundle_sha256 = models.CharField(max_length=64, blank=True, default="")

    class Meta:
        verbose_name = _("archived file")
        verbose_name_plural = _("archived files")
        ordering = ["-created_at"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(state="made") | ~models.Q(bundle_sha256=""), name="a_made_bundle_has_its_hash"
            )
        ]

    def __str__(self) -> str:
        return str(self.case_id)


class LegalHold(models.Model):
    """While it stands nothing of the case is erased, whatever its retention class or a wish to be forgotten says."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="legal_holds")
    reason = models.CharField(_("reason"), max_length=500)
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField(_("set at"), default=clock.now, editable=False)
    lift_reason = models.CharField(_("why it was lifted"), max_length=500, blank=True, default="")
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    lifted_at = models.DateTimeField(_("lifted at"), null=True, blank=True)

    class Meta:
        verbose_name = _("legal hold")
        verbose_name_plural = _("legal holds")
        ordering = ["-set_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=models.Q(lifted_at__isnull=True), name="one_standing_hold_per_case"
            )
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.set_at:%Y-%m-%d}"
