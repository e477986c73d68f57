"""Last year's cases from a sheet: what is wrong is named, what is good is kept once, and nothing by halves."""

import io
import json
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.test import Client
from openpyxl import Workbook, load_workbook

from disputes.actions.importing import Report, import_cases
from disputes.models import Case
from disputes.sheets import COLUMNS, template
from portal.accounts.models import User
from portal.lib.errors import Invalid, NotAllowed
from tests.factories.disputes import Cast, DisputeTypeFactory
from tests.factories.reference import JurisdictionFactory

pytestmark = pytest.mark.django_db
As = Callable[[User], Client]
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@pytest.fixture(autouse=True)
def places() -> None:
    JurisdictionFactory.create(code="US")
    DisputeTypeFactory.create(code="schedule_a")


def row(number: str, **values: Any) -> dict[str, Any]:
    told = {
        "old_number": number,
        "kind": "guidance",
        "company": "某某电器有限公司",
        "jurisdiction": "US",
        "dispute_type": "schedule_a",
        "filed_on": "2024-03-04",
        "closed_on": "2024-09-01",
        "summary": "店铺被冻结，已和解。",
    }
    return {**told, **values}


def a_sheet(rows: Sequence[dict[str, Any]]) -> SimpleUploadedFile:
    book = Workbook(write_only=True)
    page = book.create_sheet("cases")
    page.append([zh for zh, _en in COLUMNS.values()])
    for values in rows:
        page.append([values.get(name) for name in COLUMNS])
    out = io.BytesIO()
    book.save(out)
    return SimpleUploadedFile("cases.xlsx", out.getvalue(), content_type=XLSX)


def take_in(cast: Cast, rows: Sequence[dict[str, Any]], **options: Any) -> Report:
    return import_cases(file=a_sheet(rows), centre=cast.centre, by=cast.head, commit=True, **options)


def imported() -> int:
    return Case.objects.filter(origin="imported").count()


def test_half_the_rows_wrong_keeps_the_good_half_and_names_the_rest(cast: Cast) -> None:
    wrong = [
        row("W1", jurisdiction="XX"),
        row("W2", closed_on="2024-01-01"),
        row("W3", filed_on="gestern"),
        row("W4", summary=""),
        row("W5", right="nonsense"),
    ]
    report = take_in(cast, [*(row(f"G{n}") for n in range(5)), *wrong])
    assert (report.rows, len(report.imported), report.wrong_rows) == (10, 5, 5)
    assert imported() == 5
    assert [(p.row, p.column) for p in report.problems] == [
        (7, "国家或地区"),
        (8, "办结日期"),
        (9, "受理日期"),
        (10, "案情摘要"),
        (11, "权利类型"),
    ]
    assert "XX" in report.problems[0].reason


def test_an_imported_case_is_closed_marked_and_counted_apart(cast: Cast) -> None:
    take_in(cast, [row("2025-017")])
    case = Case.objects.get(origin="imported")
    assert (case.state, case.kind, case.company_name) == ("closed", "guidance", "某某电器有限公司")
    assert str(case.reference).startswith("GD-2024-")
    assert case.imported.old_number == "2025-017"
    assert [event.kind for event in case.events.all()] == ["imported"]
    assert case not in Case.objects.counted()
    assert case in Case.objects.imported()


def test_the_same_sheet_twice_imports_nothing_new(cast: Cast) -> None:
    take_in(cast, [row("A"), row("B")])
    report = take_in(cast, [row("A"), row("B"), row("C")])
    assert (report.known, len(report.imported)) == (["A", "B"], 1)
    assert imported() == 3


def test_a_dry_run_saves_nothing(cast: Cast) -> None:
    report = import_cases(file=a_sheet([row("A")]), centre=cast.centre, by=cast.head)
    assert (len(report.new), report.imported) == (1, [])
    assert imported() == 0


