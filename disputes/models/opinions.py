"""The guidance opinion (form F): its versions, what they rest on, and why one was returned."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from disputes.choices import CitationKind
from disputes.models.cases import Case
from disputes.querysets import OpinionQuerySet
from disputes.states import OPINION_OPEN, OpinionState
from laws.models import CountryGuide
from portal.lib import clock

OPEN = ["draft", "in_review", "signed"]
SIGNED = ["signed", "issued", "superseded"]


class Opinion(models.Model):
    """One version of the opinion on a case.

    `authors` is everybody whose words are in it, those of the version it began from included: none of them may sign.
    From the signature on its text is frozen under `sha256`. `version` and `page_key` (of the page that saved last) let
    two people write at once without losing a word.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="opinions")
    number = models.PositiveSmallIntegerField(_("version"))
    state = models.CharField(_("state"), max_length=12, choices=OpinionState.choices, default=OpinionState.DRAFT)
    version = models.PositiveIntegerField(default=1)
    page_key = models.UUIDField(null=True, blank=True, editable=False)
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES, default="zh-hans")
    authors = models.ManyToManyField(settings.AUTH_USER_MODEL, verbose_name=_("authors"), related_name="+")
    engagement = models.ForeignKey(
        "experts.Engagement",
        verbose_name=_("engagement of the expert"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    guide = models.ForeignKey(
        CountryGuide,
        verbose_name=_("country guide attached"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )

    facts = models.TextField(_("facts as understood"), blank=True, default="")
    questions = models.TextField(_("questions"), blank=True, default="")
    analysis = models.TextField(_("analysis"), blank=True, default="")
    steps = models.TextField(_("advice: steps with dates"), blank=True, default="")
    risks = models.TextField(_("risks"), blank=True, default="")
    deadlines = models.TextField(_("deadlines"), blank=True, default="")

    created_at = models.DateTimeField(_("begun at"), default=clock.now, editable=False)
    updated_at = models.DateTimeField(_("saved at"), default=clock.now, editable=False)
    updated_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    submitted_at = models.DateTimeField(_("submitted for review at"), null=True, blank=True)
    sha256 = models.CharField("SHA-256", max_length=64, blank=True, default="")
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("signed by"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    signed_at = models.DateTimeField(_("signed at"), null=True, blank=True)
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    issued_at = models.DateTimeField(_("issued at"), null=True, blank=True)
    acknowledged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    acknowledged_at = models.DateTimeField(_("acknowledged at"), null=True, blank=True)

    objects = OpinionQuerySet.as_manager()

    class Meta:
        verbose_name = _("guidance opinion")
        verbose_name_plural = _("guidance opinions")
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["case", "number"], name="opinion_number_once_a_case"),
            models.UniqueConstraint(
                fields=["case"], condition=models.Q(state__in=OPEN), name="one_open_opinion_per_case"
            ),
            models.UniqueConstraint(
                fields=["case"], condition=models.Q(state="issued"), name="one_issued_opinion_per_case"
            ),
            models.CheckConstraint(
                condition=models.Q(
                    state__in=["draft", "in_review"], signed_by__isnull=True, signed_at__isnull=True, sha256=""
                )
                | models.Q(state__in=SIGNED, signed_by__isnull=False, signed_at__isnull=False) & ~models.Q(sha256=""),
                name="signed_opinion_says_by_whom",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=OPEN, issued_at__isnull=True, issued_by__isnull=True)
                | models.Q(state__in=["issued", "superseded"], issued_at__isnull=False, issued_by__isnull=False),
                name="issued_opinion_says_when",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} F{self.number}"

    @property
    def is_draft(self) -> bool:
        return self.state == OpinionState.DRAFT

    @property
    def is_open(self) -> bool:
        return self.state in OPINION_OPEN


class OpinionCitation(models.Model):
    """Something of the library that an opinion rests on. `title` is what it was called when it was picked."""

    opinion = models.ForeignKey(Opinion, on_delete=models.CASCADE, related_name="citations")
    kind = models.CharField(_("kind"), max_length=12, choices=CitationKind.choices)
    key = models.CharField(_("key"), max_length=200)
    title = models.CharField(_("title"), max_length=500)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("citation of an opinion")
        verbose_name_plural = _("citations of opinions")
        ordering = ["position", "pk"]
        constraints = [models.UniqueConstraint(fields=["opinion", "kind", "key"], name="an_opinion_cites_a_thing_once")]

    def __str__(self) -> str:
        return f"{self.kind}:{self.key}"


class OpinionReturn(models.Model):
    """Why a reviewer gave an opinion back. Authors and the centre read it, the enterprise never."""

    opinion = models.ForeignKey(Opinion, on_delete=models.CASCADE, related_name="returns")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField(_("reason"))
    at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        verbose_name = _("return of an opinion")
        verbose_name_plural = _("returns of opinions")
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.opinion_id} {self.at:%Y-%m-%d}"
