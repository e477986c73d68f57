"""What this app holds of a person: the account, memberships, claims, tokens, consents, log-ins."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from axes.models import AccessFailureLog, AccessLog
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.accounts.access import valid_today
from portal.accounts.actions.memberships import KEEPERS, is_last, spot_of
from portal.accounts.models import ApiToken, AuditEvent, ClaimState, Consent, EnterpriseClaim, Invitation, User
from portal.accounts.personal_data import File, Kept, Section
from portal.accounts.retention import retention
from portal.accounts.roles import ROLES
from portal.lib import clock


class Memberships(Section):
    """Roles and the invitations by which they came."""

    code, label, retention = "memberships", gettext_lazy("Roles and invitations"), "at_once"

    def collect(self, user: User) -> list[dict[str, Any]]:
        return [
            {"role": m.role, "place": str(spot_of(m)), "from": m.valid_from, "to": m.valid_to, "ended": m.ended_at}
            for m in user.memberships.select_related("enterprise", "centre").order_by("valid_from", "pk")
        ]

    def blockers(self, user: User) -> list[str]:
        keeps = user.memberships.filter(valid_today(), role__in=KEEPERS).select_related("enterprise", "centre")
        return [
            _("You are the last “%(role)s” of %(place)s. Name another one first.")
            % {"role": ROLES[membership.role].name, "place": spot_of(membership)}
            for membership in keeps
            if is_last(membership, spot_of(membership))
        ]

    def erase(self, user: User) -> None:
        user.memberships.filter(ended_at__isnull=True).update(ended_at=clock.now())
        theirs = Invitation.objects.filter(Q(email=user.email) | Q(accepted_by=user))
        theirs.filter(accepted_at__isnull=True, revoked_at__isnull=True).update(revoked_at=clock.now())
        theirs.update(email=nameless(user))


class Claims(Section):
    """Claims on enterprises with their proofs, which stay until nobody can dispute them any more."""

    code, label, retention = "claims", gettext_lazy("Claims on enterprises"), "claim_proof"

    def collect(self, user: User) -> list[dict[str, Any]]:
        return [
            {
                "uscc": claim.uscc,
                "name": claim.name_zh,
                "state": claim.state,
                "telephone": claim.contact_phone,
                "proof": claim.evidence_name,
                "claimed": claim.created_at,
                "decided": claim.decided_at,
            }
            for claim in EnterpriseClaim.objects.filter(claimant=user)
        ]

    def files(self, user: User) -> Iterable[File]:
        for claim in EnterpriseClaim.objects.filter(claimant=user).exclude(evidence=""):
            yield File(f"claims/{claim.pk}-{claim.evidence_name}", claim.evidence, claim.evidence.size)

    def blockers(self, user: User) -> list[str]:
        if not EnterpriseClaim.objects.filter(claimant=user).live().exists():
            return []
        return [_("A centre is still deciding on a claim of yours. Wait for its decision.")]

    def kept(self, user: User) -> list[Kept]:
        held = retention(self.retention)
        proofs = EnterpriseClaim.objects.filter(claimant=user, decided_at__isnull=False).exclude(evidence="")
        last = max((claim.decided_at for claim in proofs if claim.decided_at), default=None)
        until = held.until(day_of(last)) if last else None
        return [Kept(_("proofs of acting for an enterprise"), len(proofs), held, until)]

    def erase(self, user: User) -> None:
        claims = EnterpriseClaim.objects.filter(claimant=user, state__in=(ClaimState.VERIFIED, ClaimState.REJECTED))
        claims.update(contact_phone="")
        before = retention(self.retention).starts_that_ended(clock.today())
        for claim in claims.filter(decided_at__date__lt=before).exclude(evidence=""):
            claim.evidence.delete(save=False)
            EnterpriseClaim.objects.filter(pk=claim.pk).update(evidence="", evidence_name="")


class Tokens(Section):
    code, label, retention = "tokens", gettext_lazy("Access tokens"), "at_once"

    def collect(self, user: User) -> list[dict[str, Any]]:
        tokens = ApiToken.objects.filter(user=user)
        return [{"name": t.name, "scopes": t.scopes, "made": t.created_at, "until": t.expires_at} for t in tokens]

    def erase(self, user: User) -> None:
        ApiToken.objects.filter(user=user).delete()


class Consents(Section):
    """That the person agreed to the privacy notice: provable for a while after they left."""

    code, label, retention = "consents", gettext_lazy("Consents"), "consent_proof"

    def collect(self, user: User) -> list[dict[str, Any]]:
        rows = user.consents.all()
        return [{"document": c.document, "version": c.document_version, "given": c.given_at} for c in rows]

    def kept(self, user: User) -> list[Kept]:
        held = retention(self.retention)
        given = [consent.given_at for consent in user.consents.all()]
        until = held.until(day_of(max(given))) if given else None
        return [Kept(_("proofs of consent"), len(given), held, until)]

    def erase(self, user: User) -> None:
        before = retention(self.retention).starts_that_ended(clock.today())
        Consent.objects.filter(user=user, given_at__date__lt=before).delete()


class LogIns(Section):
    """The ledger against guessing. It is emptied by its own task, whoever was erased."""

    code, label, retention = "log_ins", gettext_lazy("Log-ins"), "security_log"

    def collect(self, user: User) -> list[dict[str, Any]]:
        ledgers = ((True, AccessLog), (False, AccessFailureLog))
        return [
            {"at": row.attempt_time, "network": row.ip_address, "succeeded": succeeded}
            for succeeded, ledger in ledgers
            for row in ledger.objects.filter(username=user.email)
        ]

    def kept(self, user: User) -> list[Kept]:
        held = retention(self.retention)
        rows = AccessLog.objects.filter(username=user.email).order_by("-attempt_time")
        last = rows.first()
        until = held.until(day_of(last.attempt_time)) if last else None
        return [Kept(_("log-ins"), rows.count(), held, until)]

    def erase(self, user: User) -> None:
        """The rows lose the address with the account's own row: `Account` renames them."""


