"""What an opinion is made of: its parts, its dated steps, the hash under which it is signed, and the door to it."""

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.http import Http404
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from disputes.access import Standing, get_case, standing_of
from disputes.models import Case, Opinion
from disputes.querysets import OpinionQuerySet
from laws.citations import Citation
from portal.accounts.models import User
from portal.lib.errors import Invalid
from portal.lib.fields import clean_text

# In their order, with their headings on pages and on form F.
TITLES: dict[str, str | Promise] = {
    "facts": gettext_lazy("Facts as understood"),
    "questions": gettext_lazy("Questions"),
    "analysis": gettext_lazy("Analysis"),
    "steps": gettext_lazy("Advice: steps with dates"),
    "risks": gettext_lazy("Risks"),
    "deadlines": gettext_lazy("Deadlines"),
}
PARTS = tuple(TITLES)
# Without these an opinion says nothing.
NEEDED = ("facts", "analysis", "steps")
LONGEST = 40_000
# A line of the steps that begins as a date does: 2026-12-05, 2026/12/5, 2026年12月5日.
DATED = re.compile(r"(\d{4})\s?[-/.年]\s?(\d{1,2})\s?[-/.月]\s?(\d{1,2})\s?日?[\s:\uff1a,\uff0c、-]*", re.ASCII)


@dataclass(frozen=True)
class Step:
    """One thing to do, with the day by which it must be done where one was given."""

    on: date | None
    text: str


@dataclass(frozen=True)
class Part:
    """One part with its heading in the language that is active."""

    name: str
    title: str
    text: str


@dataclass(frozen=True)
class OpinionText:
    """What people write in one go."""

    parts: Mapping[str, str]
    citations: tuple[Citation, ...] = ()
    guide_id: int | None = None
    language: str = "zh-hans"


def cleaned(text: OpinionText) -> OpinionText:
    """As it is stored: the known parts, each in one normal form. Raises Invalid naming the part that is too long."""
    parts = {name: clean_text(text.parts.get(name, "")) for name in PARTS}
    long = {name: _("This part is too long.") for name, words in parts.items() if len(words) > LONGEST}
    if long:
        raise Invalid(_("A part is too long: at most %(limit)s characters.") % {"limit": LONGEST}, fields=long)
    citations = tuple(dict.fromkeys(text.citations))
    return OpinionText(parts, citations, text.guide_id, text.language)


def text_of(opinion: Opinion) -> OpinionText:
    """What stands in the row and its citations; one query."""
    return OpinionText(
        {name: getattr(opinion, name) for name in PARTS},
        tuple(opinion.citations.values_list("kind", "key")),
        opinion.guide_id,
        opinion.language,
    )


def parts_of(opinion: Opinion) -> list[Part]:
    """All parts in their order, the empty ones too."""
    return [Part(name, str(title), getattr(opinion, name)) for name, title in TITLES.items()]


def steps_of(text: str) -> list[Step]:
    """The steps, one a line; a date in front is their day. Raises Invalid for one that no calendar has."""
    steps = []
    for line in text.splitlines():
        line = line.strip().lstrip("-•*·").strip()
        if not line:
            continue
        dated = DATED.match(line)
        if dated is None:
            steps.append(Step(None, line))
            continue
        try:
            day = date(*map(int, dated.groups()))
        except ValueError:
            raise Invalid(
                _("“%(date)s” is not a day of the calendar. Write for example 2026-12-05.")
                % {"date": dated.group(0).strip()},
                field="steps",
            ) from None
        steps.append(Step(day, line[dated.end() :].strip()))
    return steps


def shown_steps(text: str) -> list[Step]:
    """The steps for reading: a draft may hold a day that is none, and is shown as it was typed."""
    try:
        return steps_of(text)
    except Invalid:
        return [Step(None, line) for line in text.splitlines() if line.strip()]


def check_complete(text: OpinionText) -> None:
    """Raises Invalid naming every part that must not be empty, and a step with an impossible day."""
    empty = {name: _("This part must not be empty.") for name in NEEDED if not text.parts[name]}
    if empty:
        raise Invalid(_("The opinion is not complete yet. Fill in what is marked below."), fields=empty)
    steps_of(text.parts["steps"])


def digest(opinion: Opinion) -> str:
    """The SHA-256 of what is signed: case, version, language, every part, every citation with its title, the guide."""
    content = {
        "case": str(opinion.case_id),
        "number": opinion.number,
        "language": opinion.language,
        "parts": {name: getattr(opinion, name) for name in PARTS},
        "citations": [list(row) for row in opinion.citations.values_list("kind", "key", "title")],
        "guide": opinion.guide_id,
    }
    plain = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(plain.encode()).hexdigest()


def opinions_for(case: Case, standing: Standing) -> OpinionQuerySet:
    """The versions this person may read: the enterprise's side those that were issued, the others all."""
    opinions = Opinion.objects.filter(case=case)
    if standing.reads_for_centre or standing.advises:
        return opinions
    return opinions.given()


def get_opinion(user: User, reference: str, number: int) -> tuple[Opinion, Standing]:
    """A version and what `user` is to its case. Raises Http404 for whoever may not read it."""
    case = get_case(user, reference)
    standing = standing_of(user, case)
    opinion = (
        opinions_for(case, standing)
        .select_related("updated_by", "signed_by", "issued_by", "acknowledged_by", "guide__jurisdiction")
        .filter(number=number)
        .first()
    )
    if opinion is None:
        raise Http404
    opinion.case = case
    return opinion, standing


def names(people: Iterable[User]) -> str:
    return "、".join(str(person) for person in people)
