"""What this app counts for the figures of the network. Demonstration rows are never counted."""

from django.db.models import Count
from django.utils.translation import gettext_lazy as _

from portal.lib.figures import WARNINGS, Breakdown, Figure
from portal.notices.models import NoticeState
from risk_warnings.models import Digest, Level, RiskWarning, Subscription


def count_in_force() -> int:
    return RiskWarning.objects.in_force().filter(is_demo=False).count()


def count_issued() -> int:
    return RiskWarning.objects.public().filter(is_demo=False).count()


def count_subscriptions() -> int:
    return Subscription.objects.filter(active=True, is_demo=False).count()


def count_mails() -> int:
    return Digest.objects.filter(user__is_demo=False, notice__state=NoticeState.SENT).count()


def by_level() -> list[tuple[str, int]]:
    found = dict(
        RiskWarning.objects.in_force()
        .filter(is_demo=False)
        .order_by()
        .values_list("level")
        .annotate(number=Count("pk"))
    )
    return [(str(level.label), found.get(level.value, 0)) for level in reversed(Level)]


FIGURES: list[Figure | Breakdown] = [
    Figure(
        "warnings.in_force",
        WARNINGS,
        _("Warnings in force"),
        count_in_force,
        how=_("Risk warnings that are published and not past their last day."),
        link="/warnings/",
        order=10,
        on_home=True,
    ),
    Figure(
        "warnings.issued",
        WARNINGS,
        _("Warnings issued"),
        count_issued,
        how=_("Every risk warning that was ever published, the expired and recalled ones among them."),
        order=20,
    ),
    Figure(
        "warnings.subscriptions",
        WARNINGS,
        _("Active subscriptions"),
        count_subscriptions,
        how=_("Subscriptions to warning mails that nobody has stopped; a person may have several."),
        order=30,
    ),
    Figure(
        "warnings.mails",
        WARNINGS,
        _("Warning mails delivered"),
        count_mails,
        how=_("Instant mails and daily digests that a mail server has taken."),
        order=40,
    ),
    Breakdown(
        "warnings.by_level",
        WARNINGS,
        _("Warnings in force by level"),
        _("Level"),
        by_level,
        how=_("Risk warnings that are published and not past their last day, each once."),
    ),
]
