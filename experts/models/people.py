"""A person of the expert pool: who they are, what they can do, when they have time."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from experts.choices import Availability, Kind, Language, LanguageLevel, SkillLevel, Verdict
from experts.querysets import ExpertQuerySet
from experts.states import ExpertState
from laws.models.choices import Subject
from portal.lib import clock
from portal.lib.events import Event
from portal.reference.models import Named


class Expert(Named):
    """One record of the pool (domain facts, part 10).

    `user` is empty until the invitation to an account is taken up. `centre` nominated the expert and checks, appoints
    and reviews them; the whole network may ask for their help. `state_note` says why they were suspended or removed.
    """

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="expert"
    )
    email = models.EmailField(
        _("e-mail"), unique=True, error_messages={"unique": _("Somebody with this address is in the pool already.")}
    )
    phone = models.CharField(_("telephone"), max_length=40, blank=True, default="")
    centre = models.ForeignKey(
        "accounts.GuidanceCentre", verbose_name=_("nominating centre"), on_delete=models.PROTECT, related_name="experts"
    )
    outposts = models.ManyToManyField(
        "accounts.GuidanceCentre", verbose_name=_("outposts they help"), blank=True, related_name="outpost_experts"
    )
    experience = models.TextField(_("experience and past cases"), blank=True, default="")
    rate_amount = models.DecimalField(_("hourly rate"), max_digits=10, decimal_places=2, null=True, blank=True)
    rate_currency = models.CharField(_("currency"), max_length=3, blank=True, default="")
    pro_bono_hours = models.PositiveSmallIntegerField(_("free hours a year"), null=True, blank=True)
    confidentiality_signed_on = models.DateField(_("confidentiality signed on"), null=True, blank=True)

    availability = models.CharField(
        _("availability"), max_length=12, choices=Availability.choices, default=Availability.AVAILABLE
    )
    away_until = models.DateField(_("away until"), null=True, blank=True)
    max_open_cases = models.PositiveSmallIntegerField(_("open cases at most"), default=3)

    state = models.CharField(_("state"), max_length=12, choices=ExpertState.choices, default=ExpertState.NOMINATED)
    state_note = models.CharField(_("reason"), max_length=500, blank=True, default="")
    term_from = models.DateField(_("appointed from"), null=True, blank=True)
    term_to = models.DateField(_("appointed to"), null=True, blank=True)
    review_due_on = models.DateField(_("yearly review due on"), null=True, blank=True)
    review_told_on = models.DateField(null=True, blank=True, editable=False)
    nominated_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    appointed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    is_demo = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(default=clock.now, editable=False)

    objects = ExpertQuerySet.as_manager()

    class Meta:
        verbose_name = _("expert")
        verbose_name_plural = _("experts")
        ordering = ["name_zh", "pk"]
        constraints = [
            models.CheckConstraint(condition=models.Q(email=Lower("email")), name="expert_email_is_lower_case"),
            models.CheckConstraint(condition=~models.Q(name_zh="", name_en=""), name="expert_has_a_name"),
            models.CheckConstraint(
                condition=models.Q(state__in=["nominated", "checked", "removed"])
                | models.Q(term_from__isnull=False, term_to__isnull=False),
                name="appointed_expert_has_a_term",
            ),
            models.CheckConstraint(
                condition=models.Q(term_to__isnull=True) | models.Q(term_to__gte=models.F("term_from")),
                name="expert_term_ends_after_start",
            ),
            models.CheckConstraint(
                condition=models.Q(rate_amount__isnull=True)
                | (models.Q(rate_amount__gte=0) & ~models.Q(rate_currency="")),
                name="expert_rate_has_a_currency",
            ),
        ]
        indexes = [models.Index(fields=["state", "term_to"], name="expert_term")]

    @property
    def present_availability(self) -> Availability:
        """Available again once the last day of an absence has passed, whoever forgot to say so."""
        if self.availability == Availability.AWAY and self.away_until is not None and self.away_until < clock.today():
            return Availability.AVAILABLE
        return Availability(self.availability)

    def serves_on(self, day: date) -> bool:
        """Appointed, with a term that holds on `day`: the task that ends terms may not have run yet."""
        return self.state == ExpertState.APPOINTED and self.term_to is not None and self.term_to >= day


class ExpertKind(models.Model):
    """One thing an expert is called for."""

    expert = models.ForeignKey(Expert, on_delete=models.CASCADE, related_name="kinds")
    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices)

    class Meta:
        ordering = ["expert", "kind"]
        constraints = [models.UniqueConstraint(fields=["expert", "kind"], name="one_row_per_expert_kind")]

    def __str__(self) -> str:
        return str(self.get_kind_display())


class Skill(models.Model):
    """What an expert knows: place x right x industry, each a code or an explicit ANY (`*`).

    `matter` narrows it to one kind of dispute, for example `sep_frand`. Codes instead of foreign keys, so that one
    portable join finds both the exact value and ANY; the actions check that each code exists.
    """

    expert = models.ForeignKey(Expert, on_delete=models.CASCADE, related_name="skills")
    jurisdiction = models.CharField(_("country or region"), max_length=10)
    right = models.CharField(_("right"), max_length=30)
    industry = models.CharField(_("industry"), max_length=20)
    matter = models.CharField(_("kind of dispute"), max_length=40)
    level = models.PositiveSmallIntegerField(_("level"), choices=SkillLevel.choices, default=SkillLevel.SOLID)
    note = models.CharField(_("note"), max_length=200, blank=True, default="")

    class Meta:
        verbose_name = _("skill")
        verbose_name_plural = _("skills")
        ordering = ["expert", "jurisdiction", "right", "industry", "matter"]
        constraints = [
            models.UniqueConstraint(
                fields=["expert", "jurisdiction", "right", "industry", "matter"], name="one_row_per_skill"
            ),
            models.CheckConstraint(condition=models.Q(right__in=["*", *Subject.values]), name="skill_right_is_known"),
        ]
        # Read by the ranking and the matrix: who knows this right in this place.
        indexes = [models.Index(fields=["jurisdiction", "right"], name="skill_by_place_and_right")]

    def __str__(self) -> str:
        return f"{self.jurisdiction}/{self.right}/{self.industry}/{self.matter}"


class ExpertLanguage(models.Model):
    expert = models.ForeignKey(Expert, on_delete=models.CASCADE, related_name="languages")
    language = models.CharField(_("language"), max_length=8, choices=Language.choices)
    level = models.CharField(_("level"), max_length=8, choices=LanguageLevel.choices)

    class Meta:
        ordering = ["expert", "language"]
        constraints = [models.UniqueConstraint(fields=["expert", "language"], name="one_row_per_expert_language")]

    def __str__(self) -> str:
        return f"{self.language} {self.level}"


class Licence(models.Model):
    """A right to practise: who gave it, its number, until when it holds."""

    expert = models.ForeignKey(Expert, on_delete=models.CASCADE, related_name="licences")
    body = models.CharField(_("issued by"), max_length=120)
    number = models.CharField(_("number"), max_length=80)
    jurisdiction = models.ForeignKey(
        "reference.Jurisdiction",
        verbose_name=_("country or region"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    expires_on = models.DateField(_("valid until"), null=True, blank=True)

    class Meta:
        verbose_name = _("licence")
        verbose_name_plural = _("licences")
        ordering = ["expert", "pk"]
        constraints = [models.UniqueConstraint(fields=["expert", "body", "number"], name="one_row_per_licence")]

    def __str__(self) -> str:
        return f"{self.body} {self.number}"


class Employment(models.Model):
    """For whom an expert works or worked: what the conflict check reads. `until` empty: still today."""

    expert = models.ForeignKey(Expert, on_delete=models.CASCADE, related_name="employments")
    organisation = models.CharField(_("employer or client firm"), max_length=200)
    position = models.CharField(_("position"), max_length=120, blank=True, default="")
    since = models.DateField(_("from"), null=True, blank=True)
    until = models.DateField(_("until"), null=True, blank=True)

    class Meta:
        verbose_name = _("employment")
        verbose_name_plural = _("employments")
        ordering = ["expert", "-since", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(since__isnull=True)
                | models.Q(until__isnull=True)
                | models.Q(until__gte=models.F("since")),
                name="employment_ends_after_start",
            )
        ]

    def __str__(self) -> str:
        return self.organisation


class Review(models.Model):
    """What the nominating centre found in one year."""

    expert = models.ForeignKey(Expert, on_delete=models.CASCADE, related_name="reviews")
    year = models.PositiveSmallIntegerField(_("year"))
    verdict = models.CharField(_("finding"), max_length=8, choices=Verdict.choices)
    note = models.TextField(_("note"), blank=True, default="")
    reviewer = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        verbose_name = _("yearly review")
        verbose_name_plural = _("yearly reviews")
        ordering = ["expert", "-year"]
        constraints = [models.UniqueConstraint(fields=["expert", "year"], name="one_review_per_year")]

    def __str__(self) -> str:
        return f"{self.year} {self.verdict}"


class ExpertEvent(Event):
    """One act on a record of the pool."""

    subject = models.ForeignKey(Expert, on_delete=models.PROTECT, related_name="events")

    class Meta(Event.Meta):
        verbose_name = _("event of an expert")
        verbose_name_plural = _("events of experts")
        constraints = [models.UniqueConstraint(fields=["subject", "seq"], name="expert_event_seq")]

    def __str__(self) -> str:
        return f"{self.subject_id} {self.seq} {self.kind}"
