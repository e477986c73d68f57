"""What this app puts on pages of other apps."""

from django.http import HttpRequest

from disputes.models import Playbook
from portal.lib import panels

# The disputes behind the emergencies: frozen account, order, raid, fair, customs.
EMERGENCIES = ("schedule_a", "preliminary_injunction", "platform", "trade_fair", "customs")


def on_emergency(request: HttpRequest) -> panels.Panel | None:
    """The playbooks of the emergencies, beside the advice of the emergency page. One query."""
    rows = list(Playbook.objects.filter(is_active=True, dispute_types__in=EMERGENCIES).distinct())
    return panels.Panel("disputes/playbook/_panel.html", {"playbooks": rows}) if rows else None


def register() -> None:
    """Called once the apps are ready."""
    panels.register("emergency", on_emergency, order=10)
