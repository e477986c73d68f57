"""The pages on which years of holiday calendars are confirmed."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from laws.ruledesk import access, years
from portal.accounts.access import person, require, rights_of
from portal.accounts.models import AuditEvent, User
from portal.accounts.permissions import Permission
from portal.lib.errors import ActionError
from portal.lib.formats import is_english
from portal.lib.forms import TextField, put_back
from portal.reference.calendars import computed_year
from portal.reference.models import CalendarYear


class DaysField(TextField):
    """Days as ISO text, one a line or separated by commas; gives a list of dates."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, max_length=4_000, widget=forms.Textarea(attrs={"rows": 5}), **kwargs)

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        days, wrong = [], []
        for part in text.replace(",", "\n").replace("，", "\n").split():
            try:
                day = parse_date(part)
            except ValueError:
                day = None
            if day is None:
                wrong.append(part)
            else:
                days.append(day)
        if wrong:
            raise ValidationError(
                _("%(days)s: no day of the calendar. Write for example 2027-02-06.") % {"days": ", ".join(wrong)}
            )
        return days


class YearForm(forms.Form):
    """What the official calendar says otherwise, and where it was read."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=1_000_000)
    days_off = DaysField(
        label=gettext_lazy("Additional days off"),
        help_text=gettext_lazy("Days off that the computed calendar lacks: one a line, for example 2027-02-06."),
    )
    workdays = DaysField(
        label=gettext_lazy("Make-up working days"),
        help_text=gettext_lazy(
            "Days that are worked although the computed calendar or the weekend says otherwise. For legal periods a "
            "worked Saturday or Sunday still counts as a day off: acting before it is always in time."
        ),
    )
    source = TextField(
        label=gettext_lazy("Source"),
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("The official notice or page, with its number or date."),
    )


@login_required
@require_safe
def calendars(request: HttpRequest) -> HttpResponse:
    """The calendars that courts, offices and centres count by, and which years somebody has confirmed."""
    access.require_desk(person(request))
    return render(request, "laws/ruledesk/calendars.html", {"lines": years.lines(), "years": years.years()})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def calendar_year(request: HttpRequest, calendar: str, year: int) -> HttpResponse:
    """The computed days of a year by name; an editor confirms or corrects it."""
    user = person(request)
    access.require_desk(user)
    if request.method == "POST":
        require(user, Permission.EDIT_REFERENCE)  # before the form is read: whoever may not confirm need not fill it in
    row = years.get_year(calendar, year)
    initial = {
        "version": row.version,
        "days_off": "\n".join(row.extra_holidays),
        "workdays": "\n".join(row.extra_workdays),
        "source": row.source,
    }
    form = YearForm(request.POST or None, initial=initial)
    status = 400 if request.method == "POST" else 200
    if request.method == "POST" and form.is_valid():
        try:
            years.confirm_year(row=row, by=user, **form.cleaned_data)
        except ActionError as refused:
            put_back(form, refused)
            status = refused.status
        else:
            messages.success(request, _("Confirmed. Dates that rest on this year are no longer marked."))
            return redirect("calendar_year", calendar, year)
    return render(request, "laws/ruledesk/calendar_year.html", _context(row, user, form), status=status)


def _context(row: CalendarYear, user: User, form: YearForm) -> dict[str, Any]:
    computed = computed_year(row.calendar, row.year)
    events = years.history(row)
    people = User.objects.in_bulk([event.actor_id for event in events if event.actor_id])
    return {
        "row": row,
        "form": form,
        "place": years.place_of(row.calendar),
        "is_known": computed is not None,
        "days_off": [(off.day, off.en if is_english() else off.zh) for off in computed[0]] if computed else [],
        "workdays": computed[1] if computed else [],
        "may_confirm": computed is not None and rights_of(user).may(Permission.EDIT_REFERENCE),
        "events": [_event(event, people) for event in events],
    }


def _event(event: AuditEvent, people: dict[int, User]) -> dict[str, Any]:
    """One line of the history: the days as they stood after it."""
    data = event.data
    lists = ((_("Days off: %(days)s"), data["days_off"]), (_("Worked: %(days)s"), data["workdays"]))
    said = [words % {"days": ", ".join(days)} for words, days in lists if days]
    return {
        "at": event.at,
        "who": people.get(event.actor_id or 0, ""),
        "what": _("Confirmed"),
        "text": "\n".join([*said, data["source"]]),
    }
