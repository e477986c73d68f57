"""A sheet of experts: checked row by row, never imported by halves."""

import io
import json
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command
from django.test import Client
from openpyxl import Workbook

from experts import sheets
from experts.actions.importing import check_sheet, dry_run, run_import
from experts.models import Expert, PoolImport
from experts.tasks import tidy_pool
from portal.accounts.models import GuidanceCentre, Invitation, User
from portal.lib import clock
from portal.lib.errors import Conflict, Invalid, NotAllowed
from tests.factories.accounts import GuidanceCentreFactory, a_member
from tests.factories.experts import ExpertFactory
from tests.factories.reference import JurisdictionFactory

pytestmark = pytest.mark.django_db
HEADING = ["姓名", "电子邮箱", "类别", "国家或地区", "权利", "语言", "任职经历", "保密承诺签署日"]
GOOD = [
    "王明",
    "wang@example.org",
    "legal；技术",
    "us; *",
    "patent",
    "zh:native; en",
    "某律所 | 合伙人 | 2015/03/01 | ",
    "2025-01-15",
]
Cells = Sequence[Sequence[object]]


@pytest.fixture
def centre() -> GuidanceCentre:
    for code in ("US", "CN"):
        JurisdictionFactory.create(code=code)
    return GuidanceCentreFactory.create(slug="nb")


@pytest.fixture
def officer(centre: GuidanceCentre) -> User:
    return a_member("centre_officer", centre=centre, email="officer@example.org")


def csv_of(rows: Cells, encoding: str = "utf-8-sig") -> "ContentFile[bytes]":
    lines = [",".join(str(cell) for cell in row) for row in rows]
    return ContentFile("\r\n".join(lines).encode(encoding), name="专家.csv")


def xlsx_of(rows: Cells) -> "ContentFile[bytes]":
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(list(row))
    out = io.BytesIO()
    book.save(out)
    return ContentFile(out.getvalue(), name="experts.xlsx")


def other(email: str, **cells: str) -> list[object]:
    places = {"kinds": 2, "jurisdictions": 3, "rights": 4, "languages": 5, "employers": 6, "signed": 7}
    row: list[object] = [*GOOD]
    row[1] = email
    for name, value in cells.items():
        row[places[name]] = value
    return row


HALF_WRONG: list[Sequence[object]] = [
    HEADING,
    GOOD,
    other("b@example.org", kinds="wizard"),
    other("c@example.org"),
    other("d@example.org", jurisdictions="XX", signed="next week"),
    other("wang@example.org"),
    other("f@example.org"),
]


@pytest.mark.parametrize(
    "file", [csv_of([HEADING, GOOD]), csv_of([HEADING, GOOD], "gb18030"), xlsx_of([HEADING, GOOD])]
)
def test_a_row_becomes_a_whole_record(file: "ContentFile[bytes]", centre: GuidanceCentre, officer: User) -> None:
    sheet = check_sheet(file=file, centre=centre, by=officer)
    run_import(sheet=sheet, by=officer)
    expert = Expert.objects.get()
    assert (expert.name_zh, expert.centre, expert.state) == ("王明", centre, "nominated")
    assert {row.kind for row in expert.kinds.all()} == {"legal", "technical"}
    assert {row.jurisdiction for row in expert.skills.all()} == {"US", "*"}
    assert expert.employments.get().since == date(2015, 3, 1)


def test_a_sheet_with_half_its_rows_wrong_names_each_and_imports_nothing(centre: GuidanceCentre, officer: User) -> None:
    sheet = check_sheet(file=csv_of(HALF_WRONG), centre=centre, by=officer)
    report = dry_run(sheet.rows)
    assert [(problem.row, problem.column) for problem in report.problems] == [
        (3, "kinds"),
        (5, "confidentiality_signed_on"),
        (6, "email"),
    ]
    assert all(problem.reason for problem in report.problems)
    with pytest.raises(Invalid):
        run_import(sheet=sheet, by=officer)
    assert not Expert.objects.exists()


def test_only_the_good_rows_come_in_when_somebody_says_so(centre: GuidanceCentre, officer: User) -> None:
    sheet = check_sheet(file=csv_of(HALF_WRONG), centre=centre, by=officer)
    run_import(sheet=sheet, by=officer, only_good=True, invite=True)
    assert set(Expert.objects.values_list("email", flat=True)) == {
        "wang@example.org",
        "c@example.org",
        "f@example.org",
    }
    assert Invitation.objects.filter(role="expert").count() == 3
    sheet.refresh_from_db()
    assert (sheet.imported, sheet.rows) == (3, [])
    with pytest.raises(Conflict):
        run_import(sheet=sheet, by=officer, only_good=True)


