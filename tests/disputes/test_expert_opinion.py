"""The expert on a case drafts its opinion beside the officer, and never signs it."""

from collections.abc import Callable

import pytest
from django.test import Client

from disputes.actions import engaging
from disputes.actions.opinions import save_opinion, sign_opinion, start_opinion, submit_opinion
from disputes.models import Opinion
from disputes.opinions import OpinionText
from experts.models import Engagement
from experts.states import EngagementState
from portal.accounts.models import User
from portal.lib.errors import Conflict, NotAllowed
from portal.notices.models import Notice
from tests.disputes.test_opinions import WHOLE
from tests.factories.accounts import a_member
from tests.factories.disputes import Cast
from tests.factories.experts import EngagementFactory, an_expert

pytestmark = pytest.mark.django_db
As = Callable[[User], Client]


@pytest.fixture
def cast() -> Cast:
    return Cast(kind="guidance", state="in_guidance", held=True)


@pytest.fixture
def engagement(cast: Cast) -> Engagement:
    expert = an_expert(("US", "trademark"), centre=cast.centre)
    return EngagementFactory.create(
        expert=expert,
        case_id=cast.case.pk,
        reference=cast.case.reference,
        centre=cast.centre,
        state=EngagementState.ACCEPTED,
    )


def user_of(engagement: Engagement) -> User:
    user = engagement.expert.user
    assert user is not None
    return user


def drafted(cast: Cast, writer: User) -> Opinion:
    opinion = start_opinion(case=cast.case, by=writer)
    save_opinion(opinion=opinion, by=writer, text=OpinionText(WHOLE), version=opinion.version)
    return opinion


def test_the_expert_drafts_and_hands_in_and_the_engagement_moves_on(cast: Cast, engagement: Engagement) -> None:
    expert = user_of(engagement)
    opinion = drafted(cast, expert)
    assert opinion.engagement == engagement
    assert list(opinion.authors.all()) == [expert]
    submit_opinion(opinion=opinion, by=expert, version=opinion.version)
    engagement.refresh_from_db()
    assert engagement.state == "opinion"
    assert Notice.objects.filter(recipient=cast.reviewer, kind="disputes.opinion_submitted").exists()


def test_officer_and_expert_write_on_one_draft_and_both_are_authors(cast: Cast, engagement: Engagement) -> None:
    expert = user_of(engagement)
    opinion = drafted(cast, cast.officer)
    seen = opinion.version
    save_opinion(opinion=opinion, by=expert, text=OpinionText({**WHOLE, "risks": "专家补充"}), version=seen)
    with pytest.raises(Conflict):
        save_opinion(opinion=opinion, by=cast.officer, text=OpinionText(WHOLE), version=seen)
    assert set(opinion.authors.all()) == {cast.officer, expert}
    assert Opinion.objects.get().engagement == engagement


def test_an_expert_who_is_a_reviewer_as_well_does_not_sign_what_they_wrote(cast: Cast, engagement: Engagement) -> None:
    expert = a_member("centre_reviewer", centre=cast.centre, user=user_of(engagement))
    opinion = drafted(cast, expert)
    submit_opinion(opinion=opinion, by=expert, version=opinion.version)
    with pytest.raises(NotAllowed):
        sign_opinion(opinion=opinion, by=expert, version=opinion.version)
    assert Opinion.objects.get().state == "in_review"


def test_the_expert_reaches_the_pages_and_after_a_conflict_none_of_them(
    cast: Cast, engagement: Engagement, as_user: As
) -> None:
    expert = user_of(engagement)
    opinion = drafted(cast, cast.officer)
    client, pages = as_user(expert), f"/cases/{cast.case.reference}/opinions/"
    assert f"{pages}1/" in client.get(f"/engagements/{engagement.pk}/").content.decode()
    for tail in ("1/", "1/edit/", "1/citations/?cite_q=x"):
        assert client.get(pages + tail).status_code == 200
    saved = client.post(pages + "1/edit/", {**WHOLE, "language": "zh-hans", "version": opinion.version})
    assert saved.status_code == 302
    engaging.declare(
        engagement=engagement, by=expert, parties=True, affiliates=False, counsel=False, prior_advice=False
    )
    for tail in ("1/", "1/edit/", "1/citations/?cite_q=x", ""):
        assert client.get(pages + tail).status_code == 404
    assert client.post(pages + "1/edit/", {**WHOLE, "language": "zh-hans", "version": 9}).status_code == 404
