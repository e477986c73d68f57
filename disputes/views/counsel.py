"""Outside counsel in one case: who is in it, inviting, ending."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from disputes.access import Act, Standing, allows, get_case, standing_of
from disputes.actions.inviting import counsel_of, invite_counsel
from disputes.forms.fields import DayField
from disputes.models import Case
from disputes.views.section import Section
from portal.accounts.access import person
from portal.accounts.actions.invitations import pending
from portal.accounts.actions.memberships import Spot
from portal.lib.errors import ActionError
from portal.lib.forms import put_back


class CounselForm(forms.Form):
    """Whom to invite, and until when."""

    use_required_attribute = False

    email = forms.EmailField(label=gettext_lazy("E-mail of the lawyer"))
    valid_to = DayField(
        label=gettext_lazy("Until (may be left empty)"),
        required=False,
        help_text=gettext_lazy("After this day they no longer see the case. You can end it at any time."),
    )


def section(request: HttpRequest, case: Case, standing: Standing, page: str) -> Section | None:
    """Who is counsel, for both sides; the owner is led to the page that invites and ends."""
    rows = list(counsel_of(case))
    owner = page == "case" and standing.owns
    if not rows and not (owner and allows(Act.INVITE_COUNSEL, case, standing)):
        return None
    return Section("disputes/_counsel.html", {"counsel": rows, "owner": owner})


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def case_counsel(request: HttpRequest, reference: str) -> HttpResponse:
    """For whoever answers for the enterprise; everybody else does not find it."""
    user = person(request)
    case = get_case(user, reference)
    standing = standing_of(user, case)
    if not standing.owns:
        raise Http404
    offered = allows(Act.INVITE_COUNSEL, case, standing)
    form = CounselForm(request.POST or None)
    status = 200
    if request.method == "POST":
        status = 400
        if form.is_valid():
            try:
                invitation = invite_counsel(case=case, by=user, **form.cleaned_data)
            except ActionError as error:
                put_back(form, error)
                status = error.status
            else:
                messages.success(request, _("The invitation to %(email)s is sent.") % {"email": invitation.email})
                return redirect("case_counsel", reference)
    context: dict[str, Any] = {
        "case": case,
        "form": form if offered else None,
        "counsel": list(counsel_of(case)),
        "invitations": list(pending(Spot(case_id=case.pk)).filter(role="counsel")),
    }
    return render(request, "disputes/counsel.html", context, status=status)
