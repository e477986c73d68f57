"""The project's own reference files: each loads whole, twice, and says where every fact comes from."""

import csv
import re
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command

from laws import stats
from laws.stats import Coverage
from portal.reference.models import Jurisdiction
from portal.reference.seeding.registry import all_seeds

# Read where they are needed: test data of the deadlines, and how long what is kept.
NOT_LOADED = {"laws/reference/deadline_tests.csv", "portal/accounts/reference/retention_classes.csv"}
SOURCE = re.compile(r"(?P<ids>[^:|]+(\|[^:|]+)*)(: .+)?")


def seed(*arguments: str) -> str:
    out = StringIO()
    call_command("seed", *arguments, stdout=out)
    return out.getvalue()


@pytest.mark.slow
@pytest.mark.django_db
def test_every_file_loads_whole_and_a_second_run_changes_nothing() -> None:
    first = seed().splitlines()[-1]
    assert first.endswith("0 changed, 0 unchanged, 0 kept, 0 rejected")
    new = int(first.removeprefix("total: ").partition(" ")[0])
    assert new > 8000

    assert seed().splitlines()[-1] == f"total: 0 new, 0 changed, {new} unchanged, 0 kept, 0 rejected"
    assert seed("--force").splitlines()[-1] == f"total: 0 new, 0 changed, {new} unchanged, 0 kept, 0 rejected"

    norway, namibia = Jurisdiction.objects.get(pk="NO"), Jurisdiction.objects.get(pk="NA")
    assert (norway.name_en, namibia.name_en) == ("Norway", "Namibia")
    names = Jurisdiction.objects.filter(pk__in=["HK", "MO", "TW"]).values_list("name_zh", "kind", "parent")
    assert list(names) == [("中国香港", "region", "CN"), ("中国澳门", "region", "CN"), ("中国台湾", "region", "CN")]

    covered = stats.coverage()
    assert covered.own >= 189
    assert covered.inherited_only > 0
    by_right = stats.coverage_by_right()
    for right in ("patent", "trademark", "customs"):
        assert by_right[right] == covered_by(right), right


def files() -> list[Path]:
    folders = {seed.path.parent for seed in all_seeds()}
    return sorted(path for folder in folders for path in folder.glob("*.csv"))


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_every_file_beside_the_others_is_loaded_or_known_to_be_for_later() -> None:
    found = {path.relative_to(settings.BASE_DIR).as_posix() for path in files()}
    assert found == {seed.name for seed in all_seeds()} | NOT_LOADED


@pytest.mark.parametrize("path", files(), ids=lambda path: path.name)
def test_every_row_names_sources_that_are_explained(path: Path) -> None:
    explained = set(re.findall(r"^\| `([^`]+)` \|", (settings.BASE_DIR / "docs/SOURCES.md").read_text("utf-8"), re.M))
    for number, row in enumerate(rows(path), 1):
        cell = SOURCE.fullmatch(row["source"])
        assert cell, f"row {number} says where from in another form: {row['source']!r}"
        assert set(cell["ids"].split("|")) <= explained, f"row {number}: {row['source']!r}"


def test_every_folder_of_files_points_to_the_sources() -> None:
    for folder in {path.parent for path in files()}:
        link = re.search(r"\]\((.+)\)", (folder / "SOURCES.md").read_text("utf-8"))
        assert link
        assert (folder / link[1]).resolve() == settings.BASE_DIR / "docs/SOURCES.md"


def test_worked_dates_rest_on_rules_and_forums_of_the_files() -> None:
    folder = settings.BASE_DIR / "laws/reference"
    rules = {row["rule_id"]: row["forum"] for row in rows(folder / "deadline_rules.csv")}
    forums = {row["code"]: row["parent"] for row in rows(settings.BASE_DIR / "portal/reference/data/forums.csv")}
    dates = rows(folder / "deadline_tests.csv")
    assert len(dates) == 57
    for row in dates:
        assert rules[row["rule_id"]] in (row["forum"], forums[row["forum"]]), row["test_id"]


def covered_by(right: str) -> Coverage:
    """Own and inherited coverage of a right, counted from the files alone."""
    folder = settings.BASE_DIR / "laws/reference"
    places = {
        row["code"]
        for row in rows(settings.BASE_DIR / "portal/reference/data/jurisdictions.csv")
        if row["kind"] != "organisation"
    }
    in_force = [row for row in rows(folder / "laws.csv") if row["status"] != "repealed"]
    own = {row["jurisdiction"] for row in in_force if right in row["subjects"].split("|")} & places
    kept = {row["ref"] for row in in_force}
    inherited = {
        row["jurisdiction"]
        for row in rows(folder / "law_inheritance.csv")
        if row["law_ref"] in kept and right in row["subjects"].split("|")
    }
    return Coverage(len(own), len(inherited & places - own))
