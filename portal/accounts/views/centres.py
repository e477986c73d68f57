"""The public list of centres, and the pages on which an administrator or a head keeps them."""

from itertools import groupby

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from portal.accounts.access import person, require, rights_of
from portal.accounts.actions.centres import create_centre, edit_centre, set_hours
from portal.accounts.actions.memberships import Spot
from portal.accounts.forms.centres import CentreFilter, CentreForm, ContactForm, HoursForm, NewCentreForm
from portal.accounts.hours import hours_of
from portal.accounts.models import GuidanceCentre
from portal.accounts.permissions import Permission as P
from portal.accounts.views.refusing import refuse
from portal.lib import clock
from portal.lib.errors import ActionError
from portal.lib.forms import put_back
from portal.lib.public import public_page

KIND_ORDER = [kind.value for kind in GuidanceCentre.Kind]


@public_page
@require_safe
def centre_list(request: HttpRequest) -> HttpResponse:
    """Every centre in standing, by kind. The network has a few hundred at most: one page."""
    filters = CentreFilter(  # type: ignore[no-untyped-call]  # django-filter carries no types
        request.GET,
        queryset=GuidanceCentre.objects.standing().select_related("province", "city", "industry", "jurisdiction"),
    )
    rows = sorted(filters.qs, key=lambda row: (KIND_ORDER.index(row.kind), row.province_id or "", row.slug))
    groups = [(GuidanceCentre.Kind(kind), list(found)) for kind, found in groupby(rows, key=lambda row: row.kind)]
    return render(request, "accounts/centres.html", {"filters": filters, "groups": groups, "count": len(rows)})


@public_page
@require_safe
def centre_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """One centre: whom it serves, when it works, how to reach it, how this is known."""
    centre = get_object_or_404(
        GuidanceCentre.objects.select_related("province", "city", "industry", "jurisdiction", "parent"), slug=slug
    )
    return render(
        request,
        "accounts/centre.html",
        {
            "centre": centre,
            "hours": hours_of(centre, clock.today()),
            "children": centre.children.order_by("slug"),
            "takes_cases": centre.takes_cases_on(clock.today()),
        },
    )


@login_required
@require_safe
def admin_list(request: HttpRequest) -> HttpResponse:
    """All centres for the administrator, with those nobody staffs marked."""
    require(person(request), P.CREATE_CENTRE)
    centres = GuidanceCentre.objects.with_staffing().select_related("province", "city", "jurisdiction")
    return render(request, "accounts/admin_centres.html", {"centres": centres})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def admin_new(request: HttpRequest) -> HttpResponse:
    """Set up a centre."""
    me = person(request)
    require(me, P.CREATE_CENTRE)
    form = NewCentreForm(request.POST or None)
    status = 200
    if request.method == "POST":
        status = 400
        if form.is_valid():
            try:
                centre = create_centre(by=me, slug=form.cleaned_data["slug"], facts=form.facts())
            except ActionError as error:
                put_back(form, error)
                status = error.status
            else:
                messages.success(request, _("The centre is set up. Invite its head next."))
                return redirect("triage_centre_people", slug=centre.slug)
    return render(request, "accounts/centre_edit.html", {"form": form, "centre": None}, status=status)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, slug: str) -> HttpResponse:
    """Change a centre: everything for the administrator, contact alone for its head."""
    me = person(request)
    centre = get_object_or_404(GuidanceCentre, slug=slug)
    rights = rights_of(me)
    if not rights.may(P.EDIT_CENTRE, centre=centre.pk):
        refuse(rights, Spot(centre=centre))
    form_class = CentreForm if rights.may(P.CREATE_CENTRE) else ContactForm
    names = form_class.base_fields
    initial = {name: getattr(centre, f"{name}_id", getattr(centre, name, "")) for name in names}
    form = form_class(request.POST or None, initial=initial)
    status = 200
    if request.method == "POST":
        status = 400
        if form.is_valid():
            try:
                edit_centre(centre=centre, by=me, version=form.cleaned_data.get("version") or 0, facts=form.facts())
            except ActionError as error:
                put_back(form, error)
                status = error.status
            else:
                messages.success(request, _("The centre is saved."))
                return redirect("triage_centre_people", slug=centre.slug)
    return render(request, "accounts/centre_edit.html", {"form": form, "centre": centre}, status=status)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def hours(request: HttpRequest, slug: str) -> HttpResponse:
    """Publish working hours from a day on."""
    me = person(request)
    centre = get_object_or_404(GuidanceCentre, slug=slug)
    rights = rights_of(me)
    if not rights.may(P.EDIT_CENTRE, centre=centre.pk):
        refuse(rights, Spot(centre=centre))
    form = HoursForm(request.POST or None, initial={"valid_from": clock.today()})
    status = 200
    if request.method == "POST":
        status = 400
        if form.is_valid():
            data = form.cleaned_data
            try:
                set_hours(
                    centre=centre,
                    by=me,
                    valid_from=data["valid_from"],
                    weekdays="".join(data["weekdays"]),
                    opens=data["opens"],
                    closes=data["closes"],
                )
            except ActionError as error:
                put_back(form, error)
                status = error.status
            else:
                messages.success(request, _("The working hours are published."))
                return redirect("triage_centre_people", slug=centre.slug)
    return render(
        request,
        "accounts/centre_hours.html",
        {"form": form, "centre": centre, "rows": centre.hours.order_by("-valid_from")},
        status=status,
    )
