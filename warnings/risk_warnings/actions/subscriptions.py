"""What a person does with their own subscriptions."""

import uuid
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from portal.accounts.access import rights_of
from portal.accounts.actions.audit import record
from portal.accounts.models import User
from portal.accounts.permissions import Permission
from portal.lib import clock
from portal.lib.errors import Conflict, Invalid, NotAllowed
from portal.lib.states import guarded_update
from risk_warnings.inputs import SubscriptionInput
from risk_warnings.models import ANY, Dimension, Level, Rhythm, Subscription, SubscriptionScope

MOST = 20


def subscribe(
    *, by: User, wish: SubscriptionInput, key: uuid.UUID | None = None, is_demo: bool = False
) -> Subscription:
    """Begin a subscription of one's own. The same `key` again returns the row it made the first time."""
    columns, scope = _checked(by, wish)
    mine = Subscription.objects.filter(idempotency_key=key, user=by) if key else Subscription.objects.none()
    with transaction.atomic():
        # One at a time per person: two at once would both be the last that is allowed.
        User.objects.select_for_update(no_key=True).values_list("pk").get(pk=by.pk)
        if made := mine.first():
            return made
        if Subscription.objects.filter(user=by).count() >= MOST:
            raise Conflict(
                _("You have %(number)s subscriptions already. Change or delete one of them.") % {"number": MOST}
            )
        subscription = Subscription.objects.create(user=by, idempotency_key=key, is_demo=is_demo, **columns)
        _write_scope(subscription, scope)
    return subscription


def change_subscription(*, subscription: Subscription, by: User, wish: SubscriptionInput, version: int) -> None:
    _own(subscription, by)
    columns, scope = _checked(by, wish)
    with transaction.atomic():
        guarded_update(subscription, expected={"version": version}, **columns)
        _write_scope(subscription, scope)


def stop_subscription(*, subscription: Subscription, by: User) -> None:
    """No more mails from it; it can be resumed. Harmless when repeated."""
    _own(subscription, by)
    if subscription.active:
        guarded_update(subscription, expected={"active": True}, active=False, ended_at=clock.now())


def resume_subscription(*, subscription: Subscription, by: User) -> None:
    _own(subscription, by)
    if not subscription.active:
        guarded_update(subscription, expected={"active": False}, active=True, ended_at=None)


def delete_subscription(*, subscription: Subscription, by: User) -> None:
    _own(subscription, by)
    subscription.delete()


def unsubscribe_everything(*, user: User) -> int:
    """End all warning mails to `user`: what the signed link in a mail does. Returns how many subscriptions ended."""
    with transaction.atomic():
        ended = Subscription.objects.filter(user=user, active=True).update(active=False, ended_at=clock.now())
        if ended:
            record("unsubscribed_by_link", user, by=user, subscriptions=ended)
    return ended


def _own(subscription: Subscription, by: User) -> None:
    if subscription.user_id != by.pk:
        raise NotAllowed(_("This subscription is somebody else's."))


def _checked(by: User, wish: SubscriptionInput) -> tuple[dict[str, Any], list[tuple[str, str]]]:
    """Columns and scope rows of a wish. Raises Invalid naming the field that does not fit."""
    if wish.least_level not in Level.values:
        raise Invalid(_("Choose one of the levels."), field="least_level")
    if wish.rhythm not in Rhythm.values:
        raise Invalid(_("Choose how often you want mail."), field="rhythm")
    if wish.language not in dict(settings.LANGUAGES):
        raise Invalid(_("Choose Chinese or English."), field="language")
    allowed = rights_of(by).enterprise_ids(Permission.VIEW_ENTERPRISE_CASES)
    if wish.enterprise_id is not None and wish.enterprise_id not in allowed:
        raise Invalid(_("You are not a member of this enterprise."), field="enterprise")
    scope = wish.scope.rows()
    chosen = {dimension for dimension, _value in scope}
    scope += [
        (str(dimension), ANY)
        for dimension in (Dimension.JURISDICTION, Dimension.INDUSTRY, Dimension.RIGHT)
        if dimension not in chosen
    ]
    scope += [(str(Dimension.LEVEL), level.value) for level in Level.at_least(wish.least_level)]
    columns = {
        "least_level": wish.least_level,
        "rhythm": wish.rhythm,
        "language": wish.language,
        "enterprise_id": wish.enterprise_id,
    }
    return columns, scope


def _write_scope(subscription: Subscription, scope: list[tuple[str, str]]) -> None:
    subscription.scopes.all().delete()
    SubscriptionScope.objects.bulk_create(
        [SubscriptionScope(subscription=subscription, dimension=d, value=v) for d, v in scope]
    )
