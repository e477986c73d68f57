"""What this app shows on pages of other apps."""

from django.db.models import Q
from django.http import HttpRequest

from laws.models import Law
from portal.lib.panels import Panel
from portal.reference.models import Jurisdiction
from risk_warnings.models import Dimension, RiskWarning, WarningCitation
from risk_warnings.views.public import with_scopes

NEWEST = 3
OF_ONE_PLACE = 5


def newest_warnings(request: HttpRequest) -> Panel | None:
    """The newest warnings in force, for the home page."""
    rows = with_scopes(RiskWarning.objects.in_force().prefetch_related("scopes")[:NEWEST])
    return Panel("warnings/_home_panel.html", {"rows": rows}) if rows else None


def warnings_of(request: HttpRequest, jurisdiction: Jurisdiction) -> Panel | None:
    """The warnings in force that touch one place, for its profile."""
    touching = RiskWarning.objects.in_force().filter(
        reach__dimension=Dimension.JURISDICTION, reach__value=jurisdiction.pk
    )
    rows = with_scopes(touching.prefetch_related("scopes")[:OF_ONE_PLACE])
    return Panel("warnings/_place_panel.html", {"rows": rows, "jurisdiction": jurisdiction}) if rows else None


def warnings_citing(request: HttpRequest, law: Law) -> Panel | None:
    """The warnings in force that rest on a law or on a provision of it, for its page. One query."""
    citations = WarningCitation.objects.filter(Q(key=law.ref) | Q(key__startswith=f"{law.ref}#"), kind="law")
    rows = list(RiskWarning.objects.in_force().filter(pk__in=citations.values("warning"))[:OF_ONE_PLACE])
    return Panel("warnings/_law_panel.html", {"rows": rows}) if rows else None
