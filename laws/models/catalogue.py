"""The catalogue: which law exists where, under which titles and numbers, and what is inherited.

A row says that a law exists and where that was read; texts and versions hang from it later.
"""

from django.db import models
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from laws.models.choices import Subject
from laws.querysets import LawQuerySet
from portal.lib.fields import PartialDateField
from portal.lib.provenance import Sourced


class Law(Sourced):
    """A law or regulation. `ref` is stable for ever: titles are corrected, the ref never is.

    Its address is `/laws/<jurisdiction>/<ref without the leading code>/`.
    """

    class Kind(models.TextChoices):
        CONSTITUTION = "constitution", _("Constitution")
        STATUTE = "statute", _("Statute")
        DECREE = "decree", _("Decree")
        REGULATION = "regulation", _("Regulation")
        RULES = "rules", _("Rules")
        TREATY = "treaty", _("Treaty or regional instrument")
        UNKNOWN = "unknown", _("Kind not known")

    class Status(models.TextChoices):
        IN_FORCE = "in_force", _("In force")
        AMENDED = "amended", _("Amended")
        REPEALED = "repealed", _("Repealed")
        UNKNOWN = "unknown", _("Status not known")

    class TitleBasis(models.TextChoices):
        SOURCED = "sourced", _("Title given by the source")
        OWN = "own", _("Translated title (unreviewed)")
        REVIEWED = "reviewed", _("Translated title (reviewed)")

    ref = models.CharField(_("reference"), max_length=80, unique=True)
    jurisdiction = models.ForeignKey("reference.Jurisdiction", on_delete=models.PROTECT, related_name="laws")
    title_zh = models.CharField(_("title (Chinese)"), max_length=500, blank=True, default="")
    title_zh_basis = models.CharField(max_length=10, choices=TitleBasis.choices, blank=True, default="")
    title_en = models.CharField(_("title (English)"), max_length=600, blank=True, default="")
    title_en_basis = models.CharField(max_length=10, choices=TitleBasis.choices, blank=True, default="")
    title_original = models.CharField(_("original title"), max_length=600, blank=True, default="")
    kind = models.CharField(_("kind"), max_length=16, choices=Kind.choices)
    number = models.CharField(_("number"), max_length=80, blank=True, default="")
    year = models.PositiveSmallIntegerField(_("year"), null=True, blank=True)
    adopted = PartialDateField(_("adopted"))
    in_force = PartialDateField(_("in force from"))
    last_amended = PartialDateField(_("last amended"))
    status = models.CharField(_("status"), max_length=10, choices=Status.choices, default=Status.UNKNOWN)
    status_basis = models.CharField(_("what the status rests on"), max_length=200, blank=True, default="")
    url = models.URLField(_("address of the source"), max_length=300, blank=True, default="")

    objects = LawQuerySet["Law"].as_manager()

    class Meta:
        verbose_name = _("law")
        verbose_name_plural = _("laws")
        ordering = ["jurisdiction", "ref"]
        indexes = [
            # Read by the jurisdiction profile and the coverage counters.
            models.Index(fields=["jurisdiction", "status", "kind"], name="law_by_jurisdiction"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def slug(self) -> str:
        """The ref without its jurisdiction code, as it stands in the address."""
        return self.ref.removeprefix(f"{self.jurisdiction_id.lower()}-")

    @property
    def title(self) -> str:
        """The title in the page's language, else the other, else the original one."""
        english = (get_language() or "").startswith("en")
        first, second = (self.title_en, self.title_zh) if english else (self.title_zh, self.title_en)
        return first or second or self.title_original or self.ref

    @property
    def title_is_unreviewed(self) -> bool:
        """Whether the title shown is our own translation that nobody has reviewed (译名（未审）)."""
        english = (get_language() or "").startswith("en")
        return (self.title_en_basis if english else self.title_zh_basis) == self.TitleBasis.OWN

    def get_absolute_url(self) -> str:
        return reverse("law", args=[self.jurisdiction_id, self.slug])


class LawSubject(models.Model):
    """One subject of a law."""

    law = models.ForeignKey(Law, on_delete=models.CASCADE, related_name="subjects")
    subject = models.CharField(_("subject"), max_length=20, choices=Subject.choices)

    class Meta:
        ordering = ["law", "subject"]
        constraints = [models.UniqueConstraint(fields=["law", "subject"], name="one_row_per_law_subject")]
        indexes = [models.Index(fields=["subject", "law"], name="law_by_subject")]

    def __str__(self) -> str:
        return f"{self.law_id}: {self.subject}"


class LawIdentifier(models.Model):
    """What others call a law: scheme (`number`, `wipolex`) and value."""

    law = models.ForeignKey(Law, on_delete=models.CASCADE, related_name="identifiers")
    scheme = models.CharField(max_length=20)
    value = models.CharField(max_length=80)

    class Meta:
        ordering = ["law", "scheme"]
        constraints = [models.UniqueConstraint(fields=["law", "scheme", "value"], name="one_row_per_law_identifier")]

    def __str__(self) -> str:
        return f"{self.scheme}:{self.value}"


class LawInheritance(Sourced):
    """A regional or foreign law that applies in a jurisdiction. Shown as inherited, never counted as its own."""

    jurisdiction = models.ForeignKey("reference.Jurisdiction", on_delete=models.PROTECT, related_name="inherited_laws")
    law = models.ForeignKey(Law, on_delete=models.PROTECT, related_name="applies_in")
    inherited_from = models.ForeignKey("reference.Jurisdiction", on_delete=models.PROTECT, related_name="+")
    subjects = models.JSONField(_("subjects"), default=list, blank=True)
    basis_treaty = models.ForeignKey("laws.Treaty", null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("inherited law")
        verbose_name_plural = _("inherited laws")
        ordering = ["jurisdiction", "law"]
        constraints = [models.UniqueConstraint(fields=["jurisdiction", "law"], name="one_inheritance_per_law")]

    def __str__(self) -> str:
        return f"{self.jurisdiction_id} < {self.law_id}"
