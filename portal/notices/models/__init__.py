"""The delivery ledger, the machines it posts to, and who is on duty."""

from portal.notices.models.duty import DutyShift
from portal.notices.models.endpoints import DisabledWhy, Topic, WebhookEndpoint
from portal.notices.models.ledger import (
    ENDED,
    SECRETS,
    TRANSITIONS,
    Channel,
    Notice,
    NoticeState,
    Suppression,
    without_links,
)

__all__ = [
    "ENDED",
    "SECRETS",
    "TRANSITIONS",
    "Channel",
    "DisabledWhy",
    "DutyShift",
    "Notice",
    "NoticeState",
    "Suppression",
    "Topic",
    "WebhookEndpoint",
    "without_links",
]
