"""The editors' pages of texts: which nobody has compared, and the comparison of one."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from laws.texts import actions, desk
from laws.texts.forms import TextFilterForm, VerifyForm
from laws.texts.languages import language_name
from portal.accounts.access import person
from portal.lib.errors import ActionError
from portal.lib.forms import put_back
from portal.lib.paging import page_of

PER_PAGE = 40


@login_required
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Texts that nobody has compared with the official one yet."""
    desk.require_desk(person(request))
    form = TextFilterForm(request.GET)
    wanted = form.cleaned_data if form.is_valid() else {}
    page = page_of(request, desk.texts_to_compare(**wanted), PER_PAGE)
    rows = [(version, language_name(version.language)) for version in page]
    return render(request, "laws/text/desk.html", {"form": form, "page": page, "rows": rows})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def verify(request: HttpRequest, number: int) -> HttpResponse:
    """One text: what is known of it, and the form with which a person says that it reads as the official one."""
    user = person(request)
    version = desk.get_text(user, number)
    form = VerifyForm(request.POST or None, initial={"seen": version.verified_on})
    status = 400 if request.method == "POST" else 200
    if request.method == "POST" and form.is_valid():
        try:
            actions.verify_version(
                version=version, by=user, compared_on=form.cleaned_data["on"], seen=form.cleaned_data["seen"]
            )
        except ActionError as refused:
            put_back(form, refused)
            status = refused.status
        else:
            messages.success(request, _("Recorded. The page of the law names you and the day."))
            return redirect("text_desk")
    context = {"version": version, "law": version.law, "language": language_name(version.language), "form": form}
    return render(request, "laws/text/verify.html", context, status=status)
