"""Imports of texts in the matrix. Texts belong to the network: whose they are makes no difference."""

from collections.abc import Callable
from typing import Any

from laws.models import ImportRun, LawSource
from portal.lib import clock
from tests.factories.reference import JurisdictionFactory
from tests.matrix import Rule, World

EDITORS = frozenset({"editor"})
DESK = EDITORS | {"legal_reviewer"}


def a_source() -> LawSource:
    """One source a test."""
    found = LawSource.objects.first()
    if found is None:
        JurisdictionFactory.create(code="CA")
        found = LawSource.objects.create(
            code="kites",
            name_en="Kite laws",
            publisher="Ministry of Kites",
            jurisdiction_id="CA",
            layout="akn",
            index_url="https://kites.example/list",
            rhythm_days=7,
            source="own",
        )
    return found


def a_run() -> ImportRun:
    return ImportRun.objects.first() or ImportRun.objects.create(kind="upload", name="acts.zip", created_at=clock.now())


def page(path: str = "") -> Callable[[World, bool], str]:
    return lambda world, own: f"/editorial/imports/{a_run().pk}/{path}"


def source_page(world: World, own: bool) -> str:
    return f"/editorial/imports/sources/{a_source().pk}/"


def everywhere(name: str, address: Callable[[World, bool], str], roles: frozenset[str], **more: Any) -> Rule:
    return Rule(name, address, own=roles, other=roles, **more)


RULES = [
    everywhere("imports", lambda world, own: "/editorial/imports/", DESK),
    everywhere(
        "upload nothing",
        lambda world, own: "/editorial/imports/",
        DESK,
        data={"dry_run": "on"},
        let_in=frozenset({400}),
    ),
    everywhere("one import", page(), DESK),
    everywhere("progress of an import", page("progress/"), DESK),
    everywhere("report as CSV", page("report.csv"), DESK),
    everywhere("report as JSON", page("report.jsonl"), DESK),
    everywhere("stop an import", page("stop/"), EDITORS, data={"x": "y"}),
    everywhere("sources of texts", lambda world, own: "/editorial/imports/sources/", DESK),
    everywhere("a source of texts", source_page, DESK),
    everywhere("turn a source on", source_page, EDITORS, data={"act": "turn_on"}),
    everywhere("harvest a source", source_page, EDITORS, data={"act": "harvest"}, let_in=frozenset({302, 409})),
]


def run_sample(world: World) -> dict[str, Any]:
    return {"pk": a_run().pk}


SAMPLES = dict.fromkeys(
    ("import_run", "import_progress", "import_stop", "import_report_csv", "import_report_json"), run_sample
) | {"law_source": lambda world: {"code": a_source().pk}}
