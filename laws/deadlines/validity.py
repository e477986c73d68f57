"""Whether a rule applies to a matter: rules change, and each change names the event that decides which one holds.

`effective_keyed_on` of a rule: filing, publication, institution, service, or none. With none, the trigger decides.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

NONE = "none"
# Triggers that are the key event itself, under the names that the rules use.
SAME_EVENT = {
    "publication": {"publication", "advertisement", "international_publication"},
    "filing": {"filing", "first_filing"},
    "institution": {"institution", "institution_notice", "fr_notice_of_investigation"},
    "service": {"service", "service_of_pleading", "service_of_order", "service_of_decision", "service_of_motion"},
}


class Applies(StrEnum):
    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"  # the date of the key event was not told


@dataclass(frozen=True)
class Life:
    """From when to when a rule holds, counted by which event; either end may be open."""

    first: date | None = None
    last: date | None = None
    keyed_on: str = NONE

    @property
    def is_bounded(self) -> bool:
        return self.first is not None or self.last is not None

    @property
    def asks_for(self) -> str:
        """The event whose date decides; empty where the trigger itself does, or nothing."""
        return self.keyed_on if self.is_bounded and self.keyed_on not in {"", NONE} else ""

    def covers(self, day: date) -> bool:
        return (self.first is None or self.first <= day) and (self.last is None or day <= self.last)


def applies(life: Life, *, trigger_kind: str, trigger: date, keys: Mapping[str, date]) -> Applies:
    """Whether the rule holds for a matter. `keys`: dates of key events, where the trigger is another event."""
    if not life.is_bounded:
        return Applies.YES
    day = keys.get(life.asks_for) if life.asks_for else trigger
    if day is None and trigger_kind in SAME_EVENT.get(life.asks_for, set()):
        day = trigger
    if day is None:
        return Applies.UNKNOWN
    return Applies.YES if life.covers(day) else Applies.NO
