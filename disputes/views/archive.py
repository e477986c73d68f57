"""The archived file: its bundle for whoever keeps it, and the legal hold."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from disputes.access import get_case, standing_of
from disputes.actions.archiving import lift_hold, set_hold
from disputes.actions.reading import note_read
from disputes.forms.papers import HoldForm
from disputes.models import Case, CaseArchive, LegalHold
from portal.accounts.access import person
from portal.accounts.models import User
from portal.lib.downloads import private_download
from portal.lib.errors import ActionError, NotAllowed
from portal.lib.forms import put_back


def _case_for_keeper(user: User, reference: str) -> Case:
    """The case through the centre's door, for whoever archives there: 404 for a stranger, 403 for a colleague."""
    case = get_case(user, reference)
    standing = standing_of(user, case)
    if not standing.reads_for_centre:
        raise Http404
    if not standing.archives:
        raise NotAllowed(_("Only the archivist or the head of the centre may do this."))
    return case


@login_required
@require_safe
def bundle(request: HttpRequest, reference: str) -> HttpResponseBase:
    """The archived file as one zip; 404 while it is not made."""
    user = person(request)
    case = _case_for_keeper(user, reference)
    archive = CaseArchive.objects.filter(case=case).select_related("form").first()
    if archive is None or not archive.bundle:
        raise Http404
    try:
        response = private_download(
            archive.bundle,
            name=f"{reference}.zip",
            mime="application/zip",
            request=request,
            sha256=archive.bundle_sha256,
        )
    except FileNotFoundError:
        raise Http404 from None
    note_read(case=case, by=user, form=archive.form, again=response.status_code != 200)
    return response


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def hold(request: HttpRequest, reference: str) -> HttpResponse:
    """Every legal hold of the case; set one, or lift the one that stands."""
    user = person(request)
    case = _case_for_keeper(user, reference)
    note_read(case=case, by=user)
    holds = list(LegalHold.objects.filter(case=case).select_related("set_by", "lifted_by"))
    standing = bool(holds) and holds[0].lifted_at is None
    form, status = HoldForm(request.POST or None), 200
    if request.method == "POST":
        status = 400
        if form.is_valid():
            lifts = request.POST.get("act") == "lift"
            try:
                (lift_hold if lifts else set_hold)(case=case, by=user, reason=form.cleaned_data["reason"])
            except ActionError as error:
                put_back(form, error)
                status = error.status
            else:
                messages.success(request, _("The legal hold was lifted.") if lifts else _("The legal hold stands now."))
                return redirect("case_hold", reference)
    context = {"case": case, "holds": holds, "standing": standing, "form": form}
    return render(request, "disputes/papers/hold.html", context, status=status)
