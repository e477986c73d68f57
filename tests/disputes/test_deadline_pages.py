"""The pages of a case's deadlines."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from disputes.choices import CaseKind
from disputes.models import Deadline, DeadlineState
from disputes.states import CaseState
from portal.accounts.models import User
from portal.lib import clock
from tests.factories.deadlines import a_deadline, a_rule, due_in
from tests.factories.disputes import Cast
from tests.factories.results import EvidenceFactory

pytestmark = pytest.mark.django_db
As = Callable[[User], Client]


@pytest.fixture
def cast() -> Cast:
    cast = Cast(held=True, kind=CaseKind.GUIDANCE, state=CaseState.IN_GUIDANCE)
    cast.case.jurisdiction = a_rule("us-other", kind="tm_squatting", quantity=30).jurisdiction
    return cast


def at(cast: Cast, tail: str = "") -> str:
    return f"/en/cases/{cast.case.reference}/deadlines/{tail}"


def test_a_deadline_is_counted_and_shown_on_both_sides(cast: Cast, as_user: As) -> None:
    rule = a_rule()
    owner = as_user(cast.owner)
    assert owner.get(at(cast, "new/?rule=us-frcp-answer")).context["form"].initial["rule"] == rule.pk
    day = clock.today() - timedelta(days=3)
    response = owner.post(at(cast, "new/"), {"rule": rule.pk, "trigger": day.isoformat()}, follow=True)
    row = Deadline.objects.get(case=cast.case)
    assert row.rule == rule
    for page in (response, as_user(cast.officer).get(at(cast)), owner.get(f"/en/cases/{cast.case.reference}/")):
        assert row.act_by.isoformat() in page.content.decode()
    officer_page = as_user(cast.officer).get(f"/en/triage/{cast.case.reference}/").content.decode()
    assert "Next deadline" in officer_page


def test_a_refused_form_keeps_what_was_typed(cast: Cast, as_user: As) -> None:
    rule = a_rule()
    ahead = (clock.today() + timedelta(days=3)).isoformat()
    typed = {"rule": rule.pk, "trigger": ahead, "trigger_2": "2026-03-02"}
    response = as_user(cast.owner).post(at(cast, "new/"), typed)
    assert response.status_code == 400
    page = response.content.decode()
    assert "This day lies in the future" in page
    assert ahead in page
    assert "2026-03-02" in page


def test_why_this_date_says_rule_version_quote_and_what_was_entered(cast: Cast, as_user: As) -> None:
    row = a_deadline(cast, trigger=date(2026, 3, 2), rule=a_rule(citation="FRCP 12(a)", source_quote="within 21 days"))
    page = as_user(cast.counsel).get(at(cast, f"{row.pk}/")).content.decode()
    for said in ("us-frcp-answer", "version 1", "FRCP 12(a)", "within 21 days", "2026-03-02", "21"):
        assert said in page


def test_an_order_is_entered_with_its_paper_and_the_old_day_stays_to_be_seen(cast: Cast, as_user: As) -> None:
    row = a_deadline(cast, trigger=date(2026, 3, 2))
    officer = as_user(cast.officer)
    bare = officer.post(at(cast, f"{row.pk}/order/"), {"on": "2026-03-13", "version": row.version})
    assert bare.status_code == 400
    paper = EvidenceFactory.create(case=cast.case)
    data = {"on": "2026-03-13", "document": paper.pk, "version": row.version}
    page = officer.post(at(cast, f"{row.pk}/order/"), data, follow=True).content.decode()
    assert "<del>" in page
    assert "2026-03-23" in page
    assert paper.name in page


@pytest.mark.parametrize(
    ("name", "data", "state"),
    [
        ("done", {"note": "filed"}, DeadlineState.DONE),
        ("drop", {"reason": "settled"}, DeadlineState.DROPPED),
        ("drop", {"reason": ""}, DeadlineState.RUNNING),
    ],
)
def test_a_row_is_ended_on_the_page(cast: Cast, as_user: As, name: str, data: dict[str, str], state: str) -> None:
    row = due_in(cast.case, 9)
    prefixed = {f"{name}-{row.pk}-{field}": value for field, value in data.items()}
    response = as_user(cast.owner).post(at(cast, f"{row.pk}/{name}/"), {"version": row.version, **prefixed})
    row.refresh_from_db()
    assert row.state == state
    assert response.status_code == (400 if state == DeadlineState.RUNNING else 302)


def test_a_stale_page_answers_409_and_keeps_the_note(cast: Cast, as_user: As) -> None:
    row = due_in(cast.case, 9)
    Deadline.objects.filter(pk=row.pk).update(version=5)
    data = {"version": "1", f"done-{row.pk}-note": "已于昨日提交"}
    response = as_user(cast.owner).post(at(cast, f"{row.pk}/done/"), data)
    assert response.status_code == 409
    assert "已于昨日提交" in response.content.decode()


def test_an_unknown_act_or_row_is_not_found(cast: Cast, as_user: As) -> None:
    row = due_in(cast.case, 9)
    other = due_in(Cast().case, 9)
    owner = as_user(cast.owner)
    assert owner.post(at(cast, f"{row.pk}/explode/")).status_code == 404
    assert owner.get(at(cast, f"{other.pk}/")).status_code == 404


def test_what_may_run_besides_is_named_to_whoever_may_add_it(cast: Cast, as_user: As) -> None:
    a_rule("us-next", kind="tm_squatting", role="right_holder", trigger_kind="publication", act_en="Oppose it")
    assert "Oppose it" in as_user(cast.owner).get(at(cast)).content.decode()
    assert "Oppose it" not in as_user(cast.hotline).get(at(cast)).content.decode()


@pytest.mark.parametrize("rows", [2, 8])
def test_the_page_costs_the_same_for_many(
    cast: Cast, rows: int, as_user: As, django_assert_max_num_queries: Callable[[int], Any]
) -> None:
    rule = a_rule()
    for number in range(rows):
        a_deadline(cast, rule=rule, trigger=date(2026, 3, 2) + timedelta(days=number))
    client = as_user(cast.owner)
    client.get(at(cast))
    with django_assert_max_num_queries(16):
        client.get(at(cast))
