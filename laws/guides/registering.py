"""Everything guides offer to the rest of the portal, registered once from `LawsConfig.ready()`."""

from django.utils.translation import gettext_lazy as _

from laws.guides import desk, documents, panels, stats
from laws.guides.querysets import EDITORIAL
from portal.lib.desk import Door
from portal.lib.desk import register as register_door


def register_all() -> None:
    """Fill every place other apps leave for guides; called once the apps are ready."""
    documents.register_all()
    stats.register()
    panels.register()
    register_door(
        Door(
            key="guides",
            url_name="guide_desk",
            label=_("Country guides"),
            text=_("Write guides in Chinese and English, review what others wrote, publish and withdraw."),
            permissions=EDITORIAL,
            waiting=desk.waiting_for,
            order=10,
        )
    )
