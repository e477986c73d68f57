"""Loading the law files: dates known to the year, subjects and numbers as rows, laws named by their ref."""

from pathlib import Path
from typing import Any

import pytest

from laws.models import Law, LawInheritance
from laws.seeds import TABLES
from portal.reference.seeding.loading import load
from portal.reference.seeding.registry import Seed
from portal.reference.seeding.reports import FileReport, Outcome
from tests.factories.reference import JurisdictionFactory

pytestmark = pytest.mark.django_db

LAWS = (
    "ref,jurisdiction,title_en,title_en_basis,title_original,title_zh,title_zh_basis,kind,subjects,number,year,"
    "adopted,in_force,last_amended,status,wipolex_id,url,source\n"
    "no-1,NO,Patents Act,sourced,,专利法,own,statute,patent|utility_model,LOV-1967-12-15-9,1967,"
    "1967,1968-01,1968-01-01,in_force,5001,https://example.no/1,R-legalize-no\n"
)
INHERITED = "jurisdiction,inherited_from,title_en,subjects,basis_treaty,source,law_ref\n"


@pytest.fixture
def folder(tmp_path: Path, settings: Any) -> Path:
    settings.BASE_DIR = tmp_path
    for code in ("NO", "NA"):
        JurisdictionFactory.create(code=code)
    return tmp_path


def load_text(folder: Path, file: str, text: str) -> FileReport:
    [table] = [table for table in TABLES if table.file == file]
    (folder / file).write_text(text, encoding="utf-8", newline="")
    return load(Seed(table, folder / file, code="1"))


def test_dates_keep_the_precision_of_their_source(folder: Path) -> None:
    load_text(folder, "laws.csv", LAWS)
    law = Law.objects.get(ref="no-1")
    assert (law.adopted, law.in_force, law.last_amended) == ("1967", "1968-01", "1968-01-01")


@pytest.mark.parametrize("date", ["1967-13", "1967-1", "15.12.1967", "about 1967"])
def test_another_form_of_date_is_refused(folder: Path, date: str) -> None:
    report = load_text(folder, "laws.csv", LAWS.replace(",1967,1968-01,", f",{date},1968-01,"))
    assert report.counts[Outcome.REJECTED] == 1
    assert report.notes[0].reason.startswith(f"adopted “{date}” does not fit")


def test_subjects_and_numbers_become_rows_of_the_law(folder: Path) -> None:
    load_text(folder, "laws.csv", LAWS)
    law = Law.objects.get(ref="no-1")
    assert list(law.subjects.values_list("subject", flat=True)) == ["patent", "utility_model"]
    assert list(law.identifiers.values_list("scheme", "value")) == [
        ("number", "LOV-1967-12-15-9"),
        ("wipolex", "5001"),
    ]


def test_a_subject_taken_out_of_the_file_goes_from_the_law(folder: Path) -> None:
    load_text(folder, "laws.csv", LAWS)
    report = load_text(folder, "laws.csv", LAWS.replace("patent|utility_model", "patent"))
    assert report.counts[Outcome.CHANGED] == 1
    assert list(Law.objects.get(ref="no-1").subjects.values_list("subject", flat=True)) == ["patent"]


def test_a_subject_that_the_library_does_not_know_is_refused(folder: Path) -> None:
    report = load_text(folder, "laws.csv", LAWS.replace("utility_model", "utility"))
    assert "subjects “utility” does not fit" in report.notes[0].reason
    assert not Law.objects.exists()


def test_a_law_inherited_is_found_by_its_ref(folder: Path) -> None:
    load_text(folder, "laws.csv", LAWS)
    load_text(folder, "law_inheritance.csv", INHERITED + "NA,NO,Patents Act,patent,,C-pca,no-1\n")
    row = LawInheritance.objects.get()
    assert (row.jurisdiction_id, row.law.ref, row.subjects, row.basis_treaty) == ("NA", "no-1", ["patent"], None)


def test_a_law_that_is_not_there_is_named(folder: Path) -> None:
    report = load_text(folder, "law_inheritance.csv", INHERITED + "NA,NO,Patents Act,patent,EPC,C-pca,no-1\n")
    assert [(note.line, note.key, note.reason) for note in report.notes] == [
        (2, "NA no-1", "basis_treaty “EPC” is not known (treaty). law_ref “no-1” is not known (law).")
    ]
