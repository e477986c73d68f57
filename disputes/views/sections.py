"""Parts of a case page that belong to a topic of their own: opinion, experts, forms, outcome.

Each topic has a function `(request, case, standing, page) -> Section | None`; `page` is `case` (the enterprise's) or
`triage_case` (the centre's). The pages show what the functions of `SECTIONS` give, in that order, so that a new topic
changes neither page. What must be seen before everything else is one of `NOTES`.
"""

from collections.abc import Sequence

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from disputes.access import Standing
from disputes.models import Case
from disputes.views import counsel, readers, upgrade
from disputes.views.calls import call_note
from disputes.views.case_experts import experts_section
from disputes.views.deadline_parts import deadlines_section, next_deadline_note
from disputes.views.emergency_desk import company_section, emergency_note
from disputes.views.exchanges import exchange_section
from disputes.views.exports import exports_section
from disputes.views.opinions import opinion_section
from disputes.views.outcomes import outcome_section
from disputes.views.papers import papers_section
from disputes.views.playbook import playbook_section
from disputes.views.referrals import referral_section
from disputes.views.section import Provider

NOTES: tuple[Provider, ...] = (call_note, emergency_note, next_deadline_note)
SECTIONS: tuple[Provider, ...] = (
    company_section,
    deadlines_section,
    playbook_section,
    exchange_section,
    upgrade.section,
    opinion_section,
    outcome_section,
    exports_section,
    referral_section,
    papers_section,
    upgrade.application_section,
    counsel.section,
    experts_section,
    readers.section,
)
# What the enterprise is to read when an opinion has been issued.
OPINION_SECTIONS: tuple[Provider, ...] = (opinion_section, papers_section)


def sections_of(
    request: HttpRequest, case: Case, standing: Standing, page: str, providers: Sequence[Provider] | None = None
) -> list[SafeString]:
    """The sections this person sees, as HTML: those of `SECTIONS` unless others are named."""
    chosen = SECTIONS if providers is None else providers
    found = (provider(request, case, standing, page) for provider in chosen)
    return [
        render_to_string(section.template, {"case": case, "page": page, **section.context}, request=request)
        for section in found
        if section is not None
    ]
