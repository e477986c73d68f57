"""Playing a playbook in a case: a step is done, a step is open after all, the centre adds another playbook."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from disputes.access import Act, need
from disputes.actions.changing import lock, note_event
from disputes.models import Case, CasePlaybook, Playbook, PlaybookStep, StepTick
from portal.accounts.models import User
from portal.lib import clock
from portal.lib.errors import Conflict, Invalid
from portal.lib.fields import clean_text

LONGEST_NOTE = 300


def tick_step(*, case: Case, by: User, step: PlaybookStep, note: str = "") -> StepTick:
    """Say that a step of one of the case's playbooks is done.

    Raises Conflict, naming who and when, for a step that is ticked already; Invalid for a step of a playbook that the
    case does not have, for a retired step, and for a note that is too long.
    """
    with transaction.atomic():
        lock(case)
        standing = need(Act.TICK_STEP, case, by)
        if not step.is_active or not has_playbook(case, step.playbook_id):
            raise Invalid(_("This step is not part of the case's playbooks. Reload the page and look again."))
        _refuse_second(case, step)
        note = clean_text(note)
        if len(note) > LONGEST_NOTE:
            raise Invalid(
                _("This note is too long: at most %(limit)s characters.") % {"limit": LONGEST_NOTE}, field="note"
            )
        tick = StepTick.objects.create(
            case=case,
            playbook_code=step.playbook_id,
            step_code=step.code,
            title_zh=step.title_zh,
            title_en=step.title_en,
            side=standing.side,
            done_by=by,
            note=note,
        )
        note_event(case, by=by, kind="step_ticked", data=_said_of(tick))
    return tick


def untick_step(*, case: Case, by: User, tick: StepTick) -> None:
    """The step is open after all. The row stays. Raises Conflict when it was taken back already."""
    with transaction.atomic():
        lock(case)
        need(Act.TICK_STEP, case, by)
        now = clock.now()
        changed = StepTick.objects.filter(pk=tick.pk, case=case, undone_at__isnull=True).update(
            undone_at=now, undone_by=by
        )
        if not changed:
            raise Conflict(_("This step is open already. Reload the page and look again."))
        note_event(case, by=by, kind="step_unticked", data=_said_of(tick))


def add_playbook(*, case: Case, by: User, playbook: Playbook) -> CasePlaybook:
    """Give the case another playbook, for instance customs recordal beside a platform complaint.

    Raises Conflict when the case has it, Invalid when it is no longer in use.
    """
    with transaction.atomic():
        lock(case)
        need(Act.ADD_PLAYBOOK, case, by)
        if not playbook.is_active:
            raise Invalid(_("This playbook is no longer in use. Choose another."), field="playbook")
        if has_playbook(case, playbook.pk):
            raise Conflict(_("The case has this playbook already."))
        added = CasePlaybook.objects.create(case=case, playbook=playbook, added_by=by)
        note_event(case, by=by, kind="playbook_added", data={"playbook": playbook.pk})
    return added


def has_playbook(case: Case, code: str) -> bool:
    """Whether the playbook fits the case or was added to it."""
    fitting = Playbook.objects.for_case(case)
    if fitting is not None and fitting.pk == code:
        return True
    return CasePlaybook.objects.filter(case=case, playbook=code).exists()


def _refuse_second(case: Case, step: PlaybookStep) -> None:
    before = (
        StepTick.objects.filter(case=case, playbook_code=step.playbook_id, step_code=step.code, undone_at__isnull=True)
        .select_related("done_by")
        .first()
    )
    if before is not None:
        raise Conflict(
            _("%(who)s marked this step as done on %(when)s already.")
            % {"who": before.done_by, "when": timezone.localtime(before.done_at).strftime("%Y-%m-%d %H:%M")}
        )


def _said_of(tick: StepTick) -> dict[str, object]:
    return {"tick": tick.pk, "playbook": tick.playbook_code, "step": tick.step_code}