class Audit(Section):
    """What the person did: ids only, kept as the proof of other people's matters."""

    code, label, retention = "audit", gettext_lazy("What I did"), "audit_log"

    def collect(self, user: User) -> list[dict[str, Any]]:
        rows = AuditEvent.objects.filter(actor_id=user.pk).order_by("at")
        return [{"at": e.at, "act": e.verb, "subject": f"{e.subject_type}:{e.subject_id}"} for e in rows]

    def kept(self, user: User) -> list[Kept]:
        return [
            Kept(_("acts in the audit log"), AuditEvent.objects.filter(actor_id=user.pk).count(), self.retention_class)
        ]

    def erase(self, user: User) -> None:
        """Nothing: the log names nobody."""


class Account(Section):
    """The person's own row. It goes last, because the others find what is theirs by its address."""

    code, label, retention, order = "account", gettext_lazy("Account and profile"), "at_once", 90

    def collect(self, user: User) -> list[dict[str, Any]]:
        return [
            {
                "email": user.email,
                "name": user.name,
                "language": user.language,
                "time_zone": user.time_zone,
                "joined": user.date_joined,
                "last_log_in": user.last_login,
                "second_factor": Authenticator.objects.filter(user=user).exists(),
            }
        ]

    def erase(self, user: User) -> None:
        if user.erased_at is not None:
            return
        EmailAddress.objects.filter(user=user).delete()
        Authenticator.objects.filter(user=user).delete()
        for ledger in (AccessLog, AccessFailureLog):
            ledger.objects.filter(username=user.email).update(username=nameless(user))
        user.email, user.name, user.is_active, user.erased_at = nameless(user), "", False, clock.now()
        user.language, user.time_zone = User._meta.get_field("language").default, "Asia/Shanghai"
        user.session_epoch += 1
        user.set_unusable_password()
        user.save()


def day_of(moment: datetime) -> date:
    """The Shanghai day of a moment."""
    return moment.astimezone(clock.SHANGHAI).date()


def nameless(user: User) -> str:
    """An address that tells nothing and reaches nobody (`.invalid` is reserved for that)."""
    return f"erased-{user.pk}@erased.invalid"


SECTIONS = (Memberships(), Claims(), Tokens(), Consents(), LogIns(), Audit(), Account())