def test_when_the_database_breaks_off_nothing_is_half_saved(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    from disputes.actions import importing

    kept = importing._keep

    def breaks(old: Any, **told: Any) -> Case:
        if old.old_number == "C":
            raise RuntimeError("the disk is full")
        return kept(old, **told)

    monkeypatch.setattr(importing, "_keep", breaks)
    with pytest.raises(RuntimeError):
        take_in(cast, [row("A"), row("B"), row("C")])
    assert imported() == 0


def test_a_formula_is_refused_with_its_cell(cast: Cast) -> None:
    report = take_in(cast, [row("A", company="=1+1")])
    assert [(p.row, p.column) for p in report.problems] == [(2, "企业名称")]
    assert imported() == 0


def test_a_number_that_stands_twice_is_told(cast: Cast) -> None:
    report = take_in(cast, [row("A"), row("A")])
    assert [(p.row, p.column) for p in report.problems] == [(3, "原编号")]


def test_a_bomb_of_zeros_is_not_unpacked(cast: Cast) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for number in range(4):
            packed.writestr(f"xl/{number}.xml", b"0" * 20_000_000)
    bomb = SimpleUploadedFile("cases.xlsx", out.getvalue())
    with pytest.raises(Invalid):
        import_cases(file=bomb, centre=cast.centre, by=cast.head)


@pytest.mark.parametrize("content", [b"", b"MZ\x90\x00" + b"\x00" * 100, b"PK\x03\x04 broken"])
def test_what_is_no_sheet_is_refused(cast: Cast, content: bytes) -> None:
    with pytest.raises(Invalid):
        import_cases(file=SimpleUploadedFile("cases.xlsx", content), centre=cast.centre, by=cast.head)


@pytest.mark.parametrize("who", ["officer", "owner", "administrator", "stranger"])
def test_only_the_head_imports(cast: Cast, who: str, as_user: As) -> None:
    with pytest.raises(NotAllowed):
        import_cases(file=a_sheet([row("A")]), centre=cast.centre, by=getattr(cast, who))
    assert as_user(getattr(cast, who)).get("/triage/import/").status_code == 403


def test_the_template_can_be_filled_in_and_its_example_is_no_case(cast: Cast) -> None:
    book = load_workbook(io.BytesIO(template()))
    page = book.worksheets[0]
    page.append([row("A").get(name) for name in COLUMNS])
    out = io.BytesIO()
    book.save(out)
    file = SimpleUploadedFile("cases.xlsx", out.getvalue())
    report = import_cases(file=file, centre=cast.centre, by=cast.head, commit=True)
    assert (report.rows, report.problems, len(report.imported)) == (1, [], 1)


def test_through_the_page_the_good_rows_wait_for_a_choice(cast: Cast, as_user: As) -> None:
    client = as_user(cast.head)
    sent = {"centre": str(cast.centre.pk), "file": a_sheet([row("A"), row("B", jurisdiction="XX")])}
    looked = client.post("/triage/import/", sent)
    assert looked.status_code == 200
    assert imported() == 0
    sha256 = looked.context["report"].sha256
    chosen = {"centre": str(cast.centre.pk), "commit": sha256}
    assert client.post("/triage/import/", chosen)["Location"] == "/triage/import/"
    assert imported() == 1
    assert client.post("/triage/import/", chosen).status_code == 409
    assert imported() == 1


def test_the_command_reports_as_json_and_imports(cast: Cast, tmp_path: Path) -> None:
    path = tmp_path / "cases.xlsx"
    path.write_bytes(a_sheet([row("A"), row("B", jurisdiction="XX")]).read())
    out = io.StringIO()
    call_command("import_cases", path, by=cast.head.email, dry_run=True, json=True, stdout=out)
    lines = [json.loads(line) for line in out.getvalue().splitlines()]
    assert (lines[0]["row"], lines[-1]["importable"], lines[-1]["imported"]) == (3, 1, 0)
    call_command("import_cases", path, by=cast.head.email, stdout=io.StringIO())
    assert imported() == 1
    with pytest.raises(CommandError):
        call_command("import_cases", path, by="nobody@example.com", stdout=io.StringIO())
