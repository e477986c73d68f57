"""The legal deadlines of a case, each with the rule version and the inputs it was computed from."""

from datetime import date, datetime

from django.conf import settings
from django.db import models
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from disputes.models.cases import Case
from portal.lib import clock


class DeadlineState(models.TextChoices):
    """Running until somebody acted, until it turned out not to apply, or until a newer row took its place."""

    RUNNING = "running", pgettext_lazy("deadline", "Running")
    DONE = "done", pgettext_lazy("deadline", "Done")
    DROPPED = "dropped", pgettext_lazy("deadline", "Does not apply")
    SUPERSEDED = "superseded", pgettext_lazy("deadline", "Replaced")


class Look(models.TextChoices):
    """Why a person must look at a running deadline: its rule no longer gives a date for it. The date itself stays."""

    NONE = "", _("nothing to look at")
    WITHDRAWN = "withdrawn", _("The rule was withdrawn.")
    NOT_IN_FORCE = "not_in_force", _("The rule no longer holds for this matter.")
    NO_DATE = "no_date", _("The rule no longer gives a date.")


class Deadline(models.Model):
    """One act that is due at a forum: three dates, and why.

    Without `rule` it is a date printed on a paper or set by an order (`act_zh`, `act_en`, `order_on`). A date that
    changes, because an order came, an extension was granted or the rule says something else now, is a new row that
    `replaces` the old one: both can be shown. `inputs` and `computed` are what `laws.deadlines` was asked and
    answered, so that the date can be recomputed and explained years later.
    """

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="deadlines")
    state = models.CharField(
        _("state"), max_length=12, choices=DeadlineState.choices, default=DeadlineState.RUNNING, db_index=True
    )
    version = models.PositiveIntegerField(default=1)
    rule = models.ForeignKey(
        "laws.DeadlineRule", null=True, blank=True, on_delete=models.PROTECT, related_name="case_deadlines"
    )
    rule_version = models.PositiveSmallIntegerField(_("version of the rule"), null=True, blank=True)
    forum = models.ForeignKey("reference.Forum", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    act_zh = models.CharField(_("act (Chinese)"), max_length=200, blank=True, default="")
    act_en = models.CharField(_("act (English)"), max_length=200, blank=True, default="")
    inputs = models.JSONField(_("counted from"), default=dict, blank=True)
    computed = models.JSONField(_("how it was counted"), default=dict, blank=True)

    raw_on = models.DateField(_("statutory date"))
    rolled_on = models.DateField(_("rolled date"))
    act_by = models.DateField(_("act by"))
    act_by_at = models.DateTimeField(_("act by, last minute"))

    order_on = models.DateField(_("ordered date"), null=True, blank=True)
    order_document = models.ForeignKey(
        "disputes.CaseDocument", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    is_extended = models.BooleanField(_("extension granted"), default=False)
    replaces = models.OneToOneField("self", null=True, blank=True, on_delete=models.PROTECT, related_name="replaced_by")

    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    added_at = models.DateTimeField(default=clock.now, editable=False)
    # A person looked at what the portal had computed by itself.
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    confirmed_at = models.DateTimeField(null=True, blank=True)
    look = models.CharField(
        _("why a person must look"), max_length=16, choices=Look.choices, blank=True, default=Look.NONE
    )
    # What was confirmed or corrected of the forum's holiday calendar when the dates were counted.
    calendar_mark = models.CharField(max_length=16, blank=True, default="", editable=False)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_why = models.CharField(_("why it ended"), max_length=300, blank=True, default="")
    # The lowest rung of the reminder ladder (days before) that was sent; a later rung is a smaller number. -1: it
    # passed, and the centre was asked whether it was missed.
    reminded = models.SmallIntegerField(null=True, blank=True)

    class Meta:
        verbose_name = _("legal deadline")
        verbose_name_plural = _("legal deadlines")
        ordering = ["act_by_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(rule__isnull=False, rule_version__isnull=False)
                | (models.Q(rule__isnull=True) & ~models.Q(act_zh="", act_en="")),
                name="deadline_has_a_rule_or_says_what_is_due",
            ),
            models.CheckConstraint(
                condition=models.Q(state="running", ended_at__isnull=True)
                | (~models.Q(state="running") & models.Q(ended_at__isnull=False)),
                name="deadline_ends_once",
            ),
        ]
        indexes = [models.Index(fields=["state", "act_by_at"], name="deadline_due")]

    def __str__(self) -> str:
        return f"{self.act} {self.act_by}"

    @property
    def act(self) -> str:
        """What is due. `rule` must be selected to cost no query."""
        if self.rule is not None:
            return self.rule.act
        zh, en = self.act_zh or self.act_en, self.act_en or self.act_zh
        return en if (get_language() or "").startswith("en") else zh

    @property
    def is_running(self) -> bool:
        return self.state == DeadlineState.RUNNING

    @property
    def is_unconfirmed(self) -> bool:
        """The portal computed it by itself and no person has looked at it."""
        return self.rule_id is not None and self.added_by_id is None and self.confirmed_at is None

    def is_over(self, now: datetime) -> bool:
        """The last minute has passed at the forum, whatever day it is here."""
        return self.is_running and self.act_by_at < now

    def days_left(self, today: date) -> int:
        """Whole days from `today` to the act-by date; negative when it has passed."""
        return (self.act_by - today).days


class CalendarLink(models.Model):
    """The secret address of one person's calendar of deadlines. Only its hash is stored; a revoked one answers 404."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="calendar_links")
    token_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(default=clock.now, editable=False)
    revoked_at = models.DateTimeField(null=True, blank=True)
    last_read_on = models.DateField(_("last read on"), null=True, blank=True)

    class Meta:
        verbose_name = _("calendar link")
        verbose_name_plural = _("calendar links")
        ordering = ["-created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["user"], condition=models.Q(revoked_at__isnull=True), name="one_live_calendar_link_per_person"
            )
        ]

    def __str__(self) -> str:
        return f"{self.user_id}"
