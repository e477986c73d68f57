"""The doors to the pool: a stranger gets 404, an expert their own record, the people of a centre all of it."""

from django.http import Http404

from experts.models import Expert
from portal.accounts.access import Rights, rights_of
from portal.accounts.models import User
from portal.accounts.permissions import Permission


def pool_rights(user: User) -> Rights:
    """Raises Http404 for whoever is no centre's staff: to them there is no pool."""
    rights = rights_of(user)
    if not rights.may_anywhere(Permission.VIEW_EXPERTS):
        raise Http404
    return rights


def get_expert(user: User, pk: int) -> Expert:
    """A record of the pool for the people of a centre. Raises Http404 for everybody else, the expert included:
    their page is /engagements/."""
    pool_rights(user)
    expert = Expert.objects.visible_to(user).select_related("centre", "user").filter(pk=pk).first()
    if expert is None:
        raise Http404
    return expert


def own_record(user: User) -> Expert | None:
    """The record of the person who is logged in. Raises Http404 for whoever has none and is no expert either."""
    expert = Expert.objects.filter(user=user).select_related("centre").first()
    if expert is None and not rights_of(user).may_anywhere(Permission.ADVISE):
        raise Http404
    return expert
