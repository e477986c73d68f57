"""Cases as a person may see them, and the questions the pages ask."""

from typing import TYPE_CHECKING

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q

from disputes.choices import FilingState, Origin
from disputes.results import RECOVERED, LossState
from disputes.states import AWAITING_ANSWER, OPEN_STATES, OPINION_GIVEN, OPINION_OPEN, CaseState
from experts.models import Engagement
from portal.accounts.access import Rights, rights_of
from portal.accounts.permissions import Permission

if TYPE_CHECKING:
    from disputes.models import Case, EmergencyFiling, LossRecord, Opinion  # noqa: F401 - name the rows in the base classes below
    from portal.accounts.models import User


def own_side(user: "User", rights: Rights) -> Q:
    """The enterprise's side of a case.

    The filer sees a draft and, while no enterprise is verified, the filed case (an officer who filed for a caller
    does not). With a verified enterprise its present members see it: a filer whose membership has ended no longer does.
    """
    draft = Q(state=CaseState.DRAFT)
    return (
        (Q(filer=user) & (draft | Q(enterprise__isnull=True, on_behalf=False)))
        | (Q(enterprise__in=rights.enterprise_ids(Permission.VIEW_ENTERPRISE_CASES)) & ~draft)
        | (Q(pk__in=rights.case_ids(Permission.VIEW_ONE_CASE)) & ~draft)
    )


def centre_side(user: "User", rights: Rights) -> Q:
    """Filed cases of the centres a person works in; a restricted one only for its holder and named heads.

    Escalated cases besides for the supervisors of the network. Whoever belongs to the enterprise's side reads a case
    from there alone: nobody looks into the centre's work on their own case.
    """
    own = Q(centre__in=rights.centre_ids(Permission.VIEW_CENTRE_CASES)) & (
        Q(restricted=False) | Q(holder=user) | Q(centre__in=rights.centre_ids(Permission.SEE_RESTRICTED_CASES))
    )
    if rights.may(Permission.SEE_ESCALATED_CASES):
        own |= Q(escalated_at__isnull=False, restricted=False)
    return own & Q(reference__isnull=False) & ~own_side(user, rights)


def expert_side(user: "User", rights: Rights) -> Q:
    """The filed cases on which an expert of the pool advises: accepted, and not ended by a conflict since."""
    if not rights.may_anywhere(Permission.ADVISE):
        return Q(pk__in=[])
    return Q(pk__in=Engagement.objects.advising(user).values("case_id"), reference__isnull=False)


class CaseQuerySet(models.QuerySet["Case"]):
    def visible_to(self, user: "User | AnonymousUser", rights: Rights | None = None) -> "CaseQuerySet":
        """Every case this person may open. One query for the memberships unless `rights` is given."""
        if not user.is_authenticated:
            return self.none()
        rights = rights_of(user) if rights is None else rights
        return self.filter(own_side(user, rights) | centre_side(user, rights) | expert_side(user, rights))

    def of_own_side(self, user: "User", rights: Rights | None = None) -> "CaseQuerySet":
        """The cases a person follows as the enterprise's side."""
        return self.filter(own_side(user, rights_of(user) if rights is None else rights))

    def in_triage_of(self, user: "User", rights: Rights | None = None) -> "CaseQuerySet":
        """The queue of the centres this person works in."""
        return self.filter(centre_side(user, rights_of(user) if rights is None else rights))

    def filed(self) -> "CaseQuerySet":
        return self.filter(reference__isnull=False)

    def counted(self) -> "CaseQuerySet":
        """What figures count: filed on the portal, and no demonstration. Imported cases are counted apart."""
        return self.filed().filter(is_demo=False).exclude(origin=Origin.IMPORTED)

    def imported(self) -> "CaseQuerySet":
        """Last year's cases, taken in from a centre's sheets."""
        return self.filed().filter(is_demo=False, origin=Origin.IMPORTED)

    def awaiting_answer(self) -> "CaseQuerySet":
        return self.filter(state__in=AWAITING_ANSWER)

    def by_deadline(self) -> "CaseQuerySet":
        """The nearest legal deadline of an open case first; cases without one, and ended ones, follow by urgency."""
        over = models.Case(models.When(state__in=OPEN_STATES, then=0), default=1)
        return self.order_by(over, models.F("next_act_by_at").asc(nulls_last=True), "priority", "reference")

    def by_urgency(self) -> "CaseQuerySet":
        """What awaits an answer first, the most urgent of it on top; then the rest in the same order."""
        owed = models.Case(models.When(state__in=AWAITING_ANSWER, then=0), default=1)
        return self.order_by(owed, "priority", models.F("due_at").asc(nulls_last=True), "reference")


class OpinionQuerySet(models.QuerySet["Opinion"]):
    def open(self) -> "OpinionQuerySet":
        """Still being worked on: at most one of a case."""
        return self.filter(state__in=OPINION_OPEN)

    def given(self) -> "OpinionQuerySet":
        """Issued, or issued and replaced since: what the enterprise's side reads."""
        return self.filter(state__in=OPINION_GIVEN)


class LossQuerySet(models.QuerySet["LossRecord"]):
    def standing(self) -> "LossQuerySet":
        """Entries that no newer one corrects."""
        return self.filter(corrected_by__isnull=True)

    def recovered(self) -> "LossQuerySet":
        """What counts as recovered: verified, not corrected, and of one of the three kinds that count."""
        return self.standing().filter(state=LossState.VERIFIED, kind__in=RECOVERED)


class EmergencyQuerySet(models.QuerySet["EmergencyFiling"]):
    def visible_to(self, user: "User | AnonymousUser", rights: Rights | None = None) -> "EmergencyQuerySet":
        """Emergencies for the centres where this person works on cases. The filer has the private link instead."""
        if not user.is_authenticated:
            return self.none()
        rights = rights_of(user) if rights is None else rights
        return self.filter(centre__in=rights.centre_ids(Permission.WORK_ON_CASES))

    def waiting(self) -> "EmergencyQuerySet":
        """What nobody has confirmed yet."""
        return self.filter(state=FilingState.UNCONFIRMED)
