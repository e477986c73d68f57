"""Claiming an enterprise and deciding on it: through the pages of both sides and the actions behind them."""

import re
from typing import Any

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile

from portal.accounts.actions import claims as actions
from portal.accounts.actions.claims import Facts, claim_enterprise, reject_claim, verify_claim
from portal.accounts.models import AuditEvent, ClaimState, Enterprise, EnterpriseClaim, GuidanceCentre, User
from portal.lib.errors import Conflict, Invalid, NotAllowed
from portal.notices.delivery import deliver_due
from portal.notices.models import Notice
from tests.clients import as_user
from tests.factories.accounts import (
    CentreFactory,
    ClaimFactory,
    EnterpriseFactory,
    NationalCentreFactory,
    UserFactory,
    a_credit_code,
    a_member,
    end_memberships,
)
from tests.factories.reference import CityFactory

pytestmark = pytest.mark.django_db

CODE = a_credit_code(900_001)
PDF = b"%PDF-1.7\n" + b"x" * 300


@pytest.fixture
def centre() -> GuidanceCentre:
    NationalCentreFactory.create()
    return CentreFactory.create(city=CityFactory.create(), name_en="Ningbo sub-centre")


@pytest.fixture
def officer(centre: GuidanceCentre) -> User:
    return a_member("centre_officer", centre=centre, name="Chen Ping", language="en")


def typed(**changes: Any) -> dict[str, Any]:
    city = CityFactory.create()
    return {"uscc": CODE, "name_zh": "宁波海晏照明有限公司", "province": city.province_id, "city": city.pk, **changes}


