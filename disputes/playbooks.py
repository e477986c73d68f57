"""Which playbooks a case has, how far each of them is, and what the enterprise does today."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.db.models import Prefetch, QuerySet, prefetch_related_objects

from disputes.models import (
    Case,
    CasePlaybook,
    Deadline,
    DeadlineState,
    FirstDay,
    Phase,
    Playbook,
    PlaybookStep,
    StepTick,
)

SHOWN = (DeadlineState.RUNNING, DeadlineState.DONE)


@dataclass
class Line:
    """One step as a case shows it. Without `step` it is no longer part of the playbook and was ticked before."""

    code: str
    title: str
    step: PlaybookStep | None = None
    tick: StepTick | None = None
    deadline: Deadline | None = None


@dataclass
class PhaseOfCase:
    """`start` is the number of its first step: steps are numbered through all phases."""

    phase: Phase
    lines: list[Line]
    start: int = 1

    @property
    def done(self) -> int:
        return sum(line.tick is not None for line in self.lines)

    @property
    def is_done(self) -> bool:
        return self.done == len(self.lines)


@dataclass
class Play:
    """A playbook as it is played in one case."""

    playbook: Playbook
    phases: list[PhaseOfCase]
    retired: list[Line] = field(default_factory=list)

    @property
    def total(self) -> int:
        return sum(len(part.lines) for part in self.phases)

    @property
    def done(self) -> int:
        return sum(part.done for part in self.phases)

    @property
    def current(self) -> Phase | None:
        """The first phase in which something is open."""
        return next((part.phase for part in self.phases if not part.is_done), None)


def steps_in_use() -> "QuerySet[PlaybookStep]":
    return PlaybookStep.objects.filter(is_active=True).select_related("rule").order_by("position", "code")


def playbooks_of(case: Case) -> list[Playbook]:
    """The one that fits the case, then those that the centre added, each with `in_use`. Three queries."""
    fitting = Playbook.objects.for_case(case)
    added = [row.playbook for row in CasePlaybook.objects.filter(case=case).select_related("playbook")]
    found = [fitting] if fitting else []
    found += [one for one in added if one != fitting]
    prefetch_related_objects(found, Prefetch("steps", queryset=steps_in_use(), to_attr="in_use"))
    return found


def plays_of(case: Case) -> list[Play]:
    """Every playbook of the case with its ticks and the dates that were computed for it. Five queries."""
    playbooks = playbooks_of(case)
    if not playbooks:
        return []
    ticks = StepTick.objects.filter(case=case, undone_at__isnull=True).select_related("done_by")
    by_step = {(tick.playbook_code, tick.step_code): tick for tick in ticks}
    rules = {step.rule_id for one in playbooks for step in one.in_use if step.rule_id}
    # The newest of each rule counts; they come in the order in which they are due.
    rows = Deadline.objects.filter(case=case, rule__in=rules, state__in=SHOWN).order_by("pk") if rules else ()
    dates = {row.rule_id: row for row in rows}
    return [_play(one, by_step, dates) for one in playbooks]


def _play(playbook: Playbook, ticks: "dict[tuple[str, str], StepTick]", dates: "dict[int | None, Deadline]") -> Play:
    lines: dict[Phase, list[Line]] = {phase: [] for phase in Phase}
    for step in playbook.in_use:
        tick = ticks.get((playbook.pk, step.code))
        deadline = dates.get(step.rule_id) if step.rule_id else None
        lines[Phase(step.phase)].append(Line(step.code, step.title, step, tick, deadline))
    codes = {step.code for step in playbook.in_use}
    retired = [
        Line(code, tick.title, tick=tick)
        for (book, code), tick in ticks.items()
        if book == playbook.pk and code not in codes
    ]
    phases, start = [], 1
    for phase, found in lines.items():
        if found:
            phases.append(PhaseOfCase(phase, found, start))
            start += len(found)
    return Play(playbook, phases, retired)


def phases_of(steps: Iterable[PlaybookStep]) -> list[tuple[Phase, int, list[PlaybookStep]]]:
    """The steps of a playbook by phase, as its public page shows them, each phase with the number of its first step."""
    found: dict[Phase, list[PlaybookStep]] = {phase: [] for phase in Phase}
    for step in steps:
        found[Phase(step.phase)].append(step)
    shown, start = [], 1
    for phase, rows in found.items():
        if rows:
            shown.append((phase, start, rows))
            start += len(rows)
    return shown


def first_open_step(case: Case) -> PlaybookStep | None:
    """What comes next in the playbook that fits the case; None where none fits or all is done. Three queries."""
    fitting = Playbook.objects.for_case(case)
    if fitting is None:
        return None
    ticks = StepTick.objects.filter(case=case, playbook_code=fitting.pk, undone_at__isnull=True)
    ticked = set(ticks.values_list("step_code", flat=True))
    phases = list(Phase)
    rows = PlaybookStep.objects.filter(playbook=fitting, is_active=True).order_by("position", "code")
    steps = [row for row in rows if row.code not in ticked]
    return min(steps, key=lambda step: phases.index(Phase(step.phase)), default=None)


def today_of(case: Case) -> Sequence[str]:
    """What the enterprise does today: the first day of its playbook; where none fits, the sentences for its dispute.

    A playbook of another role is the last resort: what must not be destroyed or signed holds for everybody.
    """
    fitting = Playbook.objects.for_case(case)
    if fitting is None:
        advice = FirstDay.objects.filter(dispute_type=case.dispute_type_id).first()
        if advice is not None:
            return advice.steps
        fitting = Playbook.objects.filter(is_active=True, dispute_types=case.dispute_type_id).first()
    steps = PlaybookStep.objects.filter(playbook=fitting, phase=Phase.FIRST_DAY, is_active=True)
    return [step.title for step in steps.order_by("position", "code")] if fitting else []
