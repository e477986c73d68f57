"""Two people at the same moment, on PostgreSQL."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from laws.guides import actions
from laws.guides.text import SectionText
from laws.models import CountryGuide, GuideEvent, GuideRevision
from portal.accounts.models import User
from portal.lib.errors import ActionError
from portal.lib.events import verify
from tests.factories.accounts import a_member
from tests.factories.guides import a_published_guide
from tests.factories.reference import JurisdictionFactory

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def at_once(*acts: Callable[[], object]) -> list[str]:
    """Run all at the same moment; "done" or the kind of the refusal for each."""
    start = Barrier(len(acts))

    def one(act: Callable[[], object]) -> str:
        try:
            start.wait(10)
            act()
        except ActionError as refused:
            return refused.type
        finally:
            connection.close()
        return "done"

    with ThreadPoolExecutor(len(acts)) as pool:
        return sorted(future.result() for future in [pool.submit(one, act) for act in acts])


def fresh(revision: GuideRevision) -> GuideRevision:
    return GuideRevision.objects.get(pk=revision.pk)


def save(revision: GuideRevision, by: User, text: str) -> Callable[[], object]:
    return lambda: actions.save_revision(
        revision=fresh(revision),
        by=by,
        version=revision.version,
        sections=[SectionText("overview", text, ""), SectionText("costs", text, "")],
    )


def test_of_two_saves_one_wins_whole() -> None:
    first, second = a_member("editor"), a_member("editor")
    draft = actions.start_guide(jurisdiction=JurisdictionFactory.create(), by=first)
    assert at_once(save(draft, first, "甲"), save(draft, second, "乙")) == ["conflict", "done"]
    assert len({section.zh for section in draft.sections.all()}) == 1, "no mixture of both"
    assert verify(GuideEvent, draft) == []


def test_a_guide_is_started_once() -> None:
    first, second = a_member("editor"), a_member("editor")
    jurisdiction = JurisdictionFactory.create()
    outcome = at_once(*(lambda by=by: actions.start_guide(jurisdiction=jurisdiction, by=by) for by in (first, second)))
    assert outcome == ["conflict", "done"]
    assert (CountryGuide.objects.count(), GuideRevision.objects.count()) == (1, 1)


def test_a_next_revision_is_started_once() -> None:
    guide = a_published_guide("US").guide
    editors = (a_member("editor"), a_member("editor"))
    assert at_once(*(lambda by=by: actions.start_revision(guide=guide, by=by) for by in editors)) == [
        "conflict",
        "done",
    ]
    assert guide.revisions.count() == 2


def test_an_approval_and_a_return_do_not_both_happen() -> None:
    editor, one, other = a_member("editor"), a_member("legal_reviewer"), a_member("publisher")
    draft = actions.start_guide(jurisdiction=JurisdictionFactory.create(), by=editor)
    save(draft, editor, "甲")()
    draft.refresh_from_db()
    actions.submit_revision(revision=draft, by=editor, version=draft.version)
    version = draft.version
    outcome = at_once(
        lambda: actions.approve_revision(revision=fresh(draft), by=one, version=version),
        lambda: actions.return_revision(revision=fresh(draft), by=other, version=version, note="请补充"),
    )
    assert outcome == ["conflict", "done"]
    assert verify(GuideEvent, draft) == []
