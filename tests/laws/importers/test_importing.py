"""Importing files of laws: what is stored, what a second import changes, what becomes of the catalogue."""

import io
import json
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import DatabaseError, DataError

from laws.importers import bulk, importing, jsonl, leases, working, writing
from laws.importers.files import read_path
from laws.importers.importing import finish_run, import_files, start_run
from laws.importers.types import Piece
from laws.models import ImportRow, ImportRun, Law, LawIdentifier, LawVersion, Provision
from portal.accounts.models import AuditEvent
from portal.lib import clock
from portal.lib.errors import NotAllowed
from tests.factories.accounts import a_member
from tests.factories.laws import LawFactory
from tests.factories.reference import JurisdictionFactory
from tests.laws.importers.bringing import ARTICLES, a_line, a_ministry_file, imported, lines, outcomes

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def places() -> None:
    JurisdictionFactory.create(code="TW", kind="region")
    JurisdictionFactory.create(code="CA")


@pytest.fixture
def law_file(tmp_path: Path) -> Path:
    path = tmp_path / "Z0990001.json"
    path.write_text(a_ministry_file())
    return path


def test_a_file_becomes_a_law_with_its_text(law_file: Path) -> None:
    rows, status = imported(law_file)
    assert status == 0
    assert [(row["outcome"], row["jurisdiction"], row["language"], row["articles"]) for row in rows] == [
        ("new", "TW", "zh-Hant", 3)
    ]
    version = LawVersion.objects.get()
    assert (version.expression, version.current) == ("zho@2023-05-24", True)
    assert version.law.ref == rows[0]["ref"] == "tw-z0990001"
    assert version.provisions.values_list("anchor", "text").first() == ("art_1", "燈籠應點亮。")


def test_a_title_in_traditional_letters_is_a_chinese_title(law_file: Path) -> None:
    imported(law_file)
    law = Law.objects.get()
    assert (law.title_zh, law.title_zh_basis, law.title_original) == ("燈籠法", "sourced", "燈籠法")


def test_the_report_of_a_row_has_the_names_that_programs_rely_on(law_file: Path) -> None:
    rows, _ = imported(law_file)
    assert list(rows[0]) == [
        "path", "jurisdiction", "ref", "title", "language", "adapter", "articles", "containers", "warnings", "outcome",
        "reason",
    ]  # fmt: skip


def test_people_get_a_table_with_a_total(law_file: Path) -> None:
    out = io.StringIO()
    call_command("import_laws", str(law_file), stdout=out)
    head, row, total = out.getvalue().splitlines()
    assert head.split() == ["outcome", "place", "lang", "articles", "heads", "adapter", "path", "title"]
    assert row.split() == ["new", "TW", "zh-Hant", "3", "0", "twmoj", law_file.name, "燈籠法"]
    assert total == "total: 1 new, 0 changed, 0 unchanged, 0 rejected"


def test_the_table_says_which_line_is_which_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "texts" / "statutes of the year two thousand and twenty-three"
    folder.mkdir(parents=True)
    (folder / "法規一.json").write_text(a_ministry_file("燈籠法"))
    (folder / "second.json").write_text(a_ministry_file("風箏法", pcode="Z0990002"))
    whole = f"{folder.name}/法規一.json"
    out = io.StringIO()
    call_command("import_laws", str(folder.parent), "--dry-run", stdout=out)
    assert f" {whole} 燈籠法" in out.getvalue(), "nothing is cut where the output is kept"
    out = io.StringIO()
    monkeypatch.setattr(out, "isatty", lambda: True)
    monkeypatch.setenv("COLUMNS", "100")
    call_command("import_laws", str(folder.parent), "--dry-run", stdout=out)
    _head, second, first, _total = out.getvalue().splitlines()
    assert whole not in out.getvalue()
    assert first.endswith("-three/法規一.json 燈籠法")
    assert second.endswith("-three/second.json 風箏法")
    assert first.index("…") == second.index("…")


