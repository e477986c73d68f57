"""Who sees a case and who may do what with it: one table, walked for every role and act."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.test import Client

from disputes.access import allows, standing_of
from disputes.actions.joining import join_enterprise
from disputes.acts import Act
from disputes.models import Case, CaseDocument
from portal.accounts.models import AuditEvent, User
from portal.lib import clock
from tests.factories.accounts import a_member, end_memberships
from tests.factories.disputes import CaseFactory, Cast, DraftFactory, filer_of

pytestmark = pytest.mark.django_db
As = Callable[[User], Client]

PEOPLE = (
    "owner",
    "member",
    "counsel",
    "stranger",
    "officer",
    "colleague",
    "hotline",
    "head",
    "other_officer",
    "administrator",
)
SEES_ENTERPRISE_PAGE = {"owner", "member", "counsel"}
SEES_TRIAGE_PAGE = {"officer", "colleague", "hotline", "head"}


@pytest.fixture
def held() -> Cast:
    return Cast(held=True, state="in_consultation")


def _sees(who: str) -> bool:
    return who in SEES_ENTERPRISE_PAGE | SEES_TRIAGE_PAGE


@pytest.mark.parametrize("who", PEOPLE)
def test_a_stranger_gets_404_on_every_page_of_a_case(who: str, held: Cast, as_user: As) -> None:
    client, number = as_user(getattr(held, who)), held.case.reference
    enterprise = 200 if who in SEES_ENTERPRISE_PAGE else 302 if who in SEES_TRIAGE_PAGE else 404
    assert client.get(f"/cases/{number}/").status_code == enterprise
    assert client.get(f"/cases/{number}/receipt/").status_code == (200 if who in SEES_ENTERPRISE_PAGE else 404)
    triage = 200 if who in SEES_TRIAGE_PAGE else 404
    assert client.get(f"/triage/{number}/").status_code == triage
    assert client.get(f"/triage/{number}/citations/?cite_q=x").status_code == triage
    seen = Case.objects.visible_to(getattr(held, who)).filter(pk=held.case.pk).exists()
    assert seen == _sees(who)


def test_a_visitor_is_asked_to_log_in(held: Cast, client: Client) -> None:
    for path in ("/cases/", "/triage/", f"/cases/{held.case.reference}/", f"/triage/{held.case.reference}/"):
        response = client.get(path)
        assert response.status_code == 302
        assert "/login/" in response["Location"]


def test_an_unknown_number_is_404(held: Cast, as_user: As) -> None:
    client = as_user(held.officer)
    for path in ("/triage/GD-2026-999999/", "/cases/GD-2026-999999/", "/cases/nonsense/", "/triage/1/"):
        assert client.get(path).status_code == 404


def test_the_queue_is_for_people_of_a_centre(held: Cast, as_user: As) -> None:
    assert as_user(held.owner).get("/triage/").status_code == 403
    assert as_user(held.other_officer).get("/triage/").status_code == 200


def test_acts_of_the_other_side_are_not_found(held: Cast, as_user: As) -> None:
    number = held.case.reference
    assert as_user(held.owner).post(f"/triage/{number}/answer/", {"answer-text": "x"}).status_code == 404
    assert as_user(held.owner).post(f"/cases/{number}/answer/", {"answer-text": "x"}).status_code == 404
    assert as_user(held.officer).post(f"/triage/{number}/reply/", {"reply-text": "x"}).status_code == 404
    assert as_user(held.hotline).post(f"/triage/{number}/note/", {"note-text": "x"}).status_code == 403
    assert as_user(held.owner).get(f"/cases/{number}/reply/").status_code == 405


def test_a_post_without_a_csrf_token_is_refused(held: Cast) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(held.owner)
    response = client.post(f"/cases/{held.case.reference}/reply/", {"reply-text": "x"})
    assert response.status_code == 403
    assert not held.case.messages.exists()


def test_an_ended_membership_closes_the_case(held: Cast, as_user: As) -> None:
    for person, path in ((held.owner, "/cases/"), (held.member, "/cases/"), (held.officer, "/triage/")):
        end_memberships(person)
        assert as_user(person).get(f"{path}{held.case.reference}/").status_code == 404
        assert not Case.objects.visible_to(person).exists()


def test_a_restricted_case_is_seen_by_named_people_alone(as_user: As) -> None:
    cast = Cast(held=True, state="in_consultation", restricted=True)
    seeing = {who for who in PEOPLE if Case.objects.visible_to(getattr(cast, who)).exists()}
    assert seeing == {"owner", "member", "counsel", "officer", "head"}
    page = as_user(cast.colleague).get("/triage/?state=")
    assert page.context["count"] == 0
    assert str(cast.case.reference) not in page.content.decode()


def test_before_verification_only_the_filer_sees_the_case() -> None:
    cast = Cast()
    case = CaseFactory.create(centre=cast.centre)
    assert Case.objects.visible_to(filer_of(case)).get() == case
    assert not Case.objects.filter(pk=case.pk).visible_to(cast.owner).exists()
    assert case.claim is not None
    join_enterprise(claim=case.claim, enterprise=cast.enterprise, by=cast.officer)
    assert Case.objects.filter(pk=case.pk).visible_to(cast.member).exists()
    case.refresh_from_db()
    assert case.events.get().kind == "enterprise_verified"


def test_a_draft_is_its_filers_alone(as_user: As) -> None:
    cast = Cast()
    draft = DraftFactory.create(filer=cast.owner, enterprise=cast.enterprise)
    assert set(Case.objects.visible_to(cast.owner)) == {cast.case, draft}
    for person in (cast.member, cast.officer, cast.head):
        assert draft not in Case.objects.visible_to(person)
        assert as_user(person).get(f"/cases/drafts/{draft.pk}/").status_code == 404


def a_document(case: Case, by: User) -> CaseDocument:
    document = CaseDocument(
        case=case, name="通知.pdf", size=8, sha256="0" * 64, mime="application/pdf", side="enterprise", uploader=by
    )
    document.file.save("x", ContentFile(b"%PDF-1.7"), save=True)
    return document


@pytest.mark.parametrize("who", PEOPLE)
def test_a_document_opens_for_whoever_may_read_the_case(who: str, held: Cast, as_user: As) -> None:
    document = a_document(held.case, held.owner)
    response: Any = as_user(getattr(held, who)).get(f"/cases/{held.case.reference}/documents/{document.pk}/")
    assert response.status_code == (200 if _sees(who) else 404)
    if response.status_code == 200:
        assert b"".join(response.streaming_content) == b"%PDF-1.7"
        assert response["Content-Disposition"].startswith("attachment")
        assert response["Cache-Control"] == "private, no-store"


def test_a_document_of_another_case_does_not_open_through_ones_own(held: Cast, as_user: As) -> None:
    other = CaseFactory.create()
    document = a_document(other, filer_of(other))
    path = f"/cases/{held.case.reference}/documents/{document.pk}/"
    assert as_user(held.owner).get(path).status_code == 404


def test_an_infected_document_stays_closed(held: Cast, as_user: As) -> None:
    document = a_document(held.case, held.owner)
    CaseDocument.objects.update(scan_state="infected")
    response = as_user(held.owner).get(f"/cases/{held.case.reference}/documents/{document.pk}/")
    assert response.status_code == 403


def test_reading_a_case_as_an_officer_is_kept_once_an_hour(
    held: Cast, as_user: As, clock_at: Callable[[str], Any]
) -> None:
    client, path = as_user(held.colleague), f"/triage/{held.case.reference}/"
    for moment in ("2026-11-23T09:00+08:00", "2026-11-23T09:30+08:00", "2026-11-23T10:01+08:00"):
        clock_at(moment)
        client.get(path)
    reads = AuditEvent.objects.filter(verb="case_read", subject_id=str(held.case.pk))
    assert reads.count() == 2
    assert {read.actor_id for read in reads} == {held.colleague.pk}
    as_user(held.owner).get(f"/cases/{held.case.reference}/")
    assert reads.count() == 2


def test_nobody_works_for_the_centre_on_a_case_of_their_own_enterprise(held: Cast) -> None:
    for person in (held.officer, held.head):
        a_member("enterprise_member", enterprise=held.enterprise, user=person)
        standing = standing_of(person, held.case)
        assert not any((standing.works, standing.refuses, standing.transfers, standing.assigns))
        of_a_member = standing_of(held.member, held.case)
        for act in Act:
            assert allows(act, held.case, standing) == allows(act, held.case, of_a_member)


@pytest.mark.parametrize("who", ["officer", "colleague", "head"])
@pytest.mark.parametrize("tie", ["member", "counsel"])
def test_whoever_belongs_to_the_enterprise_reads_nothing_as_the_centre(
    who: str, tie: str, held: Cast, as_user: As
) -> None:
    person = getattr(held, who)
    place: Any = {"enterprise": held.enterprise} if tie == "member" else {"case_id": held.case.pk}
    a_member("enterprise_member" if tie == "member" else "counsel", user=person, **place)
    Case.objects.filter(pk=held.case.pk).update(escalated_at=clock.now())
    held.case.refresh_from_db()
    standing = standing_of(person, held.case)
    assert standing.reads_for_enterprise
    assert not any((standing.reads_for_centre, standing.works, standing.assigns, standing.signs, standing.verifies))
    client, number = as_user(person), held.case.reference
    assert client.get(f"/cases/{number}/").status_code == 200
    for path in ("", "clock/", "citations/", "upgrade/"):
        assert client.get(f"/triage/{number}/{path}").status_code == 404
    assert client.get("/triage/?state=").context["count"] == 0
    assert not Case.objects.in_triage_of(person).exists()
    assert Case.objects.in_triage_of(held.head if who != "head" else held.officer).exists()


def test_the_clock_and_the_choice_of_an_expert_leave_a_trace_of_reading(as_user: As) -> None:
    cast = Cast(state="in_guidance", kind="guidance", held=True)
    reads = AuditEvent.objects.filter(verb="case_read", subject_id=str(cast.case.pk))
    for number, (who, path) in enumerate([(cast.officer, "clock/"), (cast.head, "experts/")], start=1):
        assert as_user(who).get(f"/triage/{cast.case.reference}/{path}").status_code == 200
        assert reads.count() == number
