"""The facts of a verified enterprise, and every pair of states of a claim."""

import pytest

from portal.accounts.models import ClaimState
from portal.accounts.models.enterprises import CLAIM_TRANSITIONS
from portal.lib.states import may_move
from tests.clients import as_user
from tests.factories.accounts import (
    EnterpriseFactory,
    a_member,
)

pytestmark = pytest.mark.django_db


class TestFactsOfTheEnterprise:
    def test_an_owner_corrects_them_and_a_stale_page_does_not(self) -> None:
        enterprise = EnterpriseFactory.create()
        client = as_user(a_member("enterprise_owner", enterprise=enterprise))
        page = f"/en/accounts/enterprises/{enterprise.pk}/"
        typed_facts = {"name_zh": "新名字有限公司", "province": enterprise.province_id, "version": 1}
        assert client.get(page).status_code == 200
        assert client.post(page, typed_facts).status_code == 302
        enterprise.refresh_from_db()
        assert (enterprise.name_zh, enterprise.version) == ("新名字有限公司", 2)
        stale = client.post(page, {**typed_facts, "name_zh": "更晚的名字"})
        assert stale.status_code == 409
        assert "更晚的名字" in stale.content.decode()

    def test_a_member_reads_them_and_changes_nothing(self) -> None:
        enterprise = EnterpriseFactory.create()
        client = as_user(a_member("enterprise_member", enterprise=enterprise))
        assert client.get(f"/accounts/enterprises/{enterprise.pk}/").status_code == 403
        assert client.get(f"/accounts/people/{enterprise.pk}/").status_code == 200


ALLOWED = {
    ("claimed", "verified"), ("claimed", "rejected"), ("claimed", "disputed"),
    ("disputed", "verified"), ("disputed", "rejected"),
}  # fmt: skip


@pytest.mark.parametrize("old", ClaimState.values)
@pytest.mark.parametrize("new", ClaimState.values)
def test_every_pair_of_states(old: str, new: str) -> None:
    assert may_move(CLAIM_TRANSITIONS, old, new) == ((old, new) in ALLOWED)
