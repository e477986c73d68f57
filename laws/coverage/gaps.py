"""What is missing of a place, in words. A gap is what a reader would look for and not find, or find unreviewed."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import models
from django.utils.translation import pgettext_lazy

from laws.coverage.counts import ALL, Coverage, of_place
from laws.mainlaw import MAIN_RIGHTS
from laws.models.choices import Subject


class Gap(models.TextChoices):
    LAW = "law", pgettext_lazy("gap", "No law listed")
    TEXT = "text", pgettext_lazy("gap", "No text held")
    TITLE = "title", pgettext_lazy("gap", "Chinese titles missing or unreviewed")
    STATUS = "status", pgettext_lazy("gap", "Laws whose status is not known")


@dataclass(frozen=True)
class Missing:
    """One gap of a place: for which of the main rights, or of how many of its laws."""

    gap: Gap
    rights: tuple[Subject, ...] = ()
    laws: int = 0


def gaps_of(covered: Coverage, code: str, rights: Iterable[Subject] = MAIN_RIGHTS, right: str = ALL) -> list[Missing]:
    """What is missing of one place. `rights` are looked for; titles and status are counted over the laws on `right`."""
    by_right = [(subject, of_place(covered, code, subject)) for subject in rights]
    no_law = tuple(subject for subject, held in by_right if not held.has_law)
    no_text = tuple(subject for subject, held in by_right if held.has_law and not held.has_text)
    held = of_place(covered, code, right)
    found = [
        Missing(Gap.LAW, no_law),
        Missing(Gap.TEXT, no_text),
        Missing(Gap.TITLE, laws=held.zh_missing + held.zh_unreviewed),
        Missing(Gap.STATUS, laws=held.status_unknown),
    ]
    return [missing for missing in found if missing.rights or missing.laws]
