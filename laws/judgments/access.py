"""Typical cases anybody may read, and the doors to their desk: editors and legal reviewers."""

from django.db.models import QuerySet
from django.http import Http404
from django.utils.translation import gettext as _

from laws.models import Judgment, JudgmentProposal, ProposalState
from portal.accounts.access import rights_of
from portal.accounts.models import User
from portal.accounts.permissions import Permission
from portal.lib.errors import NotAllowed, NotHere

DESK = (Permission.EDIT_REFERENCE, Permission.REVIEW_RULE)


def public_judgments() -> QuerySet[Judgment]:
    """Every typical case with what its row names, the newest decision first. What waits on the desk is none yet."""
    rows = Judgment.objects.select_related("jurisdiction", "dispute_type", "reviewed_by")
    return rows.order_by("-decision_date", "code")


def get_judgment(code: str) -> Judgment:
    """The case with `code` in whatever case it is written. Raises NotHere."""
    found = public_judgments().filter(code=code.upper()).first()
    if found is None:
        raise NotHere(
            _("No typical case with the code “%(code)s” is in the library. Look for it in the list.") % {"code": code}
        )
    return found


def is_of_the_desk(user: User) -> bool:
    rights = rights_of(user)
    return any(rights.may(permission) for permission in DESK)


def require_desk(user: User) -> None:
    """Raises NotAllowed for whoever neither edits nor reviews."""
    if not is_of_the_desk(user):
        raise NotAllowed(_("Your role does not open the desk of typical cases."))


def proposals(user: User) -> QuerySet[JudgmentProposal]:
    """Proposals this person may read: all of them on the desk, none elsewhere."""
    found = JudgmentProposal.objects.select_related("judgment", "proposed_by", "decided_by")
    return found if is_of_the_desk(user) else found.none()


def get_proposal(user: User, number: int) -> JudgmentProposal:
    """A proposal. Raises Http404 for a stranger to the desk and for one that is not there."""
    proposal = proposals(user).filter(pk=number).first()
    if proposal is None:
        raise Http404(_("There is no such proposal."))
    return proposal


def get_for_correction(user: User, code: str) -> Judgment:
    """The case to correct. Raises Http404 for a stranger to the desk and for one that is not there."""
    found = public_judgments().filter(code=code.upper()).first()
    if found is None or not is_of_the_desk(user):
        raise Http404(_("There is no such case."))
    return found


def waiting_for(user: User) -> int:
    """How many proposals this person could decide now: not their own."""
    if not rights_of(user).may(Permission.REVIEW_RULE):
        return 0
    return JudgmentProposal.objects.filter(state=ProposalState.WAITING).exclude(proposed_by=user).count()
