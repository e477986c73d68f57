"""Until which minute of its last day a forum accepts an act, on its own clock and on Beijing's."""

from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from portal.lib.clock import SHANGHAI


@dataclass(frozen=True)
class Cutoff:
    """A forum's zone and the last minute that still counts there. `status` is how sure that minute is."""

    zone: str
    at: time
    status: str = ""

    def local(self, day: date) -> datetime:
        """The last minute of `day` on the forum's clock; the first of two where a clock is set back."""
        return datetime.combine(day, self.at, ZoneInfo(self.zone))

    def beijing(self, day: date) -> datetime:
        return self.local(day).astimezone(SHANGHAI)
