"""A consultation becomes a guidance case without typing anything again."""

from collections.abc import Callable

import pytest
from django.test import Client

from disputes.actions.upgrading import upgrade_case
from disputes.models import Case, CaseClock
from portal.accounts.models import User
from portal.lib.errors import Conflict, Invalid, NotAllowed
from tests.factories.disputes import Cast

pytestmark = pytest.mark.django_db
As = Callable[[User], Client]


def running(case: Case) -> set[str]:
    return set(CaseClock.objects.filter(case=case, ended_at__isnull=True).values_list("kind", flat=True))


def test_the_enterprise_upgrades_under_the_same_number_and_keeps_all_it_told(as_user: As) -> None:
    cast = Cast(state="answered", held=True)
    client, address = as_user(cast.owner), f"/cases/{cast.case.reference}/upgrade/"
    page = client.get(address).content.decode()
    assert cast.case.what_happened in page
    response = client.post(address, {"version": "1", "requests": ["strategy"], "hs_codes": "8517.13"})
    assert response["Location"] == f"/cases/{cast.case.reference}/"
    case = Case.objects.get(pk=cast.case.pk)
    assert (case.kind, case.state, case.reference) == ("guidance", "submitted", cast.case.reference)
    assert case.holder == cast.officer
    assert case.application.hs_codes == ["8517.13"]
    assert running(case) == {"decision"}
    assert case.answered_at is not None
    assert case.forms.filter(kind="A").count() == 1


def test_a_first_answer_that_is_owed_stays_owed() -> None:
    cast = Cast(state="in_consultation", held=True)
    upgrade_case(case=cast.case, by=cast.owner, application={})
    assert running(cast.case) == {"first_answer", "decision"}


def test_the_holder_needs_the_enterprises_agreement() -> None:
    cast = Cast(state="in_consultation", held=True)
    with pytest.raises(Invalid) as refused:
        upgrade_case(case=cast.case, by=cast.officer, application={})
    assert "agreed" in refused.value.fields
    upgrade_case(case=cast.case, by=cast.officer, application={}, agreed=True)
    assert cast.case.is_guidance


@pytest.mark.parametrize("who", ["colleague", "head", "counsel", "stranger"])
def test_nobody_else_upgrades(who: str) -> None:
    cast = Cast(state="in_consultation", held=True)
    with pytest.raises(NotAllowed):
        upgrade_case(case=cast.case, by=getattr(cast, who), application={}, agreed=True)


@pytest.mark.parametrize("state", ["closed", "refused", "withdrawn"])
def test_what_is_over_is_not_upgraded(state: str) -> None:
    cast = Cast(state=state, held=True)
    with pytest.raises(Conflict):
        upgrade_case(case=cast.case, by=cast.owner, application={})


def test_a_guidance_case_is_not_upgraded_again() -> None:
    cast = Cast(kind="guidance", state="in_guidance", held=True)
    with pytest.raises(Conflict):
        upgrade_case(case=cast.case, by=cast.owner, application={})


def test_a_stale_page_is_told_who_acted_and_keeps_what_was_typed(as_user: As) -> None:
    cast = Cast(state="in_consultation", held=True)
    address = f"/triage/{cast.case.reference}/upgrade/"
    response = as_user(cast.officer).post(address, {"version": "0", "agreed": "on", "urgency": "冻结即将到期"})
    assert response.status_code == 409
    assert "冻结即将到期" in response.content.decode()
    cast.case.refresh_from_db()
    assert not cast.case.is_guidance


def test_the_page_is_for_those_who_read_the_case(as_user: As) -> None:
    cast = Cast(state="in_consultation", held=True)
    assert as_user(cast.stranger).get(f"/cases/{cast.case.reference}/upgrade/").status_code == 404
    assert as_user(cast.officer).get(f"/cases/{cast.case.reference}/upgrade/").status_code == 404
    assert as_user(cast.colleague).get(f"/triage/{cast.case.reference}/upgrade/").status_code == 403
    assert as_user(cast.officer).get(f"/triage/{cast.case.reference}/upgrade/").status_code == 200


def test_who_may_not_is_told_so_before_the_state_of_the_case(as_user: As) -> None:
    cast = Cast(state="in_guidance", kind="guidance", held=True)
    assert as_user(cast.counsel).get(f"/cases/{cast.case.reference}/upgrade/").status_code == 403
    assert as_user(cast.hotline).get(f"/triage/{cast.case.reference}/upgrade/").status_code == 403
    assert as_user(cast.officer).get(f"/triage/{cast.case.reference}/upgrade/").status_code == 409
