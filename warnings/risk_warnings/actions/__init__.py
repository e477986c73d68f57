"""The only places where warnings and subscriptions change."""

from risk_warnings.actions.subscriptions import (
    change_subscription,
    delete_subscription,
    resume_subscription,
    stop_subscription,
    subscribe,
    unsubscribe_everything,
)
from risk_warnings.actions.warnings import (
    approve_warning,
    draft_warning,
    edit_warning,
    expire_warnings,
    issue_warning,
    recall_warning,
    return_warning,
    submit_warning,
    withdraw_warning,
)

__all__ = [
    "approve_warning",
    "change_subscription",
    "delete_subscription",
    "draft_warning",
    "edit_warning",
    "expire_warnings",
    "issue_warning",
    "recall_warning",
    "resume_subscription",
    "return_warning",
    "stop_subscription",
    "submit_warning",
    "subscribe",
    "unsubscribe_everything",
    "withdraw_warning",
]
