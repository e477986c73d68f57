"""Asking for help, through the page: what arrives, and what happens to bad input."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from disputes.actions.intake import Contact, submit_case
from disputes.models import Case, CaseDocument, CaseEvent
from portal.accounts.models import EnterpriseClaim, User
from portal.lib import clock
from portal.lib.errors import Invalid
from portal.notices.models import Notice
from portal.reference.models import DisputeType, Jurisdiction
from tests.factories.accounts import ClaimFactory, GuidanceCentreFactory, UserFactory, a_member
from tests.factories.disputes import Cast, DisputeTypeFactory, DraftFactory

pytestmark = pytest.mark.django_db
As = Callable[[User], Client]
PDF = b"%PDF-1.7\n1 0 obj <<>> endobj\ntrailer <<>>\n%%EOF\n"


def a_pdf(name: str = "summons.pdf", extra: bytes = b"") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, PDF + extra, content_type="application/pdf")


@pytest.fixture
def owner() -> User:
    return UserFactory.create()


def test_a_visitor_is_asked_to_log_in_and_comes_back(client: Client) -> None:
    response = client.get("/cases/new/?type=schedule_a&j=US")
    assert response.status_code == 302
    assert response["Location"].endswith("/login/?next=/cases/new/%3Ftype%3Dschedule_a%26j%3DUS")


def test_a_consultation_is_filed_and_gets_a_receipt(
    owner: User, as_user: As, intake_data: dict[str, Any], clock_at: Callable[[str], Any]
) -> None:
    clock_at("2026-11-23T10:00+08:00")
    response = as_user(owner).post("/cases/new/", intake_data, follow=True)
    case = Case.objects.get()
    assert response.redirect_chain[-1][0] == f"/cases/{case.reference}/receipt/"
    assert case.reference == "GD-2026-000001"
    assert (case.state, case.priority) == ("submitted", "P3")
    assert case.enterprise is None
    assert case.claim is not None
    assert case.claim.name_zh == "宁波新创电器有限公司"
    assert case.contact.phone == "0574-87000000"
    page = response.content.decode()
    assert "2026-11-30（周一） 17:30" in page
    assert case.reference in page
    assert [event.kind for event in CaseEvent.objects.all()] == ["submitted"]
    assert Notice.objects.filter(kind="disputes.receipt", recipient=owner).count() == 1


def test_the_same_form_sent_twice_is_one_case(owner: User, as_user: As, intake_data: dict[str, Any]) -> None:
    client = as_user(owner)
    first = client.post("/cases/new/", intake_data)
    second = client.post("/cases/new/", intake_data)
    assert first["Location"] == second["Location"]
    assert Case.objects.count() == 1
    assert EnterpriseClaim.objects.count() == 1


def test_another_persons_key_opens_nothing(owner: User, as_user: As, intake_data: dict[str, Any]) -> None:
    as_user(owner).post("/cases/new/", intake_data)
    other = UserFactory.create()
    response = as_user(other).post("/cases/new/", {**intake_data, "uscc": "", "what_happened": ""})
    assert response.status_code == 400
    assert Case.objects.filter(filer=other).get().is_draft
    assert "GD-2026" not in response.content.decode()


@pytest.mark.parametrize(
    "name", ["what_happened", "jurisdiction", "dispute_type", "right", "our_role", "uscc", "consent"]
)
def test_a_missing_field_is_named_and_nothing_typed_is_lost(
    name: str, owner: User, as_user: As, intake_data: dict[str, Any]
) -> None:
    del intake_data[name]
    intake_data["docket"] = "1:26-cv-04242"
    response = as_user(owner).post("/cases/new/", intake_data)
    assert response.status_code == 400
    assert response.context["form"].errors[name]
    assert "1:26-cv-04242" in response.content.decode()
    assert not Case.objects.filed().exists()
    assert Case.objects.get().draft_data["docket"] == ["1:26-cv-04242"]


def test_only_fields_of_the_form_are_kept_in_a_draft(owner: User, as_user: As, intake_data: dict[str, Any]) -> None:
    response = as_user(owner).post("/cases/new/", {**intake_data, "save": "1", "a\x00b": "x", "more": "y"})
    assert response.status_code == 302
    assert Case.objects.get().draft_data.keys() <= intake_data.keys()


def test_a_wrong_credit_code_is_refused_beside_its_field(owner: User, as_user: As, intake_data: dict[str, Any]) -> None:
    right = intake_data["uscc"]
    wrong = right[:-1] + ("2" if right[-1] == "1" else "1")
    response = as_user(owner).post("/cases/new/", {**intake_data, "uscc": wrong})
    assert response.status_code == 400
    assert response.context["form"].errors["uscc"]
    assert not EnterpriseClaim.objects.exists()


def test_papers_cannot_arrive_in_the_future(
    owner: User, as_user: As, intake_data: dict[str, Any], clock_at: Callable[[str], Any]
) -> None:
    clock_at("2026-11-23T10:00+08:00")
    response = as_user(owner).post("/cases/new/", {**intake_data, "received_on": "2026-11-24"})
    assert response.context["form"].errors["received_on"]
    response = as_user(owner).post("/cases/new/", {**intake_data, "received_on": "2026-11-23"})
    assert response.status_code == 302


@pytest.mark.parametrize("code", ["XX", "CN", "1'--", ""])
def test_an_unknown_jurisdiction_is_refused(code: str, owner: User, as_user: As, intake_data: dict[str, Any]) -> None:
    response = as_user(owner).post("/cases/new/", {**intake_data, "jurisdiction": code})
    assert response.status_code == 400
    assert response.context["form"].errors["jurisdiction"]


def test_markup_and_control_characters_stay_text(owner: User, as_user: As, intake_data: dict[str, Any]) -> None:
    data = {
        **intake_data,
        "what_happened": "<script>alert(1)</script>\x00\x07 被冻结\u202e",
        "counterparty": "<b>Acme</b>\x1f",
    }
    response = as_user(owner).post("/cases/new/", data)
    assert response.status_code == 302
    case = Case.objects.get()
    assert case.what_happened == "<script>alert(1)</script> 被冻结"
    assert case.counterparty == "<b>Acme</b>"
    page = as_user(owner).get(f"/cases/{case.reference}/").content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


def test_documents_are_kept_with_their_hash(owner: User, as_user: As, intake_data: dict[str, Any]) -> None:
    as_user(owner).post("/cases/new/", {**intake_data, "documents": [a_pdf(), a_pdf("notice.pdf", b"2")]})
    documents = CaseDocument.objects.all()
    assert {document.name for document in documents} == {"summons.pdf", "notice.pdf"}
    assert all(len(document.sha256) == 64 and document.mime == "application/pdf" for document in documents)


def test_a_forbidden_file_is_named_and_the_good_one_is_kept(
    owner: User, as_user: As, intake_data: dict[str, Any]
) -> None:
    bad = SimpleUploadedFile("invoice.pdf", b"MZ\x90\x00 this program cannot be run", content_type="application/pdf")
    response = as_user(owner).post("/cases/new/", {**intake_data, "documents": [a_pdf(), bad]})
    assert response.status_code == 400
    assert "invoice.pdf" in str(response.context["form"].errors["documents"])
    assert CaseDocument.objects.get().name == "summons.pdf"
    assert "summons.pdf" in response.content.decode()
    again = as_user(owner).post("/cases/new/", intake_data)
    assert again.status_code == 302
    assert Case.objects.get().documents.count() == 1


@pytest.mark.parametrize("content", [b"", PDF + b"0" * 2_000_000])
def test_an_empty_or_too_large_file_is_refused(
    content: bytes, owner: User, as_user: As, intake_data: dict[str, Any], settings: Any
) -> None:
    settings.UPLOAD_MAX_BYTES = 1_000_000
    file = SimpleUploadedFile("paper.pdf", content, content_type="application/pdf")
    response = as_user(owner).post("/cases/new/", {**intake_data, "documents": [file]})
    assert response.status_code == 400
    assert response.context["form"].errors["documents"]
    assert not CaseDocument.objects.exists()


def test_a_case_holds_only_so_many_files(owner: User, as_user: As, intake_data: dict[str, Any], settings: Any) -> None:
    settings.CASE_MAX_FILES = 2
    files = [a_pdf(f"{n}.pdf", str(n).encode()) for n in range(3)]
    response = as_user(owner).post("/cases/new/", {**intake_data, "documents": files})
    assert response.status_code == 400
    assert CaseDocument.objects.count() == 2


def test_a_draft_is_saved_and_found_again_by_its_filer_alone(
    owner: User, as_user: As, intake_data: dict[str, Any]
) -> None:
    del intake_data["submit"]
    data = {**intake_data, "save": "yes", "received_on": "2026-02-31", "documents": [a_pdf()]}
    response = as_user(owner).post("/cases/new/", data)
    draft = Case.objects.get()
    assert response["Location"] == f"/cases/drafts/{draft.pk}/"
    page = as_user(owner).get(response["Location"]).content.decode()
    assert intake_data["what_happened"] in page
    assert "2026-02-31" in page
    assert "summons.pdf" in page
    assert as_user(UserFactory.create()).get(response["Location"]).status_code == 404


def test_a_draft_is_filed_from_its_own_page(owner: User, as_user: As, intake_data: dict[str, Any]) -> None:
    client = as_user(owner)
    client.post("/cases/new/", {**intake_data, "submit": "", "save": "yes"})
    draft = Case.objects.get()
    client.post(f"/cases/drafts/{draft.pk}/", intake_data)
    draft.refresh_from_db()
    assert draft.state == "submitted"
    assert draft.draft_data == {}


@pytest.mark.parametrize("button", ["submit", "save"])
def test_a_draft_sent_in_one_tab_leads_the_other_tab_to_its_receipt(
    button: str, owner: User, as_user: As, intake_data: dict[str, Any]
) -> None:
    client = as_user(owner)
    del intake_data["submit"]
    client.post("/cases/new/", {**intake_data, "save": "yes"})
    address = f"/cases/drafts/{Case.objects.get().pk}/"
    client.post(address, {**intake_data, "submit": "yes"})
    case = Case.objects.get()
    response = client.post(address, {**intake_data, button: "yes"}, follow=True)
    assert response.redirect_chain == [(f"/cases/{case.reference}/receipt/", 302)]
    assert any(str(case.reference) in str(message) for message in response.context["messages"])
    assert as_user(UserFactory.create()).post(address, intake_data).status_code == 404


def test_a_draft_can_lose_a_file_and_be_deleted(owner: User, as_user: As, intake_data: dict[str, Any]) -> None:
    client = as_user(owner)
    client.post("/cases/new/", {**intake_data, "save": "yes", "documents": [a_pdf()]})
    draft, document = Case.objects.get(), CaseDocument.objects.get()
    client.post(f"/cases/drafts/{draft.pk}/", {**intake_data, "remove": str(document.pk)})
    assert not CaseDocument.objects.exists()
    client.post(f"/cases/drafts/{draft.pk}/", {"discard": "yes"})
    draft.refresh_from_db()
    assert (draft.state, draft.reference) == ("withdrawn", None)


def test_a_deleted_draft_sent_again_is_a_new_case(owner: User, as_user: As, intake_data: dict[str, Any]) -> None:
    client = as_user(owner)
    client.post("/cases/new/", {**intake_data, "save": "yes"})
    client.post("/cases/new/", {**intake_data, "discard": "yes"})
    assert client.post("/cases/new/", intake_data).status_code == 302
    assert sorted(Case.objects.values_list("state", flat=True)) == ["submitted", "withdrawn"]


def test_a_member_files_for_the_enterprise_and_the_city_decides_the_centre(
    as_user: As, intake_data: dict[str, Any]
) -> None:
    cast = Cast()
    centre = GuidanceCentreFactory.create(city=cast.enterprise.city, province=cast.enterprise.province)
    officer = a_member("centre_officer", centre=centre)
    data = {**intake_data, "company": f"enterprise:{cast.enterprise.pk}", "measures": ["freeze"]}
    as_user(cast.member).post("/cases/new/", data)
    case = Case.objects.filed().exclude(pk=cast.case.pk).get()
    assert (case.enterprise, case.centre, case.priority) == (cast.enterprise, centre, "P0")
    assert case.priority_reasons == ["freeze"]
    assert Notice.objects.filter(kind="disputes.urgent", recipient=officer).exists()
    assert as_user(cast.owner).get(f"/cases/{case.reference}/").status_code == 200


def test_nobody_files_for_a_company_of_others(owner: User, as_user: As, intake_data: dict[str, Any]) -> None:
    cast = Cast()
    response = as_user(owner).post("/cases/new/", {**intake_data, "company": f"enterprise:{cast.enterprise.pk}"})
    assert response.status_code == 400
    assert response.context["form"].errors["company"]


def test_kind_and_place_can_be_chosen_by_the_link(owner: User, as_user: As, intake_data: dict[str, Any]) -> None:
    kind = DisputeTypeFactory.create(code="schedule_a")
    page = as_user(owner).get("/cases/new/?type=schedule_a&j=us").content.decode()
    assert f'<option value="{kind.pk}" selected>' in page
    assert '<option value="US" selected>' in page


def test_a_discriminatory_measure_is_restricted_from_the_start(
    owner: User, as_user: As, intake_data: dict[str, Any]
) -> None:
    kind = DisputeTypeFactory.create(code="discriminatory_measure")
    as_user(owner).post("/cases/new/", {**intake_data, "dispute_type": kind.pk})
    assert Case.objects.get().restricted
    notice = Notice.objects.get(recipient=owner, kind__startswith="disputes.")
    assert notice.kind == "disputes.restricted"
    assert set(notice.payload) == {"url"}
    assert notice.payload["url"].endswith("/cases/")


def test_numbers_count_up_in_one_series_a_shanghai_year(
    owner: User, as_user: As, intake_data: dict[str, Any], clock_at: Callable[[str], Any]
) -> None:
    clock_at("2026-12-31T15:59:00+00:00")
    as_user(owner).post("/cases/new/", intake_data)
    clock_at("2026-12-31T16:01:00+00:00")
    for number in (2, 3):
        as_user(owner).post("/cases/new/", {**intake_data, "key": f"6b1e0f9e-0000-4000-8000-00000000000{number}"})
    assert list(Case.objects.filed().order_by("reference").values_list("reference", flat=True)) == [
        "GD-2026-000001",
        "GD-2027-000001",
        "GD-2027-000002",
    ]


def test_an_unfinished_draft_of_another_person_stays_hidden(owner: User, as_user: As) -> None:
    DraftFactory.create(filer=UserFactory.create())
    assert list(as_user(owner).get("/cases/").context["page"].object_list) == []


@pytest.fixture
def facts(intake_data: dict[str, Any]) -> dict[str, Any]:
    """What the page hands to the action."""
    return {
        "jurisdiction": Jurisdiction.objects.get(pk=intake_data["jurisdiction"]),
        "dispute_type": DisputeType.objects.get(pk=intake_data["dispute_type"]),
        "right": "trademark",
        "our_role": "squatted",
        "what_happened": "有人抢注",
        "consent": True,
    }


@pytest.mark.parametrize(
    "wrong",
    [
        {"right": "nonsense"},
        {"our_role": "nonsense"},
        {"service_channel": "nonsense"},
        {"amount_currency": "ZZZ"},
        {"measures": ["nonsense"]},
        {"docket": "1" * 101},
        {"next_date": "tomorrow"},
        {"received_on": "tomorrow"},
        {"amount_at_risk": Decimal(-1), "amount_currency": "CNY"},
        {"amount_at_risk": Decimal("1e20"), "amount_currency": "CNY"},
    ],
)
def test_the_action_itself_names_what_does_not_fit(wrong: dict[str, Any], facts: dict[str, Any]) -> None:
    cast = Cast()
    with pytest.raises(Invalid) as refusal:
        submit_case(
            by=cast.owner, key=uuid4(), facts=facts | wrong, contact=Contact("王芳"), enterprise=cast.enterprise
        )
    assert refusal.value.fields.keys() == {next(iter(wrong))}


def test_the_action_itself_cleans_what_it_keeps(facts: dict[str, Any]) -> None:
    cast = Cast()
    facts |= {"counterparty": "Acme\x00\x1f", "docket": " 1:26\u202e "}
    contact = Contact("王芳\x00", "0574\x00")
    case = submit_case(by=cast.owner, key=uuid4(), facts=facts, contact=contact, enterprise=cast.enterprise)
    assert (case.counterparty, case.docket) == ("Acme", "1:26")
    assert (case.contact.name, case.contact.phone) == ("王芳", "0574")
    with pytest.raises(Invalid) as refusal:
        submit_case(by=cast.owner, key=uuid4(), facts=facts, contact=Contact("王" * 81), enterprise=cast.enterprise)
    assert refusal.value.fields.keys() == {"contact_name"}


def test_a_claim_verified_meanwhile_gives_the_case_its_enterprise(facts: dict[str, Any]) -> None:
    cast = Cast()
    read_before = ClaimFactory.create(claimant=cast.owner)
    EnterpriseClaim.objects.filter(pk=read_before.pk).update(
        state="verified", enterprise=cast.enterprise, decided_by=cast.head, decided_at=clock.now()
    )
    case = submit_case(by=cast.owner, key=uuid4(), facts=facts, contact=Contact("王芳"), claim=read_before)
    assert case.enterprise == cast.enterprise
    assert Case.objects.visible_to(cast.member).filter(pk=case.pk).exists()


@pytest.mark.parametrize("day", ["0202-11-20", "9999-12-31"])
def test_a_day_far_from_our_time_is_refused(day: str, owner: User, as_user: As, intake_data: dict[str, Any]) -> None:
    response = as_user(owner).post("/cases/new/", {**intake_data, "next_date": day})
    assert response.status_code == 400
    assert response.context["form"].errors["next_date"]
