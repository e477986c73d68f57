"""From a record to a person who can log in."""

from django.db import transaction
from django.utils.translation import gettext as _

from experts.actions.records import note
from experts.models import Expert
from experts.states import ExpertState
from portal.accounts.access import require, valid_today
from portal.accounts.actions.invitations import invite
from portal.accounts.actions.memberships import Spot
from portal.accounts.models import Membership, User
from portal.accounts.permissions import Permission
from portal.lib.errors import Conflict

ROLE = "expert"


@transaction.atomic
def invite_to_account(*, expert: Expert, by: User) -> None:
    """Mail the expert a link to an account with the role of an expert; who has both already is linked at once.

    Raises NotAllowed, or Conflict when the record has an account or its person has left the pool.
    """
    require(by, Permission.NOMINATE_EXPERT, centre=expert.centre_id)
    if expert.user_id is not None:
        raise Conflict(_("This expert has an account already."))
    if expert.state == ExpertState.REMOVED:
        raise Conflict(_("This person has left the pool; the record is closed."))
    known = Membership.objects.filter(
        valid_today(), role=ROLE, user__email=expert.email, user__is_active=True
    ).select_related("user")
    member = known.first()
    if member is not None:
        link_account(member.user, member)
        return
    invite(email=expert.email, role=ROLE, by=by, spot=Spot())
    note(expert, "account_invited", by=by)


def link_account(user: User, membership: Membership) -> None:
    """Join a person who took the role up to the record with their address. Runs in the caller's transaction."""
    if membership.role != ROLE:
        return
    expert = Expert.objects.select_for_update().filter(email=user.email, user__isnull=True).first()
    if expert is None or Expert.objects.filter(user=user).exists():
        return
    Expert.objects.filter(pk=expert.pk).update(user=user)
    note(expert, "account_linked", by=user)
