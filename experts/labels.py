"""Codes of the pool in the words of the page, whatever the number of rows: one query for each kind of code."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from experts.choices import ANY
from experts.models import Skill
from laws.models.choices import Subject
from portal.reference.models import DisputeType, Industry, Jurisdiction

ACTS: dict[str, Promise] = {
    "nominated": gettext_lazy("Nominated"),
    "edited": gettext_lazy("The record was changed"),
    "checked": gettext_lazy("The record was checked"),
    "appointed": gettext_lazy("Appointed"),
    "renewed": gettext_lazy("The term was renewed"),
    "suspended": gettext_lazy("Suspended"),
    "reinstated": gettext_lazy("Reinstated"),
    "expired": gettext_lazy("The term ended"),
    "removed": gettext_lazy("Removed from the pool"),
    "reviewed": gettext_lazy("The yearly review was written"),
    "availability_set": gettext_lazy("The availability was changed"),
    "account_invited": gettext_lazy("Invited to an account"),
    "account_linked": gettext_lazy("The account was taken up"),
}


@dataclass(frozen=True)
class SkillRow:
    """One skill in words."""

    jurisdiction: str
    right: str
    industry: str
    matter: str
    level: str
    note: str


class Words:
    """Names of the codes asked for, loaded at once."""

    def __init__(
        self, *, jurisdictions: Iterable[str] = (), industries: Iterable[str] = (), matters: Iterable[str] = ()
    ) -> None:
        self._jurisdictions = {row.pk: row.name for row in Jurisdiction.objects.filter(pk__in=set(jurisdictions))}
        self._industries = {row.pk: row.name for row in Industry.objects.filter(pk__in=set(industries))}
        self._matters = {row.pk: row.name for row in DisputeType.objects.filter(pk__in=set(matters))}

    def jurisdiction(self, code: str) -> str:
        return pgettext("any country", "Any") if code == ANY else self._jurisdictions.get(code, code)

    def industry(self, code: str) -> str:
        return pgettext("any industry", "Any") if code == ANY else self._industries.get(code, code)

    def matter(self, code: str) -> str:
        return pgettext("any kind of dispute", "Any") if code == ANY else self._matters.get(code, code)

    @staticmethod
    def right(code: str) -> str:
        if code == ANY:
            return pgettext("any right", "Any")
        return str(Subject(code).label) if code in Subject.values else code


def skill_rows(skills: Iterable[Skill]) -> list[SkillRow]:
    """Skills in words; three queries."""
    rows = list(skills)
    words = Words(
        jurisdictions=[row.jurisdiction for row in rows],
        industries=[row.industry for row in rows],
        matters=[row.matter for row in rows],
    )
    return [
        SkillRow(
            words.jurisdiction(row.jurisdiction),
            words.right(row.right),
            words.industry(row.industry),
            words.matter(row.matter),
            row.get_level_display(),
            row.note,
        )
        for row in rows
    ]


def act_label(kind: str) -> str:
    """What happened, in words."""
    return str(ACTS[kind]) if kind in ACTS else _("Changed")
