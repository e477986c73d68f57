"""The pool as the ranking reads it: from rows to plain facts, in a handful of queries whatever its size."""

import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.db.models import F

from experts.conflicts import Hit, Job, Name, PastCase, automatic_hits
from experts.matching import BLOCKS, WORDS, Block, Candidate, CaseFacts, Score, SkillFact, rank, score
from experts.models import Engagement, Expert
from experts.querysets import serving_on
from experts.states import OPEN_ENGAGEMENTS, EngagementState
from portal.lib import clock


@dataclass(frozen=True)
class Suggestion:
    """One expert for a case, as the officer reads it."""

    expert: Expert
    score: Score
    hits: list[Hit]

    @property
    def reasons(self) -> list[tuple[str, int]]:
        return [(str(WORDS[reason]), points) for reason, points in self.score.reasons]

    @property
    def blocks(self) -> list[str]:
        return [str(BLOCKS[block]) for block in self.score.blocks]


def suggest(
    *,
    case: CaseFacts,
    case_id: uuid.UUID,
    names: Sequence[Name],
    demo: bool,
    taking_part: Collection[int] = (),
    most: int = 30,
) -> list[Suggestion]:
    """Experts for a case, best first. A demonstration case is offered demonstration experts only, and the other way.

    `taking_part`: the accounts of everybody who has a part in the case already; none of them advises on it.
    """
    found = (
        Expert.objects.filter(serving_on(clock.today()), is_demo=demo)
        .skilled(jurisdiction=case.jurisdiction, right=case.right)
        .select_related("centre", "user")
        .prefetch_related("skills", "kinds", "languages", "licences", "employments")
    )
    experts = {expert.pk: expert for expert in found}
    engaged = _engagements(experts)
    hits = {pk: hits_of(expert, engaged[pk], names=names, case_id=case_id) for pk, expert in experts.items()}
    candidates = [_candidate(expert, engaged[pk], hits[pk], case_id, taking_part) for pk, expert in experts.items()]
    scores = rank(case, candidates, clock.today())[:most]
    return [Suggestion(experts[score.key], score, hits[score.key]) for score in scores]


def known_conflicts(*, expert: Expert, names: Sequence[Name], case_id: uuid.UUID) -> list[Hit]:
    """What the portal knows against one expert on one case."""
    return hits_of(expert, _engagements([expert.pk])[expert.pk], names=names, case_id=case_id)


def hits_of(
    expert: Expert, engagements: Iterable[Engagement], *, names: Sequence[Name], case_id: uuid.UUID
) -> list[Hit]:
    jobs = [Job(row.organisation, row.until) for row in expert.employments.all()]
    past = [
        PastCase([Name(str(row["role"]), str(row["name"])) for row in one.names], _day(one.ended_at))
        for one in engagements
        if one.accepted_at is not None and one.case_id != case_id
    ]
    months = settings.CONFLICT_WINDOW_MONTHS
    return automatic_hits(names, jobs=jobs, past=past, today=clock.today(), months=months)


def blocks_of(
    expert: Expert, *, names: Sequence[Name], case_id: uuid.UUID, taking_part: Collection[int] = ()
) -> list[Block]:
    """Why one expert cannot be invited to a case now; empty: they can. `taking_part`: see `suggest`."""
    engagements = _engagements([expert.pk])[expert.pk]
    hits = hits_of(expert, engagements, names=names, case_id=case_id)
    candidate = _candidate(expert, engagements, hits, case_id, taking_part)
    return score(CaseFacts(""), candidate, clock.today()).blocks


def ratings_of(engagements: Iterable[Engagement]) -> list[int]:
    return [one.rating for one in engagements if one.rating is not None]


def _engagements(experts: Iterable[int]) -> dict[int, list[Engagement]]:
    found: dict[int, list[Engagement]] = defaultdict(list)
    rows = Engagement.objects.filter(expert__in=list(experts)).order_by(F("ended_at").desc(nulls_first=True), "-pk")
    for row in rows.defer("summary"):
        found[row.expert_id].append(row)
    return found


def _candidate(
    expert: Expert,
    engagements: list[Engagement],
    hits: list[Hit],
    case_id: uuid.UUID,
    taking_part: Collection[int],
) -> Candidate:
    today = clock.today()
    here = [one for one in engagements if one.case_id == case_id]
    return Candidate(
        key=expert.pk,
        skills=[
            SkillFact(row.jurisdiction, row.right, row.industry, row.matter, row.level) for row in expert.skills.all()
        ],
        kinds=frozenset(row.kind for row in expert.kinds.all()),
        languages=frozenset((row.language, row.level) for row in expert.languages.all()),
        licensed_in=frozenset(
            row.jurisdiction_id
            for row in expert.licences.all()
            if row.jurisdiction_id and (row.expires_on is None or row.expires_on >= today)
        ),
        availability=expert.present_availability,
        open_load=sum(one.state in OPEN_ENGAGEMENTS for one in engagements),
        max_open_cases=expert.max_open_cases,
        ratings=ratings_of(engagements),
        review_due_on=expert.review_due_on,
        conflicts=len(hits),
        takes_part=expert.user_id in taking_part,
        engaged_here=any(one.state in OPEN_ENGAGEMENTS for one in here),
        recused_here=any(one.state == EngagementState.CONFLICTED for one in here),
        has_account=expert.user_id is not None,
    )


def _day(moment: datetime | None) -> date | None:
    return moment.astimezone(clock.SHANGHAI).date() if moment else None
