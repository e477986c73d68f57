"""The door to a case, and what a person may do with it.

`get_case` answers 404 to everybody who may not see the case. `Standing` says what the person is to it, the tables of
`disputes.acts` who may do what in which state.
"""

import uuid
from dataclasses import dataclass

from django.http import Http404
from django.utils.translation import gettext as _

from disputes.acts import ACTS, NO_ROLE, Act
from disputes.choices import CaseKind, Side
from disputes.models import Case
from disputes.states import CaseState
from experts.models import Engagement
from portal.accounts.access import Rights, rights_of
from portal.accounts.models import User
from portal.accounts.permissions import Permission
from portal.lib.errors import Conflict, NotAllowed

__all__ = ["Act", "Standing", "allows", "get_case", "get_draft", "need", "standing_of"]

RELATED = ("centre", "holder", "enterprise", "claim", "jurisdiction", "dispute_type", "filer", "next_deadline__rule")


@dataclass(frozen=True)
class Standing:
    """What one person is to one case."""

    reads_for_enterprise: bool
    acts_for_enterprise: bool
    reads_for_centre: bool
    works: bool
    refuses: bool
    transfers: bool
    assigns: bool
    is_holder: bool
    is_free: bool
    owns: bool
    is_counsel: bool
    advises: bool
    supervises: bool
    accepts: bool
    signs: bool
    verifies: bool
    archives: bool
    sees_restricted: bool

    @property
    def reads(self) -> bool:
        """May see the case at all, on whichever side."""
        return self.reads_for_enterprise or self.reads_for_centre or self.advises

    @property
    def sees_contact(self) -> bool:
        """May read whom the centre reaches at the enterprise. An expert works without it."""
        return self.reads_for_enterprise or self.reads_for_centre

    @property
    def side(self) -> Side:
        """For whom the person speaks. The enterprise's own people speak for it before anything else they are."""
        if self.acts_for_enterprise:
            return Side.ENTERPRISE
        if self.is_counsel:
            return Side.COUNSEL
        return Side.EXPERT if self.advises else Side.CENTRE

    @property
    def handles(self) -> bool:
        """Holds the case and works here."""
        return self.works and self.is_holder

    @property
    def decides(self) -> bool:
        """Holds it, or nobody does, or may assign: nobody decides behind a colleague's back."""
        return self.is_holder or self.is_free or self.assigns


def standing_of(user: User, case: Case, rights: Rights | None = None) -> Standing:
    """One query for the memberships unless `rights` is given. Asks nothing about visibility."""
    rights = rights_of(user) if rights is None else rights
    enterprise = None if case.is_draft else case.enterprise_id
    centre = None if case.is_draft else case.centre_id
    # While no enterprise is verified the filer alone stands for it; afterwards its present members do.
    # An officer who filed for a caller stands for nobody but the centre.
    filed_alone = case.filer_id == user.pk and enterprise is None and not case.on_behalf

    def in_centre(permission: Permission) -> bool:
        return centre is not None and rights.may(permission, centre=centre)

    def in_enterprise(permission: Permission) -> bool:
        return enterprise is not None and rights.may(permission, enterprise=enterprise)

    acts_for_enterprise = filed_alone or in_enterprise(Permission.FILE_FOR_ENTERPRISE)
    is_counsel = not case.is_draft and rights.may(Permission.VIEW_ONE_CASE, case_id=case.pk)
    reads_for_enterprise = acts_for_enterprise or in_enterprise(Permission.VIEW_ENTERPRISE_CASES) or is_counsel

    def impartial(permission: Permission) -> bool:
        """Nobody reads or works for the centre on a case of their own enterprise or client."""
        return not reads_for_enterprise and in_centre(permission)

    supervises = (
        not reads_for_enterprise
        and case.escalated_at is not None
        and not case.restricted
        and rights.may(Permission.SEE_ESCALATED_CASES)
    )
    return Standing(
        reads_for_enterprise=reads_for_enterprise,
        acts_for_enterprise=acts_for_enterprise,
        reads_for_centre=supervises
        or (
            impartial(Permission.VIEW_CENTRE_CASES)
            and (not case.restricted or case.holder_id == user.pk or in_centre(Permission.SEE_RESTRICTED_CASES))
        ),
        works=impartial(Permission.WORK_ON_CASES),
        refuses=impartial(Permission.REFUSE_CASE),
        transfers=impartial(Permission.TRANSFER_CASE),
        assigns=impartial(Permission.ASSIGN_CASE),
        is_holder=case.holder_id == user.pk,
        is_free=case.holder_id is None,
        owns=filed_alone or in_enterprise(Permission.INVITE_COLLEAGUE),
        is_counsel=is_counsel,
        advises=not reads_for_enterprise and _advises(user, case, rights),
        supervises=supervises,
        accepts=impartial(Permission.ACCEPT_CASE),
        signs=impartial(Permission.SIGN_OPINION),
        verifies=impartial(Permission.VERIFY_LOSS),
        archives=impartial(Permission.ARCHIVE_CASE),
        sees_restricted=impartial(Permission.SEE_RESTRICTED_CASES),
    )


def _advises(user: User, case: Case, rights: Rights) -> bool:
    """Whether an accepted engagement leads the person here. One query, and only for experts."""
    if case.is_draft or not rights.may_anywhere(Permission.ADVISE):
        return False
    return Engagement.objects.advising(user).filter(case_id=case.pk).exists()


def allows(act: Act, case: Case, standing: Standing) -> bool:
    """Whether the page of this person offers the act."""
    rule = ACTS[CaseKind(case.kind)].get(act)
    return rule is not None and rule.who(standing) and case.state in rule.states


def need(act: Act, case: Case, by: User) -> Standing:
    """Raises NotAllowed (who) or Conflict (state); returns what `by` is to the case."""
    standing = standing_of(by, case)
    if not standing.reads:
        raise NotAllowed(NO_ROLE)
    rule = ACTS[CaseKind(case.kind)].get(act)
    if rule is None:
        raise Conflict(_("There is no such act for a “%(kind)s”.") % {"kind": case.get_kind_display()})
    if case.state not in rule.states:
        raise Conflict(_("This is not possible while it is “%(state)s”.") % {"state": case.get_state_display()})
    if not rule.who(standing):
        raise NotAllowed(rule.hint)
    return standing


def get_case(user: User, reference: str, rights: Rights | None = None) -> Case:
    """A filed case that `user` may see, with what its pages show selected. Raises Http404 for a stranger."""
    case = Case.objects.filed().visible_to(user, rights).select_related(*RELATED).filter(reference=reference).first()
    if case is None:
        raise Http404
    return case


def get_draft(user: User, pk: uuid.UUID) -> Case:
    """A draft of `user`. Raises Http404 for everybody else."""
    case = Case.objects.filter(filer=user, state=CaseState.DRAFT, pk=pk).select_related(*RELATED).first()
    if case is None:
        raise Http404
    return case
