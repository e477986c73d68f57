"""People, enterprises, centres and who may do what in which of them."""

from portal.accounts.models.audit import AuditEvent
from portal.accounts.models.centres import CentreHours, GuidanceCentre
from portal.accounts.models.enterprises import ClaimEvent, ClaimState, CreditCode, Enterprise, EnterpriseClaim
from portal.accounts.models.erasure import ErasureRequest
from portal.accounts.models.memberships import Invitation, Membership, Scope
from portal.accounts.models.tokens import ApiToken, TokenScope
from portal.accounts.models.users import Consent, User

__all__ = [
    "ApiToken",
    "AuditEvent",
    "CentreHours",
    "ClaimEvent",
    "ClaimState",
    "Consent",
    "CreditCode",
    "Enterprise",
    "EnterpriseClaim",
    "ErasureRequest",
    "GuidanceCentre",
    "Invitation",
    "Membership",
    "Scope",
    "TokenScope",
    "User",
]
