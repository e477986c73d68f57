"""A large JSON Lines file read by a process of its own: the same rows, and a clear end whatever ends it."""

import gzip
import os
import signal
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from django.utils import translation

from laws.importers import importing, jsonl
from laws.importers.apart import read_apart
from laws.importers.batches import BATCH_TEXTS, read_batches
from laws.importers.files import LineFile, read_path
from laws.importers.jsonl import BadLine
from laws.importers.preparing import Prepared
from laws.importers.types import Rejected
from laws.models import LawVersion, Provision
from tests.factories.reference import JurisdictionFactory
from tests.laws.importers.bringing import a_line, imported, lines, outcomes

COLUMNS = (
    "version__title",
    "version__sha256",
    "position",
    "parent",
    "number_raw",
    "number",
    "heading",
    "text",
    "anchor",
)


def laws(count: int) -> str:
    text = 'Lamps\tand "wicks" \\ burn.\nAlways. 灯'
    return lines(
        a_line(str(article), law=f"Act {law}", law_id=f"A-{law}", text=text)
        for law in range(count)
        for article in (1, 2)
    )


def line_file(path: Path) -> LineFile:
    (given,) = read_path(path)
    assert isinstance(given, LineFile)
    return given


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "corpus.jsonl"
    path.write_text(laws(3) + "{broken\n", encoding="utf-8")
    return path


@pytest.fixture
def every_file_is_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importing, "WORTH_IT_BYTES", 1)


@pytest.fixture
def readers(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The numbers of the reading processes that were started."""
    started: list[int] = []

    start = subprocess.Popen

    def noted(*args: Any, **kwargs: Any) -> Any:
        process = start(*args, **kwargs)
        started.append(process.pid)
        return process

    monkeypatch.setattr(subprocess, "Popen", noted)
    return started


def is_running(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


@pytest.mark.django_db
def test_the_same_is_stored_as_without_it(file: Path, monkeypatch: pytest.MonkeyPatch, readers: list[int]) -> None:
    JurisdictionFactory.create(code="CA")
    rows, _ = imported(file)
    stored = list(Provision.objects.order_by("version__title", "position").values_list(*COLUMNS))
    assert len(stored) == 6
    assert readers == []
    LawVersion.objects.all().delete()
    monkeypatch.setattr(importing, "WORTH_IT_BYTES", 1)
    again, _ = imported(file)
    assert list(Provision.objects.order_by("version__title", "position").values_list(*COLUMNS)) == stored
    assert [row["reason"] for row in again] == [row["reason"] for row in rows]
    assert sorted(outcomes(again)) == ["new", "new", "new", "rejected"]
    assert len(readers) == 1


@pytest.mark.django_db
@pytest.mark.usefixtures("every_file_is_large")
def test_what_stands_before_a_broken_end_is_stored(tmp_path: Path) -> None:
    JurisdictionFactory.create(code="CA")
    path = tmp_path / "corpus.jsonl.gz"
    whole = gzip.compress(laws(400).encode())
    path.write_bytes(whole[: len(whole) - 40])
    rows, status = imported(path)
    assert status == 1
    assert "breaks off" in rows[-1]["reason"]
    assert LawVersion.objects.count() == len(rows) - 1 > 300


def test_reasons_are_in_the_language_of_who_imports(file: Path) -> None:
    with translation.override("zh-hans"):
        found = [one for batch in read_apart(line_file(file)) for one in batch]
    assert [one.reason for one in found if isinstance(one, BadLine)] == ["该行不是 JSON。"]


def test_the_reader_ends_with_whoever_asked(tmp_path: Path, readers: list[int]) -> None:
    path = tmp_path / "corpus.jsonl"
    path.write_text(laws(40 * BATCH_TEXTS), encoding="utf-8")
    with closing(read_apart(line_file(path))) as batches:
        assert any(isinstance(one, Prepared) for one in next(batches))
        assert is_running(readers[0])
    assert not is_running(readers[0])


def test_a_reader_that_is_killed_is_said(tmp_path: Path, readers: list[int]) -> None:
    path = tmp_path / "corpus.jsonl"
    path.write_text(laws(40 * BATCH_TEXTS), encoding="utf-8")
    batches = read_apart(line_file(path))
    next(batches)
    os.kill(readers[0], signal.SIGKILL)
    with pytest.raises(Rejected, match="import it again"):
        list(batches)


def test_pieces_do_not_come_through_the_pipe_but_their_rows_do(file: Path) -> None:
    here = [one for batch in read_batches(line_file(file)) for one in batch if isinstance(one, Prepared)]
    there = [one for batch in read_apart(line_file(file)) for one in batch if isinstance(one, Prepared)]
    assert [one.rows for one in there] == [one.rows for one in here]
    assert [one.sha256 for one in there] == [one.sha256 for one in here]
    assert not any(one.parsed.pieces for one in there)


@pytest.mark.django_db
@pytest.mark.usefixtures("every_file_is_large")
def test_a_path_is_the_one_of_who_imports(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    JurisdictionFactory.create(code="CA")
    monkeypatch.chdir(file.parent)
    rows, _ = imported(Path(file.name))
    assert sorted(outcomes(rows)) == ["new", "new", "new", "rejected"]


def test_a_reader_that_dies_before_it_asks_is_said(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    look = jsonl.first_look

    def late(given: LineFile) -> Any:
        time.sleep(1)  # by now the process has ended
        return look(given)

    monkeypatch.setattr("laws.importers.apart.first_look", late)
    monkeypatch.setattr(sys, "executable", "/bin/false")
    with pytest.raises(Rejected, match="import it again"):
        list(read_apart(line_file(file)))


def test_a_file_that_has_gone_is_said(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    given, look = line_file(file), jsonl.first_look

    def gone(seen: LineFile) -> Any:
        found = look(seen)
        file.unlink()
        return found

    monkeypatch.setattr("laws.importers.apart.first_look", gone)
    with pytest.raises(Rejected, match="changed while it was read"):
        list(read_apart(given))
