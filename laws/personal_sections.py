"""Guides that a person wrote in: public work, which stays without the name."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from laws.models import GuideRevision
from portal.accounts.models import User
from portal.accounts.personal_data import Kept, Section


class Guides(Section):
    code, label, retention = "guides", gettext_lazy("Country guides I wrote in"), "published_work"

    def collect(self, user: User) -> list[dict[str, Any]]:
        rows = GuideRevision.objects.filter(editors=user).select_related("guide").order_by("pk")
        return [{"guide": str(row.guide), "revision": row.number} for row in rows]

    def kept(self, user: User) -> list[Kept]:
        written = GuideRevision.objects.filter(editors=user).count()
        return [Kept(_("versions of country guides"), written, self.retention_class)]

    def erase(self, user: User) -> None:
        """Nothing: the author loses the name with their own row."""
