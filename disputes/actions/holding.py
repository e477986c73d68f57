"""Who has the case: take, assign, release, transfer."""

from django.db import transaction
from django.utils.translation import gettext as _

from disputes import clocks, emails
from disputes.access import Act, need
from disputes.actions.calling import end_call
from disputes.actions.changing import acted_first, change, check_fresh
from disputes.actions.writing import text_for_people, write
from disputes.choices import MessageKind, Side
from disputes.models import Assignment, Case, CaseNote
from disputes.people import officers_for
from disputes.states import CaseState
from portal.accounts.models import GuidanceCentre, User
from portal.accounts.routing import usable_centres
from portal.lib import clock
from portal.lib.errors import Conflict, Invalid


def _hand(case: Case, *, centre: GuidanceCentre, officer: User | None, by: User) -> None:
    """End the current assignment and begin the next."""
    now = clock.now()
    Assignment.objects.filter(case=case, ended_at__isnull=True).update(ended_at=now)
    Assignment.objects.create(case=case, centre=centre, officer=officer, assigned_by=by, started_at=now)


def take_case(*, case: Case, by: User, version: int | None = None) -> None:
    """The officer makes the case theirs. Of two who do so at once, exactly one succeeds; the other gets Conflict."""
    with transaction.atomic():
        check_fresh(case, version)
        if case.holder_id is not None and case.holder_id != by.pk:
            raise acted_first(case)
        need(Act.TAKE, case, by)
        change(case, by=by, kind="taken", to=_when_held(case), holder=by)
        end_call(case, by=by)
        _hand(case, centre=_centre(case), officer=by, by=by)


def assign_case(*, case: Case, by: User, officer: User, version: int | None = None) -> None:
    """Give the case to a colleague of the same centre. Raises Invalid for anybody else."""
    with transaction.atomic():
        check_fresh(case, version)
        need(Act.ASSIGN, case, by)
        if not officers_for(case).filter(pk=officer.pk).exists():
            raise Invalid(_("Choose an officer of this centre."), field="officer")
        if case.holder_id == officer.pk:
            raise Conflict(_("%(officer)s holds this case already.") % {"officer": officer})
        event = change(case, by=by, kind="assigned", to=_when_held(case), holder=officer, data={"officer": officer.pk})
        _hand(case, centre=_centre(case), officer=officer, by=by)
        emails.tell_holder(case, event, "assigned")


def release_case(*, case: Case, by: User, version: int | None = None) -> None:
    """Put the case back into the centre's queue; its clock goes on as it stood."""
    with transaction.atomic():
        check_fresh(case, version)
        need(Act.RELEASE, case, by)
        change(case, by=by, kind="released", holder=None)
        _hand(case, centre=_centre(case), officer=None, by=by)


def transfer_case(
    *,
    case: Case,
    by: User,
    centre: GuidanceCentre,
    reason: str,
    consented: bool = False,
    version: int | None = None,
) -> None:
    """Hand the case to another centre: same row, same number, same due time, nobody holds it there yet.

    A consultation waits to be taken there; a guidance case stays in the state it has reached. The reason goes to both
    sides. `consented` records that the enterprise, which had not agreed at filing, agreed since. Raises Invalid for a
    centre that takes no cases or where nobody would see it, and without the enterprise's consent.
    """
    with transaction.atomic():
        check_fresh(case, version)
        need(Act.TRANSFER, case, by)
        if centre.pk == case.centre_id:
            raise Invalid(_("The case is with this centre already. Choose another one."), field="centre")
        if not centre.takes_cases_on(clock.today()):
            raise Invalid(_("This centre does not take cases. Choose another one."), field="centre")
        if centre not in usable_centres():
            raise Invalid(
                _("Nobody at this centre works on the portal yet, so nobody would see the case. Choose another one."),
                field="centre",
            )
        if not (case.consent_to_share or consented):
            raise Invalid(
                _("The enterprise has not agreed to share its case. Ask it first, then record its consent here."),
                field="consented",
            )
        write(case, by=by, kind=MessageKind.TRANSFER, side=Side.CENTRE, text=reason, field="reason")
        routing = {
            "step": "person",
            "slug": centre.slug,
            "zh": centre.name_zh or centre.name_en,
            "en": centre.name_en or centre.name_zh,
            "skipped": [],
        }
        event = change(
            case,
            by=by,
            kind="transferred",
            to=None if case.is_guidance else CaseState.SUBMITTED,
            data={"from": case.centre_id, "to": centre.pk, "consent_recorded": not case.consent_to_share},
            **clocks.going_on(case),
            consent_to_share=True,
            centre=centre,
            holder=None,
            routing=routing,
        )
        _hand(case, centre=centre, officer=None, by=by)
        emails.tell_enterprise(case, event, "transferred")
        emails.tell_centre(case, event, "arrived")


def escalate_case(*, case: Case, by: User, reason: str, version: int | None = None) -> None:
    """Ask the network for help: from now on its supervisors see the case. The centre keeps it and its clocks run on.

    The reason is an internal note. Raises Conflict for a case that was escalated already.
    """
    with transaction.atomic():
        check_fresh(case, version)
        need(Act.ESCALATE, case, by)
        if case.escalated_at is not None:
            raise Conflict(_("The case was escalated already. The supervisors of the network see it."))
        note = CaseNote.objects.create(case=case, author=by, text=text_for_people(reason, field="reason"))
        event = change(case, by=by, kind="escalated", data={"note": note.pk}, escalated_at=clock.now())
        emails.tell_supervisors(case, event, "escalated")


def _when_held(case: Case) -> CaseState | None:
    """A consultation is being worked on once somebody holds it; a guidance case is by its own acts."""
    consultation_waits = not case.is_guidance and case.state == CaseState.SUBMITTED
    return CaseState.IN_CONSULTATION if consultation_waits else None


def _centre(case: Case) -> GuidanceCentre:
    if case.centre is None:
        raise ValueError("A filed case has a centre.")
    return case.centre
