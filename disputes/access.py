"""The door to a case, and what a person may do with it.

`get_case` answers 404 to everybody who may not see the case. `Standing` says what the person is to it; the
table `ACTS` says who may do what in which state. Pages show the acts it allows, actions refuse the others,
and one test walks the whole table.
"""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from django.http import Http404
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from disputes.models import Case
from disputes.states import CaseState
from portal.accounts.access import Rights, rights_of
from portal.accounts.models import User
from portal.accounts.permissions import Permission
from portal.lib.errors import Conflict, NotAllowed

RELATED = ("centre", "holder", "enterprise", "claim", "jurisdiction", "dispute_type", "filer")


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
    filed_alone = case.filer_id == user.pk and enterprise is None

    def in_centre(permission: Permission) -> bool:
        return centre is not None and rights.may(permission, centre=centre)

    def in_enterprise(permission: Permission) -> bool:
        return enterprise is not None and rights.may(permission, enterprise=enterprise)

    acts_for_enterprise = filed_alone or in_enterprise(Permission.FILE_FOR_ENTERPRISE)

    def impartial(permission: Permission) -> bool:
        """Nobody works for the centre on a case of their own enterprise."""
        return not acts_for_enterprise and in_centre(permission)

    return Standing(
        reads_for_enterprise=filed_alone
        or in_enterprise(Permission.VIEW_ENTERPRISE_CASES)
        or rights.may(Permission.VIEW_ONE_CASE, case_id=case.pk),
        acts_for_enterprise=acts_for_enterprise,
        reads_for_centre=in_centre(Permission.VIEW_CENTRE_CASES)
        and (not case.restricted or case.holder_id == user.pk or in_centre(Permission.SEE_RESTRICTED_CASES)),
        works=impartial(Permission.WORK_ON_CASES),
        refuses=impartial(Permission.REFUSE_CASE),
        transfers=impartial(Permission.TRANSFER_CASE),
        assigns=impartial(Permission.ASSIGN_CASE),
        is_holder=case.holder_id == user.pk,
        is_free=case.holder_id is None,
    )


class Act(StrEnum):
    TAKE = "take"
    ASSIGN = "assign"
    RELEASE = "release"
    ASK_BACK = "ask_back"
    REPLY = "reply"
    NOTE = "note"
    ANSWER = "answer"
    REFUSE = "refuse"
    TRANSFER = "transfer"
    PRIORITY = "priority"
    ADD_DOCUMENT = "add_document"
    WITHDRAW = "withdraw"
    RATE = "rate"
    CLOSE = "close"
    REOPEN = "reopen"


NO_ROLE = _("Your role does not allow this.")


@dataclass(frozen=True)
class ActRule:
    """Who may do it, in which states; `hint` tells a person who may not what would help."""

    who: Callable[[Standing], bool]
    states: frozenset[CaseState]
    hint: str | Promise = NO_ROLE


S = CaseState
OWED = frozenset({S.SUBMITTED, S.IN_CONSULTATION})
FILED = frozenset(S) - {S.DRAFT}
TAKE_FIRST = _("Only the person who holds the case may do this. Take it first, or ask for it to be assigned.")

ACTS: dict[Act, ActRule] = {
    Act.TAKE: ActRule(lambda s: s.works and s.is_free, OWED, _("Somebody else holds this case.")),
    Act.ASSIGN: ActRule(lambda s: s.assigns, OWED | {S.ANSWERED}),
    Act.RELEASE: ActRule(lambda s: not s.is_free and (s.handles or s.assigns), frozenset({S.IN_CONSULTATION})),
    Act.ASK_BACK: ActRule(lambda s: s.handles, frozenset({S.IN_CONSULTATION}), TAKE_FIRST),
    Act.REPLY: ActRule(lambda s: s.acts_for_enterprise, OWED | {S.ANSWERED}),
    Act.NOTE: ActRule(lambda s: s.works, FILED),
    Act.ANSWER: ActRule(lambda s: s.handles, frozenset({S.IN_CONSULTATION, S.ANSWERED}), TAKE_FIRST),
    Act.REFUSE: ActRule(lambda s: s.refuses and s.decides, OWED, TAKE_FIRST),
    Act.TRANSFER: ActRule(lambda s: s.transfers and s.decides, OWED, TAKE_FIRST),
    Act.PRIORITY: ActRule(lambda s: s.works, OWED),
    Act.ADD_DOCUMENT: ActRule(lambda s: s.acts_for_enterprise or s.works, OWED | {S.DRAFT, S.ANSWERED}),
    Act.WITHDRAW: ActRule(lambda s: s.acts_for_enterprise, OWED | {S.DRAFT, S.ANSWERED}),
    Act.RATE: ActRule(lambda s: s.acts_for_enterprise, frozenset({S.ANSWERED, S.CLOSED})),
    Act.CLOSE: ActRule(lambda s: s.acts_for_enterprise or s.handles or s.assigns, frozenset({S.ANSWERED})),
    Act.REOPEN: ActRule(lambda s: s.acts_for_enterprise or s.works, frozenset({S.CLOSED})),
}


def allows(act: Act, case: Case, standing: Standing) -> bool:
    """Whether the page of this person offers the act."""
    rule = ACTS[act]
    return rule.who(standing) and case.state in rule.states


def need(act: Act, case: Case, by: User) -> Standing:
    """Raises NotAllowed (who) or Conflict (state); returns what `by` is to the case."""
    standing = standing_of(by, case)
    if not (standing.reads_for_enterprise or standing.reads_for_centre):
        raise NotAllowed(NO_ROLE)
    rule = ACTS[act]
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
