"""Form A on five pages: nothing typed is lost, whoever types where."""

import re
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from disputes.models import Case, CaseClock, IntakeQuestion
from portal.accounts.models import User
from portal.notices.models import Notice
from tests.factories.accounts import UserFactory
from tests.factories.disputes import Cast, DisputeTypeFactory, DraftFactory
from tests.factories.reference import JurisdictionFactory

pytestmark = pytest.mark.django_db
As = Callable[[User], Client]
KEY = "6b1e0f9e-0000-4000-8000-000000000009"
NEW = "/cases/new/guidance/"


@pytest.fixture
def owner() -> User:
    return UserFactory.create()


def a_question(**values: Any) -> IntakeQuestion:
    kind = DisputeTypeFactory.create()
    facts = {"key": "use-since", "dispute_type": kind, "kind": "text", "zh": "何时开始使用？", "en": "Since when?"}
    return IntakeQuestion.objects.create(**{**facts, **values})


def marks_in(page: str) -> dict[str, str]:
    """The hidden marks of a page, as a browser sends them back."""
    return {f"was-{name}": mark for name, mark in re.findall(r'name="was-([^"]+)"[^>]*value="([^"]*)"', page)}


def test_all_of_form_a_sent_at_once_is_a_guidance_case_with_two_promises(
    owner: User, as_user: As, intake_data: dict[str, Any]
) -> None:
    a_question()
    extra = {
        "step": "5",
        "key": KEY,
        "rights_asserted": "018012345; EUIPO; 9, 35\nUS 9123456",
        "shop_ids": "A1B2, 某某旗舰店",
        "requests": ["strategy", "expert"],
        "cover": "insurance",
        "q-use-since": "2019 年起",
    }
    response = as_user(owner).post(NEW, {**intake_data, **extra})
    case = Case.objects.get()
    assert response["Location"] == f"/cases/{case.reference}/receipt/"
    assert (case.kind, case.state) == ("guidance", "submitted")
    assert set(CaseClock.objects.values_list("kind", flat=True)) == {"first_answer", "decision"}
    assert case.application.rights_asserted[0] == {"number": "018012345", "office": "EUIPO", "classes": "9, 35"}
    assert case.application.shop_ids == ["A1B2", "某某旗舰店"]
    assert case.application.requests == ["strategy", "expert"]
    assert [(row.key, row.value) for row in case.answers.all()] == [("use-since", "2019 年起")]
    assert case.draft_data == {}
    assert Notice.objects.filter(kind="disputes.receipt", recipient=owner).count() == 1


def test_going_through_the_pages_keeps_everything_back_and_forward(
    owner: User, as_user: As, intake_data: dict[str, Any]
) -> None:
    client = as_user(owner)
    first = client.get(NEW).content.decode()
    key = re.search(r'name="key" value="([^"]+)"', first)
    assert key is not None
    sent = {"key": key[1], "step": "1", "company": "new", "company_name": "宁波新创", "go": "next", **marks_in(first)}
    response = client.post(NEW, sent)
    case = Case.objects.get()
    assert response["Location"] == f"/cases/drafts/{case.pk}/steps/2/"
    second = client.get(response["Location"]).content.decode()
    told = {"what_happened": "平台下架了我们的商品", "counterparty": "Acme", "go": "back", **marks_in(second)}
    back = client.post(response["Location"], told)
    assert back["Location"] == f"/cases/drafts/{case.pk}/steps/1/"
    assert "宁波新创" in client.get(back["Location"]).content.decode()
    # The same person on another device.
    other_device = as_user(owner)
    listed = other_device.get("/cases/").content.decode()
    assert str(case.pk) in listed
    led = other_device.get(f"/cases/drafts/{case.pk}/")
    assert led["Location"] == f"/cases/drafts/{case.pk}/steps/1/"
    assert "平台下架了我们的商品" in other_device.get(f"/cases/drafts/{case.pk}/steps/2/").content.decode()


