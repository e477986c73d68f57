"""Bringing in a sheet of experts: upload, look at the report, say how."""

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from experts import sheets
from experts.access import pool_rights
from experts.actions.importing import check_sheet, dry_run, run_import
from experts.forms.acts import ImportForm, SheetForm
from experts.models import PoolImport
from portal.accounts.access import person
from portal.accounts.permissions import Permission
from portal.lib.errors import ActionError, NotAllowed
from portal.lib.forms import put_back


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: HttpRequest) -> HttpResponse:
    """Choose a sheet. Nothing is imported here: the next page shows what would happen."""
    user = person(request)
    centres = pool_rights(user).centre_ids(Permission.NOMINATE_EXPERT)
    if not centres:
        raise NotAllowed(_("Your role does not allow this."))
    form = SheetForm(request.POST or None, request.FILES or None, centres=centres)
    status = 200
    if request.method == "POST":
        status = 400
        if form.is_valid():
            try:
                sheet = check_sheet(file=form.cleaned_data["file"], centre=form.cleaned_data["centre"], by=user)
            except ActionError as error:
                put_back(form, error)
                status = error.status
            else:
                return redirect("expert_sheet", pk=sheet.pk)
    columns = [(name, zh, en, name in sheets.REQUIRED) for name, (zh, en) in sheets.COLUMNS.items()]
    return render(request, "experts/import.html", {"form": form, "columns": columns}, status=status)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def sheet(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The report of a sheet, and the button that imports it."""
    user = person(request)
    pool_rights(user)
    found = PoolImport.objects.select_related("centre").filter(pk=pk, uploader=user).first()
    if found is None:
        raise Http404
    form = ImportForm(request.POST if request.method == "POST" else None)
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            done = run_import(sheet=found, by=user, **form.cleaned_data)
        except ActionError as error:
            put_back(form, error)
            status = error.status
        else:
            said = ngettext("%(number)s expert is nominated.", "%(number)s experts are nominated.", len(done.good))
            messages.success(request, said % {"number": len(done.good)})
            return redirect("expert_pool")
    report = dry_run(found.rows) if found.imported_at is None else None
    return render(request, "experts/sheet.html", {"sheet": found, "report": report, "form": form}, status=status)


@login_required
@require_safe
def template(request: HttpRequest) -> HttpResponse:
    """An empty sheet with its heading and one example."""
    pool_rights(person(request))
    response = HttpResponse(sheets.template(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="experts.csv"'
    return response
