"""Referrals of Decree 801 art. 14: drafted, sent with consent and a paper, received or returned."""

import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from disputes.actions.referring import (
    edit_referral,
    make_referral,
    record_receipt,
    return_referral,
    send_referral,
)
from disputes.choices import CaseKind
from disputes.models import Ground, Referral
from disputes.states import REFERRAL_TRANSITIONS, CaseState, ReferralState
from portal.accounts.models import User
from portal.lib import clock
from portal.lib.errors import ActionError, Conflict, Invalid, NotAllowed
from portal.notices.models import Notice
from tests.factories.disputes import Cast
from tests.factories.referrals import DepartmentFactory, GroundFactory, a_referral
from tests.factories.results import EvidenceFactory

pytestmark = pytest.mark.django_db
As = Callable[[User], Client]


@pytest.fixture
def cast() -> Cast:
    return Cast(kind=CaseKind.GUIDANCE, state=CaseState.IN_GUIDANCE, held=True)


def drafted(cast: Cast, **changes: Any) -> Referral:
    return make_referral(case=cast.case, by=cast.officer, facts=a_referral(**changes))


def sent(cast: Cast) -> Referral:
    referral = drafted(cast)
    send_referral(referral=referral, by=cast.officer, version=referral.version)
    return referral


class TestDrafting:
    @pytest.mark.parametrize("who", ["owner", "colleague", "counsel", "hotline", "stranger"])
    def test_only_the_holder_and_whoever_assigns_refer(self, cast: Cast, who: str) -> None:
        with pytest.raises(NotAllowed):
            make_referral(case=cast.case, by=getattr(cast, who), facts=a_referral())

    def test_referrals_are_numbered_and_the_same_page_is_one(self, cast: Cast) -> None:
        key = uuid.uuid4()
        first = make_referral(case=cast.case, by=cast.officer, facts=a_referral(), form_key=key)
        assert make_referral(case=cast.case, by=cast.officer, facts=a_referral(), form_key=key) == first
        assert make_referral(case=cast.case, by=cast.head, facts=a_referral()).number == 2

    @pytest.mark.parametrize(
        ("changes", "field"),
        [
            ({"ground": "because"}, "ground"),
            ({"ground": Ground.NATIONAL_TREATMENT}, "ground"),  # no wording in force
            ({"department": "nobody"}, "department"),
            ({"facts": " "}, "facts"),
            ({"parties": ""}, "parties"),
            ({"consent": ""}, "consent"),
            ({"consent": "dreamt"}, "consent"),
        ],
    )
    def test_what_does_not_fit_is_named(self, cast: Cast, changes: dict[str, Any], field: str) -> None:
        with pytest.raises(Invalid) as refusal:
            drafted(cast, **changes)
        assert field in refusal.value.fields

    def test_evidence_of_another_case_is_refused(self, cast: Cast) -> None:
        with pytest.raises(Invalid) as refusal:
            drafted(cast, documents=[EvidenceFactory.create()])
        assert "documents" in refusal.value.fields

    def test_a_consent_falls_away_when_the_text_it_was_given_to_changes(self, cast: Cast) -> None:
        referral = drafted(cast)
        assert referral.has_consent
        edit_referral(referral=referral, by=cast.officer, facts=a_referral(), version=referral.version)
        unchanged = Referral.objects.get(pk=referral.pk)
        assert unchanged.has_consent
        edit_referral(
            referral=unchanged, by=cast.officer, facts=a_referral(facts="另一件事。"), version=unchanged.version
        )
        referral = Referral.objects.get(pk=referral.pk)
        assert referral.consent_on is None
        with pytest.raises(Invalid):
            send_referral(referral=referral, by=cast.officer, version=referral.version)

    def test_a_draft_is_edited_only_as_it_was_seen(self, cast: Cast) -> None:
        referral = drafted(cast)
        seen = referral.version
        edit_referral(referral=referral, by=cast.officer, facts=a_referral(facts="补充后的事实"), version=seen)
        assert referral.facts == "补充后的事实"
        with pytest.raises(Conflict):
            edit_referral(referral=referral, by=cast.head, facts=a_referral(), version=seen)


class TestSending:
    def test_nothing_is_sent_without_the_consent_of_the_enterprise(self, cast: Cast) -> None:
        referral = drafted(cast, agreed=False)
        with pytest.raises(Invalid):
            send_referral(referral=referral, by=cast.officer, version=referral.version)
        assert Referral.objects.get().state == ReferralState.DRAFT

    def test_sending_issues_the_paper_and_tells_the_enterprise(self, cast: Cast) -> None:
        document = EvidenceFactory.create(case=cast.case)
        referral = drafted(cast, documents=[document])
        send_referral(referral=referral, by=cast.officer, version=referral.version)
        assert referral.paper is not None
        content = str(referral.paper.content)
        for said in ("第801号令第十四条第二项", "一揽子许可", document.sha256[:16], "王芳", "商务部"):
            assert said in content
        assert Notice.objects.get(recipient=cast.owner).kind == "disputes.referral_sent"

    def test_a_renumbered_law_is_cited_as_it_reads_on_the_day_of_sending(self, cast: Cast) -> None:
        referral = drafted(cast)
        GroundFactory.create(valid_from=clock.today(), citation_zh="新法第三十四条")
        send_referral(referral=referral, by=cast.officer, version=referral.version)
        assert referral.paper is not None
        assert "新法第三十四条" in str(referral.paper.content)

    def test_it_is_sent_once(self, cast: Cast) -> None:
        referral = sent(cast)
        with pytest.raises(Conflict):
            send_referral(referral=referral, by=cast.officer, version=referral.version)
        with pytest.raises(Conflict):
            edit_referral(referral=referral, by=cast.officer, facts=a_referral(), version=referral.version)


