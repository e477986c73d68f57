"""Under /admin/ a rule is looked at only; how a forum counts as well."""

import pytest
from django.test import Client

from laws.deadlines.versions import FORUM_FACTS, record_versions
from laws.models import DeadlineRule
from tests.factories.accounts import a_member
from tests.factories.laws import DeadlineRuleFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def rule() -> DeadlineRule:
    found: DeadlineRule = DeadlineRuleFactory.create(quantity=30, source="page: ecfr", forum__source="page: ecfr")
    record_versions()
    return found


def test_an_editor_sees_a_rule_and_cannot_change_it(client: Client, rule: DeadlineRule) -> None:
    page = f"/admin/laws/deadlinerule/{rule.pk}/change/"
    client.force_login(a_member("editor"))
    shown = client.get(page)
    assert shown.status_code == 200
    assert 'name="_save"' not in shown.text
    assert client.post(page, {"quantity": "60"}).status_code == 403
    rule.refresh_from_db()
    assert rule.quantity == 30


def test_nobody_changes_under_admin_how_a_forum_counts(client: Client, rule: DeadlineRule) -> None:
    page = f"/admin/reference/forum/{rule.forum_id}/change/"
    client.force_login(a_member("editor"))
    form = client.get(page).context["adminform"].form
    assert not set(FORUM_FACTS) & set(form.fields)
    sent = {name: form[name].value() or "" for name in form.fields}
    saved = client.post(page, sent | {"calendar": "FR", "fact_status": "verified", "roll_rule": "next_working_day"})
    assert saved.status_code == 302, saved.context["adminform"].form.errors
    forum = rule.forum
    before = {name: getattr(forum, name) for name in FORUM_FACTS}
    forum.refresh_from_db()
    assert {name: getattr(forum, name) for name in FORUM_FACTS} == before
