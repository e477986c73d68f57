"""What the rules desk offers to the rest of the portal, registered once from `LawsConfig.ready()`."""

from django.utils.translation import gettext_lazy as _

from laws.ruledesk import queue
from laws.ruledesk.access import DESK
from portal.lib.desk import Door, register


def register_all() -> None:
    register(
        Door(
            key="rules",
            url_name="rule_desk",
            label=_("Deadline rules"),
            text=_("Hold rules against their sources, propose changes and decide on those of others."),
            permissions=DESK,
            waiting=queue.waiting_for,
            order=20,
        )
    )
    register(
        Door(
            key="calendars",
            url_name="calendars",
            label=_("Holiday calendars"),
            text=_(
                "Days off of the courts and offices, year by year. "
                "Editors of the reference data confirm and correct them."
            ),
            permissions=DESK,
            order=21,
        )
    )
