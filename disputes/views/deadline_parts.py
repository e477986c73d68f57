"""A deadline as the pages show it: its dates, its marks, what this person may do with it."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from disputes.access import Act, Standing, allows
from disputes.actions import deadlines as actions
from disputes.forms.acts import ActForm
from disputes.forms.deadlines import DoneForm, DropForm, PlainForm, knows_extension
from disputes.legaldates import computed_of, version_counted
from disputes.models import Case, Deadline, DeadlineState
from disputes.views.section import Section
from laws.deadlines.computing import Computed
from laws.deadlines.past import Said, at_versions
from laws.models import DeadlineRule
from portal.accounts.models import User
from portal.reference.models import Forum

# Why a row was replaced.
REPLACED: dict[str, str | Promise] = {
    actions.ORDER: _("An order set another day."),
    actions.EXTENSION: _("An extension was granted."),
    actions.COUNTED_AGAIN: _("The rule or the holiday calendar changed."),
}
RUNNING, DONE, DROPPED = DeadlineState.RUNNING, DeadlineState.DONE, DeadlineState.DROPPED


@dataclass(frozen=True)
class RowAct:
    """What can be done with one row by one form."""

    act: Act
    label: str | Promise
    form: type[ActForm]
    states: tuple[DeadlineState, ...]
    call: Callable[..., object]
    done: str | Promise
    kind: str = "secondary"


ACTS: dict[str, RowAct] = {
    "done": RowAct(
        Act.END_DEADLINE,
        pgettext_lazy("deadline", "It was done"),
        DoneForm,
        (RUNNING,),
        actions.mark_done,
        _("Noted as done. No more reminders come."),
    ),
    "confirm": RowAct(
        Act.CONFIRM_DEADLINE,
        pgettext_lazy("deadline", "Confirm: it applies to this case"),
        PlainForm,
        (RUNNING,),
        actions.confirm_deadline,
        _("The deadline is confirmed."),
    ),
    "extend": RowAct(
        Act.ORDER_DEADLINE,
        _("The extension was granted"),
        PlainForm,
        (RUNNING,),
        actions.grant_extension,
        _("The extension is entered; the old date stays to be seen."),
    ),
    "drop": RowAct(
        Act.END_DEADLINE,
        pgettext_lazy("deadline", "It does not apply"),
        DropForm,
        (RUNNING,),
        actions.drop_deadline,
        _("The deadline was dropped. It can be reopened."),
    ),
    "reopen": RowAct(
        Act.END_DEADLINE,
        pgettext_lazy("deadline", "Let it run again"),
        PlainForm,
        (DONE, DROPPED),
        actions.reopen_deadline,
        _("The deadline runs again."),
    ),
}


@dataclass
class OfferedAct:
    name: str
    label: str | Promise
    kind: str
    form: ActForm


@dataclass
class Shown:
    """One deadline on a page; `old` is what it replaced, `why_replaced` what was wrong with that."""

    row: Deadline
    computed: Computed | None
    acts: list[OfferedAct] = field(default_factory=list)
    may_order: bool = False
    old: Deadline | None = None
    why_replaced: str | Promise = ""
    # Set when the rule has changed since: what the date was counted from.
    said: Said | None = None

    @property
    def rule(self) -> DeadlineRule | None:
        """The rule in the words from which the date was counted."""
        now = self.row.rule
        return self.said.rule(now) if self.said is not None and now is not None else now

    @property
    def forum(self) -> Forum | None:
        now = self.row.forum
        return self.said.forum(now) if self.said is not None and now is not None else now

    @property
    def version(self) -> int | None:
        return version_counted(self.row)

    @property
    def newer(self) -> int | None:
        """The version that the rule has now, where the date rests on an older one."""
        return self.row.rule.version if self.row.rule is not None and _is_outdated(self.row) else None

    @property
    def triggers(self) -> list[date]:
        return [date.fromisoformat(day) for day in self.row.inputs.get("triggers", [])]

    @property
    def history(self) -> "list[Shown]":
        """What stood before, newest first. Reads the rows of the page."""
        rows = {row.pk: row for row in rows_of(self.row.case)}
        found, earlier = [], self.row.replaces_id
        while earlier in rows:
            found.append(Shown(rows[earlier], None))
            earlier = rows[earlier].replaces_id
        return found

    @property
    def successor(self) -> Deadline | None:
        """The row that stands in its place now, however often it was replaced. Reads the rows of the page."""
        after = {row.replaces_id: row for row in rows_of(self.row.case) if row.replaces_id}
        found = after.get(self.row.pk)
        while found is not None and found.pk in after:
            found = after[found.pk]
        return found

    @property
    def why_ended(self) -> str:
        return str(REPLACED.get(self.row.ended_why, self.row.ended_why))


def rows_of(case: Case) -> list[Deadline]:
    """Every deadline of a case, the nearest first. One query, once a request."""
    found: list[Deadline] | None = getattr(case, "_deadlines_shown", None)
    if found is None:
        found = list(case.deadlines.select_related(*actions.SELECTED, "replaces").order_by("act_by_at", "pk"))
        for row in found:
            row.case = case
        case._deadlines_shown = found  # type: ignore[attr-defined]  # kept for the other parts of the same page
    return found


def shown(row: Deadline) -> Shown:
    return shown_all([row])[0]


def shown_all(rows: Iterable[Deadline]) -> list[Shown]:
    """Rows with the words they were counted from. One query if a rule has changed since, else none."""
    rows = list(rows)
    outdated = [row for row in rows if _is_outdated(row)]
    kept = at_versions((row.rule_id, version_counted(row)) for row in outdated)  # type: ignore[misc]  # both are set
    return [_shown(row, kept.get((row.rule_id or 0, version_counted(row) or 0))) for row in rows]


def _is_outdated(row: Deadline) -> bool:
    return row.rule is not None and row.rule.version != version_counted(row)


def _shown(row: Deadline, said: Said | None) -> Shown:
    old = row.replaces
    return Shown(
        row,
        computed_of(row) if row.computed else None,
        old=old,
        why_replaced=REPLACED.get(old.ended_why, "") if old is not None else "",
        said=said,
    )


def offered(
    row: Deadline, user: User, standing: Standing, bound: ActForm | None = None, tried: str = ""
) -> list[OfferedAct]:
    """The acts on one row that this person may do now; a refused form replaces its fresh one."""
    found = []
    for name, spec in ACTS.items():
        if row.state not in spec.states or not allows(spec.act, row.case, standing):
            continue
        if (name == "confirm" and not row.is_unconfirmed) or (name == "extend" and not knows_extension(row)):
            continue
        fresh = spec.form(case=row.case, user=user, prefix=f"{name}-{row.pk}")
        form = bound if bound is not None and tried == f"{name}-{row.pk}" else fresh
        found.append(OfferedAct(name, spec.label, spec.kind, form))
    return found


def with_acts(
    rows: list[Deadline], user: User, standing: Standing, bound: ActForm | None = None, tried: str = ""
) -> list[Shown]:
    found = []
    for one in shown_all(rows):
        row = one.row
        one.acts = offered(row, user, standing, bound, tried)
        one.may_order = row.is_running and allows(Act.ORDER_DEADLINE, row.case, standing)
        found.append(one)
    return found


def split(rows: list[Deadline]) -> Mapping[str, list[Deadline]]:
    """Running ones, and those that ended by a person. What was replaced stands with its successor."""
    return {
        "running": [row for row in rows if row.is_running],
        "ended": [row for row in rows if row.state in {DONE, DROPPED}],
    }


def deadlines_section(request: HttpRequest, case: Case, standing: Standing, page: str) -> Section | None:
    """The table of what runs, on the page of the case, for both sides."""
    parts = split(rows_of(case))
    context = {
        "running": shown_all(parts["running"]),
        "ended": len(parts["ended"]),
        "may_add": allows(Act.ADD_DEADLINE, case, standing),
    }
    return Section("disputes/_deadlines.html", context)


def next_deadline_note(request: HttpRequest, case: Case, standing: Standing, page: str) -> Section | None:
    """The next deadline above everything else, while the case is open."""
    running = split(rows_of(case))["running"]
    if not running or not case.is_open:
        return None
    return Section("disputes/_next_deadline.html", {"next": shown(running[0])})
