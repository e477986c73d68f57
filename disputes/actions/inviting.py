"""People let into one case: counsel by the enterprise, a caller by the officer who filed for them."""

import uuid
from datetime import date

from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from disputes.access import Act, allows, need, standing_of
from disputes.actions.changing import change, lock
from disputes.models import Case
from experts.models import Engagement
from experts.states import OPEN_ENGAGEMENTS
from portal.accounts.access import rights_of, valid_today
from portal.accounts.actions.invitations import invite
from portal.accounts.actions.memberships import Spot
from portal.accounts.models import Invitation, Membership, User
from portal.accounts.permissions import Permission
from portal.lib.errors import Conflict

COUNSEL = "counsel"
CALLER = "case_caller"
# Firms that work on one case; more is a slip or a misuse.
MOST_COUNSEL = 10


class Cases:
    """The cases as `portal.accounts` asks for them (`CasePlaces`)."""

    def name(self, case_id: uuid.UUID) -> str:
        reference = Case.objects.filter(pk=case_id).values_list("reference", flat=True).first()
        return _("case %(number)s") % {"number": reference or "–"}

    def address(self, case_id: uuid.UUID) -> str:
        reference = Case.objects.filter(pk=case_id).values_list("reference", flat=True).first()
        return reverse("case", args=[reference]) if reference else reverse("cases")

    def may_grant(self, by: User, role: str, case_id: uuid.UUID) -> bool:
        """Counsel: whoever answers for the enterprise. A caller: the officer who filed, until it is taken over."""
        case = Case.objects.filter(pk=case_id, reference__isnull=False).first()
        if case is None:
            return False
        if role == COUNSEL:
            return standing_of(by, case).owns
        rights = rights_of(by)
        return (
            role == CALLER
            and case.on_behalf
            and case.filer_id == by.pk
            and rights.may_anywhere(Permission.FILE_ON_BEHALF)
        )


def invite_counsel(*, case: Case, by: User, email: str, valid_to: date | None = None) -> Invitation:
    """Invite outside counsel to this case alone. They read it, write in it and add documents; nothing else.

    Raises NotAllowed for anybody but the owner, Invalid for a wrong address or day, Conflict for too many, for an
    expert of the case or when the case is over.
    """
    with transaction.atomic():
        lock(case)
        need(Act.INVITE_COUNSEL, case, by)
        advising = Engagement.objects.filter(case_id=case.pk, state__in=OPEN_ENGAGEMENTS)
        if advising.filter(Q(expert__email__iexact=email) | Q(expert__user__email__iexact=email)).exists():
            raise Conflict(_("This person is invited to the case as an expert of the network. Name other counsel."))
        if counsel_of(case).count() >= MOST_COUNSEL:
            raise Conflict(_("%(count)s people are in this case already. End one first.") % {"count": MOST_COUNSEL})
        invitation = invite(email=email, role=COUNSEL, by=by, spot=Spot(case_id=case.pk), valid_to=valid_to)
        change(case, by=by, kind="counsel_invited", data={"invitation": invitation.pk})
    return invitation


def note_accepted(user: User, membership: Membership) -> None:
    """Called when an invitation was taken up: that counsel is in the case stands in its timeline."""
    if membership.case_id is None or membership.role != COUNSEL:
        return
    case = Case.objects.get(pk=membership.case_id)
    lock(case)
    change(case, by=user, kind="counsel_joined", data={"membership": membership.pk})


def counsel_of(case: Case) -> models.QuerySet[Membership]:
    """Who is counsel in the case today."""
    return Membership.objects.filter(valid_today(), case_id=case.pk, role=COUNSEL).select_related("user")


def may_invite_counsel(case: Case, by: User) -> bool:
    return allows(Act.INVITE_COUNSEL, case, standing_of(by, case))
