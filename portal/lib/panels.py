"""Places on a page that upper apps may fill, so that the page's app need not know them.

An app registers in its `AppConfig.ready()`:

    panels.register("home", newest_warnings, order=10)

where `newest_warnings(request)` returns a `Panel`, or None when it has nothing to say. Slots in use:

    home                 called with the request; below the doors of the home page
    emergency            called with the request; beside the advice of the emergency page
    jurisdiction         called with (request, jurisdiction); on a jurisdiction's profile
    law                  called with (request, law); under "Cited by" on the page of a law
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Panel:
    """A template and what it needs. It is rendered with this context and nothing else of the page."""

    template: str
    context: Mapping[str, Any] = field(default_factory=dict)


Provider = Callable[..., Panel | None]

_slots: dict[str, dict[str, tuple[int, Provider]]] = {}


def register(slot: str, provider: Provider, *, order: int = 50) -> None:
    """Let `provider` fill `slot`; lower `order` stands higher. Registering one function twice changes nothing."""
    name = f"{provider.__module__}.{provider.__qualname__}"
    _slots.setdefault(slot, {})[name] = (order, provider)


def fill(slot: str, *args: Any) -> list[Panel]:
    """What stands in `slot`, in order, without the empty ones."""
    providers = sorted(_slots.get(slot, {}).items(), key=lambda item: (item[1][0], item[0]))
    filled = (provider(*args) for _name, (_order, provider) in providers)
    return [panel for panel in filled if panel is not None]
