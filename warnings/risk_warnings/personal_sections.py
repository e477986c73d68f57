"""What a person wanted to hear of, and which warnings they were told of."""

from typing import Any

from django.utils.translation import gettext_lazy

from portal.accounts.models import User
from portal.accounts.personal_data import Section
from risk_warnings.models import Digest, Subscription


class Subscriptions(Section):
    code, label, retention = "subscriptions", gettext_lazy("Warning subscriptions"), "at_once"

    def collect(self, user: User) -> list[dict[str, Any]]:
        rows = Subscription.objects.filter(user=user).select_related("enterprise").prefetch_related("scopes")
        return [
            {
                "enterprise": str(row.enterprise) if row.enterprise else "",
                "rhythm": row.rhythm,
                "language": row.language,
                "from_level": row.least_level,
                "active": row.active,
                "scope": [str(scope) for scope in row.scopes.all()],
            }
            for row in rows
        ]

    def erase(self, user: User) -> None:
        Digest.objects.filter(user=user).delete()
        Subscription.objects.filter(user=user).delete()
