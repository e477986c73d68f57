"""Mails about legal deadlines. A restricted case says only that there is a message."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from disputes import emergency_mails
from disputes.emails import message_of
from disputes.legaldates import computed_of
from disputes.models import Case, CaseEvent, Deadline, Look
from disputes.people import centre_staff, enterprise_people
from laws.deadlines.showing import last_minute_of
from portal.accounts.access import people_with
from portal.accounts.models import User
from portal.accounts.permissions import Permission
from portal.lib import clock, formats
from portal.notices.actions import insert, prepare
from portal.notices.models import Notice


def office(case: Case) -> list[User]:
    """Who holds the case, or when nobody there does, everybody who works on it."""
    staff = list(centre_staff(case))
    return [person for person in staff if person.pk == case.holder_id] or staff


def heads(case: Case) -> list[User]:
    """The head of the centre; of a restricted case only one who may see it."""
    found = people_with(Permission.EDIT_CENTRE, centre=case.centre_id)
    if case.restricted:
        named = people_with(Permission.SEE_RESTRICTED_CASES, centre=case.centre_id)
        found = found.filter(pk__in=named.values("pk"))
    return list(found)


def tell_reminder(case: Case, told: Sequence[tuple[Deadline, int]]) -> None:
    """One mail a person: `told` is each deadline with the rung it reached, the nearest first.

    The key names the nearest one with its version and its rung, and so stays the same however often this is tried; a
    deadline that was reopened has a new version and is told anew.
    """
    row, rung = told[0]
    rows = [one for one, _rung in told]
    key = f"deadline:{row.pk}:{rung}:{row.version}"
    mail = Mail(case, key, "deadline_reminder", lambda: {"rows": said_of(rows)})
    mail.send(enterprise=enterprise_people(case), centre=[*office(case), *heads(case)])
    emergency_mails.tell_date(case, row, key)


def tell_passed(case: Case, row: Deadline) -> None:
    """Ask holder and head whether it was missed."""
    mail = Mail(case, f"deadline:{row.pk}:passed:{row.version}", "deadline_passed", lambda: _one(row))
    mail.send(centre=[*office(case), *heads(case)])


def tell_changed(case: Case, event: CaseEvent, old: Deadline, new: Deadline) -> None:
    """Another date than before, both told, to the enterprise and the centre's holder."""

    def said() -> dict[str, Any]:
        return {**_one(new), "old": formats.day_with_weekday(old.act_by), "version": new.rule_version}

    mail = Mail(case, f"deadline:{new.pk}:changed:{event.seq}", "deadline_changed", said)
    # The head too: the mail stands for the reminder of the rung on which the new date begins.
    mail.send(enterprise=enterprise_people(case), centre=[*office(case), *heads(case)])
    emergency_mails.tell_news(case, event)


def tell_to_look(case: Case, event: CaseEvent, row: Deadline, look: Look) -> None:
    """The rule gives no date any more: a person must look."""

    def said() -> dict[str, Any]:
        return {**_one(row), "why": str(look.label)}

    mail = Mail(case, f"deadline:{row.pk}:look:{event.seq}", "deadline_to_look_at", said)
    mail.send(enterprise=enterprise_people(case), centre=office(case))


def said_of(rows: Iterable[Deadline]) -> list[dict[str, Any]]:
    """Deadlines in plain words of the active language, for a mail."""
    today, found = clock.today(), []
    for row in rows:
        computed = computed_of(row)
        last = last_minute_of(row.act_by, computed.cutoff)
        found.append(
            {
                "act": row.act,
                "act_by": formats.day_with_weekday(row.act_by),
                "days": row.days_left(today),
                "there": f"{last.local} {last.zone}" if last else "",
                "beijing": last.beijing if last else "",
                "unchecked": row.rule is not None and row.rule.reviewed_by_id is None,
                "unconfirmed": row.is_unconfirmed,
            }
        )
    return found


def _one(row: Deadline) -> dict[str, Any]:
    return said_of([row])[0]


@dataclass(frozen=True)
class Mail:
    """One message about a case: `said` gives its words in the language that is active."""

    case: Case
    key: str
    kind: str
    said: Callable[[], dict[str, Any]]

    def send(self, *, enterprise: Iterable[User] = (), centre: Iterable[User] = ()) -> None:
        """Queue it for each person once, in their own language; of a restricted case only that there is a message."""
        pages = {person.pk: (person, "triage_case") for person in centre}
        pages |= {person.pk: (person, "case") for person in enterprise}
        insert([self._row(person, page) for person, page in pages.values()])

    def _row(self, person: User, page: str) -> Notice:
        with translation.override(person.language):
            url = settings.BASE_URL + reverse("case_deadlines", args=[self.case.reference])
            context = {**self.said(), "deadlines_url": url}
        kind, snapshot = message_of(self.case, self.kind, page, context, person.language)
        return prepare(key=f"{self.key}:{person.pk}", kind=kind, recipient=person, context=snapshot)
