"""Imports: the list with the upload form, one import with its progress and report."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from laws.importdesk import access, actions, reports
from laws.importdesk.forms import RowFilterForm, RunFilterForm, UploadForm
from laws.importers.leases import OPEN
from laws.models import ImportRun
from portal.accounts.access import person
from portal.accounts.models import User
from portal.lib.errors import ActionError
from portal.lib.forms import put_back
from portal.lib.paging import page_of

PER_PAGE = 30
ROWS_PER_PAGE = 100


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def desk(request: HttpRequest) -> HttpResponse:
    """Every import, newest first; POST uploads texts."""
    user = person(request)
    access.require_desk(user)
    form = UploadForm(request.POST or None, request.FILES or None)
    status = 400 if request.method == "POST" else 200
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.upload_texts(by=user, file=form.cleaned_data["file"], dry_run=form.cleaned_data["dry_run"])
        except ActionError as refused:
            put_back(form, refused)
            status = refused.status
        else:
            messages.success(request, _("Received. A worker imports it now; this page shows how far it is."))
            return redirect("import_run", made.pk)
    filters = RunFilterForm(request.GET)
    wanted = {name: value for name, value in (filters.cleaned_data if filters.is_valid() else {}).items() if value}
    context = {
        "form": form,
        "filters": filters,
        "page": page_of(request, access.visible_runs(user).filter(**wanted).order_by("-pk"), PER_PAGE),
        "may_import": access.may_import(user),
    }
    return render(request, "laws/importdesk/list.html", context, status=status)


def _context(item: ImportRun, user: User) -> dict[str, Any]:
    is_open = item.state in OPEN
    share = round(100 * min(item.done, item.total) / item.total) if item.total else None
    return {
        "run": item,
        "is_open": is_open,
        "share": share,
        "may_stop": is_open and item.kind != ImportRun.Kind.COMMAND and access.may_import(user),
    }


@login_required
@require_safe
def run(request: HttpRequest, pk: int) -> HttpResponse:
    """One import: how far it is, and what became of each text."""
    user = person(request)
    item = access.get_run(user, pk)
    form = RowFilterForm(request.GET)
    wanted = form.cleaned_data if form.is_valid() else {}
    page = page_of(request, reports.filtered(item, wanted), ROWS_PER_PAGE)
    query = request.GET.copy()
    query.pop("page", None)
    context = _context(item, user) | {"form": form, "page": page, "query": query.urlencode()}
    context["has_rows"] = bool(page.object_list) or item.rows.exists()
    return render(request, "laws/importdesk/run.html", context)


@login_required
@require_safe
def progress(request: HttpRequest, pk: int) -> HttpResponse:
    """The part of the page that is asked for again while the import runs; tells the page when it has ended."""
    user = person(request)
    item = access.get_run(user, pk)
    response = render(request, "laws/importdesk/_progress.html", _context(item, user))
    if item.state not in OPEN:
        response.headers["HX-Refresh"] = "true"
    return response


@login_required
@require_POST
def stop(request: HttpRequest, pk: int) -> HttpResponse:
    user = person(request)
    item = access.get_run(user, pk)
    try:
        actions.stop_import(run=item, by=user)
    except ActionError as refused:
        if refused.status == 403:
            raise
        messages.error(request, str(refused.message))
    else:
        messages.success(request, _("It stops after the text in hand. What was imported stays."))
    return redirect("import_run", pk)


@login_required
@require_safe
def report_csv(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The report as a table for a spreadsheet; the same filters as the page."""
    return _report(request, pk, "csv")


@login_required
@require_safe
def report_json(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The report as JSON Lines, with the keys of `import_laws --json`."""
    return _report(request, pk, "jsonl")


def _report(request: HttpRequest, pk: int, kind: str) -> HttpResponseBase:
    item = access.get_run(person(request), pk)
    form = RowFilterForm(request.GET)
    rows = reports.filtered(item, form.cleaned_data if form.is_valid() else {})
    lines = reports.csv_lines(rows) if kind == "csv" else reports.json_lines(rows)
    mime = "text/csv; charset=utf-8" if kind == "csv" else "application/x-ndjson"
    response = StreamingHttpResponse(lines, content_type=mime)
    response.headers["Content-Disposition"] = f'attachment; filename="import-{item.pk}.{kind}"'
    response.headers["Cache-Control"] = "private, no-store"
    return response
