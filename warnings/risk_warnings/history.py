"""The events of a warning in words."""

from datetime import datetime
from typing import TypedDict

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal.accounts.models import User
from risk_warnings.models import RiskWarning

KINDS: dict[str, Promise] = {
    "drafted": pgettext_lazy("warning event", "Drafted"),
    "edited": pgettext_lazy("warning event", "Edited"),
    "submitted": pgettext_lazy("warning event", "Submitted for review"),
    "returned": pgettext_lazy("warning event", "Returned to the authors"),
    "approved": pgettext_lazy("warning event", "Approved"),
    "issued": pgettext_lazy("warning event", "Issued"),
    "recalled": pgettext_lazy("warning event", "Recalled"),
    "withdrawn": pgettext_lazy("warning event", "Given up"),
    "expired": pgettext_lazy("warning event", "Expired"),
}


class Line(TypedDict):
    """One entry of the timeline component."""

    at: datetime
    what: str
    who: str


def history_of(warning: RiskWarning) -> list[Line]:
    """Newest first; two queries."""
    events = list(warning.events.order_by("-seq"))
    people = User.objects.in_bulk({event.actor_id for event in events if event.actor_id})
    return [
        {
            "at": event.at,
            "what": str(KINDS.get(event.kind, event.kind)),
            "who": str(people[event.actor_id]) if event.actor_id in people else str(_("The system")),
        }
        for event in events
    ]
