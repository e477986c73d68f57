"""Under /admin/ a rule is looked at only; a forum corrected there makes new versions of its rules."""

import pytest
from django.test import Client

from laws.deadlines.versions import record_versions
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


def test_a_forum_corrected_by_hand_makes_a_version_in_the_editors_name(client: Client, rule: DeadlineRule) -> None:
    page = f"/admin/reference/forum/{rule.forum_id}/change/"
    editor = a_member("editor")
    client.force_login(editor)
    form = client.get(page).context["adminform"].form
    sent = {name: form[name].value() or "" for name in form.fields}
    saved = client.post(page, sent | {"calendar": "US"})
    assert saved.status_code == 302, saved.context["adminform"].form.errors
    rule.refresh_from_db()
    assert rule.version == 2
    assert rule.versions.get(number=2).made_by == editor
