"""What guides put on other pages."""

from django.http import HttpRequest

from laws.guides.access import published_revisions
from laws.models import GuideSection
from portal.lib import panels
from portal.reference.models import Jurisdiction


def on_profile(request: HttpRequest, jurisdiction: Jurisdiction) -> panels.Panel:
    """The guide on a jurisdiction's profile: its parts, or that there is none yet."""
    revision = published_revisions().prefetch_related("sections").filter(guide__jurisdiction=jurisdiction).first()
    return panels.Panel("guides/panel.html", {"jurisdiction": jurisdiction, "revision": revision})


def on_emergency(request: HttpRequest) -> panels.Panel | None:
    """The first-aid parts in force, beside the general advice of the emergency page."""
    revisions = published_revisions().filter(sections__kind=GuideSection.Kind.FIRST_AID)
    guides = [revision.guide for revision in revisions]
    return panels.Panel("guides/panel_emergency.html", {"guides": guides}) if guides else None


def register() -> None:
    """Show guides on the emergency page and on profiles; called once the apps are ready."""
    panels.register("emergency", on_emergency, order=20)
    panels.register("jurisdiction", on_profile, order=10)
