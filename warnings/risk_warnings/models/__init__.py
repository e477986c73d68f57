"""Warnings, who wants to hear of them, and the digests that tell them."""

from risk_warnings.models.choices import ANY, GROUP_PREFIX, Dimension, Level
from risk_warnings.models.digests import Digest, DigestItem, DigestState
from risk_warnings.models.subscriptions import Rhythm, Subscription, SubscriptionScope
from risk_warnings.models.warnings import (
    RiskWarning,
    WarningCitation,
    WarningEvent,
    WarningNumber,
    WarningReach,
    WarningScope,
    WarningSource,
)

__all__ = [
    "ANY",
    "GROUP_PREFIX",
    "Digest",
    "DigestItem",
    "DigestState",
    "Dimension",
    "Level",
    "Rhythm",
    "RiskWarning",
    "Subscription",
    "SubscriptionScope",
    "WarningCitation",
    "WarningEvent",
    "WarningNumber",
    "WarningReach",
    "WarningScope",
    "WarningSource",
]
