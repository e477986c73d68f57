"""Two imports of one law at the same moment, on PostgreSQL."""

from collections.abc import Callable
from pathlib import Path

import pytest

from laws.importers.files import read_path
from laws.importers.importing import import_files, start_run
from laws.models import ImportRow, Law, LawVersion, Provision
from tests.factories.reference import JurisdictionFactory
from tests.laws.guides.test_at_once import at_once
from tests.laws.importers.bringing import ARTICLES, a_line, a_ministry_file, lines

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def an_import(path: Path) -> Callable[[], object]:
    run = start_run("command", by=None, name=path.name)
    return lambda: import_files(read_path(path), by=None, run=run)


def test_two_imports_of_a_new_law_end_with_one_version(tmp_path: Path) -> None:
    JurisdictionFactory.create(code="TW")
    path = tmp_path / "x.json"
    path.write_text(a_ministry_file())
    assert at_once(an_import(path), an_import(path)) == ["done", "done"]
    assert Law.objects.count() == LawVersion.objects.count() == 1
    assert Provision.objects.count() == len(ARTICLES)
    assert sorted(ImportRow.objects.values_list("outcome", flat=True)) == ["new", "unchanged"]


def test_two_changed_texts_of_a_law_end_with_one_current_version(tmp_path: Path) -> None:
    JurisdictionFactory.create(code="TW")
    paths = [tmp_path / f"{number}.json" for number in range(3)]
    for number, path in enumerate(paths):
        text = a_ministry_file(articles=ARTICLES | {"第 2 條": f"燈芯{number}根。"}, date=f"202301{number + 10}")
        path.write_text(text)
    an_import(paths[0])()
    assert at_once(an_import(paths[1]), an_import(paths[2])) == ["done", "done"]
    assert LawVersion.objects.count() == 3
    assert LawVersion.objects.get(current=True).dated == "2023-01-12"


def test_two_loads_of_the_same_laws_end_with_each_once(tmp_path: Path) -> None:
    JurisdictionFactory.create(code="CA")
    path = tmp_path / "x.jsonl"
    path.write_text(lines(a_line(law=f"Act {number}", law_id=f"A-{number}") for number in range(300)))
    assert at_once(an_import(path), an_import(path)) == ["done", "done"]
    assert Law.objects.count() == LawVersion.objects.count() == Provision.objects.count() == 300