class TestAnswers:
    def test_the_receipt_keeps_the_number_of_the_department(self, cast: Cast) -> None:
        referral = sent(cast)
        record_receipt(
            referral=referral, by=cast.officer, number="商贸收〔7〕号", on=clock.today(), version=referral.version
        )
        assert (referral.state, referral.receipt_number) == (ReferralState.RECEIVED, "商贸收〔7〕号")
        assert Notice.objects.filter(recipient=cast.owner, kind="disputes.referral_received").exists()

    def test_a_return_says_why(self, cast: Cast) -> None:
        referral = sent(cast)
        for reason, on in ((" ", clock.today()), ("材料不全", clock.today() + timedelta(days=1))):
            with pytest.raises(Invalid):
                return_referral(referral=referral, by=cast.officer, reason=reason, on=on, version=referral.version)
        return_referral(
            referral=referral, by=cast.officer, reason="材料不全", on=clock.today(), version=referral.version
        )
        assert referral.return_reason == "材料不全"

    @pytest.mark.parametrize("state", list(ReferralState))
    @pytest.mark.parametrize("to", list(ReferralState))
    def test_every_pair_of_states(self, cast: Cast, state: ReferralState, to: ReferralState) -> None:
        referral = drafted(cast)
        if state != ReferralState.DRAFT:
            send_referral(referral=referral, by=cast.officer, version=referral.version)
        calls: dict[ReferralState, Callable[[], None]] = {
            ReferralState.SENT: lambda: send_referral(referral=referral, by=cast.officer, version=referral.version),
            ReferralState.RECEIVED: lambda: record_receipt(
                referral=referral, by=cast.officer, number="7", on=clock.today(), version=referral.version
            ),
            ReferralState.RETURNED: lambda: return_referral(
                referral=referral, by=cast.officer, reason="不属于职责", on=clock.today(), version=referral.version
            ),
        }
        if state in (ReferralState.RECEIVED, ReferralState.RETURNED):
            calls[state]()
        if to == ReferralState.DRAFT:
            assert to not in REFERRAL_TRANSITIONS[state]
        elif to in REFERRAL_TRANSITIONS[state]:
            calls[to]()
            assert Referral.objects.get().state == to
        else:
            with pytest.raises(ActionError):
                calls[to]()
            assert Referral.objects.get().state == state


class TestPages:
    def test_a_draft_is_the_centres_own_business(self, cast: Cast, as_user: As) -> None:
        referral = drafted(cast)
        page = f"/cases/{cast.case.reference}/referrals/{referral.number}/"
        assert as_user(cast.owner).get(page).status_code == 404
        assert as_user(cast.officer).get(page).status_code == 200
        send_referral(referral=referral, by=cast.officer, version=referral.version)
        assert as_user(cast.owner).get(page).status_code == 200
        assert as_user(cast.stranger).get(page).status_code == 404

    def test_an_officer_goes_the_whole_way_on_the_pages(self, cast: Cast, as_user: As) -> None:
        GroundFactory.create()
        DepartmentFactory.create()
        client, base = as_user(cast.officer), f"/cases/{cast.case.reference}/referrals/"
        said = {
            "ground": "licence_terms",
            "department": "mofcom",
            "facts": "事实",
            "products": "模块",
            "parties": "甲、乙",
        }
        refused = client.post(f"{base}new/", {**said, "parties": ""})
        assert refused.status_code == 400
        assert "事实" in refused.content.decode()
        assert client.post(f"{base}new/", said).headers["Location"] == f"{base}1/"
        assert client.post(f"{base}1/send/", {"version": "1"}).status_code == 400
        agreed = {"consent": "written", "consent_by": "王芳", "consent_on": clock.today().isoformat()}
        client.post(f"{base}1/edit/", {**said, **agreed, "version": "1"})
        assert client.post(f"{base}1/send/", {"version": "1"}).status_code == 409
        assert client.post(f"{base}1/send/", {"version": "2"}).status_code == 302
        receipt = {"receipt-number": "收 7", "receipt-on": clock.today().isoformat(), "version": "3"}
        assert client.post(f"{base}1/receipt/", receipt).status_code == 302
        assert "收 7" in as_user(cast.owner).get(f"/cases/{cast.case.reference}/").content.decode()
        assert "收 7" in client.get(f"/triage/{cast.case.reference}/").content.decode()

    def test_the_page_costs_few_queries(self, cast: Cast, as_user: As, django_assert_max_num_queries: Any) -> None:
        referral = drafted(cast, documents=[EvidenceFactory.create(case=cast.case) for _number in range(4)])
        client, page = as_user(cast.officer), f"/cases/{cast.case.reference}/referrals/{referral.number}/"
        client.get(page)
        with django_assert_max_num_queries(10):
            client.get(page)
