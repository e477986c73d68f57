"""Deadlines, first aid and typical cases of a dispute of which only some fields are known: for the panel of the forms.

Each function answers for itself, reads few rows and writes nothing.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from disputes.duedates import RECEIVED, Missing, Why, suggestions
from laws import words
from laws.deadlines.asking import Answer
from laws.guides.access import published_revisions
from laws.models import CountryGuide, GuideSection, Judgment
from portal.reference.calendars import Calendars
from portal.reference.models import DisputeType, Jurisdiction

SHOWN = 4
NEEDS = 4
ACTS = 3
CASES = 2
# First aid beside a form is for reading at once; the guide itself is one click away.
FIRST_AID_LENGTH = 700


@dataclass(frozen=True)
class Dated:
    """One computed deadline, and the address that explains it to the last step."""

    answer: Answer
    why: str


@dataclass(frozen=True)
class Need:
    """What must be told before more can be computed, for which acts, and the field of the form that takes it."""

    asks: str
    acts: tuple[str, ...]
    more: int = 0
    field: str = ""


@dataclass(frozen=True)
class Deadlines:
    """The earliest deadlines, how many more there are, and what is missing for others."""

    shown: tuple[Dated, ...] = ()
    more: int = 0
    needs: tuple[Need, ...] = ()
    is_asked: bool = False  # enough is known to look for rules

    @property
    def count(self) -> int:
        return len(self.shown) + self.more

    @property
    def earliest(self) -> Answer | None:
        return self.shown[0].answer if self.shown else None


@dataclass(frozen=True)
class FirstAid:
    """The guide in force and the short form of its first-aid part; `text` is Markdown, empty where it has none."""

    guide: CountryGuide
    text: str = ""


def deadlines_so_far(known: dict[str, Any], calendars: Calendars) -> Deadlines:
    """The legal deadlines that follow from the valid values of a form."""
    place: Jurisdiction | None = known.get("jurisdiction")
    kind: DisputeType | None = known.get("dispute_type")
    role: str = known.get("our_role") or ""
    received: date | None = known.get("received_on")
    if place is None or kind is None or not role:
        return Deadlines()
    answers, missing = suggestions(place, kind, role, received, calendars, forum_name=known.get("forum_name") or "")
    needs = _needs(missing, received)
    return Deadlines(
        shown=tuple(Dated(answer, why_url(answer)) for answer in answers[:SHOWN]),
        more=max(len(answers) - SHOWN, 0),
        needs=tuple(needs[:NEEDS]),
        is_asked=True,
    )


def why_url(answer: Answer) -> str:
    """The page that explains a date."""
    query = {"trigger": answer.question.trigger.isoformat()}
    if answer.forum.pk != answer.rule.forum_id:
        query["forum"] = answer.forum.pk
    return f"{reverse('deadline_why', args=[answer.rule.rule_id])}?{urlencode(query)}"


def _needs(missing: Iterable[Missing], received: date | None) -> list[Need]:
    """Grouped by what must be told: first what the form itself asks for, then days of other events, then the rest."""
    groups: dict[tuple[int, str, str], list[str]] = {}
    for one in missing:
        groups.setdefault(_asks(one, received), []).append(one.rule.act)
    return [
        Need(asks, tuple(acts[:ACTS]), max(len(acts) - ACTS, 0), field)
        for (_order, asks, field), acts in sorted(groups.items())
    ]


def _asks(one: Missing, received: date | None) -> tuple[int, str, str]:
    """Order, sentence and field of the form."""
    if one.why is Why.TRIGGER and one.rule.trigger_kind in RECEIVED and received is None:
        return 0, _("Tell us when the papers arrived."), "received_on"
    if one.why is Why.FORUM:
        return 1, _("Tell us which platform it is."), "forum_name"
    if one.why is Why.TRIGGER:
        return (
            2,
            _("Counted from: %(event)s. The officer asks you for that day.")
            % {"event": words.trigger(one.rule.trigger_kind)},
            "",
        )
    return 3 + list(Why).index(one.why), one.reason, ""


def first_aid(jurisdiction: Jurisdiction | None) -> FirstAid | None:
    """What the guide of that place says to do today; None where no guide is in force."""
    if jurisdiction is None:
        return None
    revision = published_revisions().filter(guide__jurisdiction=jurisdiction).first()
    if revision is None:
        return None
    section = revision.sections.filter(kind=GuideSection.Kind.FIRST_AID).first()
    return FirstAid(revision.guide, shortened(section.text) if section else "")


def shortened(markdown: str) -> str:
    """The paragraphs and lists of a text up to a length, whole lines only; tables and headings stay in the guide."""
    kept: list[str] = []
    length = 0
    for line in markdown.splitlines():
        if line.lstrip().startswith(("|", "#")):
            continue
        length += len(line)
        if length > FIRST_AID_LENGTH and kept:
            break
        kept.append(line)
    return "\n".join(kept).strip()


def typical_cases(jurisdiction: Jurisdiction | None, dispute_type: DisputeType | None) -> tuple[Judgment, ...]:
    """Decided cases of that place and kind, the newest first; nothing that only resembles it."""
    if jurisdiction is None or dispute_type is None:
        return ()
    found = Judgment.objects.filter(jurisdiction=jurisdiction, dispute_type=dispute_type)
    return tuple(found.select_related("reviewed_by").order_by("-decision_date", "code")[:CASES])
