"""Words no column can hold, dates in no calendar, nonsense in a meta.json: one line each, and the rest goes on."""

import json
from pathlib import Path

import pytest

from laws.importers import writing
from laws.models import ImportRow, ImportRun, LawVersion
from tests.factories.reference import JurisdictionFactory
from tests.laws.importers.bringing import a_line, a_ministry_file, imported, lines, outcomes

pytestmark = pytest.mark.django_db
LONE = "\ud800"


@pytest.fixture(autouse=True)
def places() -> None:
    JurisdictionFactory.create(code="TW", kind="region")
    JurisdictionFactory.create(code="CA")


@pytest.mark.parametrize("bad", [LONE, "\0", f"C{LONE}A"])
@pytest.mark.parametrize("key", ["jurisdiction", "language", "law", "law_id", "article", "text"])
def test_a_sign_no_column_holds_ends_no_import(tmp_path: Path, key: str, bad: str) -> None:
    rows = [a_line(law="Kite Act", law_id="K-1"), a_line(**{key: bad}), a_line(law="Wind Act", law_id="W-1")]
    path = tmp_path / "x.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    told, _ = imported(path)
    assert {row["title"] for row in told if row["outcome"] == "new"} >= {"Kite Act", "Wind Act"}


@pytest.mark.parametrize("key", ["jurisdiction", "language", "ref", "number", "url", "source", "kind", "retrieved"])
def test_a_sign_no_column_holds_in_meta_json_ends_no_import(tmp_path: Path, key: str) -> None:
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
    (tmp_path / "a" / "text.json").write_text(a_ministry_file(pcode=""))
    (tmp_path / "a" / "meta.json").write_text(json.dumps({key: f"x{LONE}\0"}))
    (tmp_path / "b" / "text.json").write_text(a_ministry_file("蠟燭法", pcode="Z0990002"))
    told, _ = imported(tmp_path)
    assert outcomes(told)[-1] == "new"
    assert ImportRow.objects.count() == 2


def test_a_file_name_that_is_no_text_is_reported_without_its_bad_signs(tmp_path: Path) -> None:
    (tmp_path / "a\udcff.json").write_text(a_ministry_file())
    told, status = imported(tmp_path)
    assert (status, told[0]["path"]) == (0, "a.json")


def test_an_address_that_cannot_be_read_as_one_ends_no_import(tmp_path: Path) -> None:
    path = tmp_path / "x.jsonl"
    path.write_text(lines([a_line(law_id="https://[broken"), a_line(law="Wind Act", law_id="W-1")]))
    assert outcomes(imported(path)[0]) == ["new", "new"]


def test_any_error_while_one_text_is_stored_is_the_line_of_that_text(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    decide = writing._decide

    def breaks(one: writing.Writing, shelf: writing.Shelf, run: ImportRun | None) -> None:
        if one.text.parsed.title == "Act 2":
            raise ZeroDivisionError
        decide(one, shelf, run)

    monkeypatch.setattr(writing, "_decide", breaks)
    path = tmp_path / "x.jsonl"
    path.write_text(lines(a_line(law=f"Act {number}", law_id=f"A-{number}") for number in (1, 2, 3)))
    told, _ = imported(path)
    assert outcomes(told) == ["new", "rejected", "new"]
    assert "ZeroDivision" not in told[1]["reason"]


@pytest.mark.parametrize("dated", ["0000", "0000-01-01", "9999-12-31", "9999"])
def test_a_year_in_which_no_law_can_be_is_left_out_with_a_warning(tmp_path: Path, dated: str) -> None:
    path = tmp_path / "x.jsonl"
    path.write_text(lines([a_line(dated=dated)]))
    told, _ = imported(path)
    assert LawVersion.objects.get().dated == ""
    assert dated in told[0]["warnings"][0]


@pytest.mark.parametrize("key", ["identifiers", "source", "number", "title", "jurisdiction", "language", "ref"])
def test_a_value_of_the_wrong_kind_in_meta_json_is_a_warning(tmp_path: Path, key: str) -> None:
    (tmp_path / "text.json").write_text(a_ministry_file())
    (tmp_path / "meta.json").write_text(json.dumps({key: True}))
    told, _ = imported(tmp_path)
    assert outcomes(told) == ["new"]
    assert f"“{key}”" in told[0]["warnings"][0]
