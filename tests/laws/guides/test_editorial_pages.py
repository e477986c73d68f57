"""Writing, reviewing and publishing a guide through the pages."""

from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from laws.guides import actions
from laws.guides.text import KINDS, SectionText
from laws.models import DeadlineRule, GuideRevision
from portal.accounts.models import User
from tests.clients import log_in
from tests.factories.accounts import UserFactory, a_member, end_memberships
from tests.factories.guides import a_published_guide
from tests.factories.laws import DeadlineRuleFactory
from tests.factories.reference import JurisdictionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor() -> User:
    return a_member("editor", name="李编辑")


@pytest.fixture
def draft(editor: User) -> GuideRevision:
    return actions.start_guide(jurisdiction=JurisdictionFactory.create(), by=editor)


def typed(revision: GuideRevision, **fields: Any) -> dict[str, Any]:
    """What the editing form sends: every field of every part."""
    data: dict[str, Any] = {"version": revision.version, "change_note": ""}
    for kind in KINDS:
        data |= {f"{kind}_zh": "", f"{kind}_en": "", f"{kind}_citations": ""}
    return data | fields


def test_the_desk_asks_for_log_in(client: Client) -> None:
    for path in ("/editorial/", "/editorial/guides/", "/editorial/guides/US/1/edit/"):
        page = client.get(path)
        assert page.status_code == 302
        assert page.headers["Location"].startswith("/accounts/login/")


def test_the_desk_is_closed_to_other_roles(client: Client, draft: GuideRevision) -> None:
    client.force_login(a_member("warning_issuer"))
    assert client.get("/editorial/guides/").status_code == 403
    assert client.get("/editorial/guides/US/").status_code == 404
    assert client.get("/editorial/guides/US/1/").status_code == 404
    assert client.get("/editorial/guides/US/1/edit/").status_code == 404
    assert client.post("/editorial/guides/US/1/submit/", {"version": 1}).status_code == 404


def test_the_desk_is_closed_when_the_membership_has_ended(client: Client, editor: User) -> None:
    client.force_login(editor)
    assert client.get("/editorial/").status_code == 200
    end_memberships(editor)
    assert client.get("/editorial/").status_code == 403


def test_a_person_without_a_role_is_told_so(client: Client) -> None:
    client.force_login(UserFactory.create())
    page = client.get("/en/editorial/")
    assert page.status_code == 403
    assert "does not open the editorial desk" in page.text


def test_an_editor_starts_writes_and_submits(client: Client, editor: User) -> None:
    JurisdictionFactory.create(code="DE")
    client.force_login(editor)
    started = client.post("/editorial/guides/start/", {"jurisdiction": "DE"})
    assert started.headers["Location"] == "/editorial/guides/DE/1/edit/"
    revision = GuideRevision.objects.get()
    saved = client.post("/editorial/guides/DE/1/edit/", typed(revision, overview_zh="德国概览\n\n- 一\n- 二"))
    assert saved.headers["Location"] == "/editorial/guides/DE/1/"
    assert "<li>一</li>" in client.get("/editorial/guides/DE/1/").text
    revision.refresh_from_db()
    client.post("/editorial/guides/DE/1/submit/", {"version": revision.version})
    revision.refresh_from_db()
    assert revision.state == "in_review"


def test_a_citation_that_is_not_in_the_library_keeps_what_was_typed(
    client: Client, draft: GuideRevision, editor: User
) -> None:
    client.force_login(editor)
    data = typed(draft, overview_zh="已经写好的长文", overview_citations="rule:no-such-rule")
    page = client.post("/editorial/guides/US/1/edit/", data)
    assert page.status_code == 400
    assert "已经写好的长文" in page.text
    assert "rule:no-such-rule" in page.text
    assert not draft.sections.exists()


def test_a_citation_shows_its_status_on_the_page(client: Client, draft: GuideRevision, editor: User) -> None:
    rule: DeadlineRule = DeadlineRuleFactory.create(rule_id="us-itc-response", fact_status="secondary")
    client.force_login(editor)
    client.post(
        "/editorial/guides/US/1/edit/",
        typed(draft, overview_zh="概览", overview_citations=f"rule:{rule.rule_id}\nrule:{rule.rule_id}"),
    )
    assert [(c.kind, c.key) for c in draft.sections.get().citations.all()] == [("rule", "us-itc-response")]
    assert "Not verified" in client.get("/en/editorial/guides/US/1/").text


