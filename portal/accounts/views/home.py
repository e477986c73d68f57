"""One's own account: the menu, the profile, what one belongs to, the privacy notice."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from portal.accounts.access import Rights, person, rights_of, valid_today
from portal.accounts.actions.people import has_consented, record_consent, update_profile
from portal.accounts.forms.people import ProfileForm
from portal.accounts.models import EnterpriseClaim, Membership
from portal.accounts.permissions import Permission as P
from portal.accounts.privacy import VERSION
from portal.accounts.roles import ROLES
from portal.lib.places import exists, here
from portal.lib.public import public_page


@dataclass(frozen=True)
class Door:
    """A page that shows in the menu of those who hold one of `needs` anywhere; empty: of everyone."""

    path: str
    label: Promise
    needs: tuple[P, ...] = ()


DOORS = [
    Door("/cases/", gettext_lazy("My cases")),
    Door("/triage/", gettext_lazy("Triage"), (P.VIEW_CENTRE_CASES,)),
    Door("/engagements/", gettext_lazy("My engagements"), (P.ADVISE,)),
    Door("/experts/", gettext_lazy("Expert pool"), (P.VIEW_EXPERTS,)),
    Door("/triage/claims/", gettext_lazy("Claims on enterprises"), (P.DECIDE_CLAIM,)),
    Door("/triage/people/", gettext_lazy("People of the centre"), (P.INVITE_OFFICER,)),
    Door("/triage/duty/", gettext_lazy("Duty roster"), (P.VIEW_CENTRE_CASES,)),
    Door("/editorial/warnings/", gettext_lazy("Warnings desk"), (P.DRAFT_WARNING, P.ISSUE_WARNING)),
    Door("/editorial/cards/", gettext_lazy("Texts of the emergency card"), (P.EDIT_REFERENCE, P.REVIEW_RULE)),
    Door("/editorial/", gettext_lazy("Editorial desk"), (P.EDIT_GUIDE, P.REVIEW_GUIDE, P.PUBLISH_GUIDE)),
    Door("/subscriptions/", gettext_lazy("Warning mails")),
    Door("/accounts/admin/centres/", gettext_lazy("Centres and heads"), (P.CREATE_CENTRE,)),
]


def doors_of(rights: Rights) -> list[tuple[str, Promise]]:
    """The pages of the desk that this person can open and that exist: (address, words)."""
    return [
        (here(door.path), door.label)
        for door in DOORS
        if exists(door.path) and (not door.needs or any(rights.may_anywhere(need) for need in door.needs))
    ]


@never_cache
@require_safe
def account_menu(request: HttpRequest) -> HttpResponse:
    """The one personal part of a public page, fetched by the page itself."""
    if not request.user.is_authenticated:
        back = getattr(getattr(request, "htmx", None), "current_url_abs_path", None)
        query = f"?{urlencode({'next': back})}" if back else ""
        return render(request, "accounts/menu.html", {"login": reverse("account_login") + query})
    rights = rights_of(request.user)
    return render(
        request,
        "accounts/menu.html",
        {
            "doors": doors_of(rights),
            "admin": rights.may_anywhere(P.VIEW_REFERENCE_ADMIN),
        },
    )


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def account_home(request: HttpRequest) -> HttpResponse:
    """The profile and everything one belongs to."""
    me = person(request)
    form = ProfileForm(
        request.POST or None, initial={"name": me.name, "language": me.language, "time_zone": me.time_zone}
    )
    if request.method == "POST" and form.is_valid():
        update_profile(by=me, **form.cleaned_data)
        messages.success(request, _("Your profile is saved."))
        return redirect("accounts_home")
    memberships = list(
        Membership.objects.filter(valid_today(), user=me).select_related("enterprise", "centre").order_by("role")
    )
    rights = rights_of(me)
    return render(
        request,
        "accounts/home.html",
        {
            "form": form,
            "ask_consent": not has_consented(me),
            "memberships": [(membership, ROLES.get(membership.role)) for membership in memberships],
            "inviting": rights.enterprise_ids(P.INVITE_COLLEAGUE),
            "claims": EnterpriseClaim.objects.filter(claimant=me).select_related("centre").order_by("-created_at"),
            "doors": doors_of(rights),
            "admin": rights.may_anywhere(P.VIEW_REFERENCE_ADMIN),
        },
        status=400 if form.errors else 200,
    )


@login_required
@require_POST
def consent(request: HttpRequest) -> HttpResponse:
    """Agree to the present version of the privacy notice."""
    record_consent(by=person(request), language=get_language() or "")
    messages.success(request, _("Your consent is recorded."))
    return redirect("accounts_home")


@public_page
@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """The privacy notice, with its version."""
    return render(request, "accounts/privacy.html", {"version": VERSION})
