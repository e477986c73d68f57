"""What the guides add to the figures."""

from django.utils.translation import gettext_lazy as _

from laws.guides.access import published_revisions
from portal.lib import figures


def published_count() -> int:
    """Guides in force, demonstrations not counted."""
    return published_revisions().filter(guide__is_demo=False).count()


def register() -> None:
    """Count the guides in force on the statistics page; called once the apps are ready."""
    figures.register(
        figures.Figure(
            key="laws.guides",
            area=figures.LIBRARY,
            label=_("Country guides"),
            count=published_count,
            how=_("Guides with a revision in force, each published by somebody who did not write it."),
            link="/guides/",
            order=60,
        )
    )
