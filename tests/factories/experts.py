"""Experts and engagements for tests.

`an_expert(...)` makes an appointed member of the pool with an account; what an action does is tested through it.
"""

import uuid
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from factory.declarations import LazyAttribute, LazyFunction, Sequence, SubFactory
from factory.django import DjangoModelFactory

from experts.choices import ANY
from experts.inputs import ExpertInput, LanguageInput, SkillInput
from experts.models import Employment, Engagement, Expert, ExpertKind, ExpertLanguage, Skill
from experts.states import ADVISING, OPEN_ENGAGEMENTS, EngagementState, ExpertState
from portal.lib import clock
from tests.factories.accounts import GuidanceCentreFactory, UserFactory, a_member

IN_POOL = {ExpertState.APPOINTED, ExpertState.SUSPENDED, ExpertState.EXPIRED}


class ExpertFactory(DjangoModelFactory[Expert]):
    """An appointed expert without an account and without skills."""

    class Meta:
        model = Expert

    email: Any = Sequence(lambda n: f"expert{n}@example.org")
    name_zh: Any = Sequence(lambda n: f"专家{n}")
    name_en: Any = Sequence(lambda n: f"Expert {n}")
    centre: Any = SubFactory(GuidanceCentreFactory)
    state = ExpertState.APPOINTED
    confidentiality_signed_on = date(2025, 1, 1)
    term_from = LazyAttribute(lambda row: clock.today() - timedelta(days=100) if row.state in IN_POOL else None)
    term_to = LazyAttribute(lambda row: clock.today() + timedelta(days=900) if row.state in IN_POOL else None)


def an_expert(
    *skills: tuple[str, ...],
    kinds: Iterable[str] = ("legal",),
    languages: Iterable[str] = ("zh", "en"),
    employers: Iterable[str] = (),
    account: bool = True,
    **columns: Any,
) -> Expert:
    """A member of the pool: `an_expert(("US", "patent"), ("DE", "patent", "KEY-PV"), employers=["Acme"])`."""
    if account and "user" not in columns:
        columns["user"] = a_member("expert", user=UserFactory.create())
        columns.setdefault("email", columns["user"].email)
    expert = ExpertFactory.create(**columns)
    for kind in kinds:
        ExpertKind.objects.create(expert=expert, kind=kind)
    for code in languages:
        ExpertLanguage.objects.create(expert=expert, language=code, level="working")
    for skill in skills:
        place, right, industry, matter = (*skill, *[ANY] * 4)[:4]
        Skill.objects.create(expert=expert, jurisdiction=place, right=right, industry=industry, matter=matter)
    for name in employers:
        Employment.objects.create(expert=expert, organisation=name)
    return expert


def a_record(email: str = "new.expert@example.org", **changes: Any) -> ExpertInput:
    """What somebody types about an expert: right as it stands."""
    columns: dict[str, Any] = {
        "email": email,
        "name_zh": "新专家",
        "kinds": ["legal"],
        "skills": [SkillInput("US", "patent")],
        "languages": [LanguageInput("zh", "native"), LanguageInput("en", "working")],
        "confidentiality_signed_on": date(2025, 1, 1),
    }
    return ExpertInput(**{**columns, **changes})


class EngagementFactory(DjangoModelFactory[Engagement]):
    """An invitation nobody has answered; `state=` gives it every column that state needs."""

    class Meta:
        model = Engagement

    expert: Any = LazyFunction(an_expert)
    case_id = LazyFunction(uuid.uuid4)
    reference = "GD-2026-000001"
    centre: Any = SubFactory(GuidanceCentreFactory)
    state = EngagementState.INVITED
    invited_by: Any = SubFactory(UserFactory)
    summary = LazyFunction(lambda: {"jurisdiction": "US", "right": "patent"})
    names = LazyFunction(list)
    names_shown_at: Any = LazyAttribute(lambda row: None if row.state == EngagementState.INVITED else clock.now())
    declared_at: Any = LazyAttribute(lambda row: None if row.state == EngagementState.INVITED else clock.now())
    accepted_at: Any = LazyAttribute(lambda row: clock.now() if row.state in ADVISING else None)
    ended_at: Any = LazyAttribute(lambda row: None if row.state in OPEN_ENGAGEMENTS else clock.now())
    end_reason: Any = LazyAttribute(lambda row: "done" if row.state == EngagementState.CLOSED else "")
