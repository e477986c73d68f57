"""The list of deadline rules and the page of one, with what it said before."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from laws import access
from laws.deadlines import history
from laws.deadlines.asking import extension_of
from laws.deadlines.computing import NoDate
from laws.deadlines.explaining import life, reviewer_name, roll
from laws.deadlines.quotes import language_of
from laws.filters import RuleFilter
from laws.models import DeadlineRule
from portal.lib import clock
from portal.lib.pagecache import cached_page
from portal.lib.paging import page_of
from portal.lib.public import public_page


@require_safe
@cached_page("page", "jurisdiction", "dispute_type", "status", "review")
@public_page
def index(request: HttpRequest) -> HttpResponse:
    """Every rule, withdrawn ones too, by place and kind of dispute."""
    rules = DeadlineRule.objects.select_related("jurisdiction", "forum", "dispute_type", "reviewed_by")
    filters = RuleFilter(request.GET, queryset=rules.order_by("jurisdiction", "dispute_type", "rule_id"))
    page = page_of(request, filters.qs)
    return render(request, "laws/deadline_rules.html", {"filters": filters, "page": page})


@require_safe
@cached_page()
@public_page
def rule(request: HttpRequest, rule_id: str) -> HttpResponse:
    """Everything one rule says, how it is known, and how it changed."""
    found = access.get_rule(rule_id)
    if found.rule_id != rule_id:
        return redirect(found, permanent=True)
    context = {
        "rule": found,
        "reviewer": reviewer_name(found),
        "life": life(found),
        "roll": roll(found),
        "extension": _extension(found),
        "quote_language": language_of(found.source_quote, found.jurisdiction_id),
        "regimes": history.date_line(found, clock.today()),
        "versions": history.versions_of(found),
        "api_url": reverse("api-deadline-rule-detail", args=[found.rule_id]),
        "page_url": f"{settings.BASE_URL}{found.get_absolute_url()}",
        "now": clock.now(),
    }
    return render(request, "laws/deadline_rule.html", context)


def _extension(rule: DeadlineRule) -> bool:
    try:
        return extension_of(rule) is not None
    except NoDate:
        return False