def test_nobody_else_finds_the_draft(owner: User, as_user: As) -> None:
    draft = DraftFactory.create(filer=owner, kind="guidance")
    address = f"/cases/drafts/{draft.pk}/steps/2/"
    assert as_user(owner).get(address).status_code == 200
    assert as_user(UserFactory.create()).get(address).status_code == 404
    assert as_user(UserFactory.create()).post(address, {"counterparty": "x"}).status_code == 404


class TestTwoBrowsersOnOneDraft:
    """Neither loses text."""

    @pytest.fixture
    def draft(self, owner: User) -> Case:
        return DraftFactory.create(filer=owner, kind="guidance", draft_data={"counterparty": ["Acme"]})

    def address(self, draft: Case) -> str:
        return f"/cases/drafts/{draft.pk}/steps/2/"

    def test_two_texts_for_one_field_are_both_kept_and_shown_to_both(
        self, owner: User, as_user: As, draft: Case
    ) -> None:
        client, address = as_user(owner), self.address(draft)
        seen = marks_in(client.get(address).content.decode())
        first = client.post(address, {"counterparty": "Acme Inc.", "go": "next", **seen})
        assert first.status_code == 302
        second = client.post(address, {"counterparty": "Acme GmbH", "go": "next", **seen})
        assert second.status_code == 409
        page = second.content.decode()
        assert "Acme Inc." in page
        assert "Acme GmbH" in page
        again = client.get(address).content.decode()
        assert "Acme Inc." in again
        assert "Acme GmbH" in again

    def test_different_fields_never_collide(self, owner: User, as_user: As, draft: Case) -> None:
        client, address = as_user(owner), self.address(draft)
        seen = marks_in(client.get(address).content.decode())
        client.post(address, {"counterparty": "Acme Inc.", "docket": "", "go": "next", **seen})
        client.post(address, {"counterparty": "Acme", "docket": "337-TA-1400", "go": "next", **seen})
        draft.refresh_from_db()
        assert draft.draft_data["counterparty"] == ["Acme Inc."]
        assert draft.draft_data["docket"] == ["337-TA-1400"]
        assert "_other" not in draft.draft_data

    @pytest.mark.parametrize(
        ("how", "left"), [("use", "Acme GmbH"), ("drop", "Acme Inc."), ("both", "Acme Inc.\nAcme GmbH")]
    )
    def test_a_person_chooses_which_text_stays(
        self, owner: User, as_user: As, draft: Case, how: str, left: str
    ) -> None:
        client, address = as_user(owner), self.address(draft)
        draft.draft_data = {"counterparty": ["Acme Inc."], "_other": {"counterparty": [["Acme GmbH"]]}}
        draft.save()
        seen = marks_in(client.get(address).content.decode())
        client.post(address, {"counterparty": "Acme Inc.", "settle": f"counterparty 0 {how}", **seen})
        draft.refresh_from_db()
        assert draft.draft_data["counterparty"] == [left]
        assert "_other" not in draft.draft_data

    def test_a_draft_with_two_texts_is_not_sent(self, owner: User, as_user: As, intake_data: dict[str, Any]) -> None:
        draft = DraftFactory.create(
            filer=owner, kind="guidance", draft_data={"_other": {"counterparty": [["Acme GmbH"]]}}
        )
        response = as_user(owner).post(f"/cases/drafts/{draft.pk}/steps/5/", {**intake_data, "step": "5"})
        assert response.status_code == 400
        draft.refresh_from_db()
        assert draft.is_draft
        assert "Acme GmbH" in str(draft.draft_data)

    def test_a_save_without_a_button_answers_with_the_new_marks(self, owner: User, as_user: As, draft: Case) -> None:
        client, address = as_user(owner), self.address(draft)
        seen = marks_in(client.get(address).content.decode())
        answer = client.post(address, {"counterparty": "Acme Inc.", **seen}, headers={"HX-Request": "true"})
        new = marks_in(answer.content.decode())
        assert new["was-counterparty"] != seen["was-counterparty"]
        later = client.post(
            address, {"counterparty": "Acme Inc. LLC", **{**seen, **new}}, headers={"HX-Request": "true"}
        )
        draft.refresh_from_db()
        assert draft.draft_data["counterparty"] == ["Acme Inc. LLC"]
        assert later["HX-Replace-Url"] == address


