"""What is counted, what never is, the demonstration, the reference files and the secret links."""

from datetime import timedelta

import pytest
from django.core.management import call_command

from disputes import guidance_stats, stats
from disputes.actions.tokens import make_link, open_link, use_link
from disputes.demo import create_demo
from disputes.models import Case, CaseAccessToken, LossRecord, ReplyTemplate, ServiceTime
from portal.lib import clock, figures
from portal.lib.errors import Conflict
from tests.factories.disputes import CaseFactory, Cast, DraftFactory

pytestmark = pytest.mark.django_db


def test_demonstrations_drafts_and_restricted_matters_are_not_counted() -> None:
    CaseFactory.create()
    CaseFactory.create(is_demo=True)
    CaseFactory.create(restricted=True)
    DraftFactory.create()
    assert stats.count_filed() == 1
    assert stats.count_open() == 1
    assert sum(number for _label, number in stats.by_month()) == 1


def test_figures_split_what_they_count() -> None:
    cast = Cast(state="answered", answered_in_time=False)
    CaseFactory.create(state="closed")
    assert (stats.count_answered(), stats.count_in_time()) == (2, 1)
    for rows in (stats.by_state(), stats.by_jurisdiction(), stats.by_type(), stats.by_centre()):
        assert sum(number for _label, number in rows) == 2
    assert stats.by_province() == [(str(cast.enterprise.province), 1)]


def test_the_figures_are_registered() -> None:
    assert {"disputes.filed", "disputes.in_time"} <= {figure.key for figure in figures.figures()}


def test_the_demonstration_needs_its_people() -> None:
    create_demo(password="not used")
    assert not Case.objects.exists()


@pytest.mark.slow
def test_the_demonstration_is_made_once_and_never_counted() -> None:
    call_command("seed", "--demo", verbosity=0)
    made = set(Case.objects.values_list("reference", "state"))
    assert {state for _number, state in made} == {
        "submitted",
        "in_consultation",
        "answered",
        "closed",
        "refused",
        "supplement_requested",
        "in_guidance",
        "tracking",
    }
    assert all(case.is_demo and "演示" in case.what_happened for case in Case.objects.all())
    create_demo(password="not used")
    assert set(Case.objects.values_list("reference", "state")) == made
    assert stats.count_filed() == guidance_stats.count_filed() == 0
    assert guidance_stats.sum_recovered() == guidance_stats.count_opinions() == 0
    assert LossRecord.objects.recovered().count() == 2
    assert ReplyTemplate.objects.exclude(text_zh="").exclude(text_en="").count() == 7
    assert ServiceTime.objects.count() == 4


def test_a_link_opens_one_case_for_one_purpose_once_and_not_for_ever() -> None:
    cast = Cast()
    rate = CaseAccessToken.Purpose.RATE
    secret = make_link(case=cast.case, purpose=rate, recipient=cast.owner)
    token = open_link(secret, rate)
    assert token is not None
    assert token.case == cast.case
    assert secret not in token.token_hash
    assert open_link(secret + "x", rate) is None
    with clock.set_to(clock.now() + timedelta(days=31)):
        assert open_link(secret, rate) is None
    use_link(token)
    assert open_link(secret, rate) is None
    with pytest.raises(Conflict):
        use_link(token)
