"""Rating the help by the link of a mail: no log-in, one case, once. Every other link is not found."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from disputes.access import Act, allows, standing_of
from disputes.actions.rating import RATE, rate_by_link
from disputes.actions.tokens import open_link
from disputes.forms.acts import RateForm
from disputes.models import CaseAccessToken, Satisfaction
from portal.lib.errors import ActionError, NotAllowed, NotHere
from portal.lib.forms import put_back


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def rate(request: HttpRequest, secret: str) -> HttpResponse:
    """Ask, and keep the answer. GET changes nothing: programs that look into mails follow links."""
    token = _token(secret)
    form, status = RateForm(case=token.case, user=token.recipient), 200
    if request.method == "POST":
        form, status = RateForm(request.POST, case=token.case, user=token.recipient), 400
        if form.is_valid():
            try:
                rate_by_link(token=token, rating=form.cleaned_data["rating"], comment=form.cleaned_data["comment"])
            except NotAllowed:
                raise Http404 from None
            except ActionError as error:
                put_back(form, error)
                status = error.status
            else:
                return redirect("case_rated")
    context = {"form": form, "case": token.case, "secret": secret}
    response = render(request, "disputes/outcome_rate.html", context, status=status)
    # The address is the secret: no other host may learn it. With `no-referrer` the browser would send the form from
    # the origin `null`, which the check against forged requests refuses.
    response["Referrer-Policy"] = "same-origin"
    response["X-Robots-Tag"] = "noindex"
    return response


def _token(secret: str) -> CaseAccessToken:
    """Raises Http404 for a link that is unknown, used or expired, whose case was rated, or whose person has left."""
    token = open_link(secret, RATE)
    if token is None or Satisfaction.objects.filter(case=token.case_id).exists():
        raise NotHere(_("This link was used already, or it is too old. You can rate on the page of your case."))
    if not allows(Act.RATE, token.case, standing_of(token.recipient, token.case)):
        raise Http404
    return token


@require_safe
def rated(request: HttpRequest) -> HttpResponse:
    return render(request, "disputes/outcome_rated.html")
