"""What is known so far: the panel beside both forms, while fields are filled and without scripts."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from disputes.forms.intake import ConsultationForm
from disputes.models import Case
from disputes.outlook import others_at, outlook
from disputes.sofar import FIRST_AID_LENGTH, shortened
from disputes.views.sofar import known_of
from portal.accounts.models import User
from portal.lib import clock
from portal.lib.formats import day_with_weekday, money
from portal.reference.models import DisputeType
from tests.factories.accounts import UserFactory
from tests.factories.disputes import CaseFactory, Cast, DisputeTypeFactory, DraftFactory
from tests.factories.guides import a_published_guide
from tests.factories.laws import DeadlineRuleFactory, JudgmentFactory
from tests.factories.reference import ForumFactory, JurisdictionFactory
from tests.factories.warnings import a_published_warning

pytestmark = pytest.mark.django_db
As = Callable[[User], Client]
SO_FAR = "/cases/new/so-far/"


@pytest.fixture
def kind() -> DisputeType:
    return DisputeTypeFactory.create(code="schedule_a")


@pytest.fixture
def known(kind: DisputeType) -> dict[str, Any]:
    """What a form holds once the place, the kind and the position are chosen and the papers have come."""
    JurisdictionFactory.create()
    return {
        "jurisdiction": "US",
        "dispute_type": kind.pk,
        "our_role": "accused",
        "received_on": clock.today().isoformat(),
    }


def a_rule(kind: DisputeType, rule_id: str = "us-answer", **values: Any) -> Any:
    values = {"role": "respondent", "trigger_kind": "service", "quantity": 21, "roll_rule": "none", **values}
    return DeadlineRuleFactory.create(rule_id=rule_id, dispute_type=kind, **values)


def panel(as_user: As, sent: dict[str, Any], user: User | None = None) -> str:
    response = as_user(user or UserFactory.create()).post(SO_FAR, sent)
    assert response.status_code == 200
    return response.content.decode()


class TestDeadlines:
    def test_the_earliest_stands_first_with_its_act_and_its_mark(
        self, as_user: As, kind: DisputeType, known: dict[str, Any]
    ) -> None:
        ForumFactory.create(calendar="US")
        a_rule(kind, act_zh="提交答辩状")
        a_rule(kind, "us-sooner", act_zh="申请解除冻结", quantity=7, fact_status="memory")
        shown = panel(as_user, known)
        assert shown.index("申请解除冻结") < shown.index("提交答辩状")
        assert day_with_weekday(clock.today() + timedelta(21)) in shown
        assert "rule-mark-memory" in shown
        assert "日历未经确认" in shown

    def test_one_line_for_a_phone_tells_how_many_and_the_first(
        self, as_user: As, kind: DisputeType, known: dict[str, Any]
    ) -> None:
        for number in range(6):
            a_rule(kind, f"us-{number}", quantity=30 + number)
        shown = panel(as_user, known)
        assert "目前推算出 6 项期限" in shown
        assert 'id="so-far" role="status" aria-live="polite" hx-swap-oob="innerHTML"' in shown
        assert shown.count("legal-date-act") == 4
        assert "之后还有 2 项" in shown

    def test_what_is_missing_is_asked_for(self, as_user: As, kind: DisputeType, known: dict[str, Any]) -> None:
        a_rule(kind, act_zh="提交答辩状")
        a_rule(kind, "us-later", act_zh="对判决上诉", trigger_kind="judgment_entered")
        shown = panel(as_user, {**known, "received_on": ""})
        assert "目前还推算不出期限。 请填写材料的收到日期。" in shown
        assert "提交答辩状" in shown
        assert "legal-date-act" not in shown
        assert "对判决上诉" in shown

    @pytest.mark.parametrize("name", ["jurisdiction", "dispute_type", "our_role"])
    def test_without_place_kind_and_position_no_rule_is_looked_for(
        self, name: str, as_user: As, kind: DisputeType, known: dict[str, Any]
    ) -> None:
        a_rule(kind, act_zh="提交答辩状")
        shown = panel(as_user, {**known, name: ""})
        assert "提交答辩状" not in shown
        assert "选定国家或地区、纠纷类型和您的地位后" in shown

    def test_a_day_in_the_future_sets_nothing_off(self, as_user: As, kind: DisputeType, known: dict[str, Any]) -> None:
        a_rule(kind)
        shown = panel(as_user, {**known, "received_on": (clock.today() + timedelta(3)).isoformat()})
        assert "legal-date-act" not in shown
        assert "请填写材料的收到日期" in shown

    def test_no_rule_at_all_is_said_and_not_taken_for_no_deadline(self, as_user: As, known: dict[str, Any]) -> None:
        assert "这不表示没有期限" in panel(as_user, known)

    def test_the_rule_of_a_platform_asks_which_platform_it_is(
        self, as_user: As, kind: DisputeType, known: dict[str, Any]
    ) -> None:
        shop = ForumFactory.create(code="us-shop", kind="platform", name_zh="某平台", name_en="Some Shop")
        a_rule(kind, forum=shop)
        assert "请填写是哪一个平台" in panel(as_user, known)
        assert "legal-date-act" in panel(as_user, {**known, "forum_name": "Some Shop"})


class TestAround:
    def test_the_first_aid_itself_is_there_and_short(self, as_user: As, known: dict[str, Any]) -> None:
        text = "**先保存证据**\n\n# 标题\n\n| 表 | 格 |\n| --- | --- |\n\n- 不要删除" + "\n- 很长的一行" * 300
        a_published_guide("US", first_aid=(text, "Keep everything"))
        shown = panel(as_user, known)
        assert "<strong>先保存证据</strong>" in shown
        assert "<li>不要删除</li>" in shown
        assert "#first_aid" in shown
        assert "<table" not in shown
        assert shown.count("很长的一行") < 200

    def test_a_guide_in_force_without_first_aid_is_only_linked(self, as_user: As, known: dict[str, Any]) -> None:
        a_published_guide("US", overview=("概况", "Overview"))
        shown = panel(as_user, known)
        assert 'href="/guides/US/"' in shown
        assert "#first_aid" not in shown

    def test_typical_cases_keep_awarded_and_collected_apart(
        self, as_user: As, kind: DisputeType, known: dict[str, Any]
    ) -> None:
        facts = {"dispute_type": kind, "amount": Decimal(500000), "currency": "USD", "amount_kind": "default judgment"}
        JudgmentFactory.create(caption="Alpha v Stores", **facts)
        other = DisputeTypeFactory.create(code="itc_337")
        JudgmentFactory.create(caption="Beta v Gamma", dispute_type=other)
        JudgmentFactory.create(caption="Alpha v Laden", jurisdiction=JurisdictionFactory.create(code="DE"), **facts)
        shown = panel(as_user, known)
        assert "Alpha v Stores" in shown
        assert money(Decimal(500000), "USD") in shown
        amounts = shown[shown.index("known-amounts") :]
        assert amounts.index("判给金额") < amounts.index("实收金额") < amounts.index("不详")
        assert "Beta v Gamma" not in shown
        assert "Alpha v Laden" not in shown

    def test_warnings_in_force_for_the_place_are_linked(self, as_user: As, known: dict[str, Any]) -> None:
        a_published_warning(places=["US"])
        assert "美国对光伏组件发起 337 调查" in panel(as_user, known)

    def test_it_speaks_english_on_english_pages(self, as_user: As, kind: DisputeType, known: dict[str, Any]) -> None:
        a_rule(kind)
        shown = as_user(UserFactory.create()).post(f"/en{SO_FAR}", known).content.decode()
        assert "1 deadline so far: act by" in shown
        assert "File a notice of opposition" in shown


class TestOthers:
    def filed(self, docket: str = "1:26-cv-04242", **values: Any) -> Case:
        return Cast(docket=docket, jurisdiction=JurisdictionFactory.create(), **values).case

    def asked(self, docket: str) -> int:
        return others_at(docket, "US", by=UserFactory.create(), enterprise=None)

    @pytest.mark.parametrize("written", ["1:26-cv-04242", "1:26 CV 04242", "1-26-CV-04242"])
    def test_a_docket_is_one_however_it_is_written(self, written: str) -> None:
        for docket in ("1:26-cv-04242", "1-26 CV/04242"):
            self.filed(docket)
        assert self.asked(written) == 2
        assert self.asked(f"{written}1") == 0

    @pytest.mark.parametrize("written", ["", "  ", " - : ", "（）"])
    def test_signs_alone_are_no_docket(self, written: str) -> None:
        for _number in range(2):
            self.filed("")
        assert self.asked(written) == 0

    def test_the_key_follows_the_number(self) -> None:
        case = self.filed("337-TA-1400")
        assert Case.objects.get(docket_key="337ta1400") == case
        Case.objects.filter(pk=case.pk).update(docket="")
        assert not Case.objects.filter(docket_key="337ta1400").exists()

    def test_one_other_is_not_told_and_restricted_matters_never(self) -> None:
        self.filed()
        assert self.asked("1:26-cv-04242") == 0
        self.filed(restricted=True)
        assert self.asked("1:26-cv-04242") == 0
        self.filed()
        assert self.asked("1:26-cv-04242") == 2

    def test_an_emergency_of_nobody_known_is_not_counted(self) -> None:
        self.filed()
        self.filed()
        CaseFactory.create(
            docket="1:26-cv-04242",
            jurisdiction=JurisdictionFactory.create(),
            origin="emergency",
            enterprise=None,
            claim=None,
        )
        assert self.asked("1:26-cv-04242") == 2

    def test_counting_reads_by_key_and_in_one_query(self, django_assert_num_queries: Any) -> None:
        user = UserFactory.create()
        for number in range(3):
            self.filed(f"other {number}")
        with django_assert_num_queries(1) as seen:
            others_at("1:26-cv-04242", "US", by=user, enterprise=None)
        assert '"docket_key" =' in seen[0]["sql"]


class TestThePages:
    def test_the_panel_costs_at_most_fifteen_queries(
        self, cast: Cast, kind: DisputeType, known: dict[str, Any], django_assert_max_num_queries: Any
    ) -> None:
        a_published_guide("US", first_aid=("先保存证据", "Keep"))
        a_published_warning(places=["US"])
        for number in range(8):
            a_rule(kind, f"us-{number}", quantity=30 + number)
            JudgmentFactory.create(dispute_type=kind)
        case = cast.case
        values = {
            "jurisdiction": JurisdictionFactory.create(),
            "dispute_type": kind,
            "our_role": "accused",
            "received_on": clock.today(),
            "docket": "1:26-cv-04242",
            "forum_name": "US district court",
        }
        company = case.enterprise or case.claim
        with django_assert_max_num_queries(15):
            found = outlook(values, by=cast.owner, company=company)
        assert found.deadlines.count == 8
        assert found.centre is not None

    def test_the_update_writes_nothing(self, as_user: As, known: dict[str, Any]) -> None:
        panel(as_user, known)
        assert not Case.objects.exists()

    def test_it_is_for_people_with_an_account_and_by_post_only(self, client: Client, as_user: As) -> None:
        assert client.post(SO_FAR).status_code == 302
        assert as_user(UserFactory.create()).get(SO_FAR).status_code == 405

    def test_any_nonsense_gets_a_panel(self, as_user: As) -> None:
        nonsense = {"jurisdiction": "'; --", "dispute_type": "x" * 500, "received_on": "31/31/31", "our_role": "king"}
        assert 'id="outlook"' in panel(as_user, {**nonsense, "docket": "\x00" * 5, "company": "claim:99999999999"})

    def test_without_scripts_a_button_keeps_everything_and_shows_the_panel(
        self, as_user: As, kind: DisputeType, known: dict[str, Any]
    ) -> None:
        a_rule(kind, act_zh="提交答辩状")
        user = UserFactory.create()
        client = as_user(user)
        page = client.get("/cases/new/").content.decode()
        assert 'name="look"' in page[page.index("<noscript>") :]
        sent = {**known, "what_happened": "店铺被冻结", "look": "yes", "key": "6b1e0f9e-0000-4000-8000-000000000077"}
        response = client.post("/cases/new/", sent)
        draft = Case.objects.get(filer=user)
        assert response["Location"] == f"/cases/drafts/{draft.pk}/#outlook"
        page = client.get(f"/cases/drafts/{draft.pk}/").content.decode()
        assert "提交答辩状" in page
        assert "店铺被冻结" in page

    def test_a_refused_form_still_shows_what_is_known(
        self, as_user: As, kind: DisputeType, known: dict[str, Any]
    ) -> None:
        a_rule(kind, act_zh="提交答辩状")
        response = as_user(UserFactory.create()).post("/cases/new/", {**known, "submit": "yes"})
        assert response.status_code == 400
        assert "提交答辩状" in response.content.decode()

    def test_a_link_that_names_place_and_kind_fills_the_panel(self, as_user: As, kind: DisputeType) -> None:
        JurisdictionFactory.create()
        a_published_guide("US", first_aid=("先保存证据", "Keep"))
        page = as_user(UserFactory.create()).get("/cases/new/?j=us&type=schedule_a").content.decode()
        assert "先保存证据" in page

    def test_the_saved_wizard_answers_with_the_panel_and_its_line(
        self, as_user: As, kind: DisputeType, known: dict[str, Any]
    ) -> None:
        a_rule(kind, act_zh="提交答辩状")
        user = UserFactory.create()
        draft = DraftFactory.create(filer=user, kind="guidance", draft_data={})
        saved = as_user(user).post(
            f"/cases/drafts/{draft.pk}/steps/2/",
            {**known, "key": str(draft.idempotency_key)},
            headers={"HX-Request": "true"},
        )
        shown = saved.content.decode()
        assert 'id="outlook" class="stack" hx-swap-oob="true"' in shown
        assert "目前推算出 1 项期限" in shown


def test_values_that_do_not_fit_are_left_out_of_an_unsent_form(kind: DisputeType) -> None:
    form = ConsultationForm(
        user=UserFactory.create(), initial={"dispute_type": "schedule_a", "jurisdiction": "nowhere", "received_on": "?"}
    )
    known = known_of(form)
    assert known["dispute_type"] == kind
    assert not {"jurisdiction", "received_on"} & set(known)


def test_a_short_text_stays_whole_and_a_long_one_ends_with_a_line() -> None:
    assert shortened("一\n\n- 二\n") == "一\n\n- 二"
    long = shortened("\n".join(f"- {'字' * 90} {number}" for number in range(30)))
    assert len(long) <= FIRST_AID_LENGTH + 30
    assert long.splitlines()[-1].startswith("- 字")
    assert shortened("字" * 5000) == "字" * 5000  # one paragraph is never cut in the middle


def test_a_step_is_ticked_only_when_nothing_on_it_is_missing(as_user: As) -> None:
    user = UserFactory.create()
    draft = DraftFactory.create(filer=user, kind="guidance", draft_data={"contact_name": ["王芳"]})
    page = as_user(user).get(f"/en/cases/drafts/{draft.pk}/steps/3/").content.decode()
    steps = page[page.index('class="steps"') :]
    steps = steps[: steps.index("</ol>")]
    assert steps.count("something is missing") == 2
    assert "is-done" not in steps


def test_the_panel_speaks_of_a_named_reviewer_only_where_there_is_one(
    as_user: As, kind: DisputeType, known: dict[str, Any]
) -> None:
    rule, client, reviewer = a_rule(kind), as_user(UserFactory.create()), UserFactory.create(name="李明")
    assert "not reviewed by a named person" in client.post(f"/en{SO_FAR}", known).content.decode()
    type(rule).objects.filter(pk=rule.pk).update(reviewed_by=reviewer, reviewed_on=clock.today())
    shown = client.post(f"/en{SO_FAR}", known).content.decode()
    assert "Verified by 李明" in shown
    assert reviewer.email not in shown
