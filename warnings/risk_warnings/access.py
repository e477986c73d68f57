"""The doors: load, check, return; a stranger gets 404."""

from django.http import Http404

from portal.accounts.access import Rights, rights_of
from portal.accounts.models import User
from risk_warnings.models import RiskWarning, Subscription
from risk_warnings.querysets import DESK


def public_warning(ref: str) -> RiskWarning:
    """A warning that is or was public."""
    warning = RiskWarning.objects.public().filter(ref=ref).first()
    if warning is None:
        raise Http404
    return warning


def desk_rights(user: User) -> Rights:
    """Raises Http404 for whoever neither drafts nor issues warnings: the desk is nothing to them."""
    rights = rights_of(user)
    if not any(rights.may(permission) for permission in DESK):
        raise Http404
    return rights


def desk_warning(user: User, ref: str) -> RiskWarning:
    """Any warning, for those who draft or issue them."""
    desk_rights(user)
    warning = RiskWarning.objects.filter(ref=ref).first()
    if warning is None:
        raise Http404
    return warning


def own_subscription(user: User, pk: int) -> Subscription:
    subscription = Subscription.objects.visible_to(user).filter(pk=pk).first()
    if subscription is None:
        raise Http404
    return subscription
