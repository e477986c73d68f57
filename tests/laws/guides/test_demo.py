"""The demonstration of the guide path."""

import re

import pytest
from django.core.management import call_command

from laws import demo
from laws.guides.stats import published_count
from laws.guides.text import KINDS
from laws.models import CountryGuide, GuideEvent, GuideRevision
from portal.lib.events import verify
from tests.factories.accounts import a_member

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture
def demonstration() -> None:
    call_command("seed", verbosity=0)
    a_member("editor", email=demo.EDITOR)
    a_member("publisher", email=demo.PUBLISHER)
    demo.create_demo(password="not used here")


@pytest.mark.usefixtures("demonstration")
def test_it_shows_a_published_guide_and_a_draft_once_however_often_it_runs() -> None:
    demo.create_demo(password="not used here")
    states = dict(GuideRevision.objects.values_list("guide__jurisdiction", "state"))
    assert states == {"US": "published", "DE": "draft"}
    published = GuideRevision.objects.published().get()
    assert published.author != published.published_by
    assert verify(GuideEvent, published) == []
    assert all(CountryGuide.objects.values_list("is_demo", flat=True))
    assert published_count() == 0


def test_every_part_is_written_in_chinese_and_of_a_known_kind() -> None:
    for code in ("US", "DE"):
        text = (demo.FOLDER / f"{code}.md").read_text(encoding="utf-8")
        kinds = re.findall(r"^=== (\w+)$", text, flags=re.MULTILINE)
        assert set(kinds) <= set(KINDS)
        assert len(kinds) == len(set(kinds)) == text.count("\n--- zh\n") == text.count("\n--- en\n")
