"""Who is told what about a claim, in plain words and in the reader's language."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from portal.accounts import outbox
from portal.accounts.access import valid_today
from portal.accounts.models import Enterprise, EnterpriseClaim, Membership, User
from portal.accounts.roles import ROLES
from portal.accounts.routing import explain


def _send(
    kind: str, claim: EnterpriseClaim, to: User, *, key: str = "", page: str = "accounts_claim", **facts: Any
) -> None:
    """One mail about `claim`. `page` is the address it links to."""
    with translation.override(to.language):
        args = [claim.pk] if page in ("accounts_claim", "triage_claim") else []
        context = {
            "enterprise": claim.name_zh,
            "uscc": claim.uscc,
            "centre": str(claim.centre),
            "link": settings.BASE_URL + reverse(page, args=args),
            **{name: value() if callable(value) else value for name, value in facts.items()},
        }
    outbox.send(
        key=f"claim:{claim.pk}:{key or kind}:{to.pk}",
        kind=f"accounts.{kind}",
        recipient=to,
        language=to.language,
        context=context,
    )


def claim_received(claim: EnterpriseClaim) -> None:
    """A receipt for the claimant: who decides, and what is still needed."""
    _send(
        "claim_received",
        claim,
        claim.claimant,
        has_proof=bool(claim.evidence),
        reasons=lambda: explain(claim.routed),
    )


def claim_waits(claim: EnterpriseClaim, deciders: Iterable[User], *, proof_added: bool = False) -> None:
    """To the centre: there is something to decide."""
    for decider in deciders:
        _send(
            "claim_waits",
            claim,
            decider,
            key=f"claim_waits:{claim.version}" if proof_added else "",
            page="triage_claim",
            proof_added=proof_added,
            claimant=str(claim.claimant),
        )


def claim_disputed(claim: EnterpriseClaim, *, rivals: Sequence[EnterpriseClaim], holder: Enterprise | None) -> None:
    """To both sides: somebody else names the same code, an officer looks at it, nothing is lost.

    Neither side is told who the other one is.
    """
    _send("claim_disputed", claim, claim.claimant, held=holder is not None)
    for rival in rivals:
        _send("claim_disputed", rival, rival.claimant, key=f"claim_disputed:{claim.pk}", held=holder is not None)
    if holder is not None:
        owners = Membership.objects.filter(valid_today(), enterprise=holder, role="enterprise_owner")
        for membership in owners.select_related("user"):
            _send("claim_on_yours", claim, membership.user, page="accounts_people")


def proof_asked(claim: EnterpriseClaim, text: str, *, seq: int) -> None:
    _send("claim_proof_asked", claim, claim.claimant, key=f"claim_proof_asked:{seq}", text=text)


def claim_verified(claim: EnterpriseClaim, *, role: str, rivals: Sequence[EnterpriseClaim]) -> None:
    """To the claimant, and to whoever else still claims the code."""
    _send("claim_verified", claim, claim.claimant, role=lambda: str(ROLES[role].name))
    for rival in rivals:
        _send("claim_disputed", rival, rival.claimant, key=f"claim_disputed:{claim.pk}:held", held=True)


def claim_rejected(claim: EnterpriseClaim) -> None:
    _send("claim_rejected", claim, claim.claimant, reason=claim.decision_reason)
