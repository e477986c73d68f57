"""Computed dates as JSON and back: what is kept beside a date so that it can be explained years later."""

from collections.abc import Iterable, Mapping
from datetime import date, time
from typing import Any

from laws.deadlines.arithmetic import Span, Unit
from laws.deadlines.computing import Basis, Computed
from laws.deadlines.cutoffs import Cutoff
from portal.reference.calendars import DayOff

OFF_LISTS = ("not_counted", "rolled_over", "stepped_over")


def to_data(computed: Computed) -> dict[str, Any]:
    """Plain JSON values; days as ISO text, reasons in both languages."""
    cutoff, extension = computed.cutoff, computed.extension
    return {
        "trigger": computed.trigger.isoformat(),
        "raw": computed.raw.isoformat(),
        "rolled": computed.rolled.isoformat(),
        "act_by": computed.act_by.isoformat(),
        "basis": computed.basis.value,
        "roll_status": computed.roll_status,
        **{name: [_off(off) for off in getattr(computed, name)] for name in OFF_LISTS},
        "unconfirmed": list(computed.unconfirmed),
        "unknown_years": list(computed.unknown_years),
        "extension": [extension.quantity, extension.unit.value] if extension else None,
        "order_on": computed.order_on.isoformat() if computed.order_on else None,
        "cutoff": [cutoff.zone, cutoff.at.isoformat("minutes"), cutoff.status] if cutoff else None,
    }


def from_data(data: Mapping[str, Any]) -> Computed:
    """The value that `to_data` wrote. Raises KeyError or ValueError for anything else."""
    cutoff, extension = data["cutoff"], data["extension"]
    return Computed(
        trigger=date.fromisoformat(data["trigger"]),
        raw=date.fromisoformat(data["raw"]),
        rolled=date.fromisoformat(data["rolled"]),
        act_by=date.fromisoformat(data["act_by"]),
        basis=Basis(data["basis"]),
        roll_status=data["roll_status"],
        **{name: _offs(data[name]) for name in OFF_LISTS},
        unconfirmed=tuple(data["unconfirmed"]),
        unknown_years=tuple(data["unknown_years"]),
        extension=Span(extension[0], Unit(extension[1])) if extension else None,
        order_on=date.fromisoformat(data["order_on"]) if data["order_on"] else None,
        cutoff=Cutoff(cutoff[0], time.fromisoformat(cutoff[1]), cutoff[2]) if cutoff else None,
    )


def _off(off: DayOff) -> dict[str, str]:
    return {"day": off.day.isoformat(), "en": off.en, "zh": off.zh}


def _offs(rows: Iterable[Mapping[str, str]]) -> tuple[DayOff, ...]:
    return tuple(DayOff(date.fromisoformat(row["day"]), row["en"], row["zh"]) for row in rows)
