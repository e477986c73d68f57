"""The public pages of the library as a sitemap lists them: path without language prefix, and the day of the change."""

from collections.abc import Iterable
from datetime import datetime
from math import ceil

from django.db.models import Max, QuerySet
from django.utils.timezone import localdate

from laws.guides.access import published_revisions
from laws.judgments.access import public_judgments
from laws.models import Law, LawVersion, Treaty
from portal.reference.models import Jurisdiction

LAWS_PER_FILE = 10_000
"""A file may hold 50,000 addresses (sitemaps.org); each law has one in either language."""

Entry = tuple[str, str]


def profiles() -> Iterable[Entry]:
    """The profile of every jurisdiction and what is held of it."""
    for code in Jurisdiction.objects.values_list("code", flat=True):
        yield f"/laws/{code}/", ""
        yield f"/coverage/{code}/", ""


def treaties() -> Iterable[Entry]:
    for code in Treaty.objects.values_list("code", flat=True):
        yield f"/treaties/{code}/", ""


def judgments() -> Iterable[Entry]:
    for case in public_judgments():
        yield f"/judgments/{case.code}/", ""


def guides() -> Iterable[Entry]:
    for revision in published_revisions():
        day = _day(revision.published_at) if revision.published_at else ""
        yield f"/guides/{revision.guide.jurisdiction_id}/", day


def law_files() -> int:
    """How many files the laws fill."""
    return ceil(_laws().count() / LAWS_PER_FILE)


def laws(number: int) -> Iterable[Entry]:
    """Laws of which a text is held, the `number`-th file of them from 1. A bare catalogue entry is not listed."""
    start = (number - 1) * LAWS_PER_FILE
    changed = _laws().annotate(changed=Max("versions__imported_at")).order_by("pk")
    rows = changed.values_list("jurisdiction", "ref", "changed")[start : start + LAWS_PER_FILE]
    for code, ref, moment in rows:
        yield f"/laws/{code}/{ref.removeprefix(f'{code.lower()}-')}/", _day(moment)


def _day(moment: datetime) -> str:
    return f"{localdate(moment):%Y-%m-%d}"


def _laws() -> QuerySet[Law]:
    return Law.objects.filter(pk__in=LawVersion.objects.filter(current=True).values("law")).order_by()
