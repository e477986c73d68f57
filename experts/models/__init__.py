"""Who can help and who pays: the expert pool, engagements on cases, service providers and support schemes."""

from experts.models.engagements import ConflictDeclaration, Engagement, EngagementEvent
from experts.models.imports import PoolImport
from experts.models.people import (
    Employment,
    Expert,
    ExpertEvent,
    ExpertKind,
    ExpertLanguage,
    Licence,
    Review,
    Skill,
)
from experts.models.providers import ServiceProvider
from experts.models.schemes import SupportScheme

__all__ = [
    "ConflictDeclaration",
    "Employment",
    "Engagement",
    "EngagementEvent",
    "Expert",
    "ExpertEvent",
    "ExpertKind",
    "ExpertLanguage",
    "Licence",
    "PoolImport",
    "Review",
    "ServiceProvider",
    "Skill",
    "SupportScheme",
]
