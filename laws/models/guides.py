"""Country guides: one per jurisdiction, written in revisions that several people stand behind.

    CountryGuide > GuideRevision (the publication workflow) > GuideSection (kind, zh, en) > GuideCitation

At most one revision is published and at most one is being worked on; older ones are kept for ever.
"""

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from laws.guides.querysets import CountryGuideQuerySet, GuideRevisionQuerySet
from portal.lib import clock
from portal.lib.events import Event
from portal.lib.publication import Publishable, who_and_when


class CountryGuide(models.Model):
    """The guide of a jurisdiction. `owner` answers for it; `review_by` is when it must be looked at again."""

    jurisdiction = models.OneToOneField("reference.Jurisdiction", on_delete=models.PROTECT, related_name="guide")
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    review_by = models.DateField(_("review by"), null=True, blank=True)
    is_demo = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=clock.now, editable=False)

    objects = CountryGuideQuerySet.as_manager()

    class Meta:
        verbose_name = _("country guide")
        verbose_name_plural = _("country guides")
        ordering = ["jurisdiction"]

    def __str__(self) -> str:
        return self.jurisdiction_id

    def get_absolute_url(self) -> str:
        return reverse("guide", args=[self.jurisdiction_id])

    @property
    def is_overdue(self) -> bool:
        """Whether the day by which the guide was to be looked at again has come."""
        return self.review_by is not None and self.review_by <= clock.today()


class GuideRevision(Publishable):
    guide = models.ForeignKey(CountryGuide, on_delete=models.PROTECT, related_name="revisions")
    number = models.PositiveIntegerField(_("revision"))
    change_note = models.CharField(_("what changed"), max_length=200, blank=True, default="")
    editors = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="+", blank=True)

    objects = GuideRevisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("guide revision")
        verbose_name_plural = _("guide revisions")
        ordering = ["guide", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["guide", "number"], name="guide_revision_number"),
            models.UniqueConstraint(
                fields=["guide"], condition=models.Q(state="published"), name="one_published_revision_per_guide"
            ),
            models.UniqueConstraint(
                fields=["guide"],
                condition=models.Q(state__in=["draft", "in_review", "approved", "scheduled"]),
                name="one_open_revision_per_guide",
            ),
            *who_and_when("guide_revision"),
        ]

    def __str__(self) -> str:
        return f"{self.guide} r{self.number}"

    def editor_ids(self) -> set[int]:
        """Everyone who wrote in this revision. One query."""
        return set(self.editors.values_list("pk", flat=True))


class GuideSection(models.Model):
    """One part of a revision in both languages, as Markdown."""

    class Kind(models.TextChoices):
        FIRST_AID = "first_aid", _("First aid: what to do today")
        OVERVIEW = "overview", _("Overview")
        RIGHTS = "rights", _("Rights and how to get them")
        ENFORCEMENT = "enforcement", _("Enforcement and courts")
        DEFENCE = "defence", _("When you are accused")
        CUSTOMS = "customs", _("Customs and fairs")
        PLATFORMS = "platforms", _("E-commerce platforms")
        COSTS = "costs", _("Costs and funding")
        CONTACTS = "contacts", _("Who helps")

    revision = models.ForeignKey(GuideRevision, on_delete=models.CASCADE, related_name="sections")
    kind = models.CharField(_("part"), max_length=16, choices=Kind.choices)
    order = models.PositiveSmallIntegerField(default=0)
    zh = models.TextField(_("Chinese text"), blank=True, default="")
    en = models.TextField(_("English text"), blank=True, default="")

    class Meta:
        verbose_name = _("guide section")
        verbose_name_plural = _("guide sections")
        ordering = ["revision", "order"]
        constraints = [models.UniqueConstraint(fields=["revision", "kind"], name="one_section_per_kind")]

    def __str__(self) -> str:
        return f"{self.revision}: {self.kind}"

    @property
    def text(self) -> str:
        """The text in the page's language, else the other."""
        zh, en = self.zh or self.en, self.en or self.zh
        return en if (get_language() or "").startswith("en") else zh


class GuideCitation(models.Model):
    """What a section rests on: a kind and key that `laws.citations` resolves."""

    section = models.ForeignKey(GuideSection, on_delete=models.CASCADE, related_name="citations")
    kind = models.CharField(max_length=12)
    key = models.CharField(max_length=120)

    class Meta:
        ordering = ["section", "pk"]
        constraints = [models.UniqueConstraint(fields=["section", "kind", "key"], name="one_citation_per_section")]

    def __str__(self) -> str:
        return f"{self.kind}:{self.key}"


class GuideNote(models.Model):
    """What a reviewer asks for when returning a revision, or why one was withdrawn. Not public.

    Events hold no words, so that their chain can outlive an erasure; the words stand here.
    """

    revision = models.ForeignKey(GuideRevision, on_delete=models.CASCADE, related_name="notes")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    text = models.TextField(_("note"))
    created_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        verbose_name = _("note on a guide revision")
        verbose_name_plural = _("notes on guide revisions")
        ordering = ["created_at", "pk"]

    def __str__(self) -> str:
        return f"{self.revision}: {self.text[:40]}"


class GuideEvent(Event):
    subject = models.ForeignKey(GuideRevision, on_delete=models.PROTECT, related_name="events")

    class Meta(Event.Meta):
        constraints = [models.UniqueConstraint(fields=["subject", "seq"], name="guide_event_seq")]
