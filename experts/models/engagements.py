"""An expert on one case: invited, checked for conflicts, then let in."""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from experts.models.people import Expert
from experts.querysets import EngagementQuerySet
from experts.states import ADVISING, OPEN_ENGAGEMENTS, EndReason, EngagementState
from portal.lib import clock
from portal.lib.events import Event


class Engagement(models.Model):
    """One expert's work on one case, named by its id: experts may not import disputes.

    `summary` is the blinded picture of the case at the invitation, codes only; it is all that the expert sees before
    accepting. `names` are the names asked about, `{"role": NameRole, "name": …}` each: shown on the page of the
    declaration only, after the expert has said that they could take the work (`names_shown_at`).
    """

    expert = models.ForeignKey(Expert, on_delete=models.PROTECT, related_name="engagements")
    case_id = models.UUIDField(_("case"), db_index=True)
    reference = models.CharField(_("case number"), max_length=16)
    centre = models.ForeignKey(
        "accounts.GuidanceCentre", verbose_name=_("centre"), on_delete=models.PROTECT, related_name="engagements"
    )
    state = models.CharField(
        _("state"), max_length=16, choices=EngagementState.choices, default=EngagementState.INVITED
    )
    summary = models.JSONField(_("blinded summary"), default=dict)
    names = models.JSONField(_("names asked about"), default=list)
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    invited_at = models.DateTimeField(_("invited at"), default=clock.now)
    answer_by = models.DateField(_("answer wanted by"), null=True, blank=True)
    names_shown_at = models.DateTimeField(_("names shown at"), null=True, blank=True)
    declared_at = models.DateTimeField(_("declared at"), null=True, blank=True)
    accepted_at = models.DateTimeField(_("accepted at"), null=True, blank=True)
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)
    end_reason = models.CharField(_("why it ended"), max_length=12, choices=EndReason.choices, blank=True, default="")
    rating = models.PositiveSmallIntegerField(_("rating of the work"), null=True, blank=True)
    is_demo = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)

    objects = EngagementQuerySet.as_manager()

    class Meta:
        verbose_name = _("engagement")
        verbose_name_plural = _("engagements")
        ordering = ["-invited_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["expert", "case_id"],
                condition=models.Q(state__in=["invited", "declared_clear", "accepted", "opinion"]),
                name="one_open_engagement_per_expert_and_case",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    state__in=["invited", "declared_clear", "accepted", "opinion"], ended_at__isnull=True
                )
                | models.Q(state__in=["closed", "declined", "conflicted"], ended_at__isnull=False),
                name="engagement_ended_says_when",
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=["accepted", "opinion"])
                | models.Q(declared_at__isnull=False, accepted_at__isnull=False),
                name="nobody_advises_undeclared",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="closed") | ~models.Q(end_reason=""), name="closed_engagement_says_why"
            ),
            models.CheckConstraint(
                condition=models.Q(rating__isnull=True) | models.Q(rating__range=(1, 5)),
                name="engagement_rating_is_one_to_five",
            ),
        ]
        indexes = [models.Index(fields=["expert", "state"], name="engagement_of_expert")]

    def __str__(self) -> str:
        return f"{self.reference}: {self.expert_id}"

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_ENGAGEMENTS

    @property
    def advises(self) -> bool:
        """The expert has been let into the case."""
        return self.state in ADVISING

    def names_of(self, *roles: str) -> list[str]:
        rows: list[dict[str, Any]] = self.names
        return [str(row["name"]) for row in rows if row["role"] in roles]


class ConflictDeclaration(models.Model):
    """What an expert declared against the names of a case. True: there is a conflict."""

    engagement = models.ForeignKey(Engagement, on_delete=models.CASCADE, related_name="declarations")
    parties = models.BooleanField(_("a tie to one of the parties"))
    affiliates = models.BooleanField(_("a tie to an affiliate of theirs"))
    counsel = models.BooleanField(_("a tie to their counsel"))
    prior_advice = models.BooleanField(_("advised one of them in this or a related matter"))
    note = models.TextField(_("note"), blank=True, default="")
    automatic = models.JSONField(_("found by the portal"), default=list, blank=True)
    window_months = models.PositiveSmallIntegerField(_("window in months"))
    at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        verbose_name = _("declaration on conflicts")
        verbose_name_plural = _("declarations on conflicts")
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.engagement_id}: {'conflict' if self.has_conflict else 'clear'}"

    @property
    def has_conflict(self) -> bool:
        return self.parties or self.affiliates or self.counsel or self.prior_advice or bool(self.automatic)


class EngagementEvent(Event):
    """One act on an engagement; those of the kind `conflicted` are the log of recusals."""

    subject = models.ForeignKey(Engagement, on_delete=models.PROTECT, related_name="events")

    class Meta(Event.Meta):
        verbose_name = _("event of an engagement")
        verbose_name_plural = _("events of engagements")
        constraints = [models.UniqueConstraint(fields=["subject", "seq"], name="engagement_event_seq")]

    def __str__(self) -> str:
        return f"{self.subject_id} {self.seq} {self.kind}"