def test_what_is_missing_is_named_with_the_page_where_it_is_mended(owner: User, as_user: As) -> None:
    draft = DraftFactory.create(filer=owner, kind="guidance", draft_data={"counterparty": ["Acme"]})
    response = as_user(owner).post(f"/cases/drafts/{draft.pk}/steps/5/", {"submit": "yes", "consent": "on"})
    page = response.content.decode()
    assert response.status_code == 400
    assert f"/cases/drafts/{draft.pk}/steps/2/#id_what_happened" in page
    assert f"/cases/drafts/{draft.pk}/steps/1/#id_contact_phone" in page
    draft.refresh_from_db()
    assert draft.is_draft


def test_a_required_question_of_the_kind_of_dispute_is_asked_for(
    owner: User, as_user: As, intake_data: dict[str, Any]
) -> None:
    a_question(required=True)
    refused = as_user(owner).post(NEW, {**intake_data, "step": "5", "key": KEY})
    assert refused.status_code == 400
    assert "何时开始使用？" in refused.content.decode()
    case = Case.objects.get()
    as_user(owner).post(f"/cases/drafts/{case.pk}/steps/5/", {"q-use-since": "2019", "consent": "on", "submit": "y"})
    case.refresh_from_db()
    assert case.reference


def test_a_wrong_day_is_told_on_its_page_and_kept(owner: User, as_user: As) -> None:
    draft = DraftFactory.create(filer=owner, kind="guidance")
    address = f"/cases/drafts/{draft.pk}/steps/3/"
    response = as_user(owner).post(address, {"next_date": "2026-02-31", "papers": "传票", "go": "next"})
    assert response.status_code == 400
    assert 'value="2026-02-31"' in response.content.decode()
    draft.refresh_from_db()
    assert draft.draft_data["papers"] == ["传票"]


def test_a_file_may_be_added_on_any_step_and_taken_out_again(owner: User, as_user: As) -> None:
    draft = DraftFactory.create(filer=owner, kind="guidance")
    address = f"/cases/drafts/{draft.pk}/steps/3/"
    pdf = SimpleUploadedFile("传票.pdf", b"%PDF-1.7\n1 0 obj <<>> endobj\ntrailer <<>>\n%%EOF\n")
    client = as_user(owner)
    assert client.post(address, {"documents": pdf, "save": "yes"}).status_code == 302
    document = draft.documents.get()
    assert "传票.pdf" in client.get(f"/cases/drafts/{draft.pk}/steps/1/").content.decode()
    client.post(address, {"remove": str(document.pk)})
    assert not draft.documents.exists()


def test_a_file_that_is_none_is_refused_and_the_text_stays(owner: User, as_user: As) -> None:
    draft = DraftFactory.create(filer=owner, kind="guidance")
    address = f"/cases/drafts/{draft.pk}/steps/3/"
    executable = SimpleUploadedFile("传票.pdf", b"MZ\x90\x00" + b"\x00" * 300)
    response = as_user(owner).post(address, {"documents": executable, "papers": "传票", "go": "next"})
    assert response.status_code == 400
    assert "传票.pdf" in response.content.decode()
    draft.refresh_from_db()
    assert draft.draft_data["papers"] == ["传票"]


def test_the_form_sent_again_leads_to_the_receipt_of_the_first(
    owner: User, as_user: As, intake_data: dict[str, Any]
) -> None:
    sent = {**intake_data, "step": "5", "key": KEY}
    first = as_user(owner).post(NEW, sent)
    second = as_user(owner).post(NEW, sent)
    assert first["Location"] == second["Location"]
    case = Case.objects.get()
    third = as_user(owner).post(f"/cases/drafts/{case.pk}/steps/5/", sent)
    assert third["Location"] == first["Location"]


