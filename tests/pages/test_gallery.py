"""The gallery renders every component in both languages, and only in debug."""

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("path", ["/_/components/", "/en/_/components/"])
def test_the_gallery_shows_every_component_in_debug(client: Client, settings: Settings, path: str) -> None:
    settings.DEBUG = True
    response = client.get(path, {"right": "patent", "q": "<b>"})
    assert response.status_code == 200
    html = response.content.decode()
    assert "&lt;b&gt;" in html
    assert "<b>" not in html.split('class="filter-bar"')[1].split("</form>")[0]
    for mark in ("pill-unverified", "priority-p0", "error-summary", "timeline", "diff-lines", "bar-chart", "<dialog"):
        assert mark in html
    assert " style=" not in html


def test_the_gallery_is_not_there_outside_debug(client: Client) -> None:
    assert client.get("/_/components/").status_code == 404
