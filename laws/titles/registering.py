"""What the titles desk offers to the rest of the portal, registered once from `LawsConfig.ready()`."""

from django.utils.translation import gettext_lazy as _

from laws.titles import queue
from laws.titles.access import DESK
from portal.lib.desk import Door, register


def register_all() -> None:
    register(
        Door(
            key="titles",
            url_name="title_desk",
            label=_("Translated titles"),
            text=_("Read translated titles of laws that nobody has reviewed, and share them out."),
            permissions=DESK,
            waiting=queue.waiting_for,
            order=23,
        )
    )
