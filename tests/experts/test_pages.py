"""The pool's pages: the list, a record, its acts, the expert's own."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from experts.models import Expert
from portal.accounts.models import GuidanceCentre, User
from portal.lib import clock
from tests.factories.accounts import GuidanceCentreFactory, a_member
from tests.factories.experts import EngagementFactory, ExpertFactory, an_expert
from tests.factories.reference import JurisdictionFactory

pytestmark = pytest.mark.django_db
As = Callable[[User], Client]


@pytest.fixture
def centre() -> GuidanceCentre:
    JurisdictionFactory.create()
    return GuidanceCentreFactory.create()


@pytest.fixture
def as_user() -> As:
    def log_in(user: User) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return log_in


@pytest.fixture
def officer(centre: GuidanceCentre) -> User:
    return a_member("centre_officer", centre=centre)


def typed(**changes: Any) -> dict[str, Any]:
    """The nomination form as a browser sends it."""
    rows = {"skills": 1, "languages": 1, "licences": 1, "employments": 1}
    management: dict[str, Any] = {}
    for name, number in rows.items():
        management |= {f"{name}-TOTAL_FORMS": number, f"{name}-INITIAL_FORMS": 0}
    return {
        **management,
        "name_zh": "钱学文",
        "email": "qian@example.org",
        "kinds": ["legal"],
        "max_open_cases": "3",
        "skills-0-jurisdiction": "US",
        "skills-0-right": "patent",
        "languages-0-language": "en",
        "languages-0-level": "working",
        **changes,
    }


def test_a_nomination_is_typed_kept_and_shown(centre: GuidanceCentre, officer: User, as_user: As) -> None:
    client = as_user(officer)
    sent = client.post("/experts/new/", typed(centre=centre.pk))
    expert = Expert.objects.get()
    assert sent.headers["Location"] == f"/experts/{expert.pk}/"
    shown = client.get(f"/experts/{expert.pk}/").content.decode()
    assert "钱学文" in shown
    assert "美国" in shown


def test_a_refused_nomination_keeps_everything_typed(centre: GuidanceCentre, officer: User, as_user: As) -> None:
    wrong = typed(
        centre=centre.pk,
        email="nobody",
        **{"licences-0-body": "律协", "employments-0-since": "2020-02-02", "employments-0-until": "2020-01-01"},
    )
    page = as_user(officer).post("/experts/new/", wrong)
    shown = page.content.decode()
    assert page.status_code == 400
    assert 'value="nobody"' in shown
    assert 'value="律协"' in shown
    assert not Expert.objects.exists()


def test_an_address_twice_is_said_beside_the_field(centre: GuidanceCentre, officer: User, as_user: As) -> None:
    ExpertFactory.create(email="qian@example.org")
    page = as_user(officer).post("/experts/new/", typed(centre=centre.pk))
    assert page.status_code == 400
    assert page.context["form"].main.errors["email"]


def test_an_act_is_done_and_a_refused_one_shows_why(centre: GuidanceCentre, as_user: As) -> None:
    head = a_member("centre_head", centre=centre)
    expert = ExpertFactory.create(centre=centre, state="checked", confidentiality_signed_on=None)
    client = as_user(head)
    today = clock.today()
    term = {
        "version": expert.version,
        "appoint-term_from": today.isoformat(),
        "appoint-term_to": clock.months_after(today, 36).isoformat(),
    }
    refused = client.post(f"/experts/{expert.pk}/appoint/", term)
    assert refused.status_code == 400
    assert "保密" in refused.content.decode()
    Expert.objects.filter(pk=expert.pk).update(confidentiality_signed_on=today)
    assert client.post(f"/experts/{expert.pk}/appoint/", term).status_code == 302
    stale = client.post(f"/experts/{expert.pk}/suspend/", {"version": "1", "suspend-reason": "核实中"})
    assert stale.status_code == 409
    assert "核实中" in stale.content.decode()
    unsaid = client.post(f"/experts/{expert.pk}/remove/", {"version": "2", "remove-reason": ""})
    assert unsaid.status_code == 400


def test_acts_are_offered_only_to_whoever_may_do_them(centre: GuidanceCentre, officer: User, as_user: As) -> None:
    expert = ExpertFactory.create(centre=centre, state="nominated", nominated_by=officer)
    reviewer = a_member("centre_reviewer", centre=centre)

    def acts(user: User) -> set[str]:
        return {offer.act for offer in as_user(user).get(f"/experts/{expert.pk}/").context["acts"]}

    assert acts(officer) == {"availability", "invite"}
    assert acts(reviewer) == {"availability", "invite", "check"}
    Expert.objects.filter(pk=expert.pk).update(nominated_by=reviewer)
    assert "check" not in acts(reviewer)
    assert acts(a_member("centre_officer", centre=GuidanceCentreFactory.create())) == set()


def test_the_filters_stand_in_the_address_and_meet_in_one_skill(officer: User, as_user: As) -> None:
    both = an_expert(("US", "patent"), ("DE", "trademark"), kinds=["customs"], languages=["de"])
    split = an_expert(("US", "trademark"), ("DE", "patent"))
    JurisdictionFactory.create(code="DE")
    client = as_user(officer)

    def found(query: str) -> set[int]:
        return {expert.pk for expert in client.get(f"/experts/?{query}").context["page"]}

    assert found("jurisdiction=US&right=patent") == {both.pk}
    assert found("jurisdiction=DE&right=patent") == {split.pk}
    assert found("kind=customs") == {both.pk}
    assert found("language=de&state=appointed&usable=1") == {both.pk}
    assert found(f"q={split.email}") == {split.pk}
    assert found("jurisdiction=XX&state=nonsense") == {both.pk, split.pk}


def test_the_list_costs_the_same_for_any_number(officer: User, as_user: As, django_assert_max_num_queries: Any) -> None:
    for _number in range(15):
        an_expert(("US", "patent"), ("DE", "patent"))
    client = as_user(officer)
    with django_assert_max_num_queries(14):
        assert len(client.get("/experts/").context["page"]) == 15


def test_ratings_are_shown_from_five_cases_on(officer: User, as_user: As) -> None:
    expert = an_expert()
    client = as_user(officer)
    for _number in range(4):
        EngagementFactory.create(expert=expert, state="closed", rating=5)
    page = client.get(f"/experts/{expert.pk}/")
    assert page.context["rating"] is None
    assert "5.0" not in page.content.decode()
    EngagementFactory.create(expert=expert, state="closed", rating=4)
    assert "4.8" in client.get(f"/experts/{expert.pk}/").content.decode()


def test_the_record_lists_no_case_of_the_expert(officer: User, as_user: As) -> None:
    engagement = EngagementFactory.create(reference="GD-2026-009999")
    shown = as_user(officer).get(f"/experts/{engagement.expert_id}/").content.decode()
    assert "GD-2026-009999" not in shown


def test_the_expert_keeps_record_and_time(as_user: As) -> None:
    JurisdictionFactory.create()
    expert = an_expert(("US", "patent"))
    assert expert.user is not None
    client = as_user(expert.user)
    data = {"version": expert.version, "availability-availability": "limited", "availability-max_open_cases": "2"}
    assert client.post("/engagements/availability/", data).status_code == 302
    expert.refresh_from_db()
    assert (expert.availability, expert.max_open_cases) == ("limited", 2)
    stale = client.post("/engagements/availability/", data)
    assert stale.status_code == 409
    standing = {"skills-INITIAL_FORMS": 1, "languages-INITIAL_FORMS": 1}
    saved = client.post("/engagements/edit/", typed(version=expert.version, name_zh="改后", **standing))
    assert saved.status_code == 302, saved.context["form"].main.errors
    expert.refresh_from_db()
    assert (expert.name_zh, expert.email) == ("改后", expert.user.email)


def test_an_expert_without_a_record_is_told_whom_to_ask(as_user: As) -> None:
    page = as_user(a_member("expert")).get("/engagements/")
    assert page.status_code == 200
    assert page.context["expert"] is None
    assert as_user(a_member("expert")).get("/engagements/edit/").status_code == 404


def test_the_menu_leads_the_expert_and_the_officer_there(officer: User, as_user: As) -> None:
    expert = an_expert()
    assert expert.user is not None
    menu = as_user(expert.user).get("/accounts/menu/").content.decode()
    assert "/engagements/" in menu
    assert "/experts/" not in menu
    assert "/experts/" in as_user(officer).get("/accounts/menu/").content.decode()