def test_a_stale_page_says_who_saved_first_and_keeps_both_texts(
    client: Client, draft: GuideRevision, editor: User
) -> None:
    read = draft.version
    colleague = a_member("editor", name="赵同事")
    actions.save_revision(
        revision=draft, by=colleague, version=read, sections=[SectionText("overview", "赵的文本", "")]
    )
    client.force_login(editor)
    page = client.post("/editorial/guides/US/1/edit/", typed(draft, version=read, overview_zh="李的文本"))
    assert page.status_code == 409
    assert "赵同事" in page.text
    assert "<del>赵的文本</del>" in page.text
    assert "<ins>李的文本</ins>" in page.text
    assert f'name="version" value="{draft.version}"' in page.text, "the next save is meant"
    again = client.post("/editorial/guides/US/1/edit/", typed(draft, overview_zh="两人的文本"))
    assert again.status_code == 302
    assert draft.sections.get().zh == "两人的文本"


def test_a_session_that_ended_does_not_lose_the_text(client: Client, draft: GuideRevision, editor: User) -> None:
    sent = client.post("/editorial/guides/US/1/edit/", typed(draft, overview_zh="写了一个上午的文本"))
    assert sent.headers["Location"] == "/accounts/login/?next=/editorial/guides/US/1/edit/"
    assert not draft.sections.exists()
    log_in(client, editor)
    assert "写了一个上午的文本" in client.get("/editorial/guides/US/1/edit/").text
    assert "写了一个上午的文本" not in client.get("/editorial/guides/US/1/edit/").text, "it is offered once"


def test_what_a_visitor_sends_is_kept_only_up_to_a_size(client: Client, draft: GuideRevision) -> None:
    client.post("/editorial/guides/US/1/edit/", typed(draft, overview_zh="长" * 400_001))
    client.post("/editorial/guides/US/1/edit/", {"nonsense": "x"})
    assert "长" not in str(dict(client.session))
    assert "nonsense" not in str(dict(client.session))


def test_a_preview_saves_nothing(client: Client, draft: GuideRevision, editor: User) -> None:
    client.force_login(editor)
    page = client.post("/editorial/guides/US/1/edit/", typed(draft, overview_zh="**要点**", preview="1"))
    assert page.status_code == 200
    assert "<strong>要点</strong>" in page.text
    assert not draft.sections.exists()


HOSTILE = "<script>alert(1)</script> <img src=x onerror=alert(1)> [x](javascript:alert(1)) \u202e a < b & c"


def test_hostile_text_is_shown_as_text(client: Client, draft: GuideRevision, editor: User) -> None:
    client.force_login(editor)
    client.post("/editorial/guides/US/1/edit/", typed(draft, overview_zh=HOSTILE, change_note=HOSTILE))
    stored = draft.sections.get().zh
    assert "<script" not in stored
    assert "a < b & c" in stored
    assert "\u202e" not in stored
    for path in ("/editorial/guides/US/1/", "/editorial/guides/US/1/edit/", "/editorial/guides/US/"):
        page = client.get(path).text
        assert "<script>alert" not in page
        assert "<img src=x" not in page
        assert "javascript:alert" not in page.replace("[x](javascript:alert(1))", "")
    assert "a &lt; b &amp; c" in client.get("/editorial/guides/US/1/").text


def test_a_null_character_is_refused_and_the_rest_is_kept(client: Client, draft: GuideRevision, editor: User) -> None:
    client.force_login(editor)
    page = client.post("/editorial/guides/US/1/edit/", typed(draft, overview_zh="前\x00后", costs_zh="费用一节"))
    assert page.status_code == 400
    assert "费用一节" in page.text


def test_an_author_is_not_offered_to_approve_and_is_told_why(client: Client, draft: GuideRevision) -> None:
    both = a_member("editor", user=a_member("publisher"))
    actions.save_revision(
        revision=draft, by=both, version=draft.version, sections=[SectionText("overview", "概览", "Overview")]
    )
    actions.submit_revision(revision=draft, by=both, version=draft.version)
    client.force_login(both)
    page = client.get("/en/editorial/guides/US/1/").text
    assert "/US/1/approve/" not in page
    assert "another person must take the next step" in page
    refused = client.post("/en/editorial/guides/US/1/approve/", {"version": draft.version})
    assert refused.status_code == 403
    draft.refresh_from_db()
    assert draft.state == "in_review"


