"""What everybody reads: the list, one warning, the feed's page addresses."""

from collections.abc import Iterable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from laws.citations import resolve_many
from portal.lib.paging import page_of
from portal.lib.public import public_page
from portal.lib.publication import PublicationState as S
from risk_warnings.access import public_warning
from risk_warnings.filters import WarningFilter, filtered
from risk_warnings.labels import Labels, listed
from risk_warnings.models import Dimension, RiskWarning

PER_PAGE = 20


def with_scopes(warnings: Iterable[RiskWarning], most: int = 6) -> list[tuple[RiskWarning, dict[str, str]]]:
    """Each warning with the words of its scope. The scopes must be prefetched; three queries for any number."""
    rows = list(warnings)
    labels = Labels.load((s.dimension, s.value) for row in rows for s in row.scopes.all())
    return [(row, scope_words(row, labels, most)) for row in rows]


def scope_words(warning: RiskWarning, labels: Labels, most: int = 0) -> dict[str, str]:
    chosen: dict[str, list[str]] = {d.value: [] for d in Dimension if d != Dimension.LEVEL}
    for scope in warning.scopes.all():
        chosen[scope.dimension].append(scope.value)
    return {dimension: listed(labels.names(dimension, values), most) for dimension, values in chosen.items()}


@public_page
@require_safe
def warning_list(request: HttpRequest) -> HttpResponse:
    """Warnings in force, the newest first."""
    filters = filtered(WarningFilter, request.GET, RiskWarning.objects.in_force().prefetch_related("scopes"))
    page = page_of(request, filters.qs, PER_PAGE)
    context = {"filters": filters, "page": page, "rows": with_scopes(page.object_list)}
    return render(request, "warnings/list.html", context)


@public_page
@require_safe
def warning_detail(request: HttpRequest, ref: str) -> HttpResponse:
    """One warning. An ended one says so; of a recalled one only the reason is shown."""
    warning = public_warning(ref)
    [(_warning, scope)] = with_scopes([warning], most=0)
    context = {
        "warning": warning,
        "scope": scope,
        "sources": warning.sources.all(),
        "cited": resolve_many(warning.citations.values_list("kind", "key")),
        "recalled": warning.state == S.RECALLED,
        "ended": warning.state in (S.EXPIRED, S.SUPERSEDED),
    }
    return render(request, "warnings/detail.html", context)
