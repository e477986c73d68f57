"""A title of a law in one language: where it stands, whether it waits for review, and what its reader saw."""

import hashlib

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from laws.models import Law

FINAL = (Law.TitleBasis.SOURCED, Law.TitleBasis.REVIEWED)
"""Titles on this basis are not reviewed (again). One whose basis nobody recorded is our own as well."""


class Language(models.TextChoices):
    """The languages of the titles that we translate ourselves."""

    CHINESE = "zh", _("Chinese")
    ENGLISH = "en", _("English")


def unreviewed(language: str) -> Q:
    """Laws whose title in `language` is our own translation that nobody has reviewed."""
    return ~Q(**{f"title_{language}": ""}) & ~Q(**{f"title_{language}_basis__in": FINAL})


def title_of(law: Law, language: str) -> str:
    return str(getattr(law, f"title_{language}"))


def is_unreviewed(law: Law, language: str) -> bool:
    return bool(title_of(law, language)) and getattr(law, f"title_{language}_basis") not in FINAL


def longest(language: str) -> int:
    """How many characters the column holds."""
    return int(getattr(Law._meta.get_field(f"title_{language}"), "max_length", 0))


def seen(law: Law) -> str:
    """What a form carries of the titles its reader saw: whoever decides has read exactly these."""
    words = [law.title_zh, law.title_zh_basis, law.title_en, law.title_en_basis, law.title_original]
    return hashlib.sha256("\0".join(words).encode()).hexdigest()[:16]


def set_title(law: Law, language: str, title: str) -> None:
    """Write a reviewed title. The seed keeps the row from then on, since it no longer has the hash of its file."""
    setattr(law, f"title_{language}", title)
    setattr(law, f"title_{language}_basis", Law.TitleBasis.REVIEWED)
    law.save(update_fields=[f"title_{language}", f"title_{language}_basis"])
