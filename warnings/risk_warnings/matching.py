"""Finds the subscribers of a published warning and puts it into their open digests.

Two statements do it for any number of subscribers; both are the same on SQLite and PostgreSQL. The whole match is
one transaction that ends with `matched_at`: a worker that dies in the middle leaves nothing behind, and the next
sweep, which looks for published warnings without `matched_at`, does it again from the start.
"""

import logging
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import connection, transaction

from portal.lib import clock
from risk_warnings.models import Digest, DigestItem, DigestState, Dimension, RiskWarning

logger = logging.getLogger(__name__)

# Only the running period can close while a match is writing; the others are room for a clock that was set back.
MOST_PERIODS = 8

# A person has one item a warning, however many of their subscriptions match. The oldest of these is named as the
# reason; when any of them asks for instant mail, the warning goes out at once and not again in the daily digest.
MATCHED = """
    WITH matched AS (
        SELECT s.user_id AS user_id,
               MIN(s.id) AS subscription_id,
               CASE WHEN MAX(CASE WHEN s.rhythm = 'instant' THEN 1 ELSE 0 END) = 1
                    THEN %(instant_period)s ELSE %(daily_period)s END AS period,
               CASE WHEN MAX(CASE WHEN s.rhythm = 'instant' THEN 1 ELSE 0 END) = 1
                    THEN %(now)s ELSE %(daily_close)s END AS closes_at
          FROM warnings_subscription s
          JOIN accounts_user u ON u.id = s.user_id
         WHERE s.active AND u.is_active
           AND s.id IN (
               SELECT wanted.subscription_id
                 FROM warnings_subscriptionscope wanted
                 JOIN warnings_warningreach told
                   ON told.dimension = wanted.dimension AND told.value = wanted.value
                WHERE told.warning_id = %(warning)s
                GROUP BY wanted.subscription_id
               HAVING COUNT(DISTINCT wanted.dimension) = %(dimensions)s)
           AND s.user_id NOT IN (
               SELECT d.user_id
                 FROM warnings_digestitem i
                 JOIN warnings_digest d ON d.id = i.digest_id
                WHERE i.warning_id = %(warning)s)
         GROUP BY s.user_id)
"""
INTO_DIGESTS = """
    INSERT INTO warnings_digest (user_id, period, closes_at, state, created_at)
    SELECT m.user_id, m.period, m.closes_at, 'open', %(now)s
      FROM matched m
     WHERE 1 = 1
     ORDER BY m.user_id
        ON CONFLICT (user_id, period) DO NOTHING
"""
INTO_ITEMS = """
    INSERT INTO warnings_digestitem (digest_id, warning_id, subscription_id, created_at)
    SELECT d.id, %(warning)s, m.subscription_id, %(now)s
      FROM matched m
      JOIN warnings_digest d ON d.user_id = m.user_id AND d.period = m.period AND d.state = 'open'
     WHERE 1 = 1
     ORDER BY d.id
        ON CONFLICT (digest_id, warning_id) DO NOTHING
"""
LEFT_OVER = """
    SELECT COUNT(*) FROM matched
"""
OPEN_DIGESTS = "\n".join((MATCHED, INTO_DIGESTS))
ADD_ITEMS = "\n".join((MATCHED, INTO_ITEMS))
COUNT_LEFT_OVER = "\n".join((MATCHED, LEFT_OVER))


def next_close(now: datetime) -> datetime:
    """The moment after `now` at which the running daily period closes: the digest hour in Shanghai."""
    local = now.astimezone(clock.SHANGHAI)
    close = local.replace(hour=settings.DIGEST_HOUR, minute=0, second=0, microsecond=0)
    return close if close > local else close + timedelta(days=1)


def daily_period(now: datetime) -> str:
    """The name of the running daily period: the day on which it closes."""
    return next_close(now).date().isoformat()


def match(*, warning_id: int) -> int | None:
    """Put the warning into the digests of all its subscribers; returns how many, None when that was done before.

    A digest that another worker closed while this one was writing takes nothing more: whoever was too late gets the
    warning in their next period, and in the log when even that is closed.
    """
    with transaction.atomic():
        warning = RiskWarning.objects.select_for_update().unmatched().filter(pk=warning_id).first()
        if warning is None:
            return None
        period_of = clock.now()
        for _period in range(MOST_PERIODS):
            left_over = _collect(warning, period_of=period_of)
            if not left_over:
                break
            period_of = next_close(period_of)
        else:
            # Nobody else waits for these few; their digests were closed by hand or by a fault.
            logger.error(
                "Warning %s: %s subscribers are not told, their digests of %s periods are all closed.",
                warning.ref, left_over, MOST_PERIODS,
            )  # fmt: skip
        RiskWarning.objects.filter(pk=warning.pk).update(matched_at=clock.now())
        return DigestItem.objects.filter(warning=warning).count()


def _collect(warning: RiskWarning, *, period_of: datetime) -> int:
    """One item for every matching person who has none yet, daily ones into the period of that moment.

    Returns how many were left over because their digest of that period is closed.
    """
    now = clock.now()
    values: dict[str, Any] = {
        "warning": warning.pk,
        "dimensions": len(Dimension),
        "instant_period": warning.ref,
        "daily_period": daily_period(period_of),
        "daily_close": connection.ops.adapt_datetimefield_value(next_close(period_of)),
        "now": connection.ops.adapt_datetimefield_value(now),
    }
    with connection.cursor() as cursor:
        cursor.execute(OPEN_DIGESTS, values)
        cursor.execute(ADD_ITEMS, values)
        # From here on none of our digests can be closed before we commit. One that was closed while we were writing
        # to it was sent without our item.
        ours = Digest.objects.filter(items__warning=warning).order_by("pk")
        list(ours.select_for_update(of=("self",)).values_list("pk", flat=True))
        DigestItem.objects.filter(warning=warning, digest__state=DigestState.CLOSED).delete()
        cursor.execute(COUNT_LEFT_OVER, values)
        return int(cursor.fetchone()[0])


def match_pending() -> dict[str, int]:
    """Match every published warning that is not yet matched; one that fails does not stop the others."""
    counts: dict[str, int] = {}
    for warning_id, ref in list(RiskWarning.objects.unmatched().values_list("pk", "ref").order_by("pk")):
        try:
            found = match(warning_id=warning_id)
        except Exception:  # it stays unmatched and the next sweep finds it again
            logger.exception("Warning %s could not be matched.", ref)
            continue
        if found is not None:
            counts[ref] = found
    return counts
