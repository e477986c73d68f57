"""Playbooks: which one a case has, ticking its steps, and what the pages show."""

from collections.abc import Callable
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client

from disputes.actions.playing import add_playbook, tick_step, untick_step
from disputes.choices import CaseKind, OurRole
from disputes.models import CaseEvent, Deadline, FirstDay, Phase, Playbook, PlaybookStep, StepTick
from disputes.playbooks import plays_of, today_of
from disputes.states import CaseState
from portal.accounts.models import User
from portal.lib import clock
from portal.lib.errors import Conflict, Invalid, NotAllowed
from portal.reference.models import DisputeType
from tests.factories.disputes import CaseFactory, Cast
from tests.factories.laws import DeadlineRuleFactory
from tests.factories.playbooks import PlaybookFactory, StepFactory

pytestmark = pytest.mark.django_db
As = Callable[[User], Client]


@pytest.fixture
def cast() -> Cast:
    return Cast(kind=CaseKind.GUIDANCE, state=CaseState.IN_GUIDANCE, held=True)


@pytest.fixture
def step() -> PlaybookStep:
    playbook = PlaybookFactory.create(code="squatting")
    StepFactory.create(playbook=playbook, code="later", phase=Phase.THEN)
    return StepFactory.create(playbook=playbook, code="status")


class TestChoosing:
    def test_a_case_gets_the_playbook_of_its_dispute_and_role(self) -> None:
        PlaybookFactory.create(code="holder", roles=["right_holder"])
        PlaybookFactory.create(code="victim", roles=["squatted"])
        PlaybookFactory.create(code="anybody")
        assert [play.playbook.pk for play in plays_of(CaseFactory.create())] == ["victim"]
        other = CaseFactory.create(our_role=OurRole.THIRD_PARTY)
        assert [play.playbook.pk for play in plays_of(other)] == ["anybody"]

    def test_a_playbook_out_of_use_is_not_chosen(self) -> None:
        PlaybookFactory.create(is_active=False)
        assert plays_of(CaseFactory.create()) == []

    def test_the_receipt_names_the_first_day_of_the_playbook(self, step: PlaybookStep) -> None:
        assert list(today_of(CaseFactory.create())) == [step.title_zh]

    def test_where_none_fits_the_sentences_of_the_dispute_are_said(self) -> None:
        playbook = PlaybookFactory.create(roles=["right_holder"])
        first = StepFactory.create(playbook=playbook)
        case = CaseFactory.create(our_role=OurRole.ACCUSED)
        assert list(today_of(case)) == [first.title_zh]
        assert case.dispute_type is not None
        FirstDay.objects.create(dispute_type=case.dispute_type, steps_zh=["先记下日期。"], steps_en=["Note the day."])
        assert list(today_of(case)) == ["先记下日期。"]


