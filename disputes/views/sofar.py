"""What is known so far: the panel beside the two forms, and its update while the one-page form is filled."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from disputes.forms.intake import ConsultationForm
from disputes.outlook import Outlook, outlook
from portal.accounts.access import person
from portal.accounts.models import User


@never_cache
@login_required
@require_POST
def so_far(request: HttpRequest) -> HttpResponse:
    """The panel for the fields sent. It writes nothing; by POST, so that no docket stands in an address or its log."""
    user = person(request)
    return render(
        request, "disputes/_known.html", {"outlook": outlook_of(ConsultationForm(request.POST, user=user), user)}
    )


def outlook_of(form: ConsultationForm, user: User) -> Outlook:
    """What follows from the valid values of a form, sent or only shown."""
    known = known_of(form)
    # Before anything is sent the page already shows the first company of the account as chosen.
    company = form.companies.get(known.get("company") or form.fields["company"].initial)
    return outlook(known, by=user, company=company, place=None if company else _place(known))


def known_of(form: ConsultationForm) -> dict[str, Any]:
    """The values that fit, whatever is wrong with the others."""
    if form.is_bound:
        form.is_valid()
        return form.cleaned_data
    known = {}
    for name, field in form.fields.items():
        value = form.get_initial_for_field(field, name)
        if value:
            try:
                known[name] = field.clean(value)
            except ValidationError:
                continue  # a draft may hold anything; the form itself says what does not fit
    return known


def _place(known: dict[str, Any]) -> dict[str, Any]:
    """Where a company typed anew is."""
    industry = known.get("industry")
    is_key = industry is not None and industry.level != "division"
    return {
        "province": known.get("province"),
        "city": known.get("city"),
        "industry": None if is_key else industry,
        "key_industry": industry if is_key else None,
    }
