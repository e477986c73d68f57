"""An expert on a case: invited blind, checked for conflicts, let in and out, through the actions and the pages."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.test import Client

from disputes.access import standing_of
from disputes.actions import engaging
from disputes.actions.documents import add_document
from disputes.actions.ending import terminate_case
from disputes.actions.guiding import write_message
from disputes.choices import Side, TerminationReason
from disputes.models import Case, CaseDocument
from disputes.states import WaitingOn
from experts.actions import standing as pool
from experts.choices import NameRole
from experts.conflicts import Name
from experts.models import Engagement, Expert
from experts.states import EndReason, EngagementState
from portal.accounts.models import User
from portal.lib import clock
from portal.lib.errors import Conflict, Invalid, NotAllowed
from portal.notices.models import Notice
from tests.clients import Program
from tests.factories.disputes import Cast
from tests.factories.experts import EngagementFactory, an_expert

pytestmark = pytest.mark.django_db
As = Callable[[User], Client]
PDF = b"%PDF-1.7\n1 0 obj <<>> endobj\ntrailer <<>>\n%%EOF\n"
SECRET = "有人在美国起诉我们侵犯标准必要专利"
CLEAR: dict[str, Any] = {"parties": False, "affiliates": False, "counsel": False, "prior_advice": False}


@pytest.fixture
def cast() -> Cast:
    return Cast(
        held=True,
        kind="guidance",
        state="in_guidance",
        right="patent",
        counterparty="Acme Wireless Inc",
        what_happened=SECRET,
    )


@pytest.fixture
def expert() -> Expert:
    return an_expert(("US", "patent"))


def account(expert: Expert) -> User:
    assert expert.user is not None
    return expert.user


def invited(cast: Cast, expert: Expert, **more: Any) -> Engagement:
    return engaging.invite_expert(case=cast.case, by=cast.officer, expert=expert, **more)


def declared(cast: Cast, expert: Expert, **answers: bool) -> Engagement:
    engagement = invited(cast, expert)
    engaging.show_names(engagement=engagement, by=account(expert))
    engaging.declare(engagement=engagement, by=account(expert), **{**CLEAR, **answers})
    engagement.refresh_from_db()
    return engagement


def accepted(cast: Cast, expert: Expert) -> Engagement:
    engagement = declared(cast, expert)
    engaging.accept(engagement=engagement, by=account(expert))
    return engagement


def a_document(cast: Cast) -> CaseDocument:
    return add_document(case=cast.case, by=cast.owner, file=ContentFile(PDF, name="起诉状.pdf"))


def sees(user: User, case: Case) -> bool:
    return Case.objects.visible_to(user).filter(pk=case.pk).exists()


def status(client: Client, path: str) -> int:
    response = client.get(path)
    if response.streaming:
        list(response)  # reading a download to its end closes its file
    return int(response.status_code)


def pages_of(cast: Cast, document: CaseDocument) -> list[str]:
    number = cast.case.reference
    return [f"/cases/{number}/", f"/triage/{number}/", f"/cases/{number}/documents/{document.pk}/"]


def test_an_invitation_shows_no_name_no_text_and_no_document(cast: Cast, expert: Expert, as_user: As) -> None:
    document = a_document(cast)
    engagement = invited(cast, expert)
    client = as_user(account(expert))
    page = client.get(f"/engagements/{engagement.pk}/")
    shown = page.content.decode()
    assert page.status_code == 200
    assert "美国" in shown
    for hidden in (SECRET, "Acme", cast.enterprise.name_zh, str(cast.case.reference), document.name):
        assert hidden not in shown
        assert hidden not in client.get("/engagements/").content.decode()
    assert [status(client, path) for path in pages_of(cast, document)] == [404, 404, 404]
    assert not sees(account(expert), cast.case)


def test_the_summary_that_is_stored_holds_codes_alone(cast: Cast, expert: Expert) -> None:
    stored = str(invited(cast, expert).summary)
    assert "patent" in stored
    for hidden in (SECRET, "Acme", cast.enterprise.name_zh):
        assert hidden not in stored


def test_the_mail_of_an_invitation_names_nobody(cast: Cast, expert: Expert) -> None:
    invited(cast, expert)
    payload = str(Notice.objects.get(recipient=expert.user).payload)
    assert "Acme" not in payload
    assert cast.enterprise.name_zh not in payload


def test_names_are_shown_only_when_asked_for_and_that_is_kept(cast: Cast, expert: Expert, as_user: As) -> None:
    engagement = invited(cast, expert, extra=[Name(NameRole.AFFILIATE, "Acme Holding AG")])
    client = as_user(account(expert))
    client.post(f"/engagements/{engagement.pk}/names/")
    shown = client.get(f"/engagements/{engagement.pk}/").content.decode()
    for name in ("Acme Wireless Inc", "Acme Holding AG", cast.enterprise.name_zh):
        assert name in shown
    assert SECRET not in shown
    assert [event.kind for event in engagement.events.all()] == ["invited", "names_shown"]


def test_nobody_declares_without_having_seen_the_names(cast: Cast, expert: Expert) -> None:
    engagement = invited(cast, expert)
    with pytest.raises(Conflict):
        engaging.declare(engagement=engagement, by=account(expert), **CLEAR)
    assert not engagement.declarations.exists()


def test_an_unanswered_question_is_no_declaration(cast: Cast, expert: Expert, as_user: As) -> None:
    engagement = invited(cast, expert)
    client = as_user(account(expert))
    client.post(f"/engagements/{engagement.pk}/names/")
    engagement.refresh_from_db()
    answers = {"version": engagement.version, "parties": "no", "affiliates": "no", "counsel": "no"}
    assert client.post(f"/engagements/{engagement.pk}/declare/", answers).status_code == 400
    assert not engagement.declarations.exists()


def test_after_accepting_the_expert_reads_writes_and_adds(cast: Cast, expert: Expert, as_user: As) -> None:
    document = a_document(cast)
    engagement = accepted(cast, expert)
    client, number = as_user(account(expert)), cast.case.reference
    shown = client.get(f"/engagements/{engagement.pk}/").content.decode()
    assert SECRET in shown
    assert client.get(f"/cases/{number}/").headers["Location"].endswith(f"/engagements/{engagement.pk}/")
    assert client.get(f"/triage/{number}/").status_code == 404
    assert status(client, f"/cases/{number}/documents/{document.pk}/") == 200
    standing = standing_of(account(expert), cast.case)
    assert (standing.advises, standing.side) == (True, Side.EXPERT)
    sent = client.post(f"/engagements/{engagement.pk}/write/", {"write-text": "请提供许可谈判往来。"})
    assert sent.status_code == 302
    assert cast.case.messages.get().side == Side.EXPERT
    upload = ContentFile(PDF + b"2", name="对照表.pdf")
    assert (
        client.post(f"/engagements/{engagement.pk}/add_document/", {"add_document-documents": upload}).status_code
        == 302
    )
    assert cast.case.documents.filter(side=Side.EXPERT).count() == 1


def test_the_expert_sees_neither_internal_notes_nor_the_contact(cast: Cast, expert: Expert, as_user: As) -> None:
    from disputes.actions.answering import add_note

    add_note(case=cast.case, by=cast.officer, text="对方常在开庭前和解。")
    engagement = accepted(cast, expert)
    shown = as_user(account(expert)).get(f"/engagements/{engagement.pk}/").content.decode()
    assert "开庭前和解" not in shown
    assert cast.case.contact.phone not in shown


@pytest.mark.parametrize("answer", ["parties", "affiliates", "counsel", "prior_advice"])
def test_each_declared_tie_recuses_and_blinds(answer: str, cast: Cast, expert: Expert, as_user: As) -> None:
    document = a_document(cast)
    engagement = declared(cast, expert, **{answer: True})
    assert engagement.state == EngagementState.CONFLICTED
    client = as_user(account(expert))
    shown = client.get(f"/engagements/{engagement.pk}/").content.decode()
    assert "Acme" not in shown
    assert "专利" not in shown.split("<main", 1)[1].split("</main", 1)[0]
    assert [status(client, path) for path in pages_of(cast, document)] == [404, 404, 404]
    event = cast.case.events.get(kind="expert_conflicted")
    assert event.data["declared"] == [answer]
    assert engagement.events.get(kind="conflicted").data["declared"] == [answer]
    assert Notice.objects.filter(kind="disputes.expert_conflicted", recipient=cast.officer).exists()


def test_a_conflict_that_comes_up_later_shuts_the_case_at_once(cast: Cast, expert: Expert, as_user: As) -> None:
    document = a_document(cast)
    engagement = accepted(cast, expert)
    client = as_user(account(expert))
    assert status(client, f"/cases/{cast.case.reference}/documents/{document.pk}/") == 200
    data = {"version": engagement.version, "parties": "no", "affiliates": "yes", "counsel": "no", "prior_advice": "no"}
    client.post(f"/engagements/{engagement.pk}/declare/", data)
    engagement.refresh_from_db()
    assert engagement.state == EngagementState.CONFLICTED
    assert [status(client, path) for path in pages_of(cast, document)] == [404, 404, 404]
    with pytest.raises(NotAllowed):
        write_message(case=cast.case, by=account(expert), text="再看一眼。")


def test_an_employer_among_the_names_keeps_somebody_from_being_invited(cast: Cast) -> None:
    tied = an_expert(("US", "patent"), employers=["ACME Wireless, Inc."])
    with pytest.raises(Conflict):
        invited(cast, tied)
    assert not Engagement.objects.exists()


def test_a_tie_that_appears_after_the_invitation_is_found_at_the_declaration(cast: Cast, expert: Expert) -> None:
    engagement = invited(cast, expert)
    expert.employments.create(organisation="Acme Wireless")
    engaging.show_names(engagement=engagement, by=account(expert))
    engaging.declare(engagement=engagement, by=account(expert), **CLEAR)
    assert engagement.state == EngagementState.CONFLICTED
    assert engagement.declarations.get().automatic[0]["kind"] == "employer"


def test_names_that_changed_are_looked_at_again_before_declaring(cast: Cast, expert: Expert) -> None:
    engagement = invited(cast, expert)
    engaging.show_names(engagement=engagement, by=account(expert))
    Case.objects.filter(pk=cast.case.pk).update(counterparty="Acme Wireless Inc; Beta Semiconductor LLC")
    with pytest.raises(Conflict):
        engaging.declare(engagement=engagement, by=account(expert), **CLEAR)
    engaging.show_names(engagement=engagement, by=account(expert))
    engaging.declare(engagement=engagement, by=account(expert), **CLEAR)
    assert engagement.state == EngagementState.DECLARED_CLEAR


def test_who_was_recused_is_not_invited_to_that_case_again(cast: Cast, expert: Expert) -> None:
    declared(cast, expert, parties=True)
    cast.case.refresh_from_db()
    with pytest.raises(Conflict):
        invited(cast, expert)


def test_a_second_invitation_while_one_is_open_is_refused(cast: Cast, expert: Expert) -> None:
    invited(cast, expert)
    with pytest.raises(Conflict):
        invited(cast, expert)
    assert Engagement.objects.count() == 1


def test_who_declined_may_be_asked_again(cast: Cast, expert: Expert) -> None:
    engagement = invited(cast, expert)
    assert cast.case.waiting_on == WaitingOn.EXPERT
    engaging.decline(engagement=engagement, by=account(expert))
    cast.case.refresh_from_db()
    assert cast.case.waiting_on == WaitingOn.NONE
    assert invited(cast, expert).state == EngagementState.INVITED


def test_only_an_appointed_present_expert_with_room_is_invited(cast: Cast) -> None:
    full = an_expert(("US", "patent"), max_open_cases=1)
    EngagementFactory.create(expert=full)
    for wrong in (
        full,
        an_expert(("US", "patent"), state="suspended"),
        an_expert(("US", "patent"), availability="away"),
        an_expert(("US", "patent"), account=False),
        an_expert(("US", "patent"), is_demo=True),
    ):
        with pytest.raises(Conflict):
            invited(cast, wrong)


def test_only_the_holder_or_who_assigns_invites(cast: Cast, expert: Expert) -> None:
    for person in (cast.colleague, cast.owner, cast.other_officer, account(expert)):
        with pytest.raises(NotAllowed):
            engaging.invite_expert(case=cast.case, by=person, expert=expert)
    assert engaging.invite_expert(case=cast.case, by=cast.head, expert=expert).state == EngagementState.INVITED


def test_nobody_answers_for_the_expert(cast: Cast, expert: Expert, as_user: As) -> None:
    engagement = invited(cast, expert)
    for person in (cast.officer, account(an_expert(("US", "patent")))):
        with pytest.raises(NotAllowed):
            engaging.show_names(engagement=engagement, by=person)
        assert as_user(person).get(f"/engagements/{engagement.pk}/").status_code == 404


def test_the_api_of_ones_own_cases_shows_an_expert_none(cast: Cast, expert: Expert) -> None:
    program = Program(account(expert), "cases:read")
    invited(cast, expert)
    assert program.get(f"/api/v1/me/cases/{cast.case.reference}/").status_code == 404
    accepted(cast, other := an_expert(("US", "patent")))
    own = Program(account(other), "cases:read")
    assert own.get("/api/v1/me/cases/").json()["results"] == []
    assert own.get(f"/api/v1/me/cases/{cast.case.reference}/").status_code == 404


def test_a_suspended_expert_loses_the_case_at_once(cast: Cast, expert: Expert, as_user: As) -> None:
    engagement = accepted(cast, expert)
    assert sees(account(expert), cast.case)
    expert.refresh_from_db()
    from tests.factories.accounts import a_member

    pool.suspend(expert=expert, by=a_member("centre_head", centre=expert.centre), reason="证照到期")
    assert not sees(account(expert), cast.case)
    page = as_user(account(expert)).get(f"/engagements/{engagement.pk}/")
    assert SECRET not in page.content.decode()


def test_the_end_of_the_case_ends_the_engagement(cast: Cast, expert: Expert) -> None:
    engagement = accepted(cast, expert)
    cast.case.refresh_from_db()
    terminate_case(case=cast.case, by=cast.officer, reason=next(iter(TerminationReason)), text="企业已和解。")
    engagement.refresh_from_db()
    assert (engagement.state, engagement.end_reason) == (EngagementState.CLOSED, EndReason.CASE_ENDED)
    assert not sees(account(expert), cast.case)


def test_the_centre_ends_and_rates_work_but_not_an_invitation(cast: Cast, expert: Expert) -> None:
    engagement = invited(cast, expert)
    with pytest.raises(Invalid):
        engaging.end_engagement(case=cast.case, engagement=engagement, by=cast.officer, rating=5)
    engaging.end_engagement(case=cast.case, engagement=engagement, by=cast.officer)
    assert engagement.end_reason == EndReason.WITHDRAWN
    assert cast.case.waiting_on == WaitingOn.NONE
    assert "expert_left" not in {event.kind for event in cast.case.events.all()}
    other = an_expert(("US", "patent"))
    work = accepted(cast, other)
    cast.case.refresh_from_db()
    engaging.end_engagement(case=cast.case, engagement=work, by=cast.officer, rating=4)
    assert (work.end_reason, work.rating) == (EndReason.DONE, 4)


def test_a_stale_page_of_the_expert_is_told_so(cast: Cast, expert: Expert, as_user: As) -> None:
    engagement = invited(cast, expert)
    client = as_user(account(expert))
    assert client.post(f"/engagements/{engagement.pk}/decline/", {"version": "99"}).status_code == 409
    assert client.post(f"/engagements/{engagement.pk}/accept/", {"version": engagement.version}).status_code == 409
    engagement.refresh_from_db()
    assert engagement.state == EngagementState.INVITED


def test_the_officers_page_finds_ranks_and_invites(cast: Cast, expert: Expert, as_user: As) -> None:
    client, number = as_user(cast.officer), cast.case.reference
    tied = an_expert(("US", "patent"), employers=["Acme Wireless Inc"])
    assert f"/triage/{number}/experts/" in client.get(f"/triage/{number}/").content.decode()
    page = client.get(f"/triage/{number}/experts/")
    assert [one.expert.pk for one in page.context["found"]] == [expert.pk, tied.pk]
    assert page.context["found"][1].blocks
    shown = client.get(f"/triage/{number}/experts/{expert.pk}/").context
    data = {"version": shown["case"].version, "affiliates": "Acme Holding AG\nAcme China 有限公司", "counsel": ""}
    data["answer_by"] = clock.today().isoformat()
    sent = client.post(f"/triage/{number}/experts/{expert.pk}/", data)
    assert sent.status_code == 302
    engagement = Engagement.objects.get()
    assert engagement.names_of("affiliate") == ["Acme Holding AG", "Acme China 有限公司"]
    assert expert.name in client.get(f"/triage/{number}/").content.decode()


def test_the_ranking_costs_the_same_for_any_number_of_experts(
    cast: Cast, as_user: As, django_assert_max_num_queries: Any
) -> None:
    for _number in range(12):
        an_expert(("US", "patent"))
    client = as_user(cast.officer)
    with django_assert_max_num_queries(26):
        page = client.get(f"/triage/{cast.case.reference}/experts/")
    assert len(page.context["found"]) == 12


def test_a_restricted_case_tells_the_expert_only_that_there_is_a_message(expert: Expert) -> None:
    cast = Cast(held=True, kind="guidance", state="in_guidance", right="patent", restricted=True)
    invited(cast, expert)
    notice = Notice.objects.get(recipient=expert.user)
    assert notice.kind == "experts.message"
    assert not notice.payload["place"]