class TestTicking:
    @pytest.mark.parametrize("who", ["owner", "member", "counsel", "officer", "colleague"])
    def test_whoever_works_on_the_case_ticks_a_step(self, cast: Cast, step: PlaybookStep, who: str) -> None:
        tick = tick_step(case=cast.case, by=getattr(cast, who), step=step, note=" 已截屏 ")
        assert (tick.note, tick.title_en) == ("已截屏", step.title_en)
        event = CaseEvent.objects.get(subject=cast.case, kind="step_ticked")
        assert event.data == {"tick": tick.pk, "playbook": "squatting", "step": "status"}

    @pytest.mark.parametrize("who", ["hotline", "archivist", "stranger", "other_officer"])
    def test_nobody_else_does(self, cast: Cast, step: PlaybookStep, who: str) -> None:
        with pytest.raises(NotAllowed):
            tick_step(case=cast.case, by=getattr(cast, who), step=step)
        assert not StepTick.objects.exists()

    def test_a_second_tick_is_told_who_was_first(self, cast: Cast, step: PlaybookStep) -> None:
        tick_step(case=cast.case, by=cast.owner, step=step)
        with pytest.raises(Conflict, match=str(cast.owner)):
            tick_step(case=cast.case, by=cast.officer, step=step)
        assert StepTick.objects.count() == 1

    def test_a_tick_is_taken_back_once_and_can_be_set_again(self, cast: Cast, step: PlaybookStep) -> None:
        tick = tick_step(case=cast.case, by=cast.owner, step=step)
        untick_step(case=cast.case, by=cast.officer, tick=tick)
        tick.refresh_from_db()
        assert tick.undone_by == cast.officer
        with pytest.raises(Conflict):
            untick_step(case=cast.case, by=cast.owner, tick=tick)
        tick_step(case=cast.case, by=cast.owner, step=step)
        assert StepTick.objects.count() == 2

    def test_a_tick_makes_no_open_page_stale(self, cast: Cast, step: PlaybookStep) -> None:
        before = cast.case.version
        tick_step(case=cast.case, by=cast.owner, step=step)
        cast.case.refresh_from_db()
        assert cast.case.version == before

    def test_a_step_of_another_playbook_is_refused(self, cast: Cast, step: PlaybookStep) -> None:
        foreign = StepFactory.create(playbook=PlaybookFactory.create(types=("schedule_a",)))
        with pytest.raises(Invalid):
            tick_step(case=cast.case, by=cast.owner, step=foreign)
        add_playbook(case=cast.case, by=cast.colleague, playbook=foreign.playbook)
        tick_step(case=cast.case, by=cast.owner, step=foreign)

    def test_a_note_that_is_too_long_is_refused(self, cast: Cast, step: PlaybookStep) -> None:
        with pytest.raises(Invalid) as refusal:
            tick_step(case=cast.case, by=cast.owner, step=step, note="长" * 301)
        assert "note" in refusal.value.fields

    def test_a_closed_case_takes_no_tick(self, step: PlaybookStep) -> None:
        cast = Cast(kind=CaseKind.GUIDANCE, state=CaseState.CLOSED, held=True)
        with pytest.raises(Conflict):
            tick_step(case=cast.case, by=cast.owner, step=step)

    def test_a_retired_step_stays_where_it_was_ticked(self, cast: Cast, step: PlaybookStep) -> None:
        tick_step(case=cast.case, by=cast.owner, step=step)
        PlaybookStep.objects.filter(pk=step.pk).update(is_active=False, title_zh="改过的话")
        (play,) = plays_of(cast.case)
        assert [line.title for line in play.retired] == [step.title_zh]
        assert (play.done, play.total) == (0, 1)


class TestAdding:
    def test_the_centre_adds_a_playbook_once(self, cast: Cast, step: PlaybookStep) -> None:
        other = PlaybookFactory.create(code="customs", types=("customs",))
        add_playbook(case=cast.case, by=cast.officer, playbook=other)
        assert [play.playbook.pk for play in plays_of(cast.case)] == ["squatting", "customs"]
        for playbook in (other, step.playbook):
            with pytest.raises(Conflict):
                add_playbook(case=cast.case, by=cast.officer, playbook=playbook)

    def test_the_enterprise_does_not(self, cast: Cast) -> None:
        with pytest.raises(NotAllowed):
            add_playbook(case=cast.case, by=cast.owner, playbook=PlaybookFactory.create(types=()))


