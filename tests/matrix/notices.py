"""Webhooks and the duty roster in the matrix."""

from collections.abc import Callable

from tests.factories.webhooks import DutyShiftFactory, WebhookEndpointFactory
from tests.matrix import LOCAL_STAFF, Rule, World

HEAD = frozenset({"centre_head"})
OWNER = frozenset({"enterprise_owner"})
READERS = LOCAL_STAFF | {"hotline_officer", "archivist"}


def centre_page(page: str) -> Callable[[World, bool], str]:
    return lambda world, own: f"/triage/people/{(world.centre if own else world.other_centre).slug}/{page}"


def webhooks_of_enterprise(world: World, own: bool) -> str:
    return f"/accounts/people/{(world.enterprise if own else world.other_enterprise).pk}/webhooks/"


def of_centre(act: str = "") -> Callable[[World, bool], str]:
    def address(world: World, own: bool) -> str:
        endpoint = WebhookEndpointFactory.create(centre=world.centre if own else world.other_centre)
        return f"/accounts/webhooks/{endpoint.pk}/{act}"

    return address


def of_enterprise(world: World, own: bool) -> str:
    owner = world.enterprise if own else world.other_enterprise
    return f"/accounts/webhooks/{WebhookEndpointFactory.create(centre=None, enterprise=owner).pk}/"


RULES = [
    Rule("webhooks of the centre", centre_page("webhooks/"), own=HEAD),
    Rule("webhooks of the enterprise", webhooks_of_enterprise, own=OWNER),
    Rule("a webhook of the centre", of_centre(), own=HEAD),
    Rule("a webhook of the enterprise", of_enterprise, own=OWNER),
    Rule("the secret of a webhook", of_centre("secret/"), own=HEAD, method="POST"),
    Rule("a test of a webhook", of_centre("test/"), own=HEAD, method="POST"),
    Rule("the roster", centre_page("duty/"), own=READERS),
    Rule("the roster of one's centre", lambda world, own: "/triage/duty/", own=READERS, other=READERS),
    Rule("copying a week of the roster", centre_page("duty/copy/"), own=HEAD, method="POST"),
]

SAMPLES: dict[str, Callable[[World], dict[str, object]]] = {
    "centre_webhooks": lambda world: {"slug": world.centre.slug},
    "enterprise_webhooks": lambda world: {"pk": world.enterprise.pk},
    "webhook": lambda world: {"pk": WebhookEndpointFactory.create(centre=world.centre).pk},
    "webhook_act": lambda world: {"pk": WebhookEndpointFactory.create(centre=world.centre).pk, "what": "secret"},
    "centre_duty": lambda world: {"slug": world.centre.slug},
    "centre_duty_copy": lambda world: {"slug": world.centre.slug},
    "centre_duty_remove": lambda world: {
        "slug": world.centre.slug,
        "pk": DutyShiftFactory.create(centre=world.centre).pk,
    },
}
