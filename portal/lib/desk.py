"""The editorial desk: every app says which work it offers, `/editorial/` lists what a person may do.

    desk.register(Door(key="guides", url_name="guide_desk", label=_("Country guides"), text=_("…"),
                       permissions=(Permission.EDIT_GUIDE,), waiting=guides_waiting_for))

in `AppConfig.ready()`. A door opens for whoever holds one of its permissions anywhere.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise


@dataclass(frozen=True)
class Door:
    """One kind of work. `waiting(user)` counts what waits for this person; `text` says in a sentence what it is."""

    key: str
    url_name: str
    label: Promise
    text: Promise
    permissions: tuple[str, ...]
    waiting: Callable[[Any], int] | None = None
    order: int = 50


_doors: dict[str, Door] = {}


def register(door: Door) -> None:
    """Add a door; the same key again replaces it."""
    _doors[door.key] = door


def doors() -> list[Door]:
    return sorted(_doors.values(), key=lambda door: (door.order, door.key))
