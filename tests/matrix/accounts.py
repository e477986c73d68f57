"""Accounts, centres and claims in the matrix."""

from collections.abc import Callable
from typing import Any

from portal.accounts.models import Invitation
from tests.factories.accounts import ClaimFactory, MembershipFactory, UserFactory
from tests.matrix import EVERYONE, LOCAL_STAFF, Rule, World


def people_of_enterprise(world: World, own: bool) -> str:
    return f"/accounts/people/{(world.enterprise if own else world.other_enterprise).pk}/"


def facts_of_enterprise(world: World, own: bool) -> str:
    return f"/accounts/enterprises/{(world.enterprise if own else world.other_enterprise).pk}/"


def centre_page(page: str) -> Callable[[World, bool], str]:
    return lambda world, own: f"/triage/people/{(world.centre if own else world.other_centre).slug}/{page}"


def claim_to_decide(world: World, own: bool) -> str:
    return f"/triage/claims/{ClaimFactory.create(centre=world.centre if own else world.other_centre).pk}/"


def claim_of_the_owner(world: World, own: bool) -> str:
    claimant = world.people["enterprise_owner"] if own else UserFactory.create()
    return f"/accounts/claims/{ClaimFactory.create(claimant=claimant, centre=world.other_centre).pk}/"


def proof(world: World, own: bool) -> str:
    claim = ClaimFactory.create(centre=world.centre if own else world.other_centre, evidence_name="licence.pdf")
    claim.evidence_type = "application/pdf"
    from django.core.files.base import ContentFile

    claim.evidence.save("licence.pdf", ContentFile(b"%PDF-1.7"), save=True)
    return f"/accounts/claims/{claim.pk}/proof/"


def ending(world: World, own: bool) -> str:
    """Ending the membership of a colleague of the centre."""
    centre = world.centre if own else world.other_centre
    return f"/accounts/memberships/{MembershipFactory.create(centre=centre, role='hotline_officer').pk}/end/"


def resetting(world: World, own: bool) -> str:
    """Resetting the second factor of a colleague of the centre."""
    centre = world.centre if own else world.other_centre
    return f"/accounts/memberships/{MembershipFactory.create(centre=centre, role='hotline_officer').pk}/second-factor/"


RULES = [
    Rule("account", lambda world, own: "/accounts/", own=EVERYONE, other=EVERYONE),
    Rule("claim an enterprise", lambda world, own: "/accounts/claims/new/", own=EVERYONE, other=EVERYONE),
    Rule("colleagues", people_of_enterprise, own=frozenset({"enterprise_owner", "enterprise_member"})),
    Rule("facts of the enterprise", facts_of_enterprise, own=frozenset({"enterprise_owner"})),
    Rule(
        "people of the centre",
        centre_page(""),
        own=frozenset({"centre_head", "administrator"}),
        other=frozenset({"administrator"}),
    ),
    Rule(
        "contact of the centre",
        centre_page("edit/"),
        own=frozenset({"centre_head", "administrator"}),
        other=frozenset({"administrator"}),
    ),
    Rule(
        "hours of the centre",
        centre_page("hours/"),
        own=frozenset({"centre_head", "administrator"}),
        other=frozenset({"administrator"}),
    ),
    Rule("centre of a head", lambda world, own: "/triage/people/", own=frozenset({"centre_head"}),
         other=frozenset({"centre_head"})),
    Rule("all centres", lambda world, own: "/accounts/admin/centres/", own=frozenset({"administrator"}),
         other=frozenset({"administrator"})),
    Rule("a new centre", lambda world, own: "/accounts/admin/centres/new/", own=frozenset({"administrator"}),
         other=frozenset({"administrator"})),
    Rule("queue of claims", lambda world, own: "/triage/claims/", own=LOCAL_STAFF, other=LOCAL_STAFF),
    Rule("a claim to decide", claim_to_decide, own=LOCAL_STAFF),
    Rule("one's own claim", claim_of_the_owner, own=frozenset({"enterprise_owner"})),
    Rule("proof of a claim", proof, own=LOCAL_STAFF),
    Rule("ending an officer", ending, own=frozenset({"centre_head"})),
    Rule("a colleague's second factor", resetting, own=frozenset({"centre_head", "administrator"}),
         other=frozenset({"administrator"})),
    Rule(
        "reference data",
        lambda world, own: "/admin/",
        own=frozenset({"administrator", "auditor", "editor", "legal_reviewer", "publisher"}),
        other=frozenset({"administrator", "auditor", "editor", "legal_reviewer", "publisher"}),
        let_in=frozenset({200}),
        refused=frozenset({302, 403}),
    ),
    Rule(
        "people in the admin",
        lambda world, own: "/admin/accounts/user/",
        own=frozenset({"administrator", "auditor"}),
        other=frozenset({"administrator", "auditor"}),
        let_in=frozenset({200}),
        refused=frozenset({302, 403}),
    ),
]  # fmt: skip

