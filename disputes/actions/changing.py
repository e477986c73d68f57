"""The one way a case changes: guarded by state and version, with one event."""

from collections.abc import Mapping
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from disputes.choices import CaseKind
from disputes.models import Case, CaseEvent
from disputes.states import TRANSITIONS, UPGRADABLE, CaseState
from disputes.wording import act_label
from portal.accounts.models import User
from portal.lib import clock
from portal.lib.errors import Conflict
from portal.lib.events import append
from portal.lib.states import guarded_update, may_move


def acted_first(case: Case) -> Conflict:
    """The error for a stale page: who acted, what they did and when."""
    # The form that an act issues says less than the act itself.
    event = CaseEvent.objects.filter(subject=case).exclude(kind="form_issued").order_by("-seq").first()
    if event is None:
        return Conflict(_("Somebody else changed this first. Reload the page and look again."))
    who = User.objects.filter(pk=event.actor_id).first() if event.actor_id else None
    return Conflict(
        _(
            "Somebody acted while you had this page open: %(who)s, %(when)s: %(what)s. What you typed is still here;"
            " look at the present state before you send it again."
        )
        % {
            "who": who or _("the portal"),
            "when": timezone.localtime(event.at).strftime("%Y-%m-%d %H:%M"),
            "what": act_label(event.kind),
        }
    )


def lock(case: Case) -> None:
    """Wait for whoever is acting on this case, then see what they left. Only inside a transaction.

    For acts that add something and are right whatever else happened since the page was opened.
    """
    case.refresh_from_db(from_queryset=Case.objects.select_for_update())


def check_fresh(case: Case, version: int | None) -> None:
    """Raises Conflict when the page that sent `version` no longer shows the present case."""
    if version is not None and version != case.version:
        raise acted_first(case)


def note_event(case: Case, *, by: User | None, kind: str, data: Mapping[str, Any] | None = None) -> CaseEvent:
    """Append an event that changes nothing on the case, so that no page that is open grows stale. After `lock`."""
    state = CaseState(case.state)
    return append(
        CaseEvent,
        subject=case,
        kind=kind,
        actor_id=by.pk if by else None,
        old_state=state,
        new_state=state,
        data=data,
        at=clock.now(),
    )


def change(
    case: Case,
    *,
    by: User | None,
    kind: str,
    to: CaseState | None = None,
    data: Mapping[str, Any] | None = None,
    case_kind: CaseKind | None = None,
    **changes: Any,
) -> CaseEvent:
    """Write `changes`, move to `to` if given, and append the event. `by` is None for the portal itself.

    `case_kind` makes a consultation a guidance case: from one of `UPGRADABLE` to `submitted`, no other way.

    Raises Conflict when the move is not in the table or somebody else changed the case since it was loaded.
    """
    old = CaseState(case.state)
    if case_kind is not None:
        possible = old in UPGRADABLE and to == CaseState.SUBMITTED and case.kind == CaseKind.CONSULTATION
        changes["kind"] = case_kind
    else:
        possible = to is None or to == old or may_move(TRANSITIONS[CaseKind(case.kind)], old, to)
    if not possible:
        raise Conflict(_("This is not possible while it is “%(state)s”.") % {"state": case.get_state_display()})
    now = clock.now()
    if to is not None:
        changes["state"] = to
    try:
        guarded_update(case, expected={"state": old, "version": case.version}, updated_at=now, **changes)
    except Conflict:
        raise acted_first(case) from None
    return append(
        CaseEvent,
        subject=case,
        kind=kind,
        actor_id=by.pk if by else None,
        old_state=old,
        new_state=to or old,
        data=data,
        at=now,
    )
