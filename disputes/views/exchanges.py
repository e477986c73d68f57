"""The exchange log of a case: on the case pages, on a page of its own, and as a sheet."""

import io
from itertools import pairwise

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe
from openpyxl import Workbook

from disputes.access import Act, Standing, allows, get_case, need, standing_of
from disputes.actions.exchanging import add_exchange, correct_exchange
from disputes.actions.reading import note_read
from disputes.forms.exchanges import ExchangeForm
from disputes.models import Case, CasePlaybook, ExchangeEntry, IsoCurrency
from disputes.views.section import Section
from portal.accounts.access import person
from portal.accounts.models import User
from portal.lib import clock
from portal.lib.errors import ActionError
from portal.lib.forms import put_back

# Disputes over a licence: their pages offer the log from the beginning.
KINDS = frozenset({"sep_frand", "licence_demand"})
NEWEST = 5
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def exchange_section(request: HttpRequest, case: Case, standing: Standing, page: str) -> Section | None:
    """The newest exchanges and how long ago the last one was. Two queries at most; an expert reads it as well."""
    entries = list(_entries(case))
    if not entries and not _is_offered(case):
        return None
    standing_entries = [entry for entry in entries if not entry.is_corrected]
    last = standing_entries[-1] if standing_entries else None
    context = {
        "entries": list(reversed(standing_entries))[:NEWEST],
        "total": len(standing_entries),
        "last": last,
        "days": last.days_since(clock.today()) if last else None,
        "may_add": allows(Act.EXCHANGE, case, standing),
    }
    return Section("disputes/exchange/_section.html", context)


def _is_offered(case: Case) -> bool:
    added = CasePlaybook.objects.filter(case=case, playbook__dispute_types__in=KINDS)
    return case.dispute_type_id in KINDS or added.exists()


def _entries(case: Case) -> "list[ExchangeEntry]":
    rows = ExchangeEntry.objects.filter(case=case).select_related("by", "document", "corrected_by", "corrects")
    return list(rows)


def _case(request: HttpRequest, reference: str) -> tuple[User, Case, Standing]:
    """The case through its door; that somebody of the other sides reads it is kept."""
    user = person(request)
    case = get_case(user, reference)
    standing = standing_of(user, case)
    note_read(case=case, by=user, standing=standing)
    return user, case, standing


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def exchange_log(request: HttpRequest, reference: str) -> HttpResponse:
    """All entries, oldest first, with the days between them; POST adds one."""
    user, case, standing = _case(request, reference)
    form, status = ExchangeForm(case=case, user=user), 200
    if request.method == "POST":
        need(Act.EXCHANGE, case, user)
        form, status = ExchangeForm(request.POST, case=case, user=user), 400
        if form.is_valid():
            try:
                add_exchange(case=case, by=user, facts=form.facts(), form_key=form.cleaned_data["form_key"])
            except ActionError as error:
                put_back(form, error)
                status = error.status
            else:
                messages.success(request, _("The exchange was entered."))
                return redirect("exchange_log", reference)
    entries = _entries(case)
    shown = [entry for entry in entries if not entry.is_corrected]
    gaps = {entry.pk: (entry.on - before.on).days for before, entry in pairwise(shown)}
    context = {
        "case": case,
        "standing": standing,
        "form": form,
        "rows": [(entry, gaps.get(entry.pk)) for entry in entries],
        "last": shown[-1] if shown else None,
        "days": shown[-1].days_since(clock.today()) if shown else None,
        "may_add": allows(Act.EXCHANGE, case, standing),
        "currencies": IsoCurrency.objects.all(),
    }
    return render(request, "disputes/exchange/log.html", context, status=status)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def exchange_correct(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    """A new entry in the place of one that was wrong; it begins with what stands there."""
    user, case, standing = _case(request, reference)
    need(Act.EXCHANGE, case, user)
    entry = ExchangeEntry.objects.filter(case=case, pk=pk).select_related("corrected_by").first()
    if entry is None:
        raise Http404
    entry.case = case
    form, status = ExchangeForm(request.POST or None, case=case, user=user, initial=ExchangeForm.initial_of(entry)), 200
    if request.method == "POST":
        status = 400
        if form.is_valid():
            try:
                correct_exchange(entry=entry, by=user, facts=form.facts(), form_key=form.cleaned_data["form_key"])
            except ActionError as error:
                put_back(form, error)
                status = error.status
            else:
                messages.success(request, _("The entry was corrected by a new one."))
                return redirect("exchange_log", reference)
    context = {
        "case": case,
        "standing": standing,
        "form": form,
        "entry": entry,
        "currencies": IsoCurrency.objects.all(),
    }
    return render(request, "disputes/exchange/correct.html", context, status=status)


@never_cache
@login_required
@require_safe
def exchange_sheet(request: HttpRequest, reference: str) -> HttpResponse:
    """The log as XLSX, in the page's language: every entry, what was corrected marked as such."""
    _user, case, _standing = _case(request, reference)
    book = Workbook(write_only=True)
    sheet = book.create_sheet(_("Exchange log"))
    sheet.append(
        [
            str(word)
            for word in (
                _("Number"), _("Date"), _("Who wrote"), _("Kind"), _("In one sentence"), _("Royalty rate"), _("Amount"),
                _("Currency"), pgettext("exchange", "Terms"), pgettext("exchange", "Document"),
                _("Entered by"), _("Entered at"), _("Corrected by number"),
            )
        ]
    )  # fmt: skip
    for row in _entries(case):
        sheet.append(
            [
                row.pk, row.on, row.get_direction_display(), row.get_kind_display(), _text(row.summary),
                _text(row.rate), row.amount, row.currency_id or "", _text(row.terms),
                _text(row.document.name) if row.document else "", _text(str(row.by)),
                row.created_at.astimezone(clock.SHANGHAI).replace(tzinfo=None),
                row.corrected_by.pk if row.is_corrected else None,
            ]
        )  # fmt: skip
    out = io.BytesIO()
    book.save(out)
    response = HttpResponse(out.getvalue(), content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="{case.reference}-exchange.xlsx"'
    return response


def _text(value: str) -> str:
    """A cell that a spreadsheet must not take for a formula."""
    return f"'{value}" if value[:1] in "=+-@" and value else value
