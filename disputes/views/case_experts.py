"""The part of a case page that says who was asked and who works on it."""

from django.http import HttpRequest

from disputes.access import Act, Standing, allows
from disputes.models import Case
from disputes.views.section import Section
from experts.models import Engagement


def experts_section(request: HttpRequest, case: Case, standing: Standing, page: str) -> Section | None:
    """For the centre everybody who was ever invited, for the enterprise who works on the case now."""
    if not case.is_guidance or page not in ("triage_case", "case"):
        return None
    for_centre = page == "triage_case"
    rows = list(Engagement.objects.filter(case_id=case.pk).select_related("expert").prefetch_related("declarations"))
    may_invite = for_centre and allows(Act.INVITE_EXPERT, case, standing)
    if not for_centre:
        rows = [row for row in rows if row.advises]
    if not rows and not may_invite:
        return None
    context = {
        "engagements": rows,
        "for_centre": for_centre,
        "may_invite": may_invite,
        "may_end": for_centre and allows(Act.END_ENGAGEMENT, case, standing),
    }
    return Section("disputes/_engagements.html", context)
