"""Which sources the schedule harvests, and the run it makes for each."""

import logging
from datetime import timedelta

from django.db.models import Exists, OuterRef

from laws.importdesk.actions import start_harvest
from laws.importers.leases import OPEN
from laws.models import ImportRun, LawSource
from portal.lib import clock
from portal.lib.errors import Conflict

log = logging.getLogger(__name__)
# A harvest of yesterday's hour counts as a day old: the beat does not come to the second.
GRACE = timedelta(hours=6)


def due() -> list[LawSource]:
    """Enabled sources whose rhythm says that it is time again, and that no run is looking at."""
    now = clock.now()
    busy = ImportRun.objects.filter(source=OuterRef("pk"), state__in=OPEN)
    enabled = LawSource.objects.filter(~Exists(busy), enabled=True, rhythm_days__gt=0).order_by("code")
    return [
        source
        for source in enabled
        if source.last_success is None or source.last_success <= now - timedelta(days=source.rhythm_days) + GRACE
    ]


def plan() -> int:
    """Make a run for every source that is due; how many. Two planners at once make one run each."""
    made = 0
    for source in due():
        try:
            start_harvest(source=source, by=None)
        except Conflict:
            log.info("A harvest of %s is under way already.", source.code)
        else:
            made += 1
    return made
