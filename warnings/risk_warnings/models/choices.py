"""The words in which a warning says whom it concerns and a subscription what it wants."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

# In a subscription: every value of the dimension.
ANY = "*"
# A group and the organisation behind it may share a code (EU): groups are written `group:EU`.
GROUP_PREFIX = "group:"


class Level(models.TextChoices):
    """Three levels in words, the mildest first. Why no colours: docs/adr/0010-three-levels-in-words.md."""

    GENERAL = "general", pgettext_lazy("warning level", "General")
    IMPORTANT = "important", pgettext_lazy("warning level", "Important")
    URGENT = "urgent", pgettext_lazy("warning level", "Urgent")

    @property
    def rank(self) -> int:
        return list(Level).index(self)

    @classmethod
    def at_least(cls, least: str) -> list["Level"]:
        """`least` and every level above it."""
        return [level for level in cls if level.rank >= cls(least).rank]


class Dimension(models.TextChoices):
    JURISDICTION = "jurisdiction", _("Country, region or group")
    INDUSTRY = "industry", _("Industry")
    RIGHT = "right", _("Right")
    LEVEL = "level", _("Level")