@pytest.mark.parametrize("title", ["燈籠與風箏" * 20, "Lanterns and kites " * 8], ids=["wide", "narrow"])
def test_no_line_of_the_table_is_wider_than_the_terminal(
    title: str, law_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    law_file.write_text(a_ministry_file(title))
    out = io.StringIO()
    monkeypatch.setattr(out, "isatty", lambda: True)
    monkeypatch.setenv("COLUMNS", "120")
    call_command("import_laws", str(law_file), "--dry-run", stdout=out)
    row = out.getvalue().splitlines()[1]
    assert title[:5] in row
    columns = sum(2 if "一" <= letter <= "鿿" else 1 for letter in row)
    assert 118 <= columns <= 120, "all of its width is used"


def test_a_second_import_changes_nothing(law_file: Path) -> None:
    imported(law_file)
    before = list(Provision.objects.values())
    rows, status = imported(law_file)
    assert (outcomes(rows), status) == (["unchanged"], 0)
    assert list(Provision.objects.values()) == before
    assert Law.objects.count() == LawVersion.objects.count() == 1


def test_a_changed_article_gives_a_new_version_and_leaves_the_old_one(law_file: Path) -> None:
    imported(law_file)
    law_file.write_text(a_ministry_file(articles=ARTICLES | {"第 2 條": "燈芯二根。"}, date="20240101"))
    rows, _ = imported(law_file)
    assert outcomes(rows) == ["changed"]
    assert list(LawVersion.objects.order_by("pk").values_list("expression", "current")) == [
        ("zho@2023-05-24", False),
        ("zho@2024-01-01", True),
    ]
    texts = Provision.objects.filter(number="2").order_by("version_id").values_list("text", flat=True)
    assert list(texts) == ["燈芯一根。", "燈芯二根。"]


def test_an_older_text_that_comes_later_does_not_become_current(law_file: Path) -> None:
    imported(law_file)
    law_file.write_text(a_ministry_file(articles=ARTICLES | {"第 2 條": "燈芯無。"}, date="19990101"))
    rows, _ = imported(law_file)
    assert outcomes(rows) == ["changed"]
    assert rows[0]["warnings"] == ["The text of 2023-05-24 stays the current one; this one is of 1999-01-01."]
    assert LawVersion.objects.get(current=True).dated == "2023-05-24"


def test_two_texts_of_one_date_have_two_addresses(law_file: Path) -> None:
    imported(law_file)
    law_file.write_text(a_ministry_file(articles=ARTICLES | {"第 2 條": "燈芯三根。"}))
    imported(law_file)
    assert LawVersion.objects.get(current=True).expression == "zho@2023-05-24.2"


def test_a_dry_run_says_what_would_happen_and_stores_no_text(law_file: Path) -> None:
    rows, status = imported(law_file, "--dry-run")
    assert (outcomes(rows), status) == (["new"], 0)
    assert not Law.objects.exists()
    assert not LawIdentifier.objects.exists()
    assert not Provision.objects.exists()
    run = ImportRun.objects.get()
    assert (run.dry_run, run.new, run.state) == (True, 1, "done")


def test_a_dry_run_counts_the_second_text_of_a_law_as_the_import_would(tmp_path: Path) -> None:
    for number in (1, 2):
        text = a_ministry_file(articles=ARTICLES | {"第 2 條": f"燈芯{number}根。"}, date=f"2023010{number}")
        (tmp_path / f"{number}.json").write_text(text)
    assert len(imported(tmp_path, "--dry-run")[0]) == 2
    assert outcomes(imported(tmp_path)[0]) == ["new", "changed"]


def test_the_same_source_may_correct_what_it_says_of_a_text(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text(a_ministry_file())
    (tmp_path / "meta.json").write_text(json.dumps({"source": "the ministry", "licence": "unclear"}))
    imported(tmp_path)
    (tmp_path / "meta.json").write_text(json.dumps({"source": "the ministry", "licence": "open data"}))
    rows, _ = imported(tmp_path)
    assert outcomes(rows) == ["unchanged"]
    assert rows[0]["warnings"] == ["The text is the same; now recorded with it: licence."]
    (tmp_path / "meta.json").write_text(json.dumps({"source": "somebody else", "licence": "none"}))
    assert imported(tmp_path)[0][0]["warnings"] == []
    assert LawVersion.objects.get().licence == "open data"


def test_meta_json_describes_the_texts_beside_it_and_is_no_file_of_the_report(tmp_path: Path) -> None:
    (tmp_path / "text.json").write_text(a_ministry_file(pcode=""))
    (tmp_path / "meta.json").write_text(
        json.dumps({"jurisdiction": "TW", "language": "zh-Hant", "title": "Lantern Act", "licence": "official work"})
    )
    rows, _ = imported(tmp_path)
    assert [row["path"] for row in rows] == ["text.json"]
    assert LawVersion.objects.get().licence == "official work"
    assert Law.objects.get().title_en == "Lantern Act"


def test_a_broken_meta_json_is_a_row_and_the_text_goes_on(tmp_path: Path) -> None:
    (tmp_path / "text.json").write_text(a_ministry_file())
    (tmp_path / "meta.json").write_text('{"jurisdiction": ')
    rows, status = imported(tmp_path)
    assert (outcomes(rows), status) == (["rejected", "new"], 1)
    assert rows[0]["reason"].startswith("This meta.json is not JSON")


def test_one_bad_file_leaves_the_others_whole(tmp_path: Path) -> None:
    (tmp_path / "1.json").write_text(a_ministry_file())
    (tmp_path / "2.json").write_text(a_ministry_file("蠟燭法", pcode="Z0990002", articles={}))
    (tmp_path / "3.json").write_text(a_ministry_file("火柴法", pcode="Z0990003"))
    rows, status = imported(tmp_path)
    assert (outcomes(rows), status) == (["new", "rejected", "new"], 1)
    assert set(Law.objects.values_list("ref", flat=True)) == {"tw-z0990001", "tw-z0990003"}


def test_a_jurisdiction_nobody_knows_is_rejected(tmp_path: Path) -> None:
    path = tmp_path / "x.jsonl"
    path.write_text(lines([a_line(jurisdiction="XX"), a_line(jurisdiction="", law_id="L-2")]))
    rows, status = imported(path)
    assert (outcomes(rows), status) == (["rejected", "rejected"], 1)
    assert rows[0]["reason"] == "“XX” is not the code of a country, region or organisation here."
    assert "meta.json" in rows[1]["reason"]
    assert not Law.objects.exists()


def test_nothing_of_a_law_is_stored_when_its_end_fails(law_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise DatabaseError("the connection was cut")

    monkeypatch.setattr(writing, "insert_provisions", broken)
    with pytest.raises(DatabaseError):
        imported(law_file)
    assert not Law.objects.exists()
    assert not LawVersion.objects.exists()
    assert ImportRun.objects.get().state == "failed"


def test_a_group_that_fails_is_written_law_by_law(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "x.jsonl"
    path.write_text(lines(a_line(law=f"Act {number}", law_id=f"A-{number}") for number in range(1, 6)))
    insert = bulk.insert_provisions

    def refuses_one(versions: object) -> None:
        found = list(versions)  # type: ignore[call-overload]  # pairs of a version and its rows
        titles = LawVersion.objects.filter(pk__in=[pk for pk, _ in found]).values_list("title", flat=True)
        if "Act 3" in titles:
            raise DataError("value too long\nmore of it")
        insert(found)

    monkeypatch.setattr(writing, "insert_provisions", refuses_one)
    rows, _ = imported(path)
    assert outcomes(rows) == ["new", "new", "rejected", "new", "new"]
    assert rows[2]["reason"] == "This text could not be stored: the program met an error that its log names."
    assert Provision.objects.count() == LawVersion.objects.count() == 4


def test_only_who_edits_reference_data_may_begin_an_import() -> None:
    with pytest.raises(NotAllowed):
        start_run("upload", by=a_member("legal_reviewer"), name="acts.zip")
    run = start_run("upload", by=a_member("editor"), name="acts.zip")
    assert run.state == "waiting"
    assert AuditEvent.objects.get(verb="import.started").subject_id == str(run.pk)
    with pytest.raises(NotAllowed):
        import_files([], by=a_member("legal_reviewer"), run=run)


def test_each_line_is_told_after_it_is_stored_and_the_run_counts_them(tmp_path: Path) -> None:
    for number in (1, 2):
        (tmp_path / f"{number}.json").write_text(a_ministry_file(f"法{number}", pcode=f"Z099000{number}"))
    run = start_run("command", by=None, name="folder")
    told: list[int] = []
    totals = import_files(
        read_path(tmp_path), by=None, run=run, on_row=lambda row: told.append(ImportRow.objects.get(pk=row.pk).pk)
    )
    finish_run(run)
    assert len(told) == totals.new == run.new == run.done == 2
    assert run.state == "done"


@pytest.mark.parametrize("group", [1, 200])  # 1: the line is told while its file is still being read
def test_what_hears_of_a_line_may_end_the_import(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, group: int) -> None:
    monkeypatch.setattr(importing, "GROUP_LAWS", group)

    class Stop(Exception):
        pass

    def stop(row: ImportRow) -> None:
        raise Stop

    for number in (1, 2):
        (tmp_path / f"{number}.json").write_text(a_ministry_file(f"法{number}", pcode=f"Z099000{number}"))
    run = start_run("command", by=None, name="folder")
    with pytest.raises(Stop):
        import_files(read_path(tmp_path), by=None, run=run, on_row=stop)
    assert ImportRow.objects.count() == Law.objects.count() == 1


def test_an_adapter_that_breaks_is_a_row_and_no_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(file: object) -> object:
        raise ZeroDivisionError

    (tmp_path / "1.json").write_text(a_ministry_file())
    monkeypatch.setattr(importing, "choose", broken)
    rows, status = imported(tmp_path)
    assert (status, rows[0]["reason"]) == (1, "The file could not be read: the program met an error.")
    assert "ZeroDivisionError" in caplog.text


@pytest.mark.parametrize("error", [ZeroDivisionError, RecursionError])
def test_a_program_error_in_json_lines_is_a_row_after_the_texts_before_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, error: type[Exception]
) -> None:
    piece = jsonl._piece

    def broken(found: dict[str, Any]) -> Piece:
        if found["law"] == "Oil Act":
            raise error
        return piece(found)

    laws = ("Lantern Act", "Wick Act", "Oil Act", "Lamp Act")
    (tmp_path / "a.jsonl").write_text(lines(a_line(law=law, law_id=law) for law in laws))
    (tmp_path / "b.json").write_text(a_ministry_file())
    monkeypatch.setattr(jsonl, "_piece", broken)
    rows, status = imported(tmp_path)
    stored = [row["title"] for row in rows if row["outcome"] == "new"]
    assert (status, stored) == (1, ["Lantern Act", "Wick Act", "燈籠法"])
    assert [row["reason"] for row in rows if row["outcome"] == "rejected"] == [
        "The file could not be read: the program met an error."
    ]
    assert error.__name__ in caplog.text


def test_a_command_that_was_killed_is_not_running_for_ever() -> None:
    run = start_run("command", by=None, name="folder")
    assert leases.break_off() == 0
    ImportRun.objects.update(leased_until=clock.now() - leases.LONG_OVER - timedelta(seconds=1))
    working.work_next()
    run.refresh_from_db()
    assert (run.state, run.reason) == ("failed", leases.BROKEN_OFF)


def test_a_path_that_is_not_there_is_an_error_of_the_command(tmp_path: Path) -> None:
    with pytest.raises(Exception, match="There is no"):
        imported(tmp_path / "nothing")


def test_statements_do_not_grow_with_the_number_of_laws(
    tmp_path: Path, django_assert_max_num_queries: Callable[[int], AbstractContextManager[object]]
) -> None:
    path = tmp_path / "many.jsonl"
    path.write_text(
        lines(a_line(str(article), law=f"Act {law}", law_id=f"A-{law}") for law in range(60) for article in range(1, 5))
    )
    with django_assert_max_num_queries(40):
        rows, _ = imported(path)
    assert outcomes(rows) == ["new"] * 60
    with django_assert_max_num_queries(30):
        assert outcomes(imported(path)[0]) == ["unchanged"] * 60


def test_laws_of_the_catalogue_keep_what_a_source_gave_them(law_file: Path) -> None:
    law = LawFactory.create(
        jurisdiction=JurisdictionFactory.create(code="TW"), slug="z0990001", number="Z0990001", status="unknown"
    )
    imported(law_file)
    law.refresh_from_db()
    assert (law.title_en, law.title_zh, law.source) == ("Patent Act", "专利法", "R-us-code")
    assert law.versions.count() == 1