class TestPages:
    def test_the_enterprise_ticks_on_the_page_of_the_case_without_scripts(
        self, cast: Cast, step: PlaybookStep, as_user: As
    ) -> None:
        client, reference = as_user(cast.owner), cast.case.reference
        assert "0/2" in client.get(f"/cases/{reference}/").content.decode()
        sent = {"do": "tick", "step": "squatting/status", "page": "case", "note": "已截屏"}
        answer = client.post(f"/cases/{reference}/playbook/", sent)
        assert answer.headers["Location"] == f"/cases/{reference}/#step-squatting-status"
        shown = client.get(f"/cases/{reference}/").content.decode()
        assert "1/2" in shown
        assert "已截屏" in shown
        desk = as_user(cast.officer).get(f"/triage/{reference}/").content.decode()
        assert "1/2" in desk
        timeline = desk.partition('id="timeline"')[2]
        assert step.title_zh in timeline

    def test_with_htmx_only_the_section_comes_back(self, cast: Cast, step: PlaybookStep, as_user: As) -> None:
        sent = {"do": "tick", "step": "squatting/status", "page": "case"}
        answer = as_user(cast.owner).post(
            f"/cases/{cast.case.reference}/playbook/", sent, headers={"HX-Request": "true"}
        )
        text = answer.content.decode()
        assert answer.status_code == 200
        assert text.lstrip().startswith('<section class="stack playbook" id="playbook"')

    def test_a_refusal_says_why_and_keeps_the_note(self, cast: Cast, step: PlaybookStep, as_user: As) -> None:
        sent = {"do": "tick", "step": "squatting/status", "note": "长" * 301}
        answer = as_user(cast.owner).post(f"/cases/{cast.case.reference}/playbook/", sent)
        assert answer.status_code == 400
        assert "长" * 301 in answer.content.decode()
        tick_step(case=cast.case, by=cast.officer, step=step)
        answer = as_user(cast.owner).post(f"/cases/{cast.case.reference}/playbook/", {**sent, "note": ""})
        assert answer.status_code == 409

    @pytest.mark.parametrize("sent", [{}, {"do": "tick"}, {"do": "untick", "step": "squatting/status"}, {"do": "add"}])
    def test_what_is_not_there_is_404(self, cast: Cast, step: PlaybookStep, as_user: As, sent: dict[str, str]) -> None:
        assert as_user(cast.officer).post(f"/cases/{cast.case.reference}/playbook/", sent).status_code == 404

    def test_a_computed_date_stands_beside_its_step(self, cast: Cast, step: PlaybookStep, as_user: As) -> None:
        rule = DeadlineRuleFactory.create()
        PlaybookStep.objects.filter(pk=step.pk).update(rule=rule)
        page = f"/cases/{cast.case.reference}/playbook/"
        assert rule.citation in as_user(cast.owner).get(page).content.decode()
        due = clock.today() + timedelta(days=12)
        Deadline.objects.create(
            case=cast.case, rule=rule, rule_version=1, raw_on=due, rolled_on=due, act_by=due,
            act_by_at=clock.now() + timedelta(days=12), added_by=cast.officer,
        )  # fmt: skip
        assert due.isoformat() in as_user(cast.owner).get(page).content.decode()

    def test_more_steps_cost_no_more_queries(
        self, cast: Cast, step: PlaybookStep, as_user: As, django_assert_max_num_queries: Any
    ) -> None:
        client, page = as_user(cast.officer), f"/cases/{cast.case.reference}/playbook/"
        for number in range(12):
            more = StepFactory.create(playbook=step.playbook, rule=DeadlineRuleFactory.create())
            if number % 2:
                tick_step(case=cast.case, by=cast.owner, step=more)
        client.get(page)
        with django_assert_max_num_queries(15):
            client.get(page)


class TestPublicPages:
    def test_anybody_reads_them_and_a_retired_one_is_gone(self, client: Client, step: PlaybookStep) -> None:
        assert step.playbook.name_zh in client.get("/playbooks/").content.decode()
        text = client.get("/en/playbooks/squatting/").content.decode()
        assert step.title_en in text
        Playbook.objects.update(is_active=False)
        assert client.get("/playbooks/squatting/").status_code == 404
        assert step.playbook.name_zh not in client.get("/playbooks/").content.decode()


@pytest.mark.slow
class TestTheFile:
    def test_every_playbook_is_whole_in_both_languages(self) -> None:
        call_command("seed", stdout=StringIO())
        playbooks = Playbook.objects.prefetch_related("steps__rule", "dispute_types")
        assert playbooks.count() >= 13
        for playbook in playbooks:
            steps = list(playbook.steps.all())
            assert 6 <= len(steps) <= 12, playbook.pk
            assert playbook.dispute_types.all(), playbook.pk
            assert set(playbook.roles) <= set(OurRole.values)
            assert {step.phase for step in steps} == set(Phase.values), playbook.pk
            assert any(step.rule for step in steps), playbook.pk
            for step in steps:
                words = (step.title_zh, step.title_en, step.text_zh, step.text_en, step.source, step.fact_status)
                assert all(words), f"{playbook.pk}/{step.code}"
                assert bool(step.citation_zh) == bool(step.citation_en), f"{playbook.pk}/{step.code}"
        told = set(FirstDay.objects.values_list("dispute_type", flat=True))
        told |= set(Playbook.objects.values_list("dispute_types", flat=True))
        assert told == set(DisputeType.objects.values_list("pk", flat=True))