def test_too_many_drafts_are_refused_with_a_sentence_and_nothing_typed_is_lost(
    owner: User, as_user: As, settings: Any
) -> None:
    settings.DRAFTS_MAX = 2
    DraftFactory.create_batch(2, filer=owner, kind="guidance")
    response = as_user(owner).post(NEW, {"key": KEY, "step": "1", "company_name": "宁波新创", "company": "new"})
    assert response.status_code == 409
    assert "宁波新创" in response.content.decode()
    assert Case.objects.filter(filer=owner).count() == 2


class TestOutlook:
    """What the panel beside the form says."""

    def filed(self, docket: str, **values: Any) -> Case:
        return Cast(docket=docket, **values).case

    def page(self, owner: User, as_user: As, draft: Case) -> str:
        return as_user(owner).get(f"/cases/drafts/{draft.pk}/steps/2/").content.decode()

    def a_draft(self, owner: User) -> Case:
        kind = DisputeTypeFactory.create()
        place = JurisdictionFactory.create(code="US")
        data = {"docket": ["1:24-cv-01234"], "jurisdiction": [place.pk], "dispute_type": [kind.pk]}
        return DraftFactory.create(filer=owner, kind="guidance", draft_data=data, jurisdiction=place)

    def test_the_company_shown_as_chosen_tells_the_centre_at_once(self, cast: Cast, as_user: As) -> None:
        shown = as_user(cast.owner).get(NEW)
        assert shown.context["form"].fields["company"].initial != "new"
        assert shown.context["outlook"].centre is not None

    def test_what_the_asker_filed_is_nobody_else_s(self, owner: User, as_user: As) -> None:
        draft = self.a_draft(owner)
        for docket in ("1:24-cv-01234", "1-24-CV-01234"):
            case = self.filed(docket, jurisdiction=draft.jurisdiction)
            Case.objects.filter(pk=case.pk).update(filer=owner)
        assert 'id="same-docket"' not in self.page(owner, as_user, draft)

    def test_two_other_enterprises_at_the_docket_are_counted(self, owner: User, as_user: As) -> None:
        draft = self.a_draft(owner)
        for _number in range(2):
            self.filed("1:24 CV 01234", jurisdiction=draft.jurisdiction)
        assert 'id="same-docket"' in self.page(owner, as_user, draft)

    def test_one_other_enterprise_is_not_told(self, owner: User, as_user: As) -> None:
        draft = self.a_draft(owner)
        self.filed("1:24-cv-01234", jurisdiction=draft.jurisdiction)
        assert 'id="same-docket"' not in self.page(owner, as_user, draft)

    def test_restricted_cases_are_never_counted(self, owner: User, as_user: As) -> None:
        draft = self.a_draft(owner)
        self.filed("1:24-cv-01234", jurisdiction=draft.jurisdiction)
        self.filed("1:24-cv-01234", jurisdiction=draft.jurisdiction, restricted=True)
        assert 'id="same-docket"' not in self.page(owner, as_user, draft)


def test_a_page_of_the_wizard_costs_few_queries(owner: User, as_user: As, django_assert_max_num_queries: Any) -> None:
    a_question()
    draft = DraftFactory.create(filer=owner, kind="guidance", draft_data={"company": ["new"]})
    client = as_user(owner)
    with django_assert_max_num_queries(40):
        client.get(f"/cases/drafts/{draft.pk}/steps/4/")


def test_another_persons_key_opens_nothing(owner: User, as_user: As) -> None:
    DraftFactory.create(filer=owner, kind="guidance", idempotency_key=uuid.UUID(KEY), draft_data={"docket": ["geheim"]})
    response = as_user(UserFactory.create()).post(NEW, {"key": KEY, "step": "2", "save": "yes"}, follow=True)
    assert "geheim" not in response.content.decode()
