"""Guidance centres of all five kinds and the hours in which they work."""

from datetime import date

from django.db import models
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from portal.accounts.querysets import NOT_OPEN, GuidanceCentreQuerySet
from portal.lib.provenance import Sourced


class GuidanceCentre(Sourced):
    """A centre, platform, outpost or workstation of the network.

    `fact_status` is the file's word for how its existence is known. `seed_key` names the file row; a centre
    an administrator created has none. `in_preparation` and `category_only` rows are never routed to.
    """

    class Kind(models.TextChoices):
        NATIONAL = "national", _("National centre")
        LOCAL = "local", _("Local sub-centre")
        INDUSTRY = "industry", _("Industry platform")
        OVERSEAS_OUTPOST = "overseas_outpost", _("Overseas outpost")
        WORKSTATION = "workstation", _("Workstation")

    staffed: bool  # only on rows of `with_staffing()`

    slug = models.SlugField(_("address name"), max_length=80, unique=True)
    seed_key = models.CharField(max_length=200, blank=True, default="", db_index=True)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices)
    name_zh = models.CharField(_("official name"), max_length=120, blank=True, default="")
    name_en = models.CharField(_("English name"), max_length=160, blank=True, default="")
    name_en_origin = models.CharField(max_length=16, blank=True, default="")
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="children")
    province = models.ForeignKey(
        "reference.Province", null=True, blank=True, on_delete=models.PROTECT, related_name="centres"
    )
    city = models.ForeignKey("reference.City", null=True, blank=True, on_delete=models.PROTECT, related_name="centres")
    industry = models.ForeignKey(
        "reference.Industry", null=True, blank=True, on_delete=models.PROTECT, related_name="centres"
    )
    jurisdiction = models.ForeignKey(
        "reference.Jurisdiction", verbose_name=_("where it is"), on_delete=models.PROTECT, related_name="centres"
    )
    host_zh = models.CharField(_("host unit"), max_length=120, blank=True, default="")
    batch_no = models.CharField(max_length=8, blank=True, default="")
    batch_year = models.CharField(max_length=8, blank=True, default="")
    approved_on = models.CharField(_("approved on"), max_length=10, blank=True, default="")
    phone = models.CharField(_("telephone"), max_length=60, blank=True, default="")
    duty_phone = models.CharField(_("duty telephone"), max_length=60, blank=True, default="")
    email = models.EmailField(_("e-mail"), blank=True, default="")
    address = models.CharField(_("address"), max_length=200, blank=True, default="")
    time_zone = models.CharField(_("time zone"), max_length=40, default="Asia/Shanghai")
    note = models.TextField(blank=True, default="")
    is_demo = models.BooleanField(default=False)
    closed_on = models.DateField(_("closed on"), null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = GuidanceCentreQuerySet["GuidanceCentre"].as_manager()

    class Meta:
        verbose_name = _("guidance centre")
        verbose_name_plural = _("guidance centres")
        ordering = ["kind", "slug"]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        zh, en = self.name_zh or self.name_en, self.name_en or self.name_zh
        return en if (get_language() or "").startswith("en") else zh

    def takes_cases_on(self, day: date) -> bool:
        """Whether a case may be handed to it: it exists as a unit, works already and has not been closed."""
        return self.fact_status not in NOT_OPEN and (self.closed_on is None or self.closed_on > day)


WEEKDAYS = (
    _("Monday"), _("Tuesday"), _("Wednesday"), _("Thursday"), _("Friday"), _("Saturday"), _("Sunday"),
)  # fmt: skip


class CentreHours(models.Model):
    """The published working hours of a centre from a day on; without a centre, of every centre that sets none.

    `weekdays` are ISO numbers as text (`12345` is Monday to Friday). Days off come from `calendar`.
    """

    centre = models.ForeignKey(GuidanceCentre, null=True, blank=True, on_delete=models.CASCADE, related_name="hours")
    valid_from = models.DateField(_("valid from"))
    weekdays = models.CharField(_("weekdays"), max_length=7, default="12345")
    opens = models.TimeField(_("opens"))
    closes = models.TimeField(_("closes"))
    time_zone = models.CharField(_("time zone"), max_length=40, default="Asia/Shanghai")
    calendar = models.CharField(_("holiday calendar"), max_length=20, default="CN")

    class Meta:
        verbose_name = _("working hours")
        verbose_name_plural = _("working hours")
        ordering = ["centre", "-valid_from"]
        constraints = [
            models.UniqueConstraint(fields=["centre", "valid_from"], name="one_hours_row_per_day"),
            # Without a centre: apart, because SQLite knows no "nulls not distinct".
            models.UniqueConstraint(
                fields=["valid_from"], condition=models.Q(centre__isnull=True), name="one_network_hours_row_per_day"
            ),
            models.CheckConstraint(condition=models.Q(closes__gt=models.F("opens")), name="hours_close_after_opening"),
        ]

    def __str__(self) -> str:
        return f"{self.centre or '*'} {self.valid_from}"

    @property
    def weekdays_text(self) -> str:
        """The working days in words: a run from first to last, or one by one."""
        names = [str(WEEKDAYS[int(day) - 1]) for day in self.weekdays]
        if len(names) > 2 and self.weekdays in "1234567":
            return gettext("%(first)s to %(last)s") % {"first": names[0], "last": names[-1]}
        return ", ".join(names)
