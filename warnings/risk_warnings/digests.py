"""Closes digests: what was collected becomes one notice with its snapshot.

Choosing and wording are pure functions of rows that were loaded; nothing here talks to a mail server.
"""

import logging
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.utils import translation

from portal.lib import clock
from portal.lib.publication import PublicationState
from portal.lib.states import guarded_update
from portal.notices.actions import insert, prepare
from portal.notices.links import absolute
from portal.notices.models import Notice
from risk_warnings.labels import Labels, listed
from risk_warnings.models import Digest, DigestItem, DigestState, Dimension, Level, RiskWarning, Subscription
from risk_warnings.tokens import unsubscribe_token

logger = logging.getLogger(__name__)

BATCH = 100
# A place heading with more names than this is shortened.
NAMES_SHOWN = 3


def close_due() -> dict[str, int]:
    """Close every digest whose time has come; returns how many, and how many mails that made.

    Closing and the mail's row in the ledger are one transaction, so that neither stands without the other.
    """
    counts = {"closed": 0, "mails": 0}
    while True:
        with transaction.atomic():
            due = Digest.objects.filter(state=DigestState.OPEN, closes_at__lte=clock.now()).order_by("closes_at", "pk")
            if connection.features.has_select_for_update_skip_locked:
                # A digest that a match or another worker holds is left for the next minute.
                due = due.select_for_update(skip_locked=True, of=("self",))
            batch = list(due.select_related("user")[:BATCH])
            notices = build_notices(batch)
            insert(notices.values())
            stored = {n.key: n for n in Notice.objects.filter(key__in=[n.key for n in notices.values()])}
            for digest in batch:
                notice = stored.get(notice_key(digest))
                guarded_update(digest, expected={"state": DigestState.OPEN}, state=DigestState.CLOSED, notice=notice)
        counts["closed"] += len(batch)
        counts["mails"] += len(notices)
        if len(batch) < BATCH:
            return counts


def notice_key(digest: Digest) -> str:
    return f"warnings:digest:{digest.pk}"


def build_notices(digests: Sequence[Digest]) -> dict[int, Notice]:
    """The unsaved notice of each digest by its key; none for one whose warnings have all been taken back."""
    items = defaultdict(list)
    rows = (
        DigestItem.objects.filter(digest__in=digests, warning__state=PublicationState.PUBLISHED)
        .select_related("warning", "subscription")
        .prefetch_related("warning__scopes", "subscription__scopes")
        .order_by("digest", "pk")
    )
    for item in rows:
        items[item.digest_id].append(item)
    labels = Labels.load(_all_values(items))
    reach = _reach(items)
    return {
        digest.pk: build_notice(digest, items[digest.pk], labels=labels, reach=reach)
        for digest in digests
        if items.get(digest.pk)
    }


def _all_values(items: Mapping[int, Sequence[DigestItem]]) -> list[tuple[str, str]]:
    return [
        (scope.dimension, scope.value)
        for rows in items.values()
        for item in rows
        for scopes in (item.warning.scopes.all(), item.subscription.scopes.all() if item.subscription else ())
        for scope in scopes
    ]


def _reach(items: Mapping[int, Sequence[DigestItem]]) -> dict[int, set[tuple[str, str]]]:
    """What each warning answers to, read once a warning however many digests it is in."""
    warnings = {item.warning_id: item.warning for rows in items.values() for item in rows}
    return {pk: set(warning.reach.values_list("dimension", "value")) for pk, warning in warnings.items()}


def build_notice(
    digest: Digest, items: Sequence[DigestItem], *, labels: Labels, reach: Mapping[int, set[tuple[str, str]]]
) -> Notice:
    """The mail of one digest in the language of the subscription that asked first."""
    subscriptions = sorted((i.subscription for i in items if i.subscription), key=lambda s: s.pk)
    language = subscriptions[0].language if subscriptions else digest.user.language
    unsubscribe = absolute("unsubscribe", unsubscribe_token(digest.user), language=language)
    with translation.override(language):
        context = {
            **wording(items, language=language, labels=labels, reach=reach),
            "instant": len(items) == 1 and digest.period == items[0].warning.ref,
            "unsubscribe_url": unsubscribe,
            "subscriptions_url": absolute("subscriptions", language=language),
        }
    return prepare(
        key=notice_key(digest),
        kind="warnings.digest",
        recipient=digest.user,
        language=language,
        context=context,
        headers=list_headers(unsubscribe),
    )


def list_headers(unsubscribe: str) -> dict[str, str]:
    """What every warning mail carries so that mail programs offer to end them in one click (RFC 2369, 8058)."""
    return {
        "List-Id": f"<risk-warnings.{settings.BASE_HOST}>",
        "List-Unsubscribe": f"<{unsubscribe}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }


def wording(
    items: Sequence[DigestItem], *, language: str, labels: Labels, reach: Mapping[int, set[tuple[str, str]]]
) -> dict[str, Any]:
    """What the mail says, the gravest first, grouped by place. Reads in the active language."""
    ranked = sorted(items, key=lambda item: (-Level(item.warning.level).rank, item.warning.ref))
    groups: dict[str, list[dict[str, str]]] = {}
    for item in ranked:
        groups.setdefault(_place(item.warning, labels), []).append(
            {
                "ref": item.warning.ref,
                "level": item.warning.level,
                "level_label": item.warning.get_level_display(),
                "title": item.warning.title,
                "summary": item.warning.summary,
                "expires_on": item.warning.expires_on.isoformat() if item.warning.expires_on else "",
                "url": absolute("warning", item.warning.ref, language=language),
                "why": _why(item.subscription, labels, reach[item.warning_id]),
            }
        )
    return {
        "count": len(items),
        "worst": ranked[0].warning.level,
        "worst_label": ranked[0].warning.get_level_display(),
        "first_title": ranked[0].warning.title,
        "groups": [{"place": place, "warnings": rows} for place, rows in groups.items()],
    }


def _place(warning: RiskWarning, labels: Labels) -> str:
    chosen = [scope.value for scope in warning.scopes.all() if scope.dimension == Dimension.JURISDICTION]
    return listed(labels.names(Dimension.JURISDICTION, chosen), NAMES_SHOWN)


def _why(subscription: Subscription | None, labels: Labels, reach: set[tuple[str, str]]) -> str:
    """The wishes of the subscription that this warning answers to, in one line."""
    if subscription is None:
        return ""
    parts = []
    for dimension in (Dimension.JURISDICTION, Dimension.INDUSTRY, Dimension.RIGHT):
        met = [
            scope.value
            for scope in subscription.scopes.all()
            if scope.dimension == dimension and (scope.dimension, scope.value) in reach
        ]
        parts.append(listed(labels.names(dimension, met), NAMES_SHOWN))
    return " · ".join(parts)
