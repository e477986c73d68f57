"""Words that several library models share."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Subject(models.TextChoices):
    """The rights and subjects of the library; the codes are those of the reference files."""

    PATENT = "patent", _("Patent")
    UTILITY_MODEL = "utility_model", _("Utility model")
    DESIGN = "design", _("Design")
    TRADEMARK = "trademark", _("Trade mark")
    COPYRIGHT = "copyright", _("Copyright")
    TRADE_SECRET = "trade_secret", _("Trade secret")
    UNFAIR_COMPETITION = "unfair_competition", _("Unfair competition")
    GI = "gi", _("Geographical indication")
    PLANT_VARIETY = "plant_variety", _("Plant variety")
    CUSTOMS = "customs", _("Customs")
    COMPETITION = "competition", _("Competition law")
    NAME_RIGHT = "name_right", _("Name right")
    TRADE_DRESS = "trade_dress", _("Trade dress")
    DOMAIN = "domain", _("Domain name")
    OTHER = "other", _("Other")


class FactStatus(models.TextChoices):
    """How sure a sourced fact is. Only a named person's review may be shown as 已核实 (verified)."""

    VERIFIED = "verified", _("Text checked")
    VERIFIED_PARTLY = "verified_partly", _("Partly checked")
    SECONDARY = "secondary", _("Secondary source")
    MEMORY = "memory", _("Unverified: from memory")
    DISPUTED = "disputed", _("Disputed")
    UNVERIFIED = "unverified", _("Unverified")
