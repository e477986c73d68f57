"""What guides put on other pages."""

from django.http import HttpRequest

from laws.guides.access import published_revisions
from portal.lib import panels
from portal.reference.models import Jurisdiction


def on_profile(request: HttpRequest, jurisdiction: Jurisdiction) -> panels.Panel:
    """The guide on a jurisdiction's profile: its parts, or that there is none yet."""
    revision = published_revisions().prefetch_related("sections").filter(guide__jurisdiction=jurisdiction).first()
    return panels.Panel("guides/panel.html", {"jurisdiction": jurisdiction, "revision": revision})


def register() -> None:
    panels.register("jurisdiction", on_profile, order=10)
