"""What may happen to a webhook: added, changed, tried, its secret shown once and renewed, switched off and on."""

import uuid
from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from portal.accounts.actions.audit import record
from portal.accounts.models import Enterprise, GuidanceCentre, User
from portal.lib import clock
from portal.lib.errors import Conflict, Invalid
from portal.lib.fetch import check_url
from portal.lib.fields import clean_text
from portal.lib.states import guarded_update
from portal.notices.access import need_channels
from portal.notices.actions import insert, prepare_post
from portal.notices.models import DisabledWhy, Topic, WebhookEndpoint
from portal.notices.models.endpoints import ENTERPRISE_TOPICS
from portal.notices.signing import OVERLAP, new_salt, secret_of

# More machines than that nobody looks after.
MOST = 10


def topics_of(place: GuidanceCentre | Enterprise) -> list[Topic]:
    """What endpoints of this place may ask for."""
    return [topic for topic in Topic if isinstance(place, GuidanceCentre) or topic in ENTERPRISE_TOPICS]


def _checked(place: GuidanceCentre | Enterprise, name: str, url: str, topics: Sequence[str]) -> dict[str, Any]:
    name = clean_text(name)[:80]
    if not name:
        raise Invalid(_("Give it a name by which you know it again."), field="name")
    chosen = [str(topic) for topic in topics_of(place) if topic in topics]
    if not chosen or set(topics) - set(chosen):
        raise Invalid(_("Choose what it is told."), field="topics")
    return {"name": name, "url": check_url(url.strip()), "topics": chosen}


def _need(endpoint: WebhookEndpoint, by: User) -> None:
    need_channels(by, centre=endpoint.centre_id, enterprise=endpoint.enterprise_id)


@transaction.atomic
def add_endpoint(
    *,
    place: GuidanceCentre | Enterprise,
    by: User,
    name: str,
    url: str,
    topics: Sequence[str],
    language: str = "zh-hans",
    form_key: uuid.UUID | None = None,
) -> WebhookEndpoint:
    """Add a webhook of a centre or an enterprise. The same `form_key` again is the same webhook.

    Raises Invalid for an address that is not public https, NotAllowed or Http404 without the right.
    """
    owner: dict[str, Any] = {"centre": place} if isinstance(place, GuidanceCentre) else {"enterprise": place}
    need_channels(by, **{role: row.pk for role, row in owner.items()})
    type(place)._default_manager.select_for_update().get(pk=place.pk)  # a doubled click waits here
    sent = WebhookEndpoint.objects.filter(form_key=form_key, created_by=by, **owner).first() if form_key else None
    if sent is not None:
        return sent
    if WebhookEndpoint.objects.filter(**owner).count() >= MOST:
        raise Conflict(_("There are %(count)s webhooks already. Change one of them instead.") % {"count": MOST})
    endpoint = WebhookEndpoint.objects.create(
        **owner,
        **_checked(place, name, url, topics),
        language=language,
        salt=new_salt(),
        form_key=form_key,
        created_by=by,
    )
    record("webhook.added", endpoint, by=by, **_owner_ids(endpoint))
    return endpoint


@transaction.atomic
def edit_endpoint(
    *, endpoint: WebhookEndpoint, by: User, version: int, name: str, url: str, topics: Sequence[str], language: str
) -> None:
    """Change name, address, language or topics. Raises Conflict when somebody else saved first."""
    _need(endpoint, by)
    changes = _checked(endpoint.owner, name, url, topics)
    guarded_update(endpoint, expected={"version": version}, language=language, **changes)
    record("webhook.edited", endpoint, by=by, **_owner_ids(endpoint))


@transaction.atomic
def show_secret(*, endpoint: WebhookEndpoint, by: User) -> str:
    """The secret, once. Raises Conflict when it has been shown: then only a new one helps."""
    _need(endpoint, by)
    try:
        guarded_update(endpoint, expected={"secret_shown": False}, secret_shown=True)
    except Conflict as error:
        raise Conflict(_("The secret was shown already. Make a new one if it is lost.")) from error
    record("webhook.secret_shown", endpoint, by=by, **_owner_ids(endpoint))
    return secret_of(endpoint.salt)


@transaction.atomic
def rotate_secret(*, endpoint: WebhookEndpoint, by: User, version: int) -> None:
    """A new secret; the one before signs along for a day. Raises Conflict on a stale page."""
    _need(endpoint, by)
    guarded_update(
        endpoint,
        expected={"version": version},
        salt=new_salt(),
        previous_salt=endpoint.salt,
        previous_until=clock.now() + OVERLAP,
        secret_shown=False,
    )
    record("webhook.secret_renewed", endpoint, by=by, **_owner_ids(endpoint))


@transaction.atomic
def switch(*, endpoint: WebhookEndpoint, by: User, version: int, on: bool) -> None:
    """Switch a webhook off, or on again with its failures forgotten. Raises Conflict on a stale page."""
    _need(endpoint, by)
    changes: dict[str, Any] = (
        {"disabled_why": "", "failures": 0, "failing_since": None, "last_error": ""}
        if on
        else {"disabled_why": DisabledWhy.PERSON}
    )
    guarded_update(endpoint, expected={"version": version, "is_active": not on}, is_active=on, **changes)
    record("webhook.switched_on" if on else "webhook.switched_off", endpoint, by=by, **_owner_ids(endpoint))


@transaction.atomic
def send_test(*, endpoint: WebhookEndpoint, by: User) -> None:
    """Post a message that says it is a test. Raises Conflict while the webhook is off."""
    _need(endpoint, by)
    if not endpoint.is_active:
        raise Conflict(_("This webhook is switched off. Switch it on first."))
    key = f"webhook:{endpoint.pk}:test:{uuid.uuid4().hex[:12]}"
    insert([prepare_post(endpoint=endpoint, key=key, kind="notices.webhook_test", context={"name": endpoint.name})])


def _owner_ids(endpoint: WebhookEndpoint) -> dict[str, int | None]:
    return {"centre": endpoint.centre_id, "enterprise": endpoint.enterprise_id}
