"""Where texts come from: official sources, and what each import brought."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from laws.models.texts import Tier
from portal.lib.provenance import Sourced
from portal.reference.models import Named


class LawSource(Named, Sourced):
    """A publisher of law texts: where its list is, in which layout, how often to look.

    `layout` names the code that reads the publisher's list (laws/harvest); `index_url` is where it starts and
    `settings` what else the layout wants to know. `rhythm_days` 0: only by hand.
    """

    code = models.SlugField(_("code"), max_length=40, primary_key=True)
    publisher = models.CharField(_("publisher"), max_length=200)
    jurisdiction = models.ForeignKey(
        "reference.Jurisdiction", null=True, blank=True, on_delete=models.PROTECT, related_name="law_sources"
    )
    layout = models.CharField(_("layout"), max_length=20)
    index_url = models.URLField(_("address of the list"), max_length=500)
    settings = models.JSONField(_("settings"), default=dict, blank=True)
    language = models.CharField(_("language"), max_length=12, blank=True, default="")
    tier = models.CharField(_("kind of source"), max_length=1, choices=Tier.choices, blank=True, default="")
    licence = models.CharField(_("licence"), max_length=300, blank=True, default="")
    licence_url = models.URLField(_("address of the licence"), max_length=500, blank=True, default="")
    rhythm_days = models.PositiveSmallIntegerField(_("looked at every … days"), default=0)
    brings = models.PositiveIntegerField(_("texts it holds, about"), null=True, blank=True)
    enabled = models.BooleanField(_("harvested by the schedule"), default=False)
    last_success = models.DateTimeField(_("last complete harvest"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("source of law texts")
        verbose_name_plural = _("sources of law texts")
        ordering = ["code"]


class SourceDocument(models.Model):
    """One document of a source as it was last fetched: what a conditional request needs, and where to go on."""

    source = models.ForeignKey(LawSource, on_delete=models.CASCADE, related_name="documents")
    url = models.CharField(max_length=500)
    etag = models.CharField(max_length=200, blank=True, default="")
    last_modified = models.CharField(max_length=60, blank=True, default="")
    sha256 = models.CharField(max_length=64, blank=True, default="")
    fetched_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=12, blank=True, default="")

    class Meta:
        verbose_name = _("document of a source")
        verbose_name_plural = _("documents of sources")
        ordering = ["source", "pk"]
        constraints = [models.UniqueConstraint(fields=["source", "url"], name="one_row_per_document_of_a_source")]

    def __str__(self) -> str:
        return self.url


class ImportRun(models.Model):
    """One import, by upload, command or harvest. It is a queue row: a worker takes it under a lease and beats.

    `cursor` is where a harvest that was cut off goes on. `done` of `total` is what the progress bar shows; `total` is
    empty while nobody can know it. Without a person in `by` a command began it (`by_command`), or the portal itself.
    """

    class Kind(models.TextChoices):
        UPLOAD = "upload", _("Upload")
        COMMAND = "command", _("Command")
        HARVEST = "harvest", _("Harvest")

    class State(models.TextChoices):
        WAITING = "waiting", pgettext_lazy("import", "Waiting")
        RUNNING = "running", _("Running")
        DONE = "done", _("Done")
        FAILED = "failed", _("Failed")
        STOPPED = "stopped", _("Stopped")

    kind = models.CharField(max_length=8, choices=Kind.choices)
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING, db_index=True)
    source = models.ForeignKey(LawSource, null=True, blank=True, on_delete=models.PROTECT, related_name="runs")
    by = models.ForeignKey("accounts.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(_("what was imported"), max_length=300, blank=True, default="")
    file = models.FileField(upload_to="imports/", blank=True, default="")
    by_command = models.BooleanField(_("begun by a command"), default=False)
    dry_run = models.BooleanField(_("only looked at"), default=False)
    limit = models.PositiveIntegerField(null=True, blank=True)
    reason = models.TextField(_("why it ended"), blank=True, default="")
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(null=True, blank=True)
    new = models.PositiveIntegerField(_("new"), default=0)
    changed = models.PositiveIntegerField(_("changed"), default=0)
    unchanged = models.PositiveIntegerField(_("unchanged"), default=0)
    rejected = models.PositiveIntegerField(_("rejected"), default=0)
    cursor = models.JSONField(default=dict, blank=True)
    stop_asked = models.BooleanField(default=False)
    created_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    lease = models.UUIDField(null=True, blank=True)
    leased_until = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("import of texts")
        verbose_name_plural = _("imports of texts")
        ordering = ["-pk"]
        constraints = [
            # Two harvests of one source at once would fetch everything twice.
            models.UniqueConstraint(
                fields=["source"],
                condition=models.Q(state__in=["waiting", "running"]),
                name="one_open_run_per_source",
            )
        ]

    def __str__(self) -> str:
        return f"{self.pk} {self.kind} {self.name}"


class ImportRow(models.Model):
    """One line of the report of an import: a text and what became of it."""

    class Outcome(models.TextChoices):
        NEW = "new", _("New")
        CHANGED = "changed", _("Changed")
        UNCHANGED = "unchanged", _("Unchanged")
        REJECTED = "rejected", pgettext_lazy("outcome of an import", "Rejected")

    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="rows")
    path = models.CharField(max_length=500)
    jurisdiction = models.CharField(max_length=10, blank=True, default="")
    ref = models.CharField(max_length=80, blank=True, default="")
    title = models.CharField(max_length=600, blank=True, default="")
    language = models.CharField(max_length=12, blank=True, default="")
    adapter = models.CharField(max_length=20, blank=True, default="")
    articles = models.PositiveIntegerField(default=0)
    containers = models.PositiveIntegerField(default=0)
    warnings = models.JSONField(default=list, blank=True)
    outcome = models.CharField(max_length=9, choices=Outcome.choices)
    reason = models.TextField(blank=True, default="")

    class Meta:
        verbose_name = _("line of an import report")
        verbose_name_plural = _("lines of import reports")
        ordering = ["run", "pk"]

    def __str__(self) -> str:
        return f"{self.path}: {self.outcome}"


class TitleReview(models.Model):
    """A translated title that somebody is to read: shared out to a person, then confirmed or corrected.

    While `decided_at` is empty the title is theirs to review; the row stays as the record of who decided.
    """

    law = models.ForeignKey("laws.Law", on_delete=models.PROTECT, related_name="title_reviews")
    language = models.CharField(_("language"), max_length=2, choices=[("zh", _("Chinese")), ("en", _("English"))])
    assigned_to = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    assigned_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    assigned_at = models.DateTimeField()
    decided_by = models.ForeignKey("accounts.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    title_before = models.CharField(max_length=600, blank=True, default="")
    title_after = models.CharField(max_length=600, blank=True, default="")

    class Meta:
        verbose_name = _("review of a title")
        verbose_name_plural = _("reviews of titles")
        ordering = ["assigned_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["law", "language"],
                condition=models.Q(decided_at__isnull=True),
                name="one_open_review_per_title",
            )
        ]

    def __str__(self) -> str:
        return f"{self.law_id} {self.language}"
