"""Risk warnings in the matrix."""

from typing import Any

from risk_warnings.models import RiskWarning
from tests.factories.warnings import a_published_warning, a_submitted_warning, a_subscription
from tests.matrix import EVERYONE, Rule, World

AUTHORS, ISSUERS = frozenset({"warning_author"}), frozenset({"warning_issuer"})
DESK = AUTHORS | ISSUERS

PUBLIC = {
    "warnings": "published warnings are public",
    "warning": "published warnings are public",
    "warning_feed": "published warnings are public",
    "unsubscribe": "the link of a mail; acting is a POST with the token",
}
PERSONAL = {
    "subscriptions": "one's own subscriptions",
    "subscription_new": "one's own subscriptions",
}


def submitted(world: World, own: bool) -> RiskWarning:
    """A warning in review that nobody of the world has written in: the desk has no places, so own is other."""
    return a_submitted_warning()


def step(act: str) -> Any:
    return lambda world, own: f"/editorial/warnings/{submitted(world, own).ref}/{act}/"


def subscription(world: World, own: bool) -> str:
    """The subscription of an enterprise's owner, or a stranger's."""
    if own:
        owner = world.people["enterprise_owner"]
        return f"/subscriptions/{(owner.warning_subscriptions.first() or a_subscription(user=owner)).pk}/"
    return f"/subscriptions/{a_subscription().pk}/"


def everywhere(name: str, address: Any, roles: frozenset[str], **rule: Any) -> Rule:
    return Rule(name, address, own=roles, other=roles, **rule)


RULES = [
    everywhere("warnings desk", lambda world, own: "/editorial/warnings/", DESK),
    everywhere("new warning", lambda world, own: "/editorial/warnings/new/", AUTHORS),
    everywhere("warning at the desk", lambda w, own: f"/editorial/warnings/{submitted(w, own).ref}/", DESK),
    everywhere("edit a warning", lambda w, own: f"/editorial/warnings/{submitted(w, own).ref}/edit/", AUTHORS),
    # Version 1 is long past: whoever may issue is told of the conflict, everybody else is refused before.
    everywhere("issue a warning", step("issue"), ISSUERS, data={"version": "1"}, let_in=frozenset({409})),
    everywhere(
        "return a warning",
        step("return"),
        ISSUERS,
        data={"version": "1", "note": "更正来源"},
        let_in=frozenset({409}),
    ),
    everywhere("give up a warning", step("withdraw"), AUTHORS, data={"version": "1"}, let_in=frozenset({409})),
    everywhere("my subscriptions", lambda world, own: "/subscriptions/", EVERYONE),
    Rule("one subscription", subscription, own=frozenset({"enterprise_owner"})),
]

SAMPLES = {
    "warning": lambda world: {"ref": a_published_warning().ref},
    "desk_warning": lambda world: {"ref": a_submitted_warning().ref},
    "warning_edit": lambda world: {"ref": a_submitted_warning().ref},
    "warning_act": lambda world: {"ref": a_submitted_warning().ref, "act": "issue"},
    "subscription_edit": lambda world: {"pk": a_subscription().pk},
    "subscription_act": lambda world: {"pk": a_subscription().pk, "act": "delete"},
}
