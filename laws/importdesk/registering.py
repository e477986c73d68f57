"""What the import desk offers to the rest of the portal, registered once from `LawsConfig.ready()`."""

from django.utils.translation import gettext_lazy as _

from laws.importdesk.access import DESK
from portal.lib.desk import Door, register


def register_all() -> None:
    register(
        Door(
            key="imports",
            url_name="imports",
            label=_("Texts of laws"),
            text=_("Upload texts, harvest them from official sources, and read what became of each."),
            permissions=DESK,
            order=30,
        )
    )
