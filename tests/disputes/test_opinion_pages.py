"""The pages of an opinion: who finds them, what they offer, and that nothing typed is lost."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from disputes.actions.opinions import issue_opinion, save_opinion, sign_opinion, start_opinion, submit_opinion
from disputes.models import Opinion
from disputes.opinions import OpinionText
from portal.accounts.models import User
from tests.disputes.test_opinions import WHOLE
from tests.factories.disputes import Cast
from tests.factories.laws import LawFactory

pytestmark = pytest.mark.django_db
As = Callable[[User], Client]


@pytest.fixture
def cast() -> Cast:
    return Cast(kind="guidance", state="in_guidance", held=True)


@pytest.fixture
def draft(cast: Cast) -> Opinion:
    opinion = start_opinion(case=cast.case, by=cast.officer)
    save_opinion(opinion=opinion, by=cast.officer, text=OpinionText(WHOLE), version=1)
    return opinion


def address(cast: Cast, tail: str = "1/") -> str:
    return f"/cases/{cast.case.reference}/opinions/{tail}"


def typed(opinion: Opinion, **more: Any) -> dict[str, Any]:
    return {**WHOLE, "language": "zh-hans", "version": opinion.version, **more}


def give(cast: Cast, draft: Opinion) -> None:
    submit_opinion(opinion=draft, by=cast.officer, version=draft.version)
    sign_opinion(opinion=draft, by=cast.reviewer, version=draft.version)
    issue_opinion(opinion=draft, by=cast.officer, version=draft.version)


def test_an_opinion_is_played_through_its_pages(cast: Cast, as_user: As) -> None:
    officer, reviewer, owner = as_user(cast.officer), as_user(cast.reviewer), as_user(cast.owner)
    page = officer.get(f"/triage/{cast.case.reference}/")
    assert "opinions/start/" in page.content.decode()
    begun = officer.post(address(cast, "start/"))
    assert begun["Location"].endswith("/opinions/1/edit/")
    assert officer.get(address(cast, "1/edit/")).status_code == 200
    opinion = Opinion.objects.get()
    saved = officer.post(address(cast, "1/edit/"), typed(opinion))
    assert saved.status_code == 302
    for client, act in ((officer, "submit"), (reviewer, "sign"), (officer, "issue"), (owner, "acknowledge")):
        opinion.refresh_from_db()
        done = client.post(address(cast, f"1/{act}/"), {"version": opinion.version})
        assert (act, done.status_code) == (act, 302)
    cast.case.refresh_from_db()
    assert cast.case.state == "tracking"
    read = owner.get(address(cast)).content.decode()
    assert "仍在异议期内。" in read
    assert opinion.sha256 in read


@pytest.mark.parametrize("who", ["owner", "member", "counsel", "stranger", "other_officer", "administrator"])
def test_nobody_outside_the_centre_finds_a_draft(who: str, cast: Cast, draft: Opinion, as_user: As) -> None:
    client = as_user(getattr(cast, who))
    assert client.get(address(cast)).status_code == 404
    assert client.get(address(cast, "1/edit/")).status_code == 404
    if who in {"owner", "member", "counsel"}:
        assert "仍在异议期内" not in client.get(f"/cases/{cast.case.reference}/").content.decode()


def test_the_enterprise_reads_what_was_issued_and_nothing_more(cast: Cast, draft: Opinion, as_user: As) -> None:
    give(cast, draft)
    second = start_opinion(case=cast.case, by=cast.officer)
    for who in ("owner", "member", "counsel"):
        client = as_user(getattr(cast, who))
        assert client.get(address(cast)).status_code == 200
        assert client.get(address(cast, f"{second.number}/")).status_code == 404
        assert client.get(address(cast, "1/from/2/")).status_code == 404


def test_only_the_holder_and_the_expert_edit(cast: Cast, draft: Opinion, as_user: As) -> None:
    for who, status in (("officer", 200), ("colleague", 403), ("reviewer", 403), ("hotline", 403), ("owner", 404)):
        assert as_user(getattr(cast, who)).get(address(cast, "1/edit/")).status_code == status
    assert as_user(cast.colleague).post(address(cast, "1/edit/"), typed(draft)).status_code == 403


def test_the_author_is_told_on_the_page_why_another_must_sign(cast: Cast, draft: Opinion, as_user: As) -> None:
    cast.case.holder = cast.reviewer
    cast.case.save(update_fields=["holder"])
    draft.authors.add(cast.reviewer)
    submit_opinion(opinion=draft, by=cast.reviewer, version=draft.version)
    client = as_user(cast.reviewer)
    page = client.get("/en" + address(cast)).content.decode()
    assert "another reviewer must sign it" in page
    assert "1/sign/" not in page
    refused = client.post("/en" + address(cast, "1/sign/"), {"version": draft.version})
    assert refused.status_code == 403
    assert "the second signature must be another person" in refused.content.decode()


def test_two_browsers_lose_neither_text(cast: Cast, draft: Opinion, as_user: As) -> None:
    client = as_user(cast.officer)
    client.post(address(cast, "1/edit/"), typed(draft, analysis="第一个浏览器", page_key=""))
    late = client.post(address(cast, "1/edit/"), typed(draft, analysis="第二个浏览器"))
    assert late.status_code == 409
    page = late.content.decode()
    assert "第一个浏览器" in page
    assert "第二个浏览器" in page
    draft.refresh_from_db()
    assert draft.analysis == "第一个浏览器"
    meant = client.post(address(cast, "1/edit/"), typed(draft, analysis="两者都有"))
    assert meant.status_code == 302
    draft.refresh_from_db()
    assert draft.analysis == "两者都有"


def test_a_page_saves_by_itself_and_says_when_it_could_not(cast: Cast, draft: Opinion, as_user: As) -> None:
    client, key = as_user(cast.officer), "6b1e0f9e-0000-4000-8000-000000000009"
    first = client.post(address(cast, "1/autosave/"), typed(draft, analysis="自动一", page_key=key))
    assert first.context["saved"]
    again = client.post(address(cast, "1/autosave/"), typed(draft, analysis="自动二", page_key=key))
    assert again.context["saved"]
    other = client.post(address(cast, "1/autosave/"), typed(draft, analysis="另一页"))
    assert other.context["problem"]
    assert other.context["shown"] == draft.version
    assert Opinion.objects.get().analysis == "自动二"


def test_a_search_for_citations_keeps_what_was_typed(cast: Cast, draft: Opinion, as_user: As) -> None:
    law = LawFactory.create()
    client = as_user(cast.officer)
    page = client.post(
        address(cast, "1/edit/"), typed(draft, find="yes", cite_q=law.ref, analysis="还没保存", cite=[])
    ).content.decode()
    assert "还没保存" in page
    assert f"law:{law.ref}" in page
    saved = client.post(address(cast, "1/edit/"), typed(draft, cite=[f"law:{law.ref}"]))
    assert saved.status_code == 302
    assert draft.citations.get().key == law.ref
    assert f"law:{law.ref}" in client.get(address(cast, "1/edit/")).content.decode()
    bad = client.post(address(cast, "1/edit/"), typed(draft, citations="law:none-such", analysis="仍在"))
    assert bad.status_code == 400
    assert "仍在" in bad.content.decode()


def test_an_incomplete_opinion_says_what_is_missing_on_its_page(cast: Cast, as_user: As) -> None:
    opinion = start_opinion(case=cast.case, by=cast.officer)
    refused = as_user(cast.officer).post("/en" + address(cast, "1/submit/"), {"version": opinion.version})
    assert refused.status_code == 400
    assert "not complete" in refused.content.decode()


def test_versions_are_compared_part_by_part(cast: Cast, draft: Opinion, as_user: As) -> None:
    give(cast, draft)
    second = start_opinion(case=cast.case, by=cast.officer)
    text = OpinionText({**WHOLE, "analysis": "异议期已过。"})
    save_opinion(opinion=second, by=cast.officer, text=text, version=second.version)
    page = as_user(cast.officer).get(address(cast, "2/from/1/")).content.decode()
    assert "<del>仍在异议期内。</del>" in page
    assert "<ins>异议期已过。</ins>" in page
    assert "逾期则失权" not in page


def test_an_act_that_is_none_is_not_found_and_a_missing_version_is_refused(
    cast: Cast, draft: Opinion, as_user: As
) -> None:
    client = as_user(cast.officer)
    assert client.post(address(cast, "1/nonsense/"), {"version": 1}).status_code == 404
    assert client.post(address(cast, "1/submit/")).status_code == 409
    assert client.get(address(cast, "1/submit/")).status_code == 405
    assert Opinion.objects.get().state == "draft"


def test_the_door_leads_to_the_newest_version_a_person_may_read(cast: Cast, draft: Opinion, as_user: As) -> None:
    assert as_user(cast.owner).get(address(cast, ""))["Location"].endswith(f"/cases/{cast.case.reference}/")
    give(cast, draft)
    start_opinion(case=cast.case, by=cast.officer)
    assert as_user(cast.owner).get(address(cast, ""))["Location"].endswith("/opinions/1/")
    assert as_user(cast.officer).get(address(cast, ""))["Location"].endswith("/opinions/2/")


def test_the_pages_cost_few_queries(
    cast: Cast, draft: Opinion, as_user: As, django_assert_max_num_queries: Any
) -> None:
    laws = tuple(("law", LawFactory.create().ref) for _ in range(5))
    save_opinion(opinion=draft, by=cast.officer, text=OpinionText(WHOLE, laws), version=draft.version)
    client = as_user(cast.officer)
    client.get(address(cast))
    with django_assert_max_num_queries(24):
        client.get(address(cast))
    with django_assert_max_num_queries(24):
        client.get(address(cast, "1/edit/"))


def test_the_owner_is_led_to_an_issued_opinion_until_it_is_confirmed(cast: Cast, draft: Opinion, as_user: As) -> None:
    give(cast, draft)
    page = as_user(cast.owner).get(f"/cases/{cast.case.reference}/").content.decode()
    banner = page[: page.index('id="opinion"')]
    assert f'href="{address(cast)}"' in banner
    assert page.index('id="opinion"') < page.index('id="messages"')