def test_who_is_in_the_pool_already_is_a_fault_of_that_row(centre: GuidanceCentre, officer: User) -> None:
    ExpertFactory.create(email="wang@example.org")
    sheet = check_sheet(file=csv_of([HEADING, GOOD]), centre=centre, by=officer)
    report = dry_run(sheet.rows)
    assert [(problem.row, problem.column) for problem in report.problems] == [(2, "email")]
    with pytest.raises(Invalid):
        run_import(sheet=sheet, by=officer, only_good=True)


BROKEN = {
    "empty": b"",
    "an executable": b"MZ\x90\x00" + b"\x00" * 300,
    "a broken archive": b"PK\x03\x04 not a sheet",
    "no heading": b"a,b,c\n1,2,3\n",
    "a heading alone": ",".join(HEADING).encode(),
    "a column twice": ",".join([*HEADING, "email"]).encode() + b"\nx",
    "an endless field": b'"' + b"x" * 200_000,
}


@pytest.mark.parametrize("name", BROKEN)
def test_what_is_no_sheet_is_refused_with_a_sentence(name: str, centre: GuidanceCentre, officer: User) -> None:
    with pytest.raises(Invalid) as refused:
        check_sheet(file=ContentFile(BROKEN[name], name="x.xlsx"), centre=centre, by=officer)
    assert "file" in refused.value.fields
    assert not PoolImport.objects.exists()


def test_too_many_rows_are_refused(centre: GuidanceCentre, officer: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheets, "MAX_ROWS", 2)
    with pytest.raises(Invalid):
        check_sheet(file=csv_of([HEADING, GOOD, GOOD, GOOD]), centre=centre, by=officer)


def test_only_the_people_of_the_centre_import_for_it(centre: GuidanceCentre, officer: User) -> None:
    stranger = a_member("centre_officer", centre=GuidanceCentreFactory.create())
    with pytest.raises(NotAllowed):
        check_sheet(file=csv_of([HEADING, GOOD]), centre=centre, by=stranger)
    sheet = check_sheet(file=csv_of([HEADING, GOOD]), centre=centre, by=officer)
    with pytest.raises(NotAllowed):
        run_import(sheet=sheet, by=stranger)


def test_a_sheet_nobody_imported_is_forgotten_after_a_day(centre: GuidanceCentre, officer: User) -> None:
    sheet = check_sheet(file=csv_of([HEADING, GOOD]), centre=centre, by=officer)
    assert tidy_pool()["dropped_sheets"] == 0
    PoolImport.objects.filter(pk=sheet.pk).update(created_at=clock.now() - timedelta(hours=25))
    assert tidy_pool()["dropped_sheets"] == 1


def test_the_pages_check_report_and_import(centre: GuidanceCentre, officer: User) -> None:
    client = Client()
    client.force_login(officer)
    assert "email" in client.get("/experts/import/template.csv").content.decode("utf-8-sig")
    sent = client.post("/experts/import/", {"centre": centre.pk, "file": csv_of(HALF_WRONG)})
    assert sent.status_code == 302
    address = sent.headers["Location"]
    shown = client.get(address).content.decode()
    assert "confidentiality_signed_on" in shown
    assert client.post(address, {}).status_code == 400
    assert not Expert.objects.exists()
    assert client.post(address, {"only_good": "on"}).status_code == 302
    assert Expert.objects.count() == 3
    wrong = client.post("/experts/import/", {"centre": centre.pk, "file": ContentFile(b"MZ\x00", name="x.csv")})
    assert wrong.status_code == 400


def test_a_sheet_is_its_uploaders_alone(centre: GuidanceCentre, officer: User) -> None:
    sheet = check_sheet(file=csv_of([HEADING, GOOD]), centre=centre, by=officer)
    client = Client()
    client.force_login(a_member("centre_head", centre=centre))
    assert client.get(f"/experts/import/{sheet.pk}/").status_code == 404


def test_the_template_itself_can_be_imported(centre: GuidanceCentre) -> None:
    for code in ("DE", "US"):
        JurisdictionFactory.create(code=code)
    rows = sheets.read(ContentFile(sheets.template().encode(), name="t.csv"))
    assert not dry_run(rows).problems


def test_the_command_reports_and_imports(
    centre: GuidanceCentre, officer: User, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "experts.csv"
    path.write_bytes(csv_of(HALF_WRONG).read())
    with pytest.raises(CommandError):
        call_command("import_experts", path, dry_run=True, json=True)
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [line.get("row") for line in lines[:-1]] == [3, 5, 6]
    assert lines[-1] == {"good": 3, "wrong": 3, "imported": 0}
    with pytest.raises(CommandError):
        call_command("import_experts", path, centre="nb", by=officer.email)
    assert not Expert.objects.exists()
    call_command("import_experts", path, centre="nb", by=officer.email, only_good=True)
    assert Expert.objects.count() == 3
    with pytest.raises(CommandError):
        call_command("import_experts", tmp_path / "nothing.csv", dry_run=True)
