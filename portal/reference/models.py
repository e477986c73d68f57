"""Places, groups, industries, kinds of dispute, forums and calendars: what every app points at.

Codes are primary keys: they are stable, and a foreign key then reads as what it means. `NO` (Norway) and
`NA` (Namibia) are ordinary text here; nothing may ever read them as a truth value or a missing one.
"""

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from portal.lib.provenance import Sourced


class Named(models.Model):
    """A Chinese and an English name; a page shows the one of its language, or the other when it is missing."""

    name_zh = models.CharField(_("name (Chinese)"), max_length=255, blank=True, default="")
    name_en = models.CharField(_("name (English)"), max_length=255, blank=True, default="")

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        zh, en = self.name_zh or self.name_en, self.name_en or self.name_zh
        return en if (get_language() or "").startswith("en") else zh


class Jurisdiction(Named, Sourced):
    """A country, a region with its own law, or an organisation that registers rights or makes law."""

    class Kind(models.TextChoices):
        COUNTRY = "country", _("Country")
        REGION = "region", _("Region")
        ORGANISATION = "organisation", _("Organisation")

    code = models.CharField(_("code"), max_length=10, primary_key=True)
    kind = models.CharField(_("kind"), max_length=16, choices=Kind.choices)
    parent = models.ForeignKey(
        "self", verbose_name=_("part of"), null=True, blank=True, on_delete=models.PROTECT, related_name="parts"
    )
    un_member = models.BooleanField(_("member of the United Nations"), default=False)
    region_code = models.CharField(max_length=3, blank=True, default="")
    region_zh = models.CharField(_("region (Chinese)"), max_length=64, blank=True, default="")
    region_en = models.CharField(_("region (English)"), max_length=64, blank=True, default="")
    subregion_code = models.CharField(max_length=3, blank=True, default="")
    subregion_zh = models.CharField(max_length=64, blank=True, default="")
    subregion_en = models.CharField(max_length=64, blank=True, default="")
    languages = models.JSONField(_("official languages"), default=list, blank=True)
    languages_zh = models.JSONField(default=list, blank=True)
    languages_en = models.JSONField(default=list, blank=True)
    currency = models.CharField(_("currency"), max_length=32, blank=True, default="")
    legal_family = models.CharField(_("legal family"), max_length=32, blank=True, default="")
    legal_tags = models.JSONField(default=list, blank=True)

    class Meta:
        verbose_name = _("jurisdiction")
        verbose_name_plural = _("jurisdictions")
        ordering = ["code"]


class JurisdictionCode(Sourced):
    """What other systems call a jurisdiction: scheme (`iso3`, `m49`, `code_system`) and value."""

    jurisdiction = models.ForeignKey(Jurisdiction, on_delete=models.CASCADE, related_name="external_codes")
    scheme = models.CharField(max_length=20)
    value = models.CharField(max_length=32)

    class Meta:
        ordering = ["jurisdiction", "scheme"]
        constraints = [models.UniqueConstraint(fields=["jurisdiction", "scheme"], name="one_code_per_scheme")]

    def __str__(self) -> str:
        return f"{self.jurisdiction_id} {self.scheme}={self.value}"


