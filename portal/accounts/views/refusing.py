"""How a page refuses: who belongs to the place is told so (403), to a stranger it does not exist (404)."""

from typing import NoReturn

from django.http import Http404
from django.utils.translation import gettext as _

from portal.accounts.access import Rights
from portal.accounts.actions.memberships import Spot
from portal.lib.errors import NotAllowed


def refuse(rights: Rights, spot: Spot) -> NoReturn:
    """Raises NotAllowed for a colleague, Http404 for anybody else."""
    for membership in rights.memberships:
        if spot.enterprise is not None and membership.enterprise_id == spot.enterprise.pk:
            raise NotAllowed(_("Your role does not allow this."))
        if spot.centre is not None and membership.centre_id == spot.centre.pk:
            raise NotAllowed(_("Your role does not allow this."))
    raise Http404