def licence(content: bytes = PDF, name: str = "licence.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def facts() -> Facts:
    city = CityFactory.create()
    return Facts(name_zh="宁波海晏照明有限公司", province=city.province, city=city)


def with_proof(by: User, code: str = CODE) -> EnterpriseClaim:
    return claim_enterprise(by=by, uscc=code, facts=facts(), evidence=licence(), evidence_kind="licence")


class TestClaiming:
    def test_a_claim_goes_to_the_centre_of_the_city_and_says_why(self, officer: User, centre: GuidanceCentre) -> None:
        client = as_user(UserFactory.create())
        response = client.post("/en/accounts/claims/new/", typed(), follow=True)
        claim = EnterpriseClaim.objects.get()
        assert (claim.centre, claim.state) == (centre, ClaimState.CLAIMED)
        assert "serves the city where the enterprise is registered" in response.content.decode()
        assert "Proof is still missing" in response.content.decode()

    def test_both_sides_are_mailed(self, officer: User) -> None:
        claimant = UserFactory.create(language="en")
        with_proof(claimant)
        deliver_due()
        to = {mail_.to[0]: mail_ for mail_ in mail.outbox}
        assert "A claim waits for a decision" in to[officer.email].subject
        assert "Claim received" in to[claimant.email].subject
        assert "/en/accounts/claims/" in str(to[claimant.email].body)

    @pytest.mark.parametrize(
        "written", [f" {CODE.lower()} ", f"{CODE[:6]} {CODE[6:12]}-{CODE[12:]}", CODE.translate({ord("9"): "９"})]
    )
    def test_a_code_is_read_however_it_is_written(self, officer: User, written: str) -> None:
        as_user(UserFactory.create()).post("/accounts/claims/new/", typed(uscc=written))
        assert EnterpriseClaim.objects.get().uscc == CODE

    @pytest.mark.parametrize(
        ("written", "says"),
        [
            (CODE[:17], "has 18 signs; this one has 17"),
            (CODE[:17] + ("A" if CODE[17] != "A" else "B"), "check digit does not fit"),
            ("ABCDEFGHJKLMNPQRTU", "starts with 8 digits"),
            ("", "required"),
        ],
    )
    def test_a_wrong_code_is_refused_with_a_reason_and_nothing_typed_is_lost(
        self, officer: User, written: str, says: str
    ) -> None:
        response = as_user(UserFactory.create()).post("/en/accounts/claims/new/", typed(uscc=written))
        page = response.content.decode()
        assert response.status_code == 400
        assert says in page
        assert "宁波海晏照明有限公司" in page
        assert not EnterpriseClaim.objects.exists()

    def test_the_city_must_lie_in_the_province(self, officer: User) -> None:
        wuhan = CityFactory.create(code="420100", province__code="420000")
        response = as_user(UserFactory.create()).post("/en/accounts/claims/new/", typed(city=wuhan.pk))
        assert response.status_code == 400
        assert "does not lie in the province" in response.content.decode()

    def test_a_doubled_click_makes_one_claim(self, officer: User) -> None:
        client = as_user(UserFactory.create())
        pages = [client.post("/accounts/claims/new/", typed()).headers["Location"] for _n in range(2)]
        assert pages[0] == pages[1]
        assert EnterpriseClaim.objects.count() == 1

    def test_markup_and_control_characters_stay_text(self, officer: User) -> None:
        client = as_user(UserFactory.create())
        name = "宁波<script>alert(1)</script>\u202e\x07公司"
        page = client.post("/accounts/claims/new/", typed(name_zh=name), follow=True).content.decode()
        assert EnterpriseClaim.objects.get().name_zh == "宁波<script>alert(1)</script>公司"
        assert "<script>alert(1)" not in page

    def test_a_claim_works_before_any_centre_is_staffed(self) -> None:
        national = NationalCentreFactory.create()
        as_user(UserFactory.create()).post("/accounts/claims/new/", typed())
        assert EnterpriseClaim.objects.get().centre == national

    def test_the_cities_of_a_province_are_offered(self) -> None:
        CityFactory.create()
        CityFactory.create(code="420100", province__code="420000", name_zh="武汉市")
        page = as_user(UserFactory.create()).get("/accounts/claims/cities/?province=420000").content.decode()
        assert "武汉市" in page
        assert "宁波市" not in page
        nothing = as_user(UserFactory.create()).get("/accounts/claims/cities/?province=%07")
        assert "宁波市" in nothing.content.decode()


class TestProof:
    def test_proof_is_added_later_and_kept_private(self, officer: User, centre: GuidanceCentre) -> None:
        claimant = UserFactory.create()
        claim = claim_enterprise(by=claimant, uscc=CODE, facts=facts())
        page = f"/accounts/claims/{claim.pk}/"
        as_user(claimant).post(page, {"evidence_kind": "licence", "evidence": licence()})
        claim.refresh_from_db()
        assert claim.evidence_name == "licence.pdf"
        assert len(claim.evidence_sha256) == 64
        assert claim.events.filter(kind="proof_added").exists()
        response = as_user(officer).get(page + "proof/")
        assert response.headers["Content-Disposition"].startswith("attachment")
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        assert b"".join(response.streaming_content) == PDF  # type: ignore[attr-defined]  # a file response
        assert AuditEvent.objects.filter(verb="claim.proof_read").exists()
        assert as_user(UserFactory.create()).get(page + "proof/").status_code == 404
        elsewhere = a_member("centre_officer", centre=CentreFactory.create())
        assert as_user(elsewhere).get(page + "proof/").status_code == 404

    def test_a_file_of_another_type_is_refused_and_the_kind_stays_chosen(self, officer: User) -> None:
        claimant = UserFactory.create()
        claim = claim_enterprise(by=claimant, uscc=CODE, facts=facts())
        response = as_user(claimant).post(
            f"/en/accounts/claims/{claim.pk}/", {"evidence_kind": "letter", "evidence": licence(b"MZ" + b"0" * 300)}
        )
        page = response.content.decode()
        assert response.status_code == 400
        assert "not one of the accepted types" in page
        assert re.search(r'value="letter"[^>]*checked', page)

    def test_another_person_cannot_see_or_feed_a_claim(self, officer: User) -> None:
        claim = claim_enterprise(by=UserFactory.create(), uscc=CODE, facts=facts())
        stranger = as_user(UserFactory.create())
        assert stranger.get(f"/accounts/claims/{claim.pk}/").status_code == 404
        with pytest.raises(NotAllowed):
            actions.add_claim_evidence(claim=claim, by=officer, file=licence(), kind="licence")

    def test_a_decided_claim_takes_no_more_proof(self, officer: User) -> None:
        claimant = UserFactory.create()
        claim = with_proof(claimant)
        verify_claim(claim=claim, by=officer, version=claim.version)
        with pytest.raises(Conflict, match="Chen Ping"):
            actions.add_claim_evidence(claim=claim, by=claimant, file=licence(), kind="licence")


class TestDeciding:
    def test_an_officer_verifies_through_the_page(self, officer: User) -> None:
        claimant = UserFactory.create(language="en")
        claim = with_proof(claimant)
        client = as_user(officer)
        assert "宁波海晏照明有限公司" in client.get("/en/triage/claims/").content.decode()
        page = f"/en/triage/claims/{claim.pk}/"
        assert "licence.pdf" in client.get(page).content.decode()
        response = client.post(page, {"act": "verify", "version": claim.version})
        assert response.headers["Location"] == "/en/triage/claims/"
        enterprise = Enterprise.objects.get()
        assert (enterprise.uscc, enterprise.name_zh) == (CODE, "宁波海晏照明有限公司")
        assert claimant.memberships.get().role == "enterprise_owner"
        deliver_due()
        assert any("Verified" in sent.subject for sent in mail.outbox if sent.to == [claimant.email])

    def test_without_proof_nothing_is_verified(self, officer: User) -> None:
        claim = claim_enterprise(by=UserFactory.create(), uscc=CODE, facts=facts())
        with pytest.raises(Invalid, match="no proof yet"):
            verify_claim(claim=claim, by=officer, version=claim.version)

    def test_proof_can_be_asked_for(self, officer: User) -> None:
        claimant = UserFactory.create(language="en")
        claim = claim_enterprise(by=claimant, uscc=CODE, facts=facts())
        as_user(officer).post(
            f"/triage/claims/{claim.pk}/", {"act": "ask", "version": claim.version, "reason": "The seal is missing."}
        )
        deliver_due()
        assert any("The seal is missing." in str(sent.body) for sent in mail.outbox)
        claim.refresh_from_db()
        assert claim.state == ClaimState.CLAIMED

    def test_a_refusal_needs_a_reason_and_the_claimant_reads_it(self, officer: User) -> None:
        claimant = UserFactory.create()
        claim = with_proof(claimant)
        page = f"/en/triage/claims/{claim.pk}/"
        client = as_user(officer)
        refused = client.post(page, {"act": "reject", "version": claim.version})
        assert refused.status_code == 400
        assert "Give the reason" in refused.content.decode()
        client.post(page, {"act": "reject", "version": claim.version, "reason": "The letter names another company."})
        shown = as_user(claimant).get(f"/en/accounts/claims/{claim.pk}/").content.decode()
        assert "The letter names another company." in shown
        assert not claimant.memberships.exists()

    def test_a_refused_person_may_claim_again(self, officer: User) -> None:
        claimant = UserFactory.create()
        claim = with_proof(claimant)
        reject_claim(claim=claim, by=officer, version=claim.version, reason="Unreadable.")
        assert with_proof(claimant) != claim

    def test_a_stale_page_is_told_who_acted_and_when(self, officer: User, centre: GuidanceCentre) -> None:
        claim = with_proof(UserFactory.create())
        seen = claim.version
        reject_claim(claim=claim, by=officer, version=seen, reason="Unreadable.")
        colleague = as_user(a_member("centre_reviewer", centre=centre))
        response = colleague.post(f"/en/triage/claims/{claim.pk}/", {"act": "verify", "version": seen})
        assert response.status_code == 409
        assert "Chen Ping" in response.content.decode()
        assert "(Beijing time)" in response.content.decode()
        assert not Enterprise.objects.exists()

    def test_two_officers_at_once_make_one_enterprise(self, officer: User, centre: GuidanceCentre) -> None:
        first, second = with_proof(UserFactory.create()), with_proof(UserFactory.create())
        for claim in (first, second):
            claim.refresh_from_db()
            verify_claim(claim=claim, by=officer, version=claim.version)
        assert Enterprise.objects.count() == 1
        assert {m.role for m in Enterprise.objects.get().memberships.all()} == {
            "enterprise_owner",
            "enterprise_member",
        }

    def test_a_page_that_says_nobody_holds_the_code_is_stale_once_a_rival_is_verified(self, officer: User) -> None:
        first, second = with_proof(UserFactory.create()), with_proof(UserFactory.create())
        for claim in (first, second):
            claim.refresh_from_db()
        seen = second.version
        verify_claim(claim=first, by=officer, version=first.version)
        response = as_user(officer).post(f"/en/triage/claims/{second.pk}/", {"act": "verify", "version": seen})
        assert response.status_code == 409
        assert "Chen Ping" in response.content.decode()
        assert "Somebody else was verified for the same code" in response.content.decode()
        second.refresh_from_db()
        assert second.state == ClaimState.DISPUTED

    def test_nobody_decides_on_their_own_claim(self, officer: User) -> None:
        claim = with_proof(officer)
        with pytest.raises(NotAllowed, match="your own claim"):
            verify_claim(claim=claim, by=officer, version=claim.version)

    @pytest.mark.parametrize("role", ["hotline_officer", "archivist"])
    def test_other_roles_of_the_centre_do_not_decide(self, officer: User, centre: GuidanceCentre, role: str) -> None:
        claim = with_proof(UserFactory.create())
        with pytest.raises(NotAllowed):
            verify_claim(claim=claim, by=a_member(role, centre=centre), version=claim.version)

    def test_an_expired_membership_decides_nothing(self, officer: User) -> None:
        claim = with_proof(UserFactory.create())
        end_memberships(officer)
        client = as_user(officer)
        assert client.get("/triage/claims/").status_code == 403
        assert client.get(f"/triage/claims/{claim.pk}/").status_code == 404

    def test_apps_above_are_called_inside_the_transaction(self, officer: User, monkeypatch: pytest.MonkeyPatch) -> None:
        seen: list[str] = []

        def above(*, claim: EnterpriseClaim, enterprise: Enterprise, by: User) -> None:
            seen.append(enterprise.uscc)
            raise Conflict("no")

        monkeypatch.setattr(actions, "on_claim_verified", [above])
        claim = with_proof(UserFactory.create())
        with pytest.raises(Conflict):
            verify_claim(claim=claim, by=officer, version=claim.version)
        assert seen == [CODE]
        assert not Enterprise.objects.exists()

    def test_the_queue_costs_the_same_with_many_claims(
        self, officer: User, centre: GuidanceCentre, django_assert_max_num_queries: Any
    ) -> None:
        for _n in range(12):
            ClaimFactory.create(centre=centre)
        client = as_user(officer)
        with django_assert_max_num_queries(6):
            client.get("/triage/claims/")


class TestTheSameCodeTwice:
    def test_two_people_with_one_code_are_both_reviewed_and_both_told(self, officer: User) -> None:
        one, two = UserFactory.create(language="en"), UserFactory.create(language="en")
        with_proof(one)
        with_proof(two)
        assert set(EnterpriseClaim.objects.values_list("state", flat=True)) == {ClaimState.DISPUTED}
        deliver_due()
        told = {sent.to[0] for sent in mail.outbox if sent.subject.startswith("Under review")}
        assert told == {one.email, two.email}
        assert not any(one.email in str(sent.body) for sent in mail.outbox if sent.to == [two.email])

    def test_the_owner_of_a_verified_enterprise_is_asked_to_invite_a_colleague(self, officer: User) -> None:
        enterprise = EnterpriseFactory.create(uscc=CODE)
        owner = a_member("enterprise_owner", enterprise=enterprise, language="en")
        claim = with_proof(UserFactory.create())
        assert claim.state == ClaimState.DISPUTED
        deliver_due()
        sent = next(sent for sent in mail.outbox if sent.to == [owner.email])
        assert "Somebody claims your enterprise" in sent.subject

    def test_one_who_joins_an_enterprise_with_an_owner_becomes_a_member(self, officer: User) -> None:
        enterprise = EnterpriseFactory.create(uscc=CODE, name_zh="原来的名字")
        a_member("enterprise_owner", enterprise=enterprise)
        claimant = UserFactory.create()
        claim = with_proof(claimant)
        verify_claim(claim=claim, by=officer, version=claim.version)
        enterprise.refresh_from_db()
        assert claimant.memberships.get().role == "enterprise_member"
        assert enterprise.name_zh == "原来的名字"

    def test_the_first_person_must_be_owner(self, officer: User) -> None:
        claim = with_proof(UserFactory.create())
        with pytest.raises(Invalid, match="no owner yet"):
            verify_claim(claim=claim, by=officer, version=claim.version, role="enterprise_member")

    def test_the_other_side_stays_open_after_a_verification(self, officer: User) -> None:
        one, two = with_proof(UserFactory.create()), with_proof(UserFactory.create())
        one.refresh_from_db()
        verify_claim(claim=one, by=officer, version=one.version)
        two.refresh_from_db()
        assert two.state == ClaimState.DISPUTED
        reject_claim(claim=two, by=officer, version=two.version, reason="Not an employee.")
        assert Notice.objects.filter(kind="accounts.claim_rejected").count() == 1

    def test_a_person_who_acts_for_it_already_is_told_so(self, officer: User) -> None:
        claimant = UserFactory.create()
        claim = with_proof(claimant)
        verify_claim(claim=claim, by=officer, version=claim.version)
        response = as_user(claimant).post("/en/accounts/claims/new/", typed())
        assert response.status_code == 409
        assert "You already act for this enterprise" in response.content.decode()
