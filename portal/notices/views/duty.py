"""The duty roster of a centre: colleagues read it, the head keeps it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from portal.accounts.access import person, rights_of
from portal.accounts.models import GuidanceCentre
from portal.accounts.permissions import Permission
from portal.lib import clock
from portal.lib.errors import ActionError, NotAllowed
from portal.lib.forms import put_back
from portal.notices.access import get_centre_of_roster
from portal.notices.duty import add_shift, copy_week, on_duty, remove_shift, week_of
from portal.notices.forms import ShiftForm
from portal.notices.models import DutyShift

SHOWN = 200


@never_cache
@login_required
def own_roster(request: HttpRequest) -> HttpResponse:
    """The roster of the centre one works at; with several centres, of the first by name."""
    ids = rights_of(person(request)).centre_ids(Permission.VIEW_CENTRE_CASES)
    centre = GuidanceCentre.objects.filter(pk__in=ids).order_by("slug").first()
    if centre is None:
        raise Http404
    return redirect("centre_duty", centre.slug)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def roster(request: HttpRequest, slug: str) -> HttpResponse:
    """Who is on duty now and in the shifts to come; the head adds one."""
    me = person(request)
    centre, keeps = get_centre_of_roster(me, slug)
    form = ShiftForm(request.POST or None, centre=centre) if keeps else None
    status = 200
    if request.method == "POST":
        if form is None:
            raise NotAllowed(_("Your role does not allow this."))
        status = 400
        if form.is_valid():
            try:
                add_shift(centre=centre, by=me, **form.cleaned_data)
            except ActionError as error:
                put_back(form, error)
                status = error.status
            else:
                messages.success(request, _("The shift is on the roster."))
                return redirect("centre_duty", slug)
    now = clock.now()
    # This week's shifts stay in sight when they are over: they are what "copy" repeats.
    since, _end = week_of(now.astimezone(clock.SHANGHAI))
    shifts = DutyShift.objects.filter(centre=centre, ends_at__gt=since).select_related("person")[:SHOWN]
    context = {
        "centre": centre,
        "now": now,
        "shifts": shifts,
        "on_roster": any(shift.starts_at <= now < shift.ends_at for shift in shifts),
        "on_duty": on_duty(centre.pk, now),
        "form": form,
    }
    return render(request, "notices/duty.html", context, status=status)


@never_cache
@login_required
@require_POST
def copy(request: HttpRequest, slug: str) -> HttpResponse:
    """Repeat this week's shifts next week."""
    me = person(request)
    centre, _keeps = get_centre_of_roster(me, slug)
    count = copy_week(centre=centre, by=me)
    if count:
        said = ngettext("%(count)s shift was copied.", "%(count)s shifts were copied.", count) % {"count": count}
        messages.success(request, said)
    else:
        messages.info(request, _("There was nothing to copy, or it stands there already."))
    return redirect("centre_duty", slug)


@never_cache
@login_required
@require_POST
def remove(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Take a shift off the roster. One that is gone already is no error."""
    me = person(request)
    centre, _keeps = get_centre_of_roster(me, slug)
    shift = DutyShift.objects.filter(centre=centre, pk=pk).select_related("centre").first()
    if shift is not None:
        remove_shift(shift=shift, by=me)
        messages.success(request, _("The shift is off the roster."))
    return redirect("centre_duty", slug)
