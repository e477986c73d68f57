"""What came of a case: its result, the close that needs one, and the rating by link."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.utils import translation

from disputes.actions.ending import close_case
from disputes.actions.outcomes import OutcomeFacts, record_outcome
from disputes.actions.rating import rate_case
from disputes.models import CaseAccessToken, Outcome, Satisfaction
from portal.accounts.models import User
from portal.lib import clock
from portal.lib.errors import Conflict, Invalid, NotAllowed
from portal.notices.models import Notice
from tests.factories.accounts import end_memberships
from tests.factories.disputes import Cast
from tests.factories.results import CurrencyFactory, OutcomeFactory

pytestmark = pytest.mark.django_db
As = Callable[[User], Client]


@pytest.fixture
def cast() -> Cast:
    CurrencyFactory.create()
    return Cast(kind="guidance", state="tracking", held=True)


def facts(**changes: Any) -> OutcomeFacts:
    return OutcomeFacts(**{"result": "settled", "decided_on": date(2026, 11, 1), **changes})


def test_awarded_and_collected_stand_apart(cast: Cast) -> None:
    wanted = facts(
        result="judgment_for_us",
        awarded_amount=Decimal(640_000_000),
        awarded_currency="usd",
        collected_amount=Decimal(0),
        collected_currency="USD",
        punitive_multiple=Decimal(3),
        criminal_track=True,
    )
    outcome = record_outcome(case=cast.case, by=cast.officer, facts=wanted)
    assert (outcome.awarded_amount, outcome.collected_amount) == (Decimal(640_000_000), Decimal(0))
    assert (outcome.awarded_currency_id, outcome.punitive_multiple, outcome.criminal_track) == ("USD", Decimal(3), True)
    assert Notice.objects.get(recipient=cast.owner).kind == "disputes.outcome_recorded"


def test_the_newest_result_counts_and_the_older_one_stays(cast: Cast) -> None:
    record_outcome(case=cast.case, by=cast.officer, facts=facts())
    record_outcome(case=cast.case, by=cast.officer, facts=facts(result="dismissed"))
    newest = Outcome.objects.filter(case=cast.case).first()
    assert newest is not None
    assert newest.result == "dismissed"
    assert Outcome.objects.count() == 2


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"result": "won"}, "result"),
        ({"decided_on": date(2999, 1, 1)}, "decided_on"),
        ({"punitive_multiple": Decimal("0.5")}, "punitive_multiple"),
        ({"punitive_multiple": Decimal(500)}, "punitive_multiple"),
        ({"awarded_amount": Decimal(5)}, "awarded_currency"),
        ({"awarded_currency": "USD"}, "awarded_amount"),
        ({"awarded_amount": Decimal(-5), "awarded_currency": "USD"}, "awarded_amount"),
        ({"collected_amount": Decimal(5), "collected_currency": "XYZ"}, "collected_currency"),
    ],
)
def test_a_result_that_cannot_be_right_is_refused_at_its_field(changes: Any, field: str, cast: Cast) -> None:
    with pytest.raises(Invalid) as refused:
        record_outcome(case=cast.case, by=cast.officer, facts=facts(**changes))
    assert set(refused.value.fields) == {field}
    assert not Outcome.objects.exists()


def test_only_the_holder_records(cast: Cast) -> None:
    for who in ("owner", "colleague", "reviewer", "head", "counsel"):
        with pytest.raises(NotAllowed):
            record_outcome(case=cast.case, by=getattr(cast, who), facts=facts())


def test_a_guidance_case_is_not_closed_without_its_outcome(cast: Cast) -> None:
    with pytest.raises(Conflict) as refused, translation.override("en"):
        close_case(case=cast.case, by=cast.officer)
    assert "outcome" in str(refused.value.message)
    record_outcome(case=cast.case, by=cast.officer, facts=facts())
    close_case(case=cast.case, by=cast.officer)
    assert cast.case.state == "closed"


def closed(cast: Cast) -> str:
    """Close the case; the address of the owner's link."""
    OutcomeFactory.create(case=cast.case)
    close_case(case=cast.case, by=cast.officer)
    mail = Notice.objects.get(recipient=cast.owner, kind="disputes.rate")
    found = re.search(r"/cases/rate/[\w-]+/", str(mail.payload))
    assert found is not None
    return found.group()


def test_a_closed_case_is_rated_once_by_its_link_without_log_in(cast: Cast, client: Client) -> None:
    address = closed(cast)
    page = client.get(address)
    assert page.status_code == 200
    assert page["Referrer-Policy"] == "same-origin"
    assert not Satisfaction.objects.exists()
    done = client.post(address, {"rating": "5", "comment": "很有帮助"})
    assert done.status_code == 302
    assert client.get(done["Location"]).status_code == 200
    rated = Satisfaction.objects.get()
    assert (rated.by, rated.rating, rated.comment) == (cast.owner, 5, "很有帮助")
    assert client.get(address).status_code == 404
    assert client.post(address, {"rating": "1"}).status_code == 404


def test_a_refused_rating_keeps_its_words_and_its_link(cast: Cast, client: Client) -> None:
    address = closed(cast)
    refused = client.post(address, {"rating": "9", "comment": "还在这里"})
    assert refused.status_code == 400
    assert "还在这里" in refused.content.decode()
    assert client.get(address).status_code == 200


def test_a_link_that_is_guessed_old_or_another_persons_leads_nowhere(cast: Cast, client: Client) -> None:
    address = closed(cast)
    assert client.get("/cases/rate/guessed/").status_code == 404
    with clock.set_to(clock.now() + timedelta(days=31)):
        assert client.get(address).status_code == 404
    end_memberships(cast.owner)
    assert client.get(address).status_code == 404


def test_whoever_rated_on_the_page_is_not_asked_by_mail(cast: Cast, client: Client) -> None:
    address = closed(cast)
    rate_case(case=cast.case, by=cast.member, rating=4)
    assert client.get(address).status_code == 404
    other = Cast(kind="guidance", state="tracking", held=True)
    rate_case(case=other.case, by=other.owner, rating=4)
    OutcomeFactory.create(case=other.case)
    close_case(case=other.case, by=other.officer)
    assert not CaseAccessToken.objects.filter(case=other.case).exists()


def test_the_mail_of_a_restricted_case_holds_no_link_into_it() -> None:
    cast = Cast(kind="guidance", state="tracking", held=True, restricted=True)
    OutcomeFactory.create(case=cast.case)
    close_case(case=cast.case, by=cast.officer)
    mail = Notice.objects.get(recipient=cast.owner)
    assert mail.kind == "disputes.restricted"
    assert "rate" not in str(mail.payload)
