"""Claiming an enterprise, and deciding on claims.

    claimed > verified | rejected | disputed;  disputed > verified | rejected

A code that somebody else holds or claims opens a review: every claim on it is `disputed`, everybody concerned is
told in plain words, and an officer decides. An enterprise row is made once per code, by the first
verification; later ones join it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from django.core.files.base import File
from django.db import transaction
from django.utils.translation import gettext as _

from portal.accounts import claim_mails as mails
from portal.accounts.access import people_with, require, valid_today
from portal.accounts.actions.audit import record
from portal.accounts.actions.memberships import Spot, add_membership
from portal.accounts.credit_code import clean_credit_code
from portal.accounts.models import ClaimEvent, ClaimState, CreditCode, Enterprise, EnterpriseClaim, Membership, User
from portal.accounts.models.enterprises import CLAIM_TRANSITIONS
from portal.accounts.permissions import Permission
from portal.accounts.routing import route
from portal.lib import clock
from portal.lib.errors import Conflict, Invalid, NotAllowed
from portal.lib.events import append
from portal.lib.states import guarded_update, move
from portal.lib.uploads import check_upload
from portal.reference.models import City, Industry, Jurisdiction, Province

ROLES_OF_A_CLAIM = ("enterprise_owner", "enterprise_member")


class ClaimVerified(Protocol):
    """What is called, inside the transaction, when a claim has been verified."""

    def __call__(self, *, claim: EnterpriseClaim, enterprise: Enterprise, by: User) -> None: ...


# Upper apps register here in `AppConfig.ready()`: disputes joins the claimant's cases to the enterprise.
on_claim_verified: list[ClaimVerified] = []


@dataclass(frozen=True)
class Facts:
    """What a person states about an enterprise."""

    name_zh: str
    province: Province
    name_en: str = ""
    city: City | None = None
    industry: Industry | None = None
    key_industry: Industry | None = None
    size: str = ""
    export_markets: Sequence[Jurisdiction] = field(default_factory=tuple)

    def check(self) -> None:
        """Raises Invalid when the facts contradict each other."""
        if not self.name_zh:
            raise Invalid(_("Enter the registered name of the enterprise."), field="name_zh")
        if self.city is not None and self.city.province_id != self.province.pk:
            raise Invalid(_("This city does not lie in the province you chose."), field="city")

    def columns(self) -> dict[str, Any]:
        return {
            "name_zh": self.name_zh,
            "name_en": self.name_en,
            "province": self.province,
            "city": self.city,
            "industry": self.industry,
            "key_industry": self.key_industry,
            "size": self.size,
        }


@transaction.atomic
def claim_enterprise(
    *,
    by: User,
    uscc: str,
    facts: Facts,
    contact_phone: str = "",
    evidence: "File[bytes] | None" = None,
    evidence_kind: str = "",
) -> EnterpriseClaim:
    """State that `by` acts for the enterprise with this code. A second submission returns the first claim.

    Raises Invalid for a wrong code, fact or file; Conflict when this person's claim on it has been verified.
    """
    code = clean_credit_code(uscc)
    facts.check()
    _lock_code(code)  # a doubled click and a rival wait here
    own = EnterpriseClaim.objects.filter(claimant=by, uscc=code).exclude(state=ClaimState.REJECTED).first()
    if own is not None:
        if own.state == ClaimState.VERIFIED:
            raise Conflict(_("You already act for this enterprise on the portal."), field="uscc")
        return own
    routed = route(province=facts.province, city=facts.city, industry=facts.industry, key_industry=facts.key_industry)
    claim = EnterpriseClaim.objects.create(
        uscc=code,
        claimant=by,
        contact_phone=contact_phone,
        centre=routed.centre,
        routed=routed.as_data(),
        **facts.columns(),
    )
    claim.export_markets.set(facts.export_markets)
    append(
        ClaimEvent,
        subject=claim,
        kind="claimed",
        actor_id=by.pk,
        new_state=claim.state,
        data={"centre": routed.centre.slug, "step": routed.step.value},
    )
    if evidence is not None:
        _keep_evidence(claim, evidence, evidence_kind, by)
    rivals = list(EnterpriseClaim.objects.live().filter(uscc=code).exclude(pk=claim.pk))
    holder = Enterprise.objects.filter(uscc=code).first()
    if rivals or holder is not None:
        for disputed in (claim, *rivals):
            _dispute(disputed, by=by)
        mails.claim_disputed(claim, rivals=rivals, holder=holder)
    mails.claim_received(claim)
    mails.claim_waits(claim, deciders_of(claim))
    return claim


@transaction.atomic
def add_claim_evidence(*, claim: EnterpriseClaim, by: User, file: "File[bytes]", kind: str) -> None:
    """Add or replace the proof while nobody has decided. Raises NotAllowed for anyone but the claimant."""
    if claim.claimant_id != by.pk:
        raise NotAllowed(_("Only the person who made the claim may add proof."))
    claim = _locked(claim)
    if claim.state not in (ClaimState.CLAIMED, ClaimState.DISPUTED):
        raise Conflict(_("This claim has been decided already: %(who)s.") % {"who": last_act(claim)})
    _keep_evidence(claim, file, kind, by)
    mails.claim_waits(claim, deciders_of(claim), proof_added=True)


@transaction.atomic
def ask_for_evidence(*, claim: EnterpriseClaim, by: User, version: int, text: str) -> None:
    """Tell the claimant what is missing. The claim stays where it is."""
    claim = _for_decision(claim, by, version)
    if not text:
        raise Invalid(_("Write what is missing."), field="reason")
    guarded_update(claim, expected={"version": version})
    event = append(ClaimEvent, subject=claim, kind="proof_asked", actor_id=by.pk, new_state=claim.state)
    mails.proof_asked(claim, text, seq=event.seq)


@transaction.atomic
def verify_claim(*, claim: EnterpriseClaim, by: User, version: int, role: str = "") -> Enterprise:
    """Accept the proof: the enterprise exists from now on, or the claimant joins it.

    Without `role` the first person becomes owner, a later one member. Raises NotAllowed without the right or for
    one's own claim, Invalid without proof, Conflict on a stale page (told who acted and when). A page about another
    claim on the same code is stale from now on: its officer read that nobody holds the code.
    """
    claim = _for_decision(claim, by, version)
    if not claim.evidence:
        raise Invalid(_("There is no proof yet. Ask the claimant for the licence or a counter-signed letter."))
    enterprise = _enterprise_of(claim)
    has_owner = Membership.objects.filter(valid_today(), enterprise=enterprise, role="enterprise_owner").exists()
    role = role or ("enterprise_member" if has_owner else "enterprise_owner")
    if role not in ROLES_OF_A_CLAIM:
        raise Invalid(_("Choose owner or member."), field="role")
    if not has_owner and role != "enterprise_owner":
        raise Invalid(_("The enterprise has no owner yet: the first person must be its owner."), field="role")
    old = move(
        claim,
        CLAIM_TRANSITIONS,
        ClaimState.VERIFIED,
        enterprise=enterprise,
        decided_by=by,
        decided_at=clock.now(),
    )
    add_membership(user=claim.claimant, role=role, by=by, spot=Spot(enterprise=enterprise))
    append(
        ClaimEvent,
        subject=claim,
        kind="verified",
        actor_id=by.pk,
        old_state=old,
        new_state=claim.state,
        data={"role": role, "enterprise": enterprise.pk},
    )
    rivals = list(EnterpriseClaim.objects.live().filter(uscc=claim.uscc))
    for rival in rivals:
        _dispute(rival, by=by)
        guarded_update(rival, expected={"version": rival.version})
        append(ClaimEvent, subject=rival, kind="rival_verified", actor_id=by.pk, new_state=rival.state)
    for call in on_claim_verified:
        call(claim=claim, enterprise=enterprise, by=by)
    mails.claim_verified(claim, role=role, rivals=rivals)
    return enterprise


@transaction.atomic
def reject_claim(*, claim: EnterpriseClaim, by: User, version: int, reason: str) -> None:
    """Do not accept the claim; the person may claim again with better proof. Raises as `verify_claim`."""
    claim = _for_decision(claim, by, version)
    if not reason:
        raise Invalid(_("Give the reason; the claimant will read it."), field="reason")
    old = move(
        claim,
        CLAIM_TRANSITIONS,
        ClaimState.REJECTED,
        decided_by=by,
        decided_at=clock.now(),
        decision_reason=reason,
    )
    append(ClaimEvent, subject=claim, kind="rejected", actor_id=by.pk, old_state=old, new_state=claim.state)
    mails.claim_rejected(claim)


@transaction.atomic
def edit_enterprise(*, enterprise: Enterprise, by: User, version: int, facts: Facts) -> None:
    """Correct the facts of a verified enterprise. The credit code never changes.

    Raises NotAllowed without the right, Conflict when somebody else saved first.
    """
    require(by, Permission.EDIT_ENTERPRISE, enterprise=enterprise.pk)
    facts.check()
    guarded_update(enterprise, expected={"version": version}, **facts.columns())
    enterprise.export_markets.set(facts.export_markets)
    record("enterprise.edited", enterprise, by=by)


def deciders_of(claim: EnterpriseClaim) -> list[User]:
    """The people of its centre who may decide it."""
    return list(people_with(Permission.DECIDE_CLAIM, centre=claim.centre_id))


def last_act(claim: EnterpriseClaim) -> str:
    """Who acted last and when, for the reader of a stale page."""
    event = claim.events.order_by("-seq").first()
    if event is None:
        return _("nobody has acted yet")
    actor = User.objects.filter(pk=event.actor_id or 0).first()
    when = event.at.astimezone(clock.SHANGHAI).strftime("%Y-%m-%d %H:%M")
    return _("%(who)s, %(when)s (Beijing time)") % {"who": actor or _("the portal"), "when": when}


def _lock_code(uscc: str) -> None:
    """Everybody who claims this code or decides on it waits here, before reading who else claims it."""
    CreditCode.objects.get_or_create(uscc=uscc)
    CreditCode.objects.select_for_update().get(uscc=uscc)


def _locked(claim: EnterpriseClaim) -> EnterpriseClaim:
    return EnterpriseClaim.objects.select_for_update().get(pk=claim.pk)


def _for_decision(claim: EnterpriseClaim, by: User, version: int) -> EnterpriseClaim:
    """The locked claim, once `by` may decide it and the page they saw is the present one."""
    require(by, Permission.DECIDE_CLAIM, centre=claim.centre_id)
    if claim.claimant_id == by.pk:
        raise NotAllowed(_("This is your own claim. A colleague must decide it."))
    _lock_code(claim.uscc)
    claim = _locked(claim)
    if claim.version != version:
        raise Conflict(
            _("Somebody acted on this claim since you opened the page: %(who)s. Look again before you decide.")
            % {"who": last_act(claim)}
        )
    return claim


def _keep_evidence(claim: EnterpriseClaim, file: "File[bytes]", kind: str, by: User) -> None:
    if kind not in EnterpriseClaim.EvidenceKind.values:
        raise Invalid(_("Say whether this is the licence or a counter-signed letter."), field="evidence_kind")
    checked = check_upload(file, field="evidence")
    claim.evidence.save(f"{checked.sha256[:32]}.{checked.name.rpartition('.')[2]}", file, save=False)
    claim.evidence_kind, claim.evidence_name = kind, checked.name
    claim.evidence_sha256, claim.evidence_type = checked.sha256, checked.mime
    claim.version += 1
    claim.save()
    append(
        ClaimEvent,
        subject=claim,
        kind="proof_added",
        actor_id=by.pk,
        new_state=claim.state,
        data={"sha256": checked.sha256, "size": checked.size, "kind": kind},
    )


def _dispute(claim: EnterpriseClaim, *, by: User) -> None:
    if claim.state != ClaimState.CLAIMED:
        return
    old = move(claim, CLAIM_TRANSITIONS, ClaimState.DISPUTED)
    append(ClaimEvent, subject=claim, kind="disputed", actor_id=by.pk, old_state=old, new_state=claim.state)


def _enterprise_of(claim: EnterpriseClaim) -> Enterprise:
    """The enterprise of the claim's code, made from the claim when it is the first. Two officers get one row."""
    enterprise, created = Enterprise.objects.get_or_create(
        uscc=claim.uscc,
        defaults={
            "name_zh": claim.name_zh,
            "name_en": claim.name_en,
            "province": claim.province,
            "city": claim.city,
            "industry": claim.industry,
            "key_industry": claim.key_industry,
            "size": claim.size,
            "is_demo": claim.claimant.is_demo,
            "verified_at": clock.now(),
        },
    )
    if created:
        enterprise.export_markets.set(claim.export_markets.all())
    return Enterprise.objects.select_for_update().get(pk=enterprise.pk)
