"""The pages of the titles desk, and the page of a law that names who reviewed its title."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from laws.models import Law, TitleReview
from laws.titles.queue import titles_for_desk, waiting_for
from portal.accounts.models import User
from portal.lib import clock
from portal.reference.models import Market
from tests.clients import as_user
from tests.factories.accounts import UserFactory, a_member
from tests.factories.laws import LawFactory, LawInheritanceFactory
from tests.factories.reference import JurisdictionFactory
from tests.factories.titles import a_title_for, typed
from tests.laws.coverage.library import a_market

pytestmark = pytest.mark.django_db
DESK, MINE = "/en/editorial/titles/", "/en/editorial/titles/mine/"


@pytest.fixture
def editor() -> User:
    return a_member("editor", name="Xu Editor")


def refs(**wanted: Any) -> list[str]:
    return [law.ref for law in titles_for_desk(wanted)]


def test_main_markets_come_first_then_what_is_used_most() -> None:
    Market.objects.create(jurisdiction=JurisdictionFactory.create(code="DE"), rank=8)
    LawFactory.create(slug="plain")
    LawInheritanceFactory.create(law__slug="convention")
    LawFactory.create(jurisdiction__code="DE", slug="patg")
    LawFactory.create(slug="done", title_zh_basis="reviewed")
    LawFactory.create(slug="given", title_zh_basis="sourced")
    LawFactory.create(slug="untitled", title_zh="", title_zh_basis="")
    assert refs() == ["de-patg", "ep-convention", "us-plain"]


def test_the_queue_can_be_narrowed(editor: User) -> None:
    mine = LawFactory.create(slug="mine", subjects=["trademark"])
    LawFactory.create(slug="other", title_en_basis="own", subjects=["patent", "design"])
    german = LawFactory.create(jurisdiction__code="DE", slug="patg")
    a_title_for(editor, mine)
    assert refs() == ["de-patg", "us-other"]
    assert refs(show="held") == ["us-mine"]
    assert refs(show="all", right="trademark") == ["us-mine"]
    assert refs(language="en") == ["us-other"]
    assert refs(jurisdiction=german.jurisdiction) == ["de-patg"]


def test_somebody_takes_twenty_of_what_is_filtered(editor: User) -> None:
    for number in range(25):
        LawFactory.create(slug=f"act-{number}")
    LawFactory.create(jurisdiction__code="DE", slug="patg")
    response = as_user(editor).post(f"{DESK}?jurisdiction=US", {"act": "take"})
    assert response.headers["Location"] == MINE
    assert waiting_for(editor) == 20
    assert set(TitleReview.objects.values_list("law__jurisdiction", flat=True)) == {"US"}


def test_a_batch_is_given_to_a_colleague_and_put_back_when_they_are_away(editor: User) -> None:
    colleague = a_member("legal_reviewer", name="Cao Reviewer")
    for number in range(5):
        LawFactory.create(slug=f"act-{number}")
    client = as_user(editor)
    done = client.post(DESK, {"act": "share", "to": colleague.pk, "count": 3}, follow=True).text
    assert "3 titles given to Cao Reviewer." in done
    assert waiting_for(colleague) == 3
    done = client.post(DESK, {"act": "free", "holder": colleague.pk}, follow=True).text
    assert "3 titles are free again." in done
    assert waiting_for(colleague) == 0


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"act": "share", "to": "", "count": 3}, "This field is required"),
        ({"act": "share", "to": "editor", "count": 1000}, "less than or equal to 100"),
        ({"act": "share", "to": "stranger", "count": 1}, "Select a valid choice"),
    ],
)
def test_what_does_not_fit_is_said_and_kept(editor: User, sent: dict[str, Any], words: str) -> None:
    people = {"editor": editor.pk, "stranger": UserFactory.create().pk}
    LawFactory.create()
    response = as_user(editor).post(DESK, sent | {"to": people.get(sent["to"], "")})
    assert response.status_code == 400
    assert words in response.text
    assert f'value="{sent["count"]}"' in response.text
    assert not TitleReview.objects.exists()


def test_an_empty_queue_gives_nothing_and_says_so(editor: User) -> None:
    response = as_user(editor).post(DESK, {"act": "take"})
    assert response.status_code == 409
    assert "Reload the page and look again." in response.text
    assert as_user(editor).post(DESK, {"act": "nonsense"}).status_code == 404
    assert as_user(editor).post(DESK, {"act": "free", "holder": "x"}).status_code == 404


def test_one_form_confirms_corrects_or_gives_back(editor: User) -> None:
    client = as_user(editor)
    first, second, third = (a_title_for(editor, LawFactory.create(slug=f"act-{n}")) for n in range(3))
    page = client.get(MINE).text
    assert page.count("<form") >= 3
    assert len(re.findall(r"autofocus", page)) == 1
    assert client.post(f"{DESK}{first.pk}/", typed(first)).headers["Location"] == MINE
    client.post(f"{DESK}{second.pk}/", typed(second, title="发明法"))
    client.post(f"{DESK}{third.pk}/", typed(third, act="release"))
    law = Law.objects.get(ref="us-act-1")
    assert (law.title_zh, law.title_zh_basis) == ("发明法", "reviewed")
    assert "0 titles wait for you." in client.get(MINE).text
    assert refs() == ["us-act-2"]


def test_a_refused_title_keeps_what_was_typed(editor: User) -> None:
    review = a_title_for(editor)
    sent = typed(review, title="我的译名")
    Law.objects.update(title_original="Patents")
    response = as_user(editor).post(f"{DESK}{review.pk}/", sent)
    assert response.status_code == 409
    assert "edited meanwhile" in response.text
    assert 'value="我的译名"' in response.text


def test_after_a_refusal_the_form_can_be_sent_again(editor: User) -> None:
    review = a_title_for(editor)
    sent = typed(review, title="我的译名")
    Law.objects.update(title_original="Patents")
    page = as_user(editor).post(f"{DESK}{review.pk}/", sent).text
    (seen_now,) = re.findall(r'name="seen" value="([0-9a-f]+)"', page)
    assert as_user(editor).post(f"{DESK}{review.pk}/", sent | {"seen": seen_now}).status_code == 302


def test_a_title_of_somebody_else_is_refused(editor: User) -> None:
    review = a_title_for(a_member("editor"))
    response = as_user(editor).post(f"{DESK}{review.pk}/", typed(review))
    assert response.status_code == 403
    assert "with somebody else" in response.text
    assert as_user(UserFactory.create()).post(f"{DESK}{review.pk}/", typed(review)).status_code == 404


def test_the_page_of_a_law_names_who_reviewed_its_title_and_when(client: Client, editor: User, clock_at: Any) -> None:
    law = LawFactory.create(slug="act")
    moment = clock.now() - timedelta(days=3)
    clock_at(moment.isoformat())
    review = a_title_for(editor, law)
    as_user(editor).post(f"{DESK}{review.pk}/", typed(review, title="美国专利法"))
    page = client.get("/en/laws/US/act/").text
    assert "美国专利法" in page
    assert f"Translated title, reviewed by Xu Editor on {clock.today():%Y-%m-%d}" in page
    assert "unreviewed" not in page


def test_a_name_that_is_an_address_is_not_shown_to_the_public(client: Client) -> None:
    nameless = a_member("editor", name="", email="nobody.knows@example.com")
    review = a_title_for(nameless, LawFactory.create(slug="act"))
    as_user(nameless).post(f"{DESK}{review.pk}/", typed(review))
    assert "nobody.knows" not in client.get("/en/laws/US/act/").text


def test_the_main_laws_of_the_main_markets_wait_before_their_other_laws(editor: User) -> None:
    a_market("US", 1)
    LawFactory.create(slug="a-rules", title_en="Patent Rules", kind="rules")
    LawFactory.create(slug="z-patents", title_en="Patent Act")
    html = as_user(editor).get(DESK).text
    assert html.index("Patent Act") < html.index("Patent Rules")


def test_the_pages_take_as_many_queries_for_many_titles_as_for_few(
    editor: User, django_assert_max_num_queries: Any
) -> None:
    client = as_user(editor)
    for number in range(12):
        LawFactory.create(slug=f"free-{number}")
        a_title_for(editor, LawFactory.create(slug=f"held-{number}"))
    client.get(DESK)
    with django_assert_max_num_queries(20):
        client.get(DESK)
    with django_assert_max_num_queries(12):
        client.get(MINE)
