"""A person's deadlines in their own calendar program: the secret address, and the page that makes and revokes it."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from disputes.actions.calendarlinks import make_calendar_link, open_calendar_link, revoke_calendar_link
from disputes.calendarfeed import feed_of
from disputes.models import CalendarLink
from portal.accounts.access import person


@require_safe
def calendar_feed(request: HttpRequest, secret: str) -> HttpResponse:
    """The file behind a secret address; 404 for an unknown or revoked one, or a person who has left."""
    link = open_calendar_link(secret)
    if link is None:
        raise Http404
    response = HttpResponse(feed_of(link.user), content_type="text/calendar; charset=utf-8")
    response["Cache-Control"] = "private, no-store"
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Content-Disposition"] = 'inline; filename="deadlines.ics"'
    return response


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def calendar_link(request: HttpRequest) -> HttpResponse:
    """Make a link, which is shown this once, or revoke it."""
    user = person(request)
    address = ""
    if request.method == "POST":
        if request.POST.get("act") == "revoke":
            revoke_calendar_link(by=user)
            messages.success(request, _("The address is revoked. Calendar programs get nothing from it any more."))
            return redirect("calendar_link")
        address = f"{settings.BASE_URL}/calendar/{make_calendar_link(by=user)}.ics"
    link = CalendarLink.objects.filter(user=user, revoked_at__isnull=True).first()
    return render(request, "disputes/calendar_link.html", {"link": link, "address": address})
