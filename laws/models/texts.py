"""Texts: a law as it read in one language at one date, down to the article.

The words are those of Akoma Ntoso (OASIS LegalDocML 1.0): the law is the work, a version an expression of it, and the
address of a version is `<language>@<date>`, of a provision `~<eId>`.
"""

from django.db import models
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portal.lib.fields import PartialDateField
from portal.lib.provenance import Sourced


class Tier(models.TextChoices):
    """How a text reached the library (docs/SOURCES.md)."""

    READ = "R", _("Read from the text itself or its official data")
    PAGE = "P", _("Archived public copy of a page")
    CATALOGUE = "C", _("Catalogue of a third party")
    UNKNOWN = "", _("How it was obtained is not recorded")


class LawVersion(models.Model):
    """One text of a law: a language and a date. It is never changed; a changed text is a new version.

    `dated` is the date the publisher gives the text (of a consolidation, else of the enactment); `in_force_from` and
    `in_force_to` say when this wording was law, where that is known. `current` marks, for each language, the version
    that is shown where nobody asks for another. `expression` is `<ISO 639-2 language>@<dated or "undated">`, with
    `.2`, `.3` where several texts carry one date.
    """

    law = models.ForeignKey("laws.Law", on_delete=models.PROTECT, related_name="versions")
    language = models.CharField(_("language"), max_length=12)
    expression = models.CharField(_("version"), max_length=24)
    title = models.CharField(_("title"), max_length=600, blank=True, default="")
    dated = PartialDateField(_("text of"))
    in_force_from = PartialDateField(_("in force from"))
    in_force_to = PartialDateField(_("in force to"))
    current = models.BooleanField(_("current"), default=True)
    is_translation = models.BooleanField(_("translation"), default=False)
    translation_note = models.CharField(_("who translated it"), max_length=200, blank=True, default="")
    publisher = models.CharField(_("publisher"), max_length=200, blank=True, default="")
    source = models.CharField(_("source"), max_length=300, blank=True, default="")
    url = models.URLField(_("address of the source"), max_length=500, blank=True, default="")
    tier = models.CharField(_("kind of source"), max_length=1, choices=Tier.choices, blank=True, default="")
    licence = models.CharField(_("licence"), max_length=300, blank=True, default="")
    retrieved = models.DateField(_("retrieved"), null=True, blank=True)
    verified_on = models.DateField(_("compared with the official text on"), null=True, blank=True)
    verified_by = models.ForeignKey(
        "accounts.User",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("compared by"),
    )
    sha256 = models.CharField(max_length=64)
    adapter = models.CharField(_("read by"), max_length=20)
    articles = models.PositiveIntegerField(_("articles"))
    containers = models.PositiveIntegerField(_("headings"), default=0)
    characters = models.PositiveIntegerField(_("characters"))
    part_starts = models.JSONField(default=list)
    imported_at = models.DateTimeField(_("imported"), db_index=True)

    class Meta:
        verbose_name = _("text of a law")
        verbose_name_plural = _("texts of laws")
        ordering = ["law", "language", "-dated", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["law", "expression"], name="one_text_per_expression"),
            models.UniqueConstraint(fields=["law", "language", "sha256"], name="one_text_per_content"),
            models.UniqueConstraint(
                fields=["law", "language"], condition=models.Q(current=True), name="one_current_text_per_language"
            ),
            models.CheckConstraint(condition=models.Q(articles__gt=0), name="a_text_has_articles"),
        ]

    def __str__(self) -> str:
        return f"{self.law_id} {self.expression}"

    def get_absolute_url(self) -> str:
        return reverse("law_version", args=[self.law.jurisdiction_id, self.law.slug, self.expression])


class Provision(models.Model):
    """One piece of a text: a heading that contains others, an article, or text that is neither.

    Rows of a version in the order of `position` (from 0) are the text; `parent` is the position of the container a
    piece stands in. `unit` is the Akoma Ntoso name of the piece (`chapter`, `article`, `section`, `preamble` …).
    `number_raw` stands as printed, `number` is normalised for looking up and `number_sort` for ordering. `anchor` is
    the eId: stable as long as the number is, unique in its version.
    """

    class Kind(models.TextChoices):
        CONTAINER = "container", _("Heading")
        ARTICLE = "article", _("Article")
        TEXT = "text", _("Other text")

    version = models.ForeignKey(LawVersion, on_delete=models.CASCADE, related_name="provisions", db_index=False)
    position = models.PositiveIntegerField()
    parent = models.PositiveIntegerField(null=True, blank=True)
    depth = models.PositiveSmallIntegerField(default=0)
    kind = models.CharField(max_length=9, choices=Kind.choices)
    unit = models.CharField(max_length=20)
    number_raw = models.CharField(_("number"), max_length=120, blank=True, default="")
    number = models.CharField(max_length=60, blank=True, default="")
    number_sort = models.CharField(max_length=80, blank=True, default="")
    heading = models.TextField(_("heading"), blank=True, default="")
    text = models.TextField(_("text"), blank=True, default="")
    anchor = models.CharField(max_length=120)

    class Meta:
        verbose_name = _("provision")
        verbose_name_plural = _("provisions")
        ordering = ["version", "position"]
        constraints = [
            models.UniqueConstraint(fields=["version", "position"], name="one_provision_per_position"),
            models.UniqueConstraint(fields=["version", "anchor"], name="one_provision_per_anchor"),
        ]

    def __str__(self) -> str:
        return self.number_raw or self.heading or self.anchor


class LawRelation(Sourced):
    """One law acts on another. `actor` or `target` is a law held here; the other may be known by its name only."""

    class Kind(models.TextChoices):
        AMENDS = "amends", _("amends")
        REPEALS = "repeals", _("repeals")
        IMPLEMENTS = "implements", _("implements")
        COMMENCES = "commences", _("brings into force")

    kind = models.CharField(max_length=12, choices=Kind.choices)
    actor = models.ForeignKey("laws.Law", null=True, blank=True, on_delete=models.PROTECT, related_name="acts_on")
    actor_label = models.CharField(max_length=300, blank=True, default="")
    target = models.ForeignKey("laws.Law", null=True, blank=True, on_delete=models.PROTECT, related_name="acted_on_by")
    target_label = models.CharField(max_length=300, blank=True, default="")
    date = PartialDateField(_("from"))
    note = models.CharField(_("provisions concerned"), max_length=500, blank=True, default="")

    class Meta:
        verbose_name = _("relation between laws")
        verbose_name_plural = _("relations between laws")
        ordering = ["date", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(actor__isnull=False) | models.Q(target__isnull=False), name="relation_of_a_held_law"
            ),
            models.UniqueConstraint(
                "kind",
                Coalesce("actor", 0),
                "actor_label",
                Coalesce("target", 0),
                "target_label",
                "date",
                name="one_relation_per_pair",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.actor_id or self.actor_label} {self.kind} {self.target_id or self.target_label}"
