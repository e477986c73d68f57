"""A publisher on this machine, sources that point at it, and time that does not pass."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from pytest_django import Settings

from laws.importdesk.actions import start_harvest
from laws.importers import working
from laws.importers.leases import claim
from laws.models import ImportRun, LawSource
from tests.factories.reference import JurisdictionFactory
from tests.laws.harvest.publisher import Publisher


@pytest.fixture
def publisher(settings: Settings) -> Iterator[Publisher]:
    settings.WEBHOOK_ALLOW_PRIVATE = True
    settings.PRODUCTION = False
    with Publisher() as found:
        yield found


@pytest.fixture
def a_source(publisher: Publisher) -> Callable[..., LawSource]:
    def make(layout: str = "justice_ca", path: str = "/eng/XML/Legis.xml", **columns: Any) -> LawSource:
        code = columns.pop("jurisdiction", "CA")
        settings = {"pause": 0} | columns.pop("settings", {})
        JurisdictionFactory.create(code=code)
        row: LawSource = LawSource.objects.create(
            **{
                "code": f"test-{layout}".replace("_", "-"),
                "name_en": "Kite laws",
                "publisher": "Ministry of Kites",
                "layout": layout,
                "jurisdiction_id": code,
                "index_url": f"{publisher.url}{path}",
                "settings": settings,
                "language": "en",
                "tier": "R",
                "licence": "Free to copy",
                "rhythm_days": 7,
                "source": "own",
            }
            | columns
        )
        return row

    return make


@pytest.fixture
def naps() -> list[float]:
    """How long a patient harvest slept; no test waits for it."""
    return []


@pytest.fixture
def harvest(naps: list[float]) -> Callable[..., ImportRun]:
    """Make a run and work on it to its end, as the command does."""

    def act(source: LawSource, **options: Any) -> ImportRun:
        run = start_harvest(source=source, by=None, **options)
        claimed = claim(run.pk)
        assert claimed is not None
        working.work(claimed, patient=True, sleep=naps.append)
        run.refresh_from_db()
        return run

    return act
