"""Every pair of states of the ledger, and two sweepers at once."""

import threading
from itertools import product

import pytest
from django.db import connection

from portal.lib.errors import Conflict
from portal.lib.states import move
from portal.notices.delivery import claim
from portal.notices.models import TRANSITIONS, Notice, NoticeState
from tests.factories.notices import NoticeFactory

ALLOWED = {
    ("pending", "claimed"),
    ("pending", "suppressed"),
    ("retry", "claimed"),
    ("retry", "suppressed"),
    ("claimed", "claimed"),
    ("claimed", "sent"),
    ("claimed", "retry"),
    ("claimed", "failed"),
    ("claimed", "suppressed"),
}


@pytest.mark.django_db
@pytest.mark.parametrize(("old", "new"), list(product(NoticeState.values, repeat=2)))
def test_a_notice_moves_only_as_the_table_says(old: str, new: str) -> None:
    notice = NoticeFactory.create(state=old)
    if (old, new) in ALLOWED:
        assert move(notice, TRANSITIONS, new) == old
        assert notice.state == new
    else:
        with pytest.raises(Conflict):
            move(notice, TRANSITIONS, new)
        assert Notice.objects.get().state == old


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_sweepers_never_claim_the_same_row() -> None:
    NoticeFactory.create_batch(60)
    barrier = threading.Barrier(4)
    claimed: list[int] = []

    def sweep() -> None:
        try:
            barrier.wait()
            while batch := claim(7):
                claimed.extend(notice.pk for notice in batch)
        finally:
            connection.close()

    threads = [threading.Thread(target=sweep) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(claimed) == len(set(claimed)) == 60
