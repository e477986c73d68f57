"""Which act issues which form, and that a form holds what the record says."""

from typing import Any

import pytest
from django.db import transaction
from django.utils import translation

from disputes.actions.answering import refuse_case
from disputes.actions.changing import change
from disputes.actions.deciding import accept_case, request_supplement
from disputes.actions.ending import terminate_case
from disputes.actions.papers import issue_form
from disputes.choices import CaseKind, FormKind, RefusalReason, TerminationReason
from disputes.forma import form_a, sheet_of
from disputes.models import CaseEvent, CaseForm, Remedy
from disputes.papers.blocks import content_hash
from portal.lib.events import verify
from tests.factories.disputes import Cast

pytestmark = pytest.mark.django_db


def words(form: CaseForm) -> str:
    return str(form.content)


@pytest.fixture
def guided() -> Cast:
    return Cast(held=True, kind=CaseKind.GUIDANCE)


def test_a_request_to_supplement_issues_form_b_with_every_line_and_the_day(guided: Cast) -> None:
    request_supplement(case=guided.case, by=guided.officer, text="起诉状全文\n送达回证")
    form = CaseForm.objects.get(case=guided.case)
    assert (form.kind, form.version, form.language) == (FormKind.B, 1, "zh-hans")
    missing = next(block for block in form.content["blocks"] if block["type"] == "list")
    assert missing["items"] == ["起诉状全文", "送达回证"]
    due = guided.case.clocks.get(kind="supplement").due_at
    assert f"{due.astimezone():%Y}" in words(form)


def test_a_refusal_issues_form_c_with_reason_remedies_and_who_can_help(guided: Cast) -> None:
    Remedy.objects.create(slug="x", reason="not_ip", text_zh="请向商务部门求助", text_en="Ask commerce")
    Remedy.objects.create(slug="y", reason="", position=9, text_zh="可以请求复核", text_en="Ask again")
    Remedy.objects.create(slug="z", reason="duplicate", text_zh="见原案件", text_en="See the case")
    refuse_case(
        case=guided.case,
        by=guided.head,
        reason=RefusalReason.NOT_IP,
        text="与知识产权无关。",
        other_body="宁波市商务局",
    )
    form = CaseForm.objects.get(case=guided.case)
    assert form.kind == FormKind.C
    what_to_do = next(block for block in form.content["blocks"] if block["type"] == "list")
    assert what_to_do["items"] == ["请向商务部门求助", "可以请求复核"]
    assert "宁波市商务局" in words(form)
    assert "not_ip" in words(form)


def test_an_acceptance_issues_form_d_that_names_holder_and_promise(guided: Cast) -> None:
    accept_case(case=guided.case, by=guided.head, text="予以受理。")
    form = CaseForm.objects.get(case=guided.case)
    assert form.kind == FormKind.D
    assert str(guided.officer) in words(form)
    assert "予以受理。" in words(form)


@pytest.mark.parametrize("who", ["officer", "owner"])
def test_a_termination_issues_form_e_that_says_by_whom(who: str, guided: Cast) -> None:
    person = getattr(guided, who)
    terminate_case(case=guided.case, by=person, reason=TerminationReason.SETTLED, text="双方已经和解。")
    form = CaseForm.objects.get(case=guided.case)
    assert form.kind == FormKind.E
    rows = dict(next(block for block in form.content["blocks"][2:] if block["type"] == "facts")["rows"])
    assert "双方已经和解。" in words(form)
    assert len(rows) == 3


def test_a_consultation_that_is_refused_has_no_form() -> None:
    cast = Cast(held=True)
    refuse_case(case=cast.case, by=cast.officer, reason=RefusalReason.NOT_IP, text="与知识产权无关。")
    assert not CaseForm.objects.exists()


def test_every_form_names_its_legal_basis_and_that_guidance_is_free(guided: Cast) -> None:
    accept_case(case=guided.case, by=guided.head, text="予以受理。")
    content = CaseForm.objects.get(case=guided.case).content
    assert "801" in content["basis"][0]
    assert "DB34/T 5367-2026" in content["basis"][1]
    assert content["free"]


def test_a_form_stands_in_the_log_with_the_hash_of_its_content(guided: Cast) -> None:
    accept_case(case=guided.case, by=guided.head, text="予以受理。")
    form = CaseForm.objects.get(case=guided.case)
    event = CaseEvent.objects.get(subject=guided.case, kind="form_issued")
    assert form.content_sha256 == content_hash(form.content) == event.data["sha256"]
    assert CaseEvent.objects.get(subject=guided.case, seq=form.event_seq).kind == "accepted"
    assert verify(CaseEvent, guided.case) == []


def test_a_second_form_of_a_kind_is_a_new_version_and_the_first_stays(guided: Cast) -> None:
    first = issue_again(guided, parts=[("结论", "应当应诉。")])
    before = first.content
    second = issue_again(guided, parts=[("结论", "应当和解。")])
    first.refresh_from_db()
    assert (first.version, second.version) == (1, 2)
    assert first.content == before
    assert "应当应诉。" in words(first)


def issue_again(guided: Cast, **extra: Any) -> CaseForm:
    with transaction.atomic():
        event = CaseEvent.objects.filter(subject=guided.case).order_by("-seq").first()
        if event is None:
            accept_case(case=guided.case, by=guided.head, text="予以受理。")
            event = CaseEvent.objects.get(subject=guided.case, kind="accepted")
        return issue_form(guided.case, kind=FormKind.F, by=guided.officer, event=event, extra=extra)


def test_a_form_is_in_the_language_of_the_case_whoever_acts() -> None:
    cast = Cast(held=True, kind=CaseKind.GUIDANCE, language="en")
    accept_case(case=cast.case, by=cast.head, text="Accepted.")
    form = CaseForm.objects.get(case=cast.case)
    assert form.language == "en"
    assert form.content["name"] == "Notice of acceptance"


@pytest.mark.django_db(transaction=True)
def test_issuing_outside_a_transaction_is_an_error(guided: Cast) -> None:
    with pytest.raises(transaction.TransactionManagementError):
        issue_form(guided.case, kind=FormKind.A, by=guided.owner, event=CaseEvent(subject=guided.case))


def test_form_a_holds_every_line_that_the_last_page_of_the_wizard_shows(guided: Cast) -> None:
    with transaction.atomic():
        event = change(guided.case, by=guided.owner, kind="submitted")
        form = issue_form(guided.case, kind=FormKind.A, by=guided.owner, event=event)
    printed = [block["rows"] for block in form.content["blocks"] if block["type"] == "facts"]
    with translation.override("zh-hans"):
        shown = [[[name, value] for name, value in part.rows] for part in form_a(sheet_of(guided.case))]
    assert len(printed) == len(shown)
    for on_paper, on_page in zip(printed, shown, strict=True):
        assert [row[0] for row in on_paper] == [row[0] for row in on_page]
        assert all(row[1] == other[1] for row, other in zip(on_paper, on_page, strict=True) if other[1])
    assert guided.enterprise.uscc in words(form)
