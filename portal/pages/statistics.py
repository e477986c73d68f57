"""The figures page: live counts with how each is counted, and the same as a file."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portal.lib import clock, figures
from portal.lib.figures import Breakdown, Figure
from portal.lib.public import public_page
from portal.lib.tables import csv_response


@dataclass
class Area:
    """One part of the page."""

    title: Promise
    figures: list[tuple[Figure, int]] = field(default_factory=list)
    breakdowns: list[tuple[Breakdown, list[tuple[str, int]]]] = field(default_factory=list)


def areas() -> list[Area]:
    """Every registered number, counted now, by part; parts without numbers are left out."""
    found = {id(title): Area(title) for title in figures.AREAS}
    for figure in figures.figures():
        found[id(figure.area)].figures.append((figure, figure.count()))
    for breakdown in figures.breakdowns():
        found[id(breakdown.area)].breakdowns.append((breakdown, list(breakdown.rows())))
    return [area for area in found.values() if area.figures or area.breakdowns]


@require_safe
@public_page
def statistics(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/statistics.html", {"areas": areas(), "counted_at": clock.now()})


@require_safe
@public_page
def statistics_csv(request: HttpRequest) -> HttpResponse:
    """All figures and breakdowns as one table, in the page's language, readable by a spreadsheet."""
    head = [_("Part"), _("Figure"), _("Split by"), _("Number"), _("How it is counted"), _("Counted at")]
    return csv_response("figures", head, _rows(clock.now().isoformat(timespec="seconds")))


def _rows(at: str) -> Iterator[list[Any]]:
    for area in areas():
        for figure, count in area.figures:
            yield [area.title, figure.label, "", count, figure.how, at]
        for breakdown, rows in area.breakdowns:
            for label, count in rows:
                yield [area.title, breakdown.title, label, count, breakdown.how, at]
