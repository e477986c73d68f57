"""One's own access tokens: list, make, revoke."""

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from portal.accounts.access import person
from portal.accounts.actions.tokens import create_token, revoke_token
from portal.accounts.forms.tokens import TokenForm
from portal.accounts.models import ApiToken
from portal.lib.errors import ActionError
from portal.lib.forms import put_back

SHOWN_ENDED = 20  # tokens that no longer work, newest first


@never_cache
@login_required
@require_safe
def token_list(request: HttpRequest) -> HttpResponse:
    """What works now, and what worked lately."""
    mine = ApiToken.objects.visible_to(person(request))
    live = list(mine.live())
    ended = mine.exclude(pk__in=[token.pk for token in live])[:SHOWN_ENDED]
    return render(request, "accounts/tokens.html", {"live": live, "ended": ended})


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@reauthentication_required
def token_new(request: HttpRequest) -> HttpResponse:
    """Make a token; the answer to the form is the only page that ever shows it."""
    form = TokenForm(request.POST or None)
    status = 400 if form.is_bound else 200
    if request.method == "POST" and form.is_valid():
        try:
            token, text = create_token(by=person(request), **form.cleaned_data)
        except ActionError as error:
            put_back(form, error)
            status = error.status
        else:
            return render(request, "accounts/token_made.html", {"token": token, "text": text})
    return render(request, "accounts/token_new.html", {"form": form}, status=status)


@login_required
@require_POST
def token_revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """It stops working at once."""
    me = person(request)
    token = get_object_or_404(ApiToken.objects.visible_to(me), pk=pk)
    revoke_token(token=token, by=me)
    messages.success(request, _("The token “%(name)s” no longer works.") % {"name": token.name})
    return redirect("accounts_tokens")
