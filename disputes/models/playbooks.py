"""Playbooks: what is done in which order for a kind of dispute, and what of it was done in a case.

Playbooks and their steps are data (docs/playbooks.md). A tick names its step by codes and keeps the words it was given
under, so that neither a new seed nor a retired step changes what somebody is said to have done.
"""

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from disputes.choices import OurRole, Side
from disputes.models.cases import Case
from portal.lib import clock
from portal.lib.provenance import Sourced
from portal.reference.models import DisputeType, Named


def _english() -> bool:
    return (get_language() or "").startswith("en")


class Phase(models.TextChoices):
    """When a step is due, counted from the day on which the enterprise learns of the matter."""

    FIRST_DAY = "first_day", _("The first day")
    FIRST_WEEK = "first_week", _("The first week")
    THEN = "then", pgettext_lazy("playbook", "After that")


class Hand(models.TextChoices):
    """Who does a step. Whoever ticks it only says that it was done."""

    ENTERPRISE = "enterprise", pgettext_lazy("playbook", "Enterprise")
    CENTRE = "centre", pgettext_lazy("playbook", "Guidance centre")
    EXPERT = "expert", pgettext_lazy("playbook", "Expert")
    COUNSEL = "counsel", pgettext_lazy("playbook", "Local counsel")


class PlaybookQuerySet(models.QuerySet["Playbook"]):
    def for_case(self, case: Case) -> "Playbook | None":
        """The one that fits kind of dispute and role; of several the one that stands first. One query."""
        return self.fitting(case.dispute_type_id, case.our_role)

    def fitting(self, dispute_type: str | None, our_role: str) -> "Playbook | None":
        """The same for a matter that is no case yet."""
        found = self.filter(is_active=True, dispute_types=dispute_type).order_by("position", "code")
        return next((one for one in found if not one.roles or our_role in one.roles), None)


class Playbook(Named, Sourced):
    """The way through one kind of dispute. Without `roles` it serves whatever the enterprise is in the dispute."""

    code = models.SlugField(_("code"), max_length=40, primary_key=True)
    dispute_types = models.ManyToManyField(
        DisputeType, verbose_name=_("kinds of dispute"), related_name="playbooks", blank=True
    )
    roles = models.JSONField(_("roles of the enterprise"), default=list, blank=True)
    when_zh = models.CharField(_("for whom (Chinese)"), max_length=200)
    when_en = models.CharField(_("for whom (English)"), max_length=300)
    position = models.PositiveSmallIntegerField(_("order"), default=0)
    is_active = models.BooleanField(_("in use"), default=True)

    objects = PlaybookQuerySet.as_manager()

    # Filled by `disputes.playbooks`: the steps that are offered, in their order.
    in_use: "list[PlaybookStep]"

    class Meta:
        verbose_name = _("playbook")
        verbose_name_plural = _("playbooks")
        ordering = ["position", "code"]

    def get_absolute_url(self) -> str:
        return reverse("playbook", args=[self.code])

    @property
    def when(self) -> str:
        """For whom it is, in the active language."""
        return self.when_en if _english() else self.when_zh

    @property
    def role_names(self) -> list[str]:
        return [str(OurRole(role).label) for role in self.roles if role in OurRole.values]


class PlaybookStep(Sourced):
    """One thing to do. A retired step (`is_active` off) is offered no more; where it was ticked it stays readable.

    What the law says about its time stands in `rule` alone: no day is written into the text of a step.
    """

    playbook = models.ForeignKey(Playbook, on_delete=models.CASCADE, related_name="steps")
    code = models.SlugField(_("code"), max_length=40)
    phase = models.CharField(_("phase"), max_length=12, choices=Phase.choices)
    position = models.PositiveSmallIntegerField(_("order"))
    title_zh = models.CharField(_("what to do (Chinese)"), max_length=80)
    title_en = models.CharField(_("what to do (English)"), max_length=160)
    text_zh = models.CharField(_("how (Chinese)"), max_length=300)
    text_en = models.CharField(_("how (English)"), max_length=600)
    who = models.CharField(_("who does it"), max_length=12, choices=Hand.choices)
    rule = models.ForeignKey(
        "laws.DeadlineRule",
        verbose_name=_("deadline rule"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    citation_zh = models.CharField(_("rests on (Chinese)"), max_length=200, blank=True, default="")
    citation_en = models.CharField(_("rests on (English)"), max_length=300, blank=True, default="")
    export_gate = models.BooleanField(_("evidence may leave the country here"), default=False)
    is_active = models.BooleanField(_("in use"), default=True)

    class Meta:
        verbose_name = _("step of a playbook")
        verbose_name_plural = _("steps of playbooks")
        ordering = ["playbook", "position"]
        constraints = [models.UniqueConstraint(fields=["playbook", "code"], name="one_step_per_playbook_and_code")]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        return self.title_en if _english() else self.title_zh

    @property
    def text(self) -> str:
        return self.text_en if _english() else self.text_zh

    @property
    def citation(self) -> str:
        return self.citation_en if _english() else self.citation_zh


class CasePlaybook(models.Model):
    """A playbook that the centre added to a case beside the one that its kind of dispute brings."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="added_playbooks")
    playbook = models.ForeignKey(Playbook, on_delete=models.PROTECT, related_name="+")
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        verbose_name = _("added playbook")
        verbose_name_plural = _("added playbooks")
        ordering = ["added_at", "pk"]
        constraints = [models.UniqueConstraint(fields=["case", "playbook"], name="one_added_playbook_per_case")]

    def __str__(self) -> str:
        return f"{self.case_id}: {self.playbook_id}"


class StepTick(models.Model):
    """Somebody said that a step is done. Taking it back keeps the row and says who did."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="ticks")
    playbook_code = models.SlugField(max_length=40)
    step_code = models.SlugField(max_length=40)
    title_zh = models.CharField(max_length=80)
    title_en = models.CharField(max_length=160)
    side = models.CharField(_("for"), max_length=10, choices=Side.choices)
    done_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    done_at = models.DateTimeField(_("done at"), default=clock.now, editable=False)
    note = models.CharField(_("note"), max_length=300, blank=True, default="")
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    undone_at = models.DateTimeField(_("taken back at"), null=True, blank=True)

    class Meta:
        verbose_name = _("ticked step")
        verbose_name_plural = _("ticked steps")
        ordering = ["done_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "playbook_code", "step_code"],
                condition=models.Q(undone_at__isnull=True),
                name="a_step_is_ticked_once",
            ),
            models.CheckConstraint(
                condition=models.Q(undone_at__isnull=True, undone_by__isnull=True)
                | models.Q(undone_at__isnull=False, undone_by__isnull=False),
                name="a_tick_taken_back_says_by_whom",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id}: {self.playbook_code}/{self.step_code}"

    @property
    def title(self) -> str:
        """The words of the step as they read when it was ticked."""
        return self.title_en if _english() else self.title_zh
