"""The list of typical cases, the page of one, and the desk."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from laws.judgments import actions
from laws.models import Judgment, JudgmentProposal
from portal.lib import clock
from tests.clients import as_user
from tests.factories.accounts import a_member
from tests.factories.laws import DisputeTypeFactory, JudgmentFactory

pytestmark = pytest.mark.django_db
Budget = Callable[[int], Any]


def found(client: Client, query: str = "") -> list[str]:
    response = client.get(f"/en/judgments/{query}")
    assert response.status_code == 200
    return [case.caption for case in response.context["page"].object_list]


def test_the_list_is_narrowed_by_place_right_kind_year_and_words(client: Client) -> None:
    kind = DisputeTypeFactory.create(code="sep_frand")
    JudgmentFactory.create(caption="One", decision_date="2020-05-08", right="patent", dispute_type=kind)
    JudgmentFactory.create(caption="Two", decision_date="2021", right="trademark", jurisdiction__code="DE")
    JudgmentFactory.create(caption="Three", docket="337-TA-1", outcome_zh="普遍排除令")
    assert found(client) == ["Two", "One", "Three"]
    assert (
        found(client, "?jurisdiction=DE") == found(client, "?right=trademark") == found(client, "?year=2021") == ["Two"]
    )
    assert found(client, "?dispute_type=sep_frand") == found(client, "?year=2020") == ["One"]
    assert found(client, "?q=337-ta") == found(client, "?q=排除令") == ["Three"]
    assert client.get("/en/judgments/?year=cheese").context["filters"].form.errors["year"]


def test_awarded_and_collected_stand_apart_and_are_never_added(client: Client) -> None:
    JudgmentFactory.create(
        code="J1",
        amount=59000000,
        currency="USD",
        amount_kind="fine",
        punitive_multiple=5,
        collected_amount=32500000,
        collected="paid on 2018-07-04",
        collected_zh="2018-07-04 已支付",
    )
    english, chinese = client.get("/en/judgments/J1/").content.decode(), client.get("/judgments/J1/").content.decode()
    for words in ("USD 59,000,000", "USD 32,500,000", "5 times", "paid on 2018-07-04"):
        assert words in english
    for words in ("5,900 万美元", "3,250 万美元", "2018-07-04 已支付"):
        assert words in chinese
    assert "91,500,000" not in english


@pytest.mark.parametrize("path", ["/judgments/J1/", "/judgments/", "/laws/US/"])
def test_a_case_claims_no_more_than_what_was_read(client: Client, path: str) -> None:
    case = JudgmentFactory.create(code="J1", fact_status="verified", amount=5, currency="USD", amount_kind="Damages")
    html = client.get(path).content.decode()
    assert "所列来源已读" in html
    assert "损害赔偿" in html
    assert "原文已核对" not in html
    case.fact_status = "text_checked"
    case.save()
    assert "已阅裁判原文" in client.get(path).content.decode()


@pytest.mark.parametrize(
    ("place", "court", "language"),
    [("DE", "Bundesgerichtshof", "de"), ("DE", "Regional court", "en"), ("CN", "最高人民法院", "zh-Hans")],
)
def test_a_court_stays_as_written_and_names_its_language(client: Client, place: str, court: str, language: str) -> None:
    JudgmentFactory.create(code="J1", court=court, jurisdiction__code=place)
    assert f'<span lang="{language}">{court}</span>' in client.get("/judgments/J1/").content.decode()


@pytest.mark.parametrize("is_demo", [False, True])
def test_the_page_names_who_reviewed_a_case_and_marks_a_demonstration(client: Client, is_demo: bool) -> None:
    reviewer = a_member("legal_reviewer", name="Mei Lin")
    case = JudgmentFactory.create(reviewed_by=reviewer, reviewed_on=clock.today())
    Judgment.objects.update(reviewed_hash=case.facts_hash)
    reviewer.is_demo = is_demo
    reviewer.save()
    html = client.get(f"/en/judgments/{case.code}/").content.decode()
    assert "Reviewed by Mei Lin" in html
    assert "by Mei Lin, legal reviewer, on" in html
    for path in (f"/en/judgments/{case.code}/", "/en/judgments/", "/en/laws/US/"):
        assert ("demo-mark" in client.get(path).content.decode()) is is_demo
    assert client.get(f"/api/v1/judgments/{case.code}/").json()["is_demo"] is is_demo


def test_what_is_not_known_says_so(client: Client) -> None:
    JudgmentFactory.create(code="J1")
    html = client.get("/en/judgments/J1/").content.decode()
    for words in ("No account of the facts is held", "none named by the source", "by nobody here yet", "not known"):
        assert words in html


def test_another_spelling_leads_to_the_one_address_and_an_unknown_one_helps(client: Client) -> None:
    JudgmentFactory.create(code="J1")
    assert client.get("/en/judgments/j1/")["Location"] == "/en/judgments/J1/"
    response = client.get("/en/judgments/J9/")
    assert response.status_code == 404
    assert "Look for it in the list" in response.content.decode()


def test_the_list_costs_the_same_however_many_cases_there_are(
    client: Client, django_assert_max_num_queries: Budget
) -> None:
    for number in range(25):
        JudgmentFactory.create(
            decision_date=f"20{number:02d}", dispute_type=DisputeTypeFactory.create(code=f"k{number}")
        )
    with django_assert_max_num_queries(8):
        found(client)
    with django_assert_max_num_queries(4):
        client.get(f"/en/judgments/{Judgment.objects.first().code}/")  # type: ignore[union-attr]  # made above


def test_a_case_is_found_by_a_search(client: Client) -> None:
    JudgmentFactory.create(code="J1", caption="Gamma v Delta")
    assert 'href="/en/judgments/J1/"' in client.get("/en/search/?q=Gamma").content.decode()


def typed(**changes: str) -> dict[str, str]:
    return {
        "caption": "Gamma v Delta",
        "jurisdiction": "US",
        "outcome_zh": "侵权成立",
        "outcome_en": "Infringement found",
        "amount": "1000",
        "currency": "USD",
        "amount_kind": "awarded",
        "source": "page: court.example",
        "fact_status": "secondary",
        "reason": "typical",
    } | changes


def test_a_case_is_proposed_on_the_desk_and_accepted_by_another_person(client: Client) -> None:
    JudgmentFactory.create()
    editor, reviewer = as_user(a_member("editor")), as_user(a_member("legal_reviewer"))
    response = editor.post("/en/editorial/judgments/new/", typed())
    proposal = JudgmentProposal.objects.get()
    page = f"/en/editorial/judgments/proposals/{proposal.pk}/"
    assert (response.status_code, response["Location"]) == (302, page)
    assert "Take it back" in editor.get(page).content.decode()
    assert "Gamma v Delta" in reviewer.get("/en/editorial/judgments/").content.decode()
    assert reviewer.post(page, {"act": "accept"}).status_code == 302
    assert "Gamma v Delta" in client.get("/en/judgments/").content.decode()


def test_what_was_typed_stays_when_it_is_refused() -> None:
    JudgmentFactory.create()
    editor = as_user(a_member("editor"))
    response = editor.post("/en/editorial/judgments/new/", typed(currency="", caption="Epsilon v Zeta"))
    html = response.content.decode()
    assert response.status_code == 400
    assert "Epsilon v Zeta" in html
    assert "Name the currency of the amounts" in html


def test_a_stale_correction_answers_409_and_keeps_what_was_typed() -> None:
    case = JudgmentFactory.create(source="page: a", fact_status="verified")
    editor = as_user(a_member("editor"))
    response = editor.post(f"/en/editorial/judgments/{case.code}/correct/", typed(caption="Other", seen="old"))
    assert response.status_code == 409
    assert "Other" in response.content.decode()


def test_a_rejected_case_can_be_proposed_again_from_what_was_written() -> None:
    JudgmentFactory.create()
    person = a_member("editor")
    editor = as_user(person)
    editor.post("/en/editorial/judgments/new/", typed(caption="Epsilon v Zeta"))
    proposal = JudgmentProposal.objects.get()
    actions.reject_proposal(proposal=proposal, by=a_member("legal_reviewer"), note="source missing")
    page = editor.get(f"/en/editorial/judgments/proposals/{proposal.pk}/").content.decode()
    assert "source missing" in page
    assert f"?again={proposal.pk}" in page
    assert "Epsilon v Zeta" in editor.get(f"/en/editorial/judgments/new/?again={proposal.pk}").content.decode()
    other = as_user(a_member("editor")).get(f"/en/editorial/judgments/new/?again={proposal.pk}").content.decode()
    assert "Epsilon v Zeta" not in other


def test_the_desk_costs_the_same_however_much_waits(django_assert_max_num_queries: Budget) -> None:
    person = a_member("editor")
    for number in range(8):
        case = JudgmentFactory.create(source="page: a", fact_status="secondary", caption=f"Case {number}")
        actions.propose_correction(
            judgment=case, by=person, seen=case.facts_hash, values={"court": "High Court"}, reason="named there"
        )
    client = as_user(a_member("legal_reviewer"))
    with django_assert_max_num_queries(16):
        assert client.get("/en/editorial/judgments/").status_code == 200
