"""Who fits a case, and why. Pure: plain facts in, a score with its reasons out.

The officer sees each reason with its points. Nothing here decides: whoever is blocked is shown with the reason.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from experts.choices import ANY, Availability, LanguageLevel, SkillLevel

LEAST_RATED = 5  # ratings are shown and counted only in aggregate (domain facts, part 10)


class Reason(StrEnum):
    PLACE = "place"
    PLACE_ANY = "place_any"
    RIGHT = "right"
    RIGHT_ANY = "right_any"
    INDUSTRY = "industry"
    MATTER = "matter"
    LED = "led"
    KIND = "kind"
    LANGUAGE = "language"
    LICENCE = "licence"
    FREE = "free"
    LIMITED = "limited"
    LOAD = "load"
    RATING = "rating"
    REVIEW_DUE = "review_due"


class Block(StrEnum):
    """Why somebody cannot be invited to this case now."""

    CONFLICT = "conflict"
    TAKES_PART = "takes_part"
    ENGAGED_HERE = "engaged_here"
    RECUSED_HERE = "recused_here"
    AWAY = "away"
    FULL = "full"
    NO_ACCOUNT = "no_account"


POINTS: dict[Reason, int] = {
    Reason.PLACE: 30,
    Reason.PLACE_ANY: 12,
    Reason.RIGHT: 25,
    Reason.RIGHT_ANY: 8,
    Reason.INDUSTRY: 12,
    Reason.MATTER: 15,
    Reason.LED: 8,
    Reason.KIND: 5,
    Reason.LANGUAGE: 8,
    Reason.LICENCE: 10,
    Reason.FREE: 6,
    Reason.LIMITED: -4,
    Reason.LOAD: -4,
    Reason.RATING: 3,
    Reason.REVIEW_DUE: -5,
}
WORDS: dict[Reason, Promise] = {
    Reason.PLACE: _("knows this country or region"),
    Reason.PLACE_ANY: _("works in any country"),
    Reason.RIGHT: _("knows this right"),
    Reason.RIGHT_ANY: _("works on any right"),
    Reason.INDUSTRY: _("knows this industry"),
    Reason.MATTER: _("knows this kind of dispute"),
    Reason.LED: _("has led such matters"),
    Reason.KIND: _("is the kind of expert this needs"),
    Reason.LANGUAGE: _("works in a language of the proceedings"),
    Reason.LICENCE: _("holds a valid licence there"),
    Reason.FREE: _("has time"),
    Reason.LIMITED: _("has little time"),
    Reason.LOAD: _("for each open case"),
    Reason.RATING: _("ratings of at least five cases"),
    Reason.REVIEW_DUE: _("yearly review is due"),
}
BLOCKS: dict[Block, Promise] = {
    Block.CONFLICT: _("Conflict of interest known to the portal"),
    Block.TAKES_PART: _("Takes part in this case for the enterprise, as its counsel or in the centre"),
    Block.ENGAGED_HERE: _("Invited to this case already"),
    Block.RECUSED_HERE: _("Left this case because of a conflict"),
    Block.AWAY: _("Away"),
    Block.FULL: _("Has as many open cases as they take"),
    Block.NO_ACCOUNT: _("Has no account yet: invite them from their record"),
}


@dataclass(frozen=True)
class CaseFacts:
    """What of a case counts for the choice. Empty: not known."""

    jurisdiction: str
    right: str = ""
    industries: frozenset[str] = frozenset()
    matter: str = ""
    kinds: frozenset[str] = frozenset()
    languages: frozenset[str] = frozenset()


@dataclass(frozen=True)
class SkillFact:
    jurisdiction: str
    right: str
    industry: str
    matter: str
    level: int


@dataclass(frozen=True)
class Candidate:
    """What of an expert counts for the choice. `ratings` are those of ended engagements, newest first."""

    key: int
    skills: Sequence[SkillFact] = ()
    kinds: frozenset[str] = frozenset()
    languages: frozenset[tuple[str, str]] = frozenset()
    licensed_in: frozenset[str] = frozenset()
    availability: str = Availability.AVAILABLE
    open_load: int = 0
    max_open_cases: int = 3
    ratings: Sequence[int] = ()
    review_due_on: date | None = None
    conflicts: int = 0
    takes_part: bool = False
    engaged_here: bool = False
    recused_here: bool = False
    has_account: bool = True


@dataclass(frozen=True)
class Score:
    """The sum of `reasons`; `blocks` forbid the invitation whatever the sum."""

    key: int
    total: int
    reasons: list[tuple[Reason, int]] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)


def rank(case: CaseFacts, candidates: Iterable[Candidate], today: date) -> list[Score]:
    """Best first; those who cannot be invited stand behind all others. Equal scores keep the order given."""
    scores = [score(case, one, today) for one in candidates]
    return sorted(scores, key=lambda found: (bool(found.blocks), -found.total))


def score(case: CaseFacts, one: Candidate, today: date) -> Score:
    """How well one expert fits. Only the best of their skills counts, so that a long list is no merit."""
    reasons = max((_skill_points(case, skill) for skill in one.skills), key=_sum, default=[])
    reasons = reasons + _person_points(case, one, today)
    return Score(one.key, _sum(reasons), reasons, _blocks(one))


def average_rating(ratings: Sequence[int]) -> float | None:
    """None below five ratings: a single case must not be read off."""
    return sum(ratings) / len(ratings) if len(ratings) >= LEAST_RATED else None


def _sum(reasons: Sequence[tuple[Reason, int]]) -> int:
    return sum(points for _reason, points in reasons)


def _of(*reasons: Reason) -> list[tuple[Reason, int]]:
    return [(reason, POINTS[reason]) for reason in reasons]


def _skill_points(case: CaseFacts, skill: SkillFact) -> list[tuple[Reason, int]]:
    """A skill in another country or another right is none for this case."""
    if skill.jurisdiction not in (case.jurisdiction, ANY) or (case.right and skill.right not in (case.right, ANY)):
        return []
    found = [Reason.PLACE if skill.jurisdiction != ANY else Reason.PLACE_ANY]
    if case.right:
        found.append(Reason.RIGHT if skill.right != ANY else Reason.RIGHT_ANY)
    if skill.industry in case.industries:
        found.append(Reason.INDUSTRY)
    if case.matter and skill.matter == case.matter:
        found.append(Reason.MATTER)
    if skill.level == SkillLevel.LEAD:
        found.append(Reason.LED)
    return _of(*found)


def _person_points(case: CaseFacts, one: Candidate, today: date) -> list[tuple[Reason, int]]:
    found = []
    if case.kinds & one.kinds:
        found.append(Reason.KIND)
    works_in = {code for code, level in one.languages if level != LanguageLevel.BASIC}
    if case.languages & works_in:
        found.append(Reason.LANGUAGE)
    if case.jurisdiction in one.licensed_in:
        found.append(Reason.LICENCE)
    if one.availability == Availability.LIMITED:
        found.append(Reason.LIMITED)
    elif one.availability == Availability.AVAILABLE:
        found.append(Reason.FREE)
    if one.review_due_on is not None and one.review_due_on <= today:
        found.append(Reason.REVIEW_DUE)
    reasons = _of(*found)
    if one.open_load:
        reasons.append((Reason.LOAD, POINTS[Reason.LOAD] * one.open_load))
    average = average_rating(one.ratings)
    if average is not None:
        reasons.append((Reason.RATING, round((average - 3) * POINTS[Reason.RATING])))
    return reasons


def _blocks(one: Candidate) -> list[Block]:
    said = [
        (Block.CONFLICT, one.conflicts > 0),
        (Block.TAKES_PART, one.takes_part),
        (Block.ENGAGED_HERE, one.engaged_here),
        (Block.RECUSED_HERE, one.recused_here),
        (Block.AWAY, one.availability == Availability.AWAY),
        (Block.FULL, one.open_load >= one.max_open_cases),
        (Block.NO_ACCOUNT, not one.has_account),
    ]
    return [block for block, holds in said if holds]