PUBLIC = {
    "home": "the front page",
    "healthz": "asked by the proxy and by dev.py",
    "centres": "the list of centres is public",
    "centre": "the list of centres is public",
    "accounts_privacy": "read before signing up",
    "accounts_menu": "shows the log-in link to strangers",
    "account_login": "the entrance",
    "account_signup": "the entrance",
    "account_logout": "harmless without a session",
    "account_inactive": "says that an account is closed",
    "account_email_verification_sent": "says that a mail is on its way",
    "account_confirm_email": "the link of a mail; confirming is a POST",
    "account_reset_password": "the entrance",
    "account_reset_password_done": "the entrance",
    "account_reset_password_from_key": "the link of a mail",
    "account_reset_password_from_key_done": "the entrance",
    "account_confirm_login_code": "leads back to the log-in page without a pending code",
    "mfa_authenticate": "leads back to the log-in page without a password that was right",
    "admin:login": "leads to our log-in page",
    "admin:logout": "leads to our log-out page",
}
PERSONAL = {
    "accounts_home": "one's own account",
    "accounts_people": "one's own enterprises",
    "accounts_consent": "one's own consent",
    "accounts_claim_new": "anybody may claim an enterprise",
    "accounts_cities": "names of cities for that form",
    "account_email": "one's own address",
    "account_change_password": "one's own password",
    "account_set_password": "one's own password",
    "account_reauthenticate": "one's own password",
    "accounts_my_data": "one's own data",
    "accounts_my_data_download": "one's own data",
    "accounts_erase": "one's own data",
    "accounts_keep": "one's own data",
    "accounts_tokens": "one's own tokens",
    "accounts_token_new": "one's own tokens",
    "mfa_index": "one's own second factor",
    "mfa_activate_totp": "one's own second factor",
    "mfa_reauthenticate": "one's own second factor",
    "mfa_generate_recovery_codes": "one's own second factor",
}
SAMPLES: dict[str, Callable[[World], dict[str, Any]]] = {
    "accounts_enterprise_people": lambda world: {"pk": world.enterprise.pk},
    "accounts_enterprise_edit": lambda world: {"pk": world.enterprise.pk},
    "accounts_membership_end": lambda world: {"pk": world.people["centre_officer"].memberships.get().pk},
    "accounts_second_factor_reset": lambda world: {"pk": world.people["centre_officer"].memberships.get().pk},
    "accounts_claim": lambda world: {"pk": ClaimFactory.create().pk},
    "accounts_claim_evidence": lambda world: {"pk": ClaimFactory.create().pk},
    "accounts_invitation_revoke": lambda world: {
        "pk": Invitation.objects.create(
            email="a@example.com", role="editor", scope="network", token_hash="x",
            invited_by=world.people["administrator"], expires_at="2100-01-01T00:00Z",
        ).pk
    },
    "triage_claim": lambda world: {"pk": ClaimFactory.create().pk},
    "triage_centre_people": lambda world: {"slug": world.centre.slug},
    "triage_centre_edit": lambda world: {"slug": world.centre.slug},
    "triage_centre_hours": lambda world: {"slug": world.centre.slug},
    "centre": lambda world: {"slug": world.centre.slug},
}  # fmt: skip
