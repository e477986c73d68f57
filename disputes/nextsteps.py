"""What the reader of a guidance case does next at the centre: it depends on who reads and on what is there."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from disputes.access import Act, Standing, allows
from disputes.models import Case, Opinion
from disputes.playbooks import first_open_step
from disputes.results import LossState
from disputes.states import CaseState, OpinionState, WaitingOn
from disputes.wording import officer_step
from portal.accounts.models import User
from portal.lib.formats import day_with_weekday


@dataclass(frozen=True)
class NextStep:
    """A sentence, and where it is about one page the way there."""

    text: str
    address: str = ""


def step_of(case: Case, user: User, standing: Standing) -> NextStep:
    """The step that is open to this very reader; for all other cases what holds for the whole centre."""
    if case.is_guidance and case.waiting_on != WaitingOn.ENTERPRISE:
        if case.state == CaseState.SUBMITTED:
            return _submitted(case, standing)
        if case.state == CaseState.IN_GUIDANCE:
            return _of_opinion(case, user, standing) or NextStep(officer_step(case))
        if case.state == CaseState.CLOSED:
            return _closed(case, standing)
    return NextStep(officer_step(case))


def own_steps(case: Case) -> list[NextStep]:
    """What the enterprise itself has before it while the centre works: its nearest deadline and its first open step."""
    if not case.is_open:
        return []
    found = []
    nearest = case.next_deadline
    if nearest is not None:
        said = _("Your nearest deadline: %(act)s, act by %(day)s.")
        address = reverse("case_deadline", args=[case.reference, nearest.pk])
        found.append(NextStep(said % {"act": nearest.act, "day": day_with_weekday(nearest.act_by)}, address))
    step = first_open_step(case)
    if step is not None:
        found.append(NextStep(_("First open step of your playbook: %(step)s") % {"step": step.title}, "#playbook"))
    return found


def _submitted(case: Case, standing: Standing) -> NextStep:
    if allows(Act.ACCEPT, case, standing):
        return NextStep(_("Check the application: accept, refuse or ask for a supplement."))
    return NextStep(_("Check the application; a reviewer or the head of the centre decides on acceptance."))


def _of_opinion(case: Case, user: User, standing: Standing) -> NextStep | None:
    """None while no version lies with the reviewers or is signed."""
    opinion = Opinion.objects.filter(case=case, state__in=[OpinionState.IN_REVIEW, OpinionState.SIGNED]).first()
    if opinion is None:
        return None
    words = {"number": opinion.number}
    address = reverse("opinion", args=[case.reference, opinion.number])
    if opinion.state == OpinionState.SIGNED:
        if allows(Act.ISSUE_OPINION, case, standing):
            return NextStep(_("Issue version %(number)s of the opinion.") % words, address)
        return NextStep(_("Version %(number)s of the opinion is signed; its officer issues it.") % words, address)
    if allows(Act.SIGN_OPINION, case, standing) and not opinion.authors.filter(pk=user.pk).exists():
        return NextStep(_("Review version %(number)s of the opinion.") % words, address)
    return NextStep(_("Version %(number)s of the opinion lies with the reviewers.") % words, address)


def _closed(case: Case, standing: Standing) -> NextStep:
    if case.losses.standing().filter(state=LossState.RECORDED).exists():
        if allows(Act.VERIFY_LOSS, case, standing):
            return NextStep(_("Verify the entries of the loss ledger."), reverse("outcome", args=[case.reference]))
        return NextStep(_("Closed. A reviewer verifies the entries of the loss ledger."))
    if allows(Act.ARCHIVE, case, standing):
        return NextStep(_("Everything is verified: archive the file."))
    return NextStep(_("Closed. Nothing is left to do for you."))