class JurisdictionGroup(Named, Sourced):
    """A trade bloc or initiative, only from a sourced list."""

    code = models.CharField(_("code"), max_length=20, primary_key=True)
    jurisdiction = models.ForeignKey(
        Jurisdiction,
        verbose_name=_("the group as an organisation"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    members = models.ManyToManyField(Jurisdiction, through="GroupMember", related_name="jurisdiction_groups")

    class Meta:
        verbose_name = _("group of jurisdictions")
        verbose_name_plural = _("groups of jurisdictions")
        ordering = ["code"]


class GroupMember(Sourced):
    group = models.ForeignKey(JurisdictionGroup, on_delete=models.CASCADE, related_name="memberships")
    jurisdiction = models.ForeignKey(Jurisdiction, on_delete=models.PROTECT, related_name="group_memberships")
    member_status = models.CharField(_("standing"), max_length=32, blank=True, default="")
    joined = models.CharField(_("joined"), max_length=10, blank=True, default="")

    class Meta:
        ordering = ["group", "jurisdiction"]
        constraints = [models.UniqueConstraint(fields=["group", "jurisdiction"], name="one_membership_per_group")]

    def __str__(self) -> str:
        return f"{self.group_id}: {self.jurisdiction_id}"


class Province(Named, Sourced):
    """A provincial division of China, or the XPCC: the second routing key after the city."""

    code = models.CharField(_("code"), max_length=10, primary_key=True)
    kind = models.CharField(_("kind"), max_length=32, blank=True, default="")
    region_zh = models.CharField(max_length=32, blank=True, default="")
    region_en = models.CharField(max_length=32, blank=True, default="")

    class Meta:
        verbose_name = _("province")
        verbose_name_plural = _("provinces")
        ordering = ["code"]


class City(Named, Sourced):
    """A prefecture-level division or municipality: the first routing key. Only the Chinese name is sourced."""

    code = models.CharField(_("code"), max_length=6, primary_key=True)
    province = models.ForeignKey(Province, on_delete=models.PROTECT, related_name="cities")

    class Meta:
        verbose_name = _("city")
        verbose_name_plural = _("cities")
        ordering = ["code"]


class Industry(Named, Sourced):
    """A section or division of GB/T 4754-2017, or one of our key industries with the divisions it maps to."""

    code = models.CharField(_("code"), max_length=20, primary_key=True)
    level = models.CharField(_("level"), max_length=16)
    scheme = models.CharField(_("scheme"), max_length=32, blank=True, default="")
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="children")
    maps_to = models.ManyToManyField("self", symmetrical=False, blank=True, related_name="key_industries")

    class Meta:
        verbose_name = _("industry")
        verbose_name_plural = _("industries")
        ordering = ["code"]


class DisputeType(Named, Sourced):
    """A kind of dispute with its usual role and first-day checklist."""

    code = models.CharField(_("code"), max_length=40, primary_key=True)
    forum_kinds = models.JSONField(default=list, blank=True)
    default_role = models.CharField(max_length=32, blank=True, default="")
    checklist_zh = models.JSONField(_("checklist (Chinese)"), default=list, blank=True)
    checklist_en = models.JSONField(_("checklist (English)"), default=list, blank=True)

    class Meta:
        verbose_name = _("kind of dispute")
        verbose_name_plural = _("kinds of dispute")
        ordering = ["code"]

    @property
    def checklist(self) -> list[str]:
        items: list[str] = self.checklist_en if (get_language() or "").startswith("en") else self.checklist_zh
        return items


class Forum(Named, Sourced):
    """A court, office, customs or platform, with how it counts days. `fact_status` is the roll rule's status."""

    code = models.CharField(_("code"), max_length=40, primary_key=True)
    jurisdiction = models.ForeignKey(Jurisdiction, on_delete=models.PROTECT, related_name="forums")
    kind = models.CharField(_("kind"), max_length=32)
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="concrete")
    calendar = models.CharField(_("holiday calendar"), max_length=20, blank=True, default="")
    time_zone = models.CharField(_("time zone"), max_length=40, blank=True, default="")
    filing_cutoff_local = models.CharField(_("filing cut-off, local time"), max_length=5, blank=True, default="")
    cutoff_status = models.CharField(max_length=32, blank=True, default="")
    cutoff_source = models.TextField(blank=True, default="")
    month_rule = models.CharField(max_length=16, blank=True, default="")
    roll_rule = models.CharField(max_length=32, blank=True, default="")
    counting_status = models.CharField(max_length=32, blank=True, default="")
    counting_zh = models.TextField(blank=True, default="")
    counting_en = models.TextField(blank=True, default="")
    citation = models.TextField(blank=True, default="")
    source_quote = models.TextField(blank=True, default="")
    note = models.TextField(blank=True, default="")

    class Meta:
        verbose_name = _("forum")
        verbose_name_plural = _("forums")
        ordering = ["code"]


class CalendarYear(models.Model):
    """A year of a holiday calendar that somebody confirmed, with what the computed calendar gets wrong.

    `extra_workdays` and `extra_holidays` are ISO dates. A year without a row is computed and marked
    "calendar not confirmed".
    """

    calendar = models.CharField(_("holiday calendar"), max_length=20)
    year = models.PositiveSmallIntegerField(_("year"))
    extra_workdays = models.JSONField(_("make-up working days"), default=list, blank=True)
    extra_holidays = models.JSONField(_("additional days off"), default=list, blank=True)
    confirmed_on = models.DateField(_("confirmed on"), null=True, blank=True)
    source = models.TextField(_("source"), blank=True, default="")
    version = models.PositiveIntegerField(default=1, editable=False)
    # When its days last changed: dates that were counted before then have to be counted again.
    changed_at = models.DateTimeField(_("changed at"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("calendar year")
        verbose_name_plural = _("calendar years")
        ordering = ["calendar", "year"]
        constraints = [models.UniqueConstraint(fields=["calendar", "year"], name="one_row_per_calendar_year")]

    def __str__(self) -> str:
        return f"{self.calendar} {self.year}"


class Market(Sourced):
    """A main export market in order of value."""

    jurisdiction = models.OneToOneField(Jurisdiction, on_delete=models.CASCADE, primary_key=True, related_name="market")
    rank = models.PositiveSmallIntegerField(_("rank"))
    basis = models.CharField(_("basis"), max_length=32, blank=True, default="")
    value_usd = models.BigIntegerField(_("value in US dollars, two years"), null=True, blank=True)

    class Meta:
        verbose_name = _("export market")
        verbose_name_plural = _("export markets")
        ordering = ["rank"]

    def __str__(self) -> str:
        return f"{self.rank} {self.jurisdiction_id}"


class SeedFile(models.Model):
    """The hash a reference file, and the code that reads it, had when it was last loaded without a refused row.

    An unchanged file is skipped. `rows` is how many it has.
    """

    path = models.CharField(max_length=200, primary_key=True)
    sha256 = models.CharField(max_length=64, blank=True, default="")
    rows = models.PositiveIntegerField(default=0)
    loaded_at = models.DateTimeField()

    class Meta:
        ordering = ["path"]

    def __str__(self) -> str:
        return self.path
