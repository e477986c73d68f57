"""`/_/mail/`: the mails written to files, in demonstration and debug only."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from portal.notices import mailbox

SANDBOX = "default-src 'none'; style-src 'unsafe-inline'; sandbox allow-popups"


def _only_where_mails_are_shown() -> None:
    if not (settings.DEMO or settings.DEBUG):
        raise Http404


def _mail(name: str) -> mailbox.StoredMail:
    mail = mailbox.find(name)
    if mail is None:
        raise Http404
    return mail


@never_cache
@require_safe
def mail_list(request: HttpRequest) -> HttpResponse:
    _only_where_mails_are_shown()
    return render(request, "notices/mail_list.html", {"mails": list(mailbox.newest()), "folder": settings.MAIL_DIR})


@never_cache
@require_safe
def mail_detail(request: HttpRequest, name: str) -> HttpResponse:
    _only_where_mails_are_shown()
    return render(request, "notices/mail_detail.html", {"mail": _mail(name)})


@never_cache
@require_safe
def mail_html(request: HttpRequest, name: str) -> HttpResponse:
    """The HTML part by itself, as a mail program shows it: no script, no image, no form, an origin of its own."""
    _only_where_mails_are_shown()
    # A header that stands already is left alone by the middleware that sets the site's policy.
    return HttpResponse(_mail(name).html, headers={"Content-Security-Policy": SANDBOX})