def test_a_step_that_is_not_possible_now_is_refused_with_a_sentence(
    client: Client, draft: GuideRevision, editor: User
) -> None:
    publisher = a_member("publisher")
    client.force_login(publisher)
    data = {"version": draft.version, "review_by": "2099-01-01", "owner": publisher.pk}
    page = client.post("/en/editorial/guides/US/1/publish/", data)
    assert page.status_code == 409
    assert "This is not possible while it is “Draft”" in page.text


@pytest.mark.parametrize("version", ["", "x", "-1", "9" * 20, "9" * 5000])
def test_a_page_without_a_readable_version_changes_nothing(
    client: Client, draft: GuideRevision, editor: User, version: str
) -> None:
    client.force_login(editor)
    page = client.post("/editorial/guides/US/1/edit/", typed(draft, overview_zh="未保存的文本") | {"version": version})
    assert page.status_code in (400, 409)
    assert "未保存的文本" in page.text
    assert not draft.sections.exists()
    assert client.post("/editorial/guides/US/1/submit/", {"version": version}).status_code in (400, 409)


def test_a_return_without_a_note_keeps_the_page(client: Client, draft: GuideRevision, editor: User) -> None:
    actions.save_revision(
        revision=draft, by=editor, version=draft.version, sections=[SectionText("overview", "概览", "")]
    )
    actions.submit_revision(revision=draft, by=editor, version=draft.version)
    client.force_login(a_member("legal_reviewer"))
    page = client.post("/editorial/guides/US/1/return/", {"version": draft.version, "note": "  "})
    assert page.status_code == 400
    client.post("/editorial/guides/US/1/return/", {"version": draft.version, "note": "请补充英文"})
    assert "请补充英文" in client.get("/editorial/guides/US/1/").text


def test_an_unknown_step_is_not_found(client: Client, draft: GuideRevision, editor: User) -> None:
    client.force_login(editor)
    assert client.get("/editorial/guides/US/1/explode/").status_code == 404
    assert client.get("/editorial/guides/US/99/").status_code == 404
    assert client.get("/editorial/guides/QQ/").status_code == 404


def test_two_revisions_are_compared_line_by_line(client: Client, editor: User) -> None:
    first = a_published_guide("US", overview=("旧的一行", "Same"))
    second = actions.start_revision(guide=first.guide, by=editor)
    actions.save_revision(
        revision=second, by=editor, version=second.version, sections=[SectionText("overview", "新的一行", "Same")]
    )
    client.force_login(editor)
    page = client.get("/editorial/guides/US/2/compare/1/").text
    assert "<del>旧的一行</del>" in page
    assert "<ins>新的一行</ins>" in page


def test_the_list_filters_by_state_and_missing_translation(client: Client, editor: User) -> None:
    a_published_guide("US", overview=("概览", "Overview"))
    a_published_guide("DE", overview=("概览", ""))
    client.force_login(editor)
    assert "/editorial/guides/DE/" in client.get("/editorial/guides/").text
    english_missing = client.get("/editorial/guides/?gap=en").text
    assert "/editorial/guides/DE/" in english_missing
    assert "/editorial/guides/US/" not in english_missing
    assert "/editorial/guides/US/" not in client.get("/editorial/guides/?state=draft").text
    assert client.get("/editorial/guides/?state=nonsense&page=x").status_code == 200


def test_the_list_costs_the_same_for_many_guides(
    client: Client, editor: User, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for code in ("US", "DE", "FR", "JP", "KR", "VN", "BR", "IN"):
        a_published_guide(code, overview=("概览", "Overview"), costs=("费用", ""))
    client.force_login(editor)
    with django_assert_max_num_queries(10):
        client.get("/editorial/guides/")


def test_suggestions_for_citations_come_with_and_without_scripts(client: Client, editor: User) -> None:
    DeadlineRuleFactory.create(rule_id="us-itc-response")
    client.force_login(editor)
    whole = client.get("/editorial/guides/citations/?q=itc&jurisdiction=US").text
    fragment = client.get("/editorial/guides/citations/?q=itc&jurisdiction=US", headers={"HX-Request": "true"}).text
    assert "rule:us-itc-response" in whole
    assert "rule:us-itc-response" in fragment
    assert "<html" in whole
    assert "<html" not in fragment
