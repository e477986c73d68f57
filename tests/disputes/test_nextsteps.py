"""What the pages name as the next step is something the reader can do."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import translation

from disputes.access import standing_of
from disputes.actions.deadlines import add_paper_date
from disputes.actions.losses import add_loss
from disputes.actions.opinions import save_opinion, sign_opinion, start_opinion, submit_opinion
from disputes.choices import ClockKind
from disputes.nextsteps import step_of
from disputes.opinions import OpinionText
from experts.states import EngagementState
from portal.accounts.models import User
from portal.lib import clock
from portal.lib.clock import SHANGHAI
from portal.lib.formats import day_with_weekday
from tests.disputes.test_clocks import with_clocks
from tests.disputes.test_opinions import WHOLE
from tests.factories.disputes import Cast
from tests.factories.experts import EngagementFactory, an_expert
from tests.factories.playbooks import PlaybookFactory, StepFactory
from tests.factories.results import EvidenceFactory, a_loss

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
As = Callable[[User], Client]


@pytest.fixture
def in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


def told(cast: Cast, reader: User) -> str:
    cast.case.refresh_from_db()
    return step_of(cast.case, reader, standing_of(reader, cast.case)).text


def test_only_who_may_accept_is_told_to_accept() -> None:
    cast = Cast(kind="guidance", state="submitted", held=True)
    assert told(cast, cast.reviewer).startswith("Check the application: accept, refuse")
    assert told(cast, cast.officer).endswith("a reviewer or the head of the centre decides on acceptance.")


def test_the_step_follows_the_opinion_to_its_reviewer_and_back(as_user: As) -> None:
    cast = Cast(kind="guidance", state="in_guidance", held=True)
    assert "invite an expert or draft it" in told(cast, cast.officer)
    opinion = start_opinion(case=cast.case, by=cast.officer)
    save_opinion(opinion=opinion, by=cast.officer, text=OpinionText(WHOLE), version=opinion.version)
    submit_opinion(opinion=opinion, by=cast.officer, version=opinion.version)
    assert told(cast, cast.reviewer) == "Review version 1 of the opinion."
    assert told(cast, cast.officer) == "Version 1 of the opinion lies with the reviewers."
    page = as_user(cast.reviewer).get(f"/en/triage/{cast.case.reference}/").content.decode()
    assert f'/cases/{cast.case.reference}/opinions/1/">Review version 1' in page
    sign_opinion(opinion=opinion, by=cast.reviewer, version=opinion.version)
    assert told(cast, cast.officer) == "Issue version 1 of the opinion."


def test_a_closed_case_is_verified_then_archived_and_left_alone_by_the_others() -> None:
    cast = Cast(kind="guidance", state="closed", held=True)
    assert told(cast, cast.archivist) == "Everything is verified: archive the file."
    assert told(cast, cast.officer) == "Closed. Nothing is left to do for you."
    evidence = EvidenceFactory.create(case=cast.case, uploader=cast.officer)
    add_loss(case=cast.case, by=cast.officer, facts=a_loss(evidence))
    assert told(cast, cast.reviewer) == "Verify the entries of the loss ledger."
    assert told(cast, cast.archivist) == "Closed. A reviewer verifies the entries of the loss ledger."


def test_the_expert_reads_at_the_top_what_is_due_when_and_begins_there(as_user: As) -> None:
    cast = Cast(kind="guidance", state="in_guidance", held=True)
    with_clocks(cast, ClockKind.OPINION)
    expert = an_expert(("US", "trademark"), centre=cast.centre)
    accepted = EngagementFactory.create(
        expert=expert,
        case_id=cast.case.pk,
        reference=cast.case.reference,
        centre=cast.centre,
        state=EngagementState.ACCEPTED,
    )
    assert expert.user is not None
    due = cast.case.clocks.get(kind=ClockKind.OPINION).due_at.astimezone(SHANGHAI)
    client = as_user(expert.user)
    page = client.get(f"/en/engagements/{accepted.pk}/").content.decode()
    note = page[: page.index('id="told"')]
    assert "Draft the opinion by" in note
    assert f"{due:%H:%M}" in note
    assert "opinions/start/" in note
    start_opinion(case=cast.case, by=expert.user)
    assert "Continue the opinion" in client.get(f"/en/engagements/{accepted.pk}/").content.decode()


def test_the_editor_lists_the_papers_of_messages_in_their_newest_version(as_user: As) -> None:
    cast = Cast(kind="guidance", state="in_guidance", held=True)
    start_opinion(case=cast.case, by=cast.officer)
    message = cast.case.messages.create(author=cast.owner, text="附件", kind="reply", side="enterprise")
    EvidenceFactory.create(case=cast.case, uploader=cast.officer, message=message, name="律师函.pdf")
    page = as_user(cast.officer).get(f"/cases/{cast.case.reference}/opinions/1/edit/").content.decode()
    assert "律师函.pdf" in page


def test_the_enterprise_is_told_its_nearest_deadline_and_first_open_step(as_user: As) -> None:
    cast = Cast(state="submitted")
    row = add_paper_date(case=cast.case, by=cast.owner, on=clock.today() + timedelta(days=1), what="Hearing")
    step = StepFactory.create(playbook=PlaybookFactory.create(), title_en="Write down each date")
    page = as_user(cast.owner).get(f"/en/cases/{cast.case.reference}/").content.decode()
    note = page[page.index("Next step") : page.index('id="messages"')]
    assert "need do nothing" not in note
    assert f"Your nearest deadline: Hearing, act by {day_with_weekday(row.act_by)}" in note
    assert f"First open step of your playbook: {step.title_en}" in note
