"""The queue and the officer's page: order, filters, query budgets, and what a refused act shows."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from disputes.actions.answering import add_note, answer_case, ask_back, reply
from disputes.actions.holding import take_case
from disputes.models import Case, CaseMessage
from portal.accounts.models import User
from portal.lib import clock
from portal.notices.models import Notice
from tests.factories.disputes import CaseFactory, Cast, DisputeTypeFactory, ReplyTemplateFactory
from tests.factories.laws import LawFactory
from tests.factories.reference import JurisdictionFactory

pytestmark = pytest.mark.django_db
As = Callable[[User], Client]


def numbers(response: Any) -> list[str]:
    return [case.reference for case in response.context["page"].object_list]


def queued(cast: Cast, **facts: Any) -> Case:
    return CaseFactory.create(**{"claim": None, "enterprise": cast.enterprise, "centre": cast.centre, **facts})


def test_the_most_urgent_stands_first(as_user: As) -> None:
    cast = Cast(priority="P2")
    now = clock.now()
    later = queued(cast, priority="P1", due_at=now + timedelta(hours=5))
    sooner = queued(cast, priority="P1", due_at=now + timedelta(hours=1))
    first = queued(cast, priority="P0", due_at=now + timedelta(days=1))
    response = as_user(cast.officer).get("/triage/")
    assert numbers(response) == [first.reference, sooner.reference, later.reference, cast.case.reference]


def test_what_is_done_stands_below_what_is_owed(as_user: As) -> None:
    cast = Cast(priority="P3")
    done = queued(cast, state="closed", priority="P0")
    assert numbers(as_user(cast.officer).get("/triage/?state=")) == [cast.case.reference, done.reference]


def test_without_a_filter_the_queue_shows_what_is_open(as_user: As) -> None:
    cast = Cast()
    answered = queued(cast, state="answered")
    client = as_user(cast.officer)
    assert numbers(client.get("/triage/")) == [cast.case.reference]
    assert set(numbers(client.get("/triage/?state="))) == {cast.case.reference, answered.reference}
    assert numbers(client.get("/triage/?state=answered")) == [answered.reference]


def test_a_case_opened_again_is_not_called_answered(as_user: As) -> None:
    cast = Cast(held=True, state="in_consultation", answered_at=clock.now(), answered_in_time=True)
    page = as_user(cast.officer).get("/triage/").content.decode()
    assert str(cast.case.reference) in page
    assert "已首次答复" not in page
    assert "还剩" in page, "its new promise runs"


@pytest.mark.parametrize(
    ("query", "facts"),
    [
        ("priority=P0", {"priority": "P0"}),
        ("age=overdue", {"due_at": clock.now() - timedelta(hours=1)}),
        ("age=today", {"due_at": clock.now() + timedelta(hours=1)}),
        ("age=week", {"submitted_at": clock.now() - timedelta(days=8)}),
        ("q=1:26-cv-4242", {"docket": "1:26-CV-4242"}),
        ("q=冻结", {"what_happened": "账户被冻结"}),
    ],
)
def test_a_filter_finds_the_case_it_is_for(query: str, facts: dict[str, Any], as_user: As) -> None:
    cast = Cast()
    wanted = queued(cast, **facts)
    assert numbers(as_user(cast.officer).get(f"/triage/?{query}")) == [wanted.reference]


def test_filters_for_holder_country_and_kind(as_user: As) -> None:
    cast = Cast(held=True, state="in_consultation")
    other = queued(
        cast, jurisdiction=JurisdictionFactory.create(code="DE"), dispute_type=DisputeTypeFactory.create(code="customs")
    )
    client = as_user(cast.officer)
    assert numbers(client.get("/triage/?holder=mine")) == [cast.case.reference]
    for query in ("holder=nobody", "jurisdiction=DE", "type=customs"):
        assert numbers(client.get(f"/triage/?{query}")) == [other.reference]


@pytest.mark.parametrize(
    "query", ["state=nonsense", "priority=P9", "jurisdiction=XX", "page=abc", "page=99999", "age=%07"]
)
def test_nonsense_in_the_address_is_no_error(query: str, as_user: As) -> None:
    assert as_user(Cast().officer).get(f"/triage/?{query}").status_code == 200


def test_a_stopped_clock_is_not_overdue(as_user: As) -> None:
    cast = Cast(held=True, state="in_consultation", due_at=clock.now() - timedelta(hours=1), waiting_on="enterprise")
    response = as_user(cast.officer).get("/triage/?age=overdue")
    assert response.context["overdue"] == 0
    assert numbers(response) == []


@pytest.mark.parametrize("rows", [3, 12])
def test_the_queue_costs_the_same_for_many_cases(
    rows: int, as_user: As, django_assert_max_num_queries: Callable[[int], Any]
) -> None:
    cast = Cast()
    for _ in range(rows):
        queued(cast, claim=None)
    client = as_user(cast.officer)
    client.get("/triage/")
    with django_assert_max_num_queries(13):
        response = client.get("/triage/")
    assert len(numbers(response)) == rows + 1


@pytest.mark.parametrize("rows", [2, 9])
def test_my_cases_cost_the_same_for_many(
    rows: int, as_user: As, django_assert_max_num_queries: Callable[[int], Any]
) -> None:
    cast = Cast()
    for _ in range(rows):
        queued(cast, filer=cast.owner)
    client = as_user(cast.owner)
    client.get("/cases/")
    with django_assert_max_num_queries(8):
        response = client.get("/cases/")
    assert len(numbers(response)) == rows + 1


@pytest.mark.parametrize("exchanges", [1, 6])
def test_a_case_page_costs_the_same_after_a_long_exchange(
    exchanges: int, as_user: As, django_assert_max_num_queries: Callable[[int], Any]
) -> None:
    cast = Cast()
    take_case(case=cast.case, by=cast.officer)
    for _ in range(exchanges):
        ask_back(case=cast.case, by=cast.officer, text="问")
        reply(case=cast.case, by=cast.owner, text="答")
        add_note(case=cast.case, by=cast.officer, text="记")
    answer_case(case=cast.case, by=cast.officer, text="答复", citations=[("law", "us-x"), ("treaty", "PARIS")])
    number = cast.case.reference
    owner, officer = as_user(cast.owner), as_user(cast.officer)
    owner.get(f"/cases/{number}/")
    officer.get(f"/triage/{number}/")
    with django_assert_max_num_queries(25):
        owner.get(f"/cases/{number}/")
    with django_assert_max_num_queries(34):
        officer.get(f"/triage/{number}/")


def test_an_act_that_is_not_allowed_answers_409_with_a_sentence(as_user: As) -> None:
    cast = Cast(held=True, state="answered")
    response = as_user(cast.officer).post(
        f"/triage/{cast.case.reference}/refuse/",
        {"version": cast.case.version, "refuse-reason": "not_ip", "refuse-text": "抱歉"},
    )
    assert response.status_code == 409
    assert "已答复" in response.content.decode()


def test_a_stale_page_keeps_what_was_typed_and_says_who_acted(as_user: As) -> None:
    cast = Cast(held=True, state="in_consultation")
    stale = cast.case.version
    reply(case=cast.case, by=cast.owner, text="补充")
    data = {"version": stale, "answer-text": "花了一小时写的答复"}
    response = as_user(cast.officer).post(f"/triage/{cast.case.reference}/answer/", data)
    page = response.content.decode()
    assert response.status_code == 409
    assert "花了一小时写的答复" in page
    assert str(cast.owner) in page
    fresh = {"version": cast.case.version, "answer-text": "花了一小时写的答复"}
    assert as_user(cast.officer).post(f"/triage/{cast.case.reference}/answer/", fresh).status_code == 302


@pytest.mark.parametrize("version", ["", "abc", "-1", "1.0", "٣", "99999999999", "9" * 4300])
def test_an_unreadable_version_is_never_taken_for_fresh(version: str, as_user: As) -> None:
    cast = Cast(held=True, state="in_consultation")
    data = {"version": version, "answer-text": "答复"}
    response = as_user(cast.officer).post(f"/triage/{cast.case.reference}/answer/", data)
    assert response.status_code == 409
    assert "答复" in response.content.decode()
    assert not CaseMessage.objects.exists()


def test_a_citation_with_control_characters_is_no_error(as_user: As) -> None:
    cast = Cast(held=True, state="in_consultation")
    path = f"/triage/{cast.case.reference}/"
    assert as_user(cast.officer).get(f"{path}citations/?cite=law:%07&cite=law%07:x").status_code == 200


def test_the_second_of_two_takers_is_told_who_was_first(as_user: As) -> None:
    cast = Cast()
    version = cast.case.version
    path = f"/triage/{cast.case.reference}/take/"
    assert as_user(cast.officer).post(path, {"version": version}).status_code == 302
    response = as_user(cast.colleague).post(path, {"version": version})
    assert response.status_code == 409
    assert str(cast.officer) in response.content.decode()


def test_an_empty_answer_is_refused_beside_its_field(as_user: As) -> None:
    cast = Cast(held=True, state="in_consultation")
    response = as_user(cast.officer).post(f"/triage/{cast.case.reference}/answer/", {"answer-text": "  "})
    assert response.status_code == 400
    assert response.context["acts"]["answer"].form.errors["text"]


def test_a_template_is_put_in_front_of_what_was_typed_in_the_language_of_the_case(as_user: As) -> None:
    cast = Cast(held=True, state="in_consultation", language="en")
    template = ReplyTemplateFactory.create()
    data = {"use_template": "yes", "answer-template": template.pk, "answer-text": "My own words."}
    response = as_user(cast.officer).post(f"/triage/{cast.case.reference}/answer/", data)
    page = response.content.decode()
    assert response.status_code == 200
    assert page.index(template.text_en) < page.index("My own words.")
    assert not CaseMessage.objects.exists()


def test_templates_of_other_centres_and_kinds_are_not_offered(as_user: As) -> None:
    cast = Cast(held=True, state="in_consultation")
    fits = ReplyTemplateFactory.create(title_zh="合用", dispute_type=cast.case.dispute_type, centre=cast.centre)
    ReplyTemplateFactory.create(title_zh="别的中心", centre=cast.other_centre)
    ReplyTemplateFactory.create(title_zh="别的类型", dispute_type=DisputeTypeFactory.create(code="customs"))
    ReplyTemplateFactory.create(title_zh="停用", is_active=False)
    response = as_user(cast.officer).get(f"/triage/{cast.case.reference}/")
    assert list(response.context["acts"]["answer"].form.fields["template"].queryset) == [fits]


def test_citations_are_found_ticked_kept_and_shown_with_their_status(as_user: As) -> None:
    cast = Cast(held=True, state="in_consultation")
    law = LawFactory.create(title_zh="美国商标法")
    client, path = as_user(cast.officer), f"/triage/{cast.case.reference}/"
    fragment = client.get(f"{path}citations/?cite_q=商标法").content.decode()
    assert f'value="law:{law.ref}"' in fragment
    found = client.post(f"{path}answer/", {"find": "yes", "cite_q": "商标法", "answer-text": "草稿"}).content.decode()
    assert "草稿" in found
    assert f'value="law:{law.ref}"' in found
    data = {"version": cast.case.version, "answer-text": "见依据。", "cite": [f"law:{law.ref}"]}
    client.post(f"{path}answer/", data)
    page = as_user(cast.owner).get(f"/cases/{cast.case.reference}/").content.decode()
    assert "美国商标法" in page
    assert law.get_absolute_url() in page


def test_an_unknown_citation_is_named(as_user: As) -> None:
    cast = Cast(held=True, state="in_consultation")
    data = {"answer-text": "见依据。", "answer-citations": "law:no-such-law"}
    response = as_user(cast.officer).post(f"/triage/{cast.case.reference}/answer/", data)
    assert response.status_code == 400
    assert "law:no-such-law" in str(response.context["acts"]["answer"].form.errors["citations"])


def test_notes_are_never_on_the_page_of_the_enterprise(as_user: As) -> None:
    cast = Cast()
    add_note(case=cast.case, by=cast.officer, text="对方是惯常抢注人")
    number = cast.case.reference
    assert "惯常抢注人" in as_user(cast.head).get(f"/triage/{number}/").content.decode()
    page = as_user(cast.owner).get(f"/cases/{number}/").content.decode()
    assert "惯常抢注人" not in page
    assert "内部备注" not in page


def test_after_a_transfer_the_officer_is_back_in_the_queue(as_user: As) -> None:
    cast = Cast(held=True, state="in_consultation")
    data = {"version": cast.case.version, "transfer-centre": cast.other_centre.pk, "transfer-reason": "企业迁址"}
    response = as_user(cast.officer).post(f"/triage/{cast.case.reference}/transfer/", data)
    assert response["Location"] == "/triage/"


def test_a_reply_brings_its_papers_along(as_user: As) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    cast = Cast(held=True, state="in_consultation")
    file = SimpleUploadedFile("通知.pdf", b"%PDF-1.7\n%%EOF", content_type="application/pdf")
    path = f"/cases/{cast.case.reference}/reply/"
    as_user(cast.owner).post(path, {"reply-text": "已附上", "reply-documents": [file]})
    message = CaseMessage.objects.get()
    assert message.documents.get().name == "通知.pdf"
    bad = SimpleUploadedFile("x.exe", b"MZ\x90", content_type="application/pdf")
    response = as_user(cast.owner).post(path, {"reply-text": "又一份", "reply-documents": [bad]})
    assert response.status_code == 400
    assert "又一份" in response.content.decode()
    assert CaseMessage.objects.count() == 1


def test_the_same_page_sent_twice_is_one_message_and_one_note(as_user: As) -> None:
    cast = Cast(held=True, state="in_consultation")
    for person, page, act in ((cast.owner, "cases", "reply"), (cast.officer, "triage", "note")):
        client, path = as_user(person), f"/{page}/{cast.case.reference}/"
        key = client.get(path).context["acts"][act].form["form_key"].value()
        data = {f"{act}-text": "一次就够", f"{act}-form_key": str(key)}
        assert [client.post(f"{path}{act}/", data).status_code for _ in range(2)] == [302, 302]
    assert CaseMessage.objects.count() == 1
    assert cast.case.notes.count() == 1
    assert Notice.objects.filter(kind="disputes.replied").count() == 1


def test_the_key_of_a_form_stands_hidden_in_the_page(as_user: As) -> None:
    cast = Cast(held=True, state="in_consultation")
    page = as_user(cast.owner).get(f"/cases/{cast.case.reference}/").content.decode()
    assert page.count('<input type="hidden" name="reply-form_key" value="') == 1
