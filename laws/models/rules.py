"""Legal periods as temporal data: the rules, and what each said before. `laws.deadlines` computes with them."""

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from portal.lib import clock
from portal.lib.provenance import Sourced


class ExtensionKind(models.TextChoices):
    """How the second length of a rule is meant. Read as an addition, the others would give a day that is too late.

    `alternative`: a length of its own, such as the period of a harder case or the longer of two. `as_calendar_days`:
    the law says days where practice counts working days (art. 146 of Decision 486); fewer is the safe reading.
    """

    ADDED = "added", pgettext_lazy("extension", "added to the period")
    ALTERNATIVE = "alternative", pgettext_lazy("extension", "another length, never added")
    CALENDAR_DAYS = "as_calendar_days", pgettext_lazy("extension", "added, counted as calendar days to be safe")


class RuleNature(models.TextChoices):
    """What the end of a period is to a party. Only a deadline is a day to act by, alone or among others.

    `watch`: somebody else's act, a lapse, or the first day on which something may be done. `notice`: a length with no
    end, such as the notice before a motion. `added`: days that another period gets.
    """

    DUE = "due", pgettext_lazy("nature of a rule", "a deadline")
    WATCH = "watch", pgettext_lazy("nature of a rule", "a date to watch")
    NOTICE = "notice", pgettext_lazy("nature of a rule", "a length without an end date")
    ADDED = "added", pgettext_lazy("nature of a rule", "days added to another period")


NATURES_SAID = {
    RuleNature.WATCH: _(
        "A date to watch: somebody else acts, something lapses, or something becomes possible then. It is no day by "
        "which you must act."
    ),
    RuleNature.NOTICE: _(
        "A length without an end date, such as the notice to give before a motion. No day to act by follows from it."
    ),
    RuleNature.ADDED: _("Days added to another period. They are no deadline of their own: count them onto that one."),
}


class DeadlineRule(Sourced):
    """A legal period as it stands now. `fact_status` says how the text was read; a review is a person's.

    `version` counts what it said over time (`RuleVersion`); a review holds for that version alone. A law that changes
    for events from a day on is another rule with its own window (`effective_from`, `effective_to`).
    """

    rule_id = models.SlugField(_("rule"), max_length=60, unique=True)
    jurisdiction = models.ForeignKey("reference.Jurisdiction", on_delete=models.PROTECT, related_name="deadline_rules")
    forum = models.ForeignKey("reference.Forum", on_delete=models.PROTECT, related_name="deadline_rules")
    dispute_type = models.ForeignKey("reference.DisputeType", on_delete=models.PROTECT, related_name="deadline_rules")
    role = models.CharField(_("whose act"), max_length=16, blank=True, default="")
    act_zh = models.CharField(_("act (Chinese)"), max_length=120, blank=True, default="")
    act_en = models.CharField(_("act (English)"), max_length=200, blank=True, default="")
    # A circumstance that no field of a form tells; empty for a rule that holds for every matter of its kind.
    only_if_zh = models.CharField(_("holds only if (Chinese)"), max_length=200, blank=True, default="")
    only_if_en = models.CharField(_("holds only if (English)"), max_length=200, blank=True, default="")
    # Empty means a deadline, as most are.
    nature = models.CharField(_("kind of date"), max_length=8, choices=RuleNature.choices, blank=True, default="")
    trigger_kind = models.CharField(_("counted from"), max_length=60)
    unit = models.CharField(_("unit"), max_length=16)
    quantity = models.PositiveSmallIntegerField(_("length"), help_text=_("0 means that no date may be computed."))
    roll_rule = models.CharField(max_length=32, blank=True, default="")
    extension_quantity = models.PositiveSmallIntegerField(null=True, blank=True)
    extension_unit = models.CharField(max_length=16, blank=True, default="")
    extension_condition = models.TextField(blank=True, default="")
    extension_kind = models.CharField(max_length=16, choices=ExtensionKind.choices, blank=True, default="")
    effective_from = models.DateField(null=True, blank=True)
    effective_to = models.DateField(null=True, blank=True)
    effective_keyed_on = models.CharField(max_length=16, blank=True, default="")
    consequence_zh = models.TextField(blank=True, default="")
    consequence_en = models.TextField(blank=True, default="")
    citation = models.TextField(_("citation"), blank=True, default="")
    source_quote = models.TextField(_("quote"), blank=True, default="")
    checked_on = models.DateField(_("looked up on"), null=True, blank=True)
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    reviewed_on = models.DateField(_("reviewed on"), null=True, blank=True)
    version = models.PositiveSmallIntegerField(_("version"), default=1, editable=False)
    withdrawn_on = models.DateField(_("withdrawn on"), null=True, blank=True, editable=False)
    withdrawn_why = models.TextField(_("why it was withdrawn"), blank=True, default="", editable=False)
    replaced_by = models.ForeignKey(
        "self", null=True, blank=True, editable=False, on_delete=models.PROTECT, related_name="replaces"
    )

    class Meta:
        verbose_name = _("deadline rule")
        verbose_name_plural = _("deadline rules")
        ordering = ["jurisdiction", "rule_id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(reviewed_by__isnull=True, reviewed_on__isnull=True)
                | models.Q(reviewed_by__isnull=False, reviewed_on__isnull=False),
                name="rule_review_has_who_and_when",
            ),
            models.CheckConstraint(
                condition=models.Q(withdrawn_on__isnull=True) | ~models.Q(withdrawn_why=""),
                name="withdrawn_rule_says_why",
            ),
        ]

    def __str__(self) -> str:
        return self.act

    def get_absolute_url(self) -> str:
        return reverse("deadline_rule", args=[self.rule_id])

    @property
    def act(self) -> str:
        zh, en = self.act_zh or self.act_en, self.act_en or self.act_zh
        return en if (get_language() or "").startswith("en") else zh

    @property
    def is_due(self) -> bool:
        """Whether its end is a day to act by."""
        return self.nature in ("", RuleNature.DUE)

    @property
    def nature_said(self) -> str:
        """What a reader must know of a rule that is no deadline; empty for a deadline."""
        return "" if self.is_due else str(NATURES_SAID[RuleNature(self.nature)])

    @property
    def only_if(self) -> str:
        zh, en = self.only_if_zh or self.only_if_en, self.only_if_en or self.only_if_zh
        return en if (get_language() or "").startswith("en") else zh

    @property
    def consequence(self) -> str:
        zh, en = self.consequence_zh or self.consequence_en, self.consequence_en or self.consequence_zh
        return en if (get_language() or "").startswith("en") else zh


class RuleVersion(models.Model):
    """What a rule said from a moment on. Only added: a computed date names the version it rests on.

    `made_by` is empty for what came from the reference file. `facts` holds the columns that `laws.deadlines.versions`
    names, as JSON.
    """

    rule = models.ForeignKey(DeadlineRule, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField(_("version"))
    facts = models.JSONField(_("what it said"))
    facts_hash = models.CharField(max_length=64)
    made_at = models.DateTimeField(_("since"), default=clock.now)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    reason = models.TextField(_("why"), blank=True, default="")

    class Meta:
        verbose_name = _("version of a rule")
        verbose_name_plural = _("versions of rules")
        ordering = ["rule", "-number"]
        constraints = [models.UniqueConstraint(fields=["rule", "number"], name="one_version_per_number")]

    def __str__(self) -> str:
        return f"{self.rule_id} v{self.number}"
