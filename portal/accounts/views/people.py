"""Who belongs to an enterprise or a centre: inviting, ending, taking an invitation up."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from portal.accounts.access import person, rights_of, valid_today
from portal.accounts.actions.invitations import (
    accept_invitation,
    find_invitation,
    invite,
    pending,
    revoke_invitation,
)
from portal.accounts.actions.memberships import (
    Spot,
    case_places,
    end_membership,
    grants,
    may_grant,
    spot_of,
)
from portal.accounts.actions.second_factor import reset_second_factor, resettable
from portal.accounts.forms.people import InvitationForm
from portal.accounts.models import Enterprise, GuidanceCentre, Invitation, Membership, User
from portal.accounts.permissions import Permission as P
from portal.accounts.roles import ROLES
from portal.accounts.views.refusing import refuse
from portal.lib.errors import ActionError, Conflict, NotAllowed
from portal.lib.forms import put_back


@login_required
@require_safe
def enterprises(request: HttpRequest) -> HttpResponse:
    """The enterprises one belongs to; with one alone, its people at once."""
    mine = Enterprise.objects.filter(memberships__in=Membership.objects.filter(valid_today(), user=person(request)))
    found = list(mine.distinct().select_related("province", "city"))
    if len(found) == 1:
        return redirect("accounts_enterprise_people", pk=found[0].pk)
    return render(request, "accounts/enterprises.html", {"enterprises": found})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def enterprise_people(request: HttpRequest, pk: int) -> HttpResponse:
    """Colleagues of one enterprise. Strangers get 404; members see it, owners invite and end."""
    enterprise = get_object_or_404(Enterprise, pk=pk)
    me = person(request)
    if not Membership.objects.filter(valid_today(), user=me, enterprise=enterprise).exists():
        raise Http404
    return _people(request, Spot(enterprise=enterprise), "accounts/enterprise_people.html")


@login_required
@require_safe
def centres(request: HttpRequest) -> HttpResponse:
    """The centres whose people one keeps; with one alone, its page at once."""
    ids = rights_of(person(request)).centre_ids(P.INVITE_OFFICER)
    if not ids:
        raise Http404
    found = list(GuidanceCentre.objects.filter(pk__in=ids))
    if len(found) == 1:
        return redirect("triage_centre_people", slug=found[0].slug)
    return render(request, "accounts/centre_choice.html", {"centres": found})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def centre_people(request: HttpRequest, slug: str) -> HttpResponse:
    """People of one centre, for its head and for the administrator."""
    centre = get_object_or_404(GuidanceCentre, slug=slug)
    rights = rights_of(person(request))
    if not (rights.may(P.INVITE_OFFICER, centre=centre.pk) or rights.may(P.INVITE_HEAD)):
        refuse(rights, Spot(centre=centre))
    return _people(request, Spot(centre=centre), "accounts/centre_people.html")


def _people(request: HttpRequest, spot: Spot, template: str) -> HttpResponse:
    me = person(request)
    rights = rights_of(me)
    roles = [code for code, role in ROLES.items() if role.scope == spot.scope and may_grant(rights, code, spot)]
    form = InvitationForm(request.POST or None, roles=roles) if roles else None
    status = 200
    if request.method == "POST" and form is not None:
        status = 400
        if form.is_valid():
            try:
                invitation = invite(by=me, spot=spot, **form.cleaned_data)
            except ActionError as error:
                put_back(form, error)
                status = error.status
            else:
                messages.success(request, _("The invitation to %(email)s is sent.") % {"email": invitation.email})
                return redirect(request.path)
    elif request.method == "POST":
        raise NotAllowed(_("Your role does not allow this."))
    memberships = list(Membership.objects.filter(valid_today(), spot.q()).select_related("user").order_by("role", "pk"))
    may_reset = resettable(rights, me, [m.user for m in memberships]) if spot.centre is not None else set()
    context: dict[str, Any] = {
        "place": spot,
        "enterprise": spot.enterprise,
        "centre": spot.centre,
        "form": form,
        "keeps_channels": rights.may(
            P.KEEP_CHANNELS,
            centre=spot.centre.pk if spot.centre else None,
            enterprise=spot.enterprise.pk if spot.enterprise else None,
        ),
        "people": [
            {
                "membership": membership,
                "role": ROLES.get(membership.role),
                "me": membership.user_id == me.pk,
                "may_end": membership.user_id == me.pk or may_grant(rights, membership.role, spot),
                "may_reset": membership.user_id in may_reset,
            }
            for membership in memberships
        ],
        "invitations": [(invitation, ROLES.get(invitation.role)) for invitation in pending(spot)] if roles else [],
    }
    return render(request, template, context, status=status)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def membership_end(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask, then end a membership. One that is neither one's own nor one's to end is not found."""
    membership = get_object_or_404(Membership.objects.select_related("user", "enterprise", "centre"), pk=pk)
    me = person(request)
    spot = spot_of(membership)
    if membership.user_id != me.pk:
        _check_may_grant(me, membership.role, spot)
    error: ActionError | None = None
    if request.method == "POST":
        try:
            end_membership(membership=membership, by=me, last_one_confirmed="last_one_confirmed" in request.POST)
        except Conflict as refused:
            error = refused
        else:
            messages.success(request, _("The membership has ended."))
            return redirect(_people_page(spot, me))
    return render(
        request,
        "accounts/membership_end.html",
        {
            "membership": membership,
            "place": spot,
            "role": ROLES.get(membership.role),
            "error": error,
            "ask_last": error is not None and "last_one_confirmed" in error.fields,
            "back": _people_page(spot, me),
        },
        status=error.status if error else 200,
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def second_factor_reset(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask, then reset the second factor of a colleague. `pk` is a membership in the centre one came from."""
    membership = get_object_or_404(
        Membership.objects.select_related("user", "enterprise", "centre"), valid_today(), pk=pk
    )
    me = person(request)
    spot = spot_of(membership)
    rights = rights_of(me)
    if membership.user_id not in resettable(rights, me, [membership.user]):
        refuse(rights, spot)
    if request.method == "POST":
        reset_second_factor(user=membership.user, by=me)
        messages.success(request, _("The second factor of %(name)s is reset.") % {"name": membership.user})
        return redirect(_people_page(spot, me))
    return render(
        request,
        "accounts/second_factor_reset.html",
        {"membership": membership, "place": spot, "back": _people_page(spot, me)},
    )


def _check_may_grant(me: User, role: str, spot: Spot) -> None:
    if grants(me, role, spot):
        return
    if spot.case_id is not None:
        raise Http404
    refuse(rights_of(me), spot)


def _people_page(spot: Spot, me: User) -> str:
    rights = rights_of(me)
    if spot.case_id is not None:
        return case_places[0].address(spot.case_id) if grants(me, "counsel", spot) else reverse("accounts_home")
    if spot.enterprise is not None and spot.enterprise.pk in rights.enterprise_ids(P.VIEW_ENTERPRISE_CASES):
        return reverse("accounts_enterprise_people", args=[spot.enterprise.pk])
    if spot.centre is not None and may_grant(rights, "centre_officer", spot):
        return reverse("triage_centre_people", args=[spot.centre.slug])
    return reverse("accounts_home")


@login_required
@require_POST
def invitation_revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """Take an open invitation back."""
    invitation = get_object_or_404(Invitation.objects.select_related("enterprise", "centre"), pk=pk)
    me = person(request)
    spot = spot_of(invitation)
    _check_may_grant(me, invitation.role, spot)
    revoke_invitation(invitation=invitation, by=me)
    messages.success(request, _("The invitation is taken back."))
    return redirect(_people_page(spot, me))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """What an invitation offers (GET), and taking it up (POST, logged in). The link is the key: no log-in to read."""
    try:
        offer = find_invitation(token)
    except Conflict as refused:
        return render(request, "accounts/invitation_closed.html", {"error": refused}, status=410)
    if request.method == "POST":
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        accept_invitation(token=token, by=person(request))
        messages.success(request, _("Welcome. You now have the role “%(role)s”.") % {"role": ROLES[offer.role].name})
        case_id = offer.case_id
        return redirect(case_places[0].address(case_id)) if case_id is not None else redirect("accounts_home")
    if not request.user.is_authenticated:
        # Who holds the link has read the mail: signing up with that address needs no second confirmation.
        request.session["account_verified_email"] = offer.email
    return render(
        request,
        "accounts/invitation.html",
        {
            "offer": offer,
            "place": spot_of(offer),
            "role": ROLES[offer.role],
            "known": User.objects.filter(email=offer.email).exists(),
            "wrong_person": request.user.is_authenticated and person(request).email != offer.email,
        },
    )
