"""The legal deadlines of a case: added, ordered otherwise, extended, confirmed, done, dropped.

Every act locks the case, writes one event and keeps `Case.next_deadline` in the same transaction (`note_next`). A date
that changes is a new row; the old one stays and says what took its place.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from disputes.access import Act, Standing, need
from disputes.actions.changing import change, lock
from disputes.actions.priority import raise_by_rule
from disputes.legaldates import (
    Matter,
    calendar_marks,
    check,
    columns_of,
    computed_of,
    count,
    dates_of,
    matter_of,
    ordered,
    printed,
)
from disputes.models import Case, CaseDocument, Deadline, DeadlineState
from laws.deadlines.asking import extension_of
from laws.models import DeadlineRule
from portal.accounts.models import User
from portal.lib import clock
from portal.lib.errors import Conflict, Invalid
from portal.lib.fields import clean_text
from portal.lib.states import guarded_update
from portal.reference.calendars import Calendars
from portal.reference.models import Forum

LONGEST_ACT, LONGEST_WHY = 200, 300
# Why a row was replaced (`Deadline.ended_why` of a superseded one).
ORDER, EXTENSION, COUNTED_AGAIN = "order", "extension", "counted_again"
SELECTED = ("rule__forum", "rule__reviewed_by", "forum", "order_document", "added_by", "ended_by", "confirmed_by")


def note_next(case: Case) -> None:
    """Keep the earliest running deadline on the case. The one place that writes these columns."""
    first = case.deadlines.filter(state=DeadlineState.RUNNING).order_by("act_by_at", "pk").first()
    case.next_deadline = first
    case.next_act_by = first.act_by if first else None
    case.next_act_by_at = first.act_by_at if first else None
    Case._base_manager.filter(pk=case.pk).update(
        next_deadline=first, next_act_by=case.next_act_by, next_act_by_at=case.next_act_by_at
    )


def add_deadline(
    *,
    case: Case,
    by: User,
    rule: DeadlineRule,
    triggers: Sequence[date],
    forum: Forum | None = None,
    keys: Mapping[str, date] | None = None,
    is_extended: bool = False,
) -> Deadline:
    """Count a deadline from `rule`. Of several triggers the earliest end counts; all of them are kept.

    The same rule with the same days is the same deadline, however often it is sent. Raises Invalid, or NoDate, with
    the reason why no date may be told.
    """
    matter = Matter(rule, tuple(sorted(set(triggers))), forum, dict(keys or {}), is_extended)
    with transaction.atomic():
        lock(case)
        need(Act.ADD_DEADLINE, case, by)
        check(matter)
        columns = columns_of(count(matter, Calendars()), matter, calendar_marks())
        running = case.deadlines.filter(rule=rule, forum=columns["forum"], state=DeadlineState.RUNNING)
        for known in running:
            if known.inputs.get("triggers") == columns["inputs"]["triggers"]:
                return known
        row = Deadline.objects.create(case=case, added_by=by, **columns)
        _written(case, row, by=by, kind="deadline_added")
    return row


def add_paper_date(
    *, case: Case, by: User, on: date, what: str, forum: Forum | None = None, document: CaseDocument | None = None
) -> Deadline:
    """A date that is printed on a paper, such as a hearing. Raises Invalid without a word on what is due."""
    what = clean_text(what)
    if not what:
        raise Invalid(_("Say what must be done by that day."), field="what")
    if len(what) > LONGEST_ACT:
        raise Invalid(_("At most %(limit)s characters.") % {"limit": LONGEST_ACT}, field="what")
    with transaction.atomic():
        lock(case)
        need(Act.ADD_DEADLINE, case, by)
        _own(case, document)
        known = case.deadlines.filter(
            rule__isnull=True, raw_on=on, act_zh=what, order_on__isnull=True, state=DeadlineState.RUNNING
        ).first()
        if known is not None:
            return known
        row = paper_row(case, on=on, what=what, by=by, forum=forum, document=document)
        _written(case, row, by=by, kind="deadline_added")
    return row


def paper_row(
    case: Case,
    *,
    on: date,
    what: str,
    by: User | None,
    forum: Forum | None = None,
    document: CaseDocument | None = None,
) -> Deadline:
    """The row of a printed date; the words are in the language of whoever wrote them and shown in both."""
    return Deadline.objects.create(
        case=case,
        added_by=by,
        act_zh=what,
        forum=forum,
        inputs={"printed": on.isoformat()},
        order_document=document,
        **dates_of(printed(on, forum, Calendars())),
    )


def order_overrides(
    *, deadline: Deadline, by: User, on: date, document: CaseDocument | None, version: int | None = None
) -> Deadline:
    """A court or office set another day, earlier or later than the statute. The paper that says so is required."""
    with transaction.atomic():
        case, row, _standing = _open(deadline, Act.ORDER_DEADLINE, by, version)
        if document is None:
            raise Invalid(_("Attach the order, or choose it from the documents of the case."), field="document")
        _own(case, document)
        if row.order_on == on and row.order_document_id == document.pk:
            return row
        computed = ordered(computed_of(row), on, row.forum, Calendars())
        new = replace_row(
            row, by=by, why=ORDER, added_by=by, order_on=on, order_document=document, **dates_of(computed)
        )
        _written(case, new, by=by, kind="deadline_ordered", old=row)
    return new


def grant_extension(*, deadline: Deadline, by: User, version: int | None = None) -> Deadline:
    """The extension that the rule itself knows was granted. Raises Invalid where it knows none of a fixed length."""
    with transaction.atomic():
        case, row, _standing = _open(deadline, Act.ORDER_DEADLINE, by, version)
        if row.rule is None or extension_of(row.rule) is None:
            raise Invalid(
                _("No extension of a fixed length is known here. Enter the new day as an order, with the paper."),
                field="document",
            )
        if row.is_extended:
            raise Conflict(_("This extension was entered already."))
        if row.order_on is not None:
            raise Conflict(_("An order sets this day. Enter the new one as an order, with the paper."))
        old = matter_of(row)
        matter = Matter(old.rule, old.triggers, old.forum, old.keys, is_extended=True)
        columns = columns_of(count(matter, Calendars()), matter, calendar_marks())
        new = replace_row(row, by=by, why=EXTENSION, added_by=by, **columns)
        _written(case, new, by=by, kind="deadline_extended", old=row)
    return new


def confirm_deadline(*, deadline: Deadline, by: User, version: int | None = None) -> None:
    """A person looked at what the portal had computed by itself: it applies to this case."""
    with transaction.atomic():
        case, row, _standing = _open(deadline, Act.CONFIRM_DEADLINE, by, version)
        if not row.is_unconfirmed:
            raise Conflict(_("This deadline needs no confirmation, or somebody confirmed it already."))
        guarded_update(row, expected={"version": row.version}, confirmed_by=by, confirmed_at=clock.now())
        _written(case, row, by=by, kind="deadline_confirmed")
    deadline.refresh_from_db()


def mark_done(*, deadline: Deadline, by: User, note: str = "", version: int | None = None) -> None:
    """What was due was done; who says so and when is kept."""
    _end(deadline, by, DeadlineState.DONE, "deadline_done", _why(note, field="note"), version)


def drop_deadline(*, deadline: Deadline, by: User, reason: str, version: int | None = None) -> None:
    """It turned out not to apply. Raises Invalid without a reason."""
    why = _why(reason, field="reason")
    if not why:
        raise Invalid(_("Say why this deadline does not apply."), field="reason")
    _end(deadline, by, DeadlineState.DROPPED, "deadline_dropped", why, version)


def reopen_deadline(*, deadline: Deadline, by: User, version: int | None = None) -> None:
    """It runs again after all. Raises Conflict for one that a newer date replaced."""
    with transaction.atomic():
        case, row, _standing = _open(
            deadline, Act.END_DEADLINE, by, version, states=(DeadlineState.DONE, DeadlineState.DROPPED)
        )
        guarded_update(
            row,
            expected={"version": row.version},
            state=DeadlineState.RUNNING,
            ended_by=None,
            ended_at=None,
            ended_why="",
            # What it missed while it did not run is not sent afterwards; the ladder goes on from today.
            reminded=None,
        )
        _written(case, row, by=by, kind="deadline_reopened")
    deadline.refresh_from_db()


def replace_row(row: Deadline, *, by: User | None, why: str, **columns: Any) -> Deadline:
    """A new row in the place of `row`, with everything that `columns` does not change. Inside a locked transaction."""
    guarded_update(
        row,
        expected={"state": DeadlineState.RUNNING, "version": row.version},
        state=DeadlineState.SUPERSEDED,
        ended_by=by,
        ended_at=clock.now(),
        ended_why=why,
    )
    kept = (
        "rule", "rule_version", "forum", "act_zh", "act_en", "inputs", "computed", "raw_on", "rolled_on", "act_by",
        "act_by_at", "order_on", "order_document", "is_extended", "added_by", "confirmed_by", "confirmed_at",
        "calendar_mark",
    )  # fmt: skip
    return Deadline.objects.create(case=row.case, replaces=row, **{**{n: getattr(row, n) for n in kept}, **columns})


def _open(
    deadline: Deadline,
    act: Act,
    by: User,
    version: int | None,
    states: Sequence[DeadlineState] = (DeadlineState.RUNNING,),
) -> tuple[Case, Deadline, Standing]:
    """The case and the row, locked and as they stand now. Raises Conflict when the page showed something else."""
    case = Case.objects.get(pk=deadline.case_id)
    lock(case)
    standing = need(act, case, by)
    row = Deadline.objects.select_related("rule__forum", "forum", "added_by").get(pk=deadline.pk)
    row.case = case
    if row.state not in states:
        raise Conflict(
            _("This is not possible while the deadline is “%(state)s”.") % {"state": row.get_state_display()}
        )
    if version is not None and version != row.version:
        raise Conflict(_("Somebody changed this deadline while you had the page open. Look at it again."))
    return case, row, standing


def _end(deadline: Deadline, by: User, state: DeadlineState, kind: str, why: str, version: int | None) -> None:
    with transaction.atomic():
        case, row, _standing = _open(deadline, Act.END_DEADLINE, by, version)
        guarded_update(
            row, expected={"version": row.version}, state=state, ended_by=by, ended_at=clock.now(), ended_why=why
        )
        _written(case, row, by=by, kind=kind)
    deadline.refresh_from_db()


def _written(case: Case, row: Deadline, *, by: User | None, kind: str, old: Deadline | None = None) -> None:
    """The event, the next deadline of the case, and what the rules of priority say of it."""
    data = {"deadline": row.pk, "rule": row.rule.rule_id if row.rule else "", "act_by": row.act_by.isoformat()}
    if old is not None:
        data |= {"replaces": old.pk, "old_act_by": old.act_by.isoformat()}
    change(case, by=by, kind=kind, data=data)
    note_next(case)
    raise_by_rule(case=case)


def _own(case: Case, document: CaseDocument | None) -> None:
    if document is not None and document.case_id != case.pk:
        raise Invalid(_("Choose a document of this case."), field="document")


def _why(text: str, *, field: str) -> str:
    text = clean_text(text)
    if len(text) > LONGEST_WHY:
        raise Invalid(_("At most %(limit)s characters.") % {"limit": LONGEST_WHY}, field=field)
    return text
