"""Doors: who keeps the webhooks of a place, who reads and who keeps a roster. A stranger gets 404."""

from django.http import Http404
from django.utils.translation import gettext as _

from portal.accounts.access import Rights, rights_of
from portal.accounts.models import Enterprise, GuidanceCentre, User
from portal.accounts.permissions import Permission
from portal.lib.errors import NotAllowed
from portal.notices.models import WebhookEndpoint


def _refuse(rights: Rights, *, centre: int | None, enterprise: int | None) -> None:
    """Raises NotAllowed for a colleague of the place, Http404 for anybody else."""
    for membership in rights.memberships:
        if (centre is not None and membership.centre_id == centre) or (
            enterprise is not None and membership.enterprise_id == enterprise
        ):
            raise NotAllowed(_("Your role does not allow this."))
    raise Http404


def need_channels(user: User, *, centre: int | None = None, enterprise: int | None = None) -> None:
    """Raises NotAllowed (colleague) or Http404 (stranger) unless the person keeps the channels of this place."""
    rights = rights_of(user)
    if not rights.may(Permission.KEEP_CHANNELS, centre=centre, enterprise=enterprise):
        _refuse(rights, centre=centre, enterprise=enterprise)


def get_endpoint(user: User, pk: int) -> WebhookEndpoint:
    """An endpoint that `user` keeps. Raises NotAllowed for a colleague of its place, Http404 for a stranger."""
    endpoint = WebhookEndpoint.objects.select_related("centre", "enterprise").filter(pk=pk).first()
    if endpoint is None:
        raise Http404
    need_channels(user, centre=endpoint.centre_id, enterprise=endpoint.enterprise_id)
    return endpoint


def get_centre_of_roster(user: User, slug: str) -> tuple[GuidanceCentre, bool]:
    """A centre whose roster `user` may read, and whether they keep it. Raises Http404 for a stranger."""
    centre = GuidanceCentre.objects.filter(slug=slug).first()
    rights = rights_of(user)
    if centre is None or centre.pk not in rights.centre_ids(Permission.VIEW_CENTRE_CASES):
        raise Http404
    return centre, rights.may(Permission.KEEP_CHANNELS, centre=centre.pk)


def get_place(user: User, *, slug: str = "", enterprise: int | None = None) -> GuidanceCentre | Enterprise:
    """The centre or the enterprise whose webhooks `user` keeps. Raises NotAllowed or Http404."""
    place: GuidanceCentre | Enterprise | None
    if enterprise is not None:
        place = Enterprise.objects.filter(pk=enterprise).first()
    else:
        place = GuidanceCentre.objects.filter(slug=slug).first()
    if place is None:
        raise Http404
    if isinstance(place, GuidanceCentre):
        need_channels(user, centre=place.pk)
    else:
        need_channels(user, enterprise=place.pk)
    return place
