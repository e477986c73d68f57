"""Sources of texts: what they bring, when they were last harvested, harvest now, turn on and off."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Max, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from laws.importdesk import access, actions
from laws.importdesk.forms import HarvestForm
from laws.importers.leases import OPEN
from laws.models import ImportRun, LawSource
from portal.accounts.access import person
from portal.accounts.models import User
from portal.lib.errors import ActionError
from portal.lib.forms import put_back

RUNS_SHOWN = 10


@login_required
@require_safe
def sources(request: HttpRequest) -> HttpResponse:
    """Every source with its licence and its last complete harvest."""
    user = person(request)
    access.require_desk(user)
    rows = LawSource.objects.select_related("jurisdiction").annotate(
        open_run=Max("runs__pk", filter=Q(runs__state__in=OPEN))
    )
    context = {"sources": rows.order_by("-enabled", "code"), "may_import": access.may_import(user)}
    return render(request, "laws/importdesk/sources.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def source(request: HttpRequest, code: str) -> HttpResponse:
    """One source. POST with `act`: harvest now, turn_on, turn_off."""
    user = person(request)
    item = access.get_source(user, code)
    act = request.POST.get("act", "")
    form = HarvestForm(request.POST if act == "harvest" else None)
    status = 200
    if request.method == "POST":
        try:
            made = _do(request, item, user, act, form)
        except ActionError as refused:
            if refused.status == 403:
                raise
            put_back(form, refused) if form.is_bound else messages.error(request, str(refused.message))
            status = refused.status
        else:
            if made is not None:
                return redirect("import_run", made.pk)
            if not form.errors:
                return redirect("law_source", code)
            status = 400
    return render(request, "laws/importdesk/source.html", _context(item, user, form), status=status)


def _do(request: HttpRequest, item: LawSource, user: User, act: str, form: HarvestForm) -> ImportRun | None:
    if act == "harvest":
        if not form.is_valid():
            return None
        made = actions.start_harvest(
            source=item, by=user, limit=form.cleaned_data["limit"], dry_run=form.cleaned_data["dry_run"]
        )
        messages.success(request, _("The harvest waits for a worker; this page shows how far it is."))
        return made
    if act == "turn_on":
        actions.set_harvesting(source=item, by=user, enabled=True)
        messages.success(request, _("From now on the schedule harvests this source."))
    elif act == "turn_off":
        actions.set_harvesting(source=item, by=user, enabled=False)
        messages.success(request, _("The schedule leaves this source alone from now on."))
    else:
        raise Http404(_("There is no such step."))
    return None


def _context(item: LawSource, user: User, form: HarvestForm) -> dict[str, Any]:
    runs = list(item.runs.select_related("by").order_by("-pk")[:RUNS_SHOWN])
    return {
        "source": item,
        "form": form,
        "runs": runs,
        "open_run": next((run for run in runs if run.state in OPEN), None),
        "documents": item.documents.count(),
        "may_import": access.may_import(user),
    }
