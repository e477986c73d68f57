"""JSON Lines: laws that come back, bad lines, headings; the whole file in bounded memory."""

import gzip
import json
import zipfile
from pathlib import Path

import pytest

from laws.importers import jsonl
from laws.importers.files import LineFile
from laws.models import LawVersion, Provision
from tests.factories.reference import JurisdictionFactory
from tests.laws.importers.bringing import a_line, imported, lines, outcomes

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def places() -> None:
    for code in ("CA", "TW", "DE", "US"):
        JurisdictionFactory.create(code=code)


def a_file(path: Path, content: str) -> Path:
    file = path / "corpus.jsonl"
    file.write_text(content)
    return file


def test_a_law_that_comes_back_later_is_one_text_whole_and_idempotent(tmp_path: Path) -> None:
    rows = [
        *(a_line(str(number)) for number in (1, 2)),
        a_line("1", law="Wick Act", law_id="W-1"),
        *(a_line(str(number)) for number in (3, 4)),
        a_line("2", law="Wick Act", law_id="W-1"),
        a_line("1", law="Oil Act", law_id="O-1"),
    ]
    file = a_file(tmp_path, lines(rows))
    found, _ = imported(file)
    assert {row["title"]: row["articles"] for row in found} == {"Lantern Act": 4, "Wick Act": 2, "Oil Act": 1}
    whole = LawVersion.objects.get(title="Lantern Act")
    assert list(whole.provisions.values_list("number", flat=True)) == ["1", "2", "3", "4"]
    assert outcomes(imported(file)[0]) == ["unchanged"] * 3
    assert LawVersion.objects.count() == 3


def test_a_name_written_with_escapes_is_the_same_law(tmp_path: Path) -> None:
    first, second = a_line("1", law="Loi sur l’été", law_id=""), a_line("2", law="Loi sur l’été", law_id="")
    between = a_line("1", law="Wick Act", law_id="W-1")
    content = lines([first, between]) + json.dumps(second, ensure_ascii=True) + "\n"
    found, _ = imported(a_file(tmp_path, content))
    assert {row["title"]: row["articles"] for row in found} == {"Loi sur l’été": 2, "Wick Act": 1}


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        ('{"jurisdiction": "CA", "law', "The line is not JSON"),
        ("[1, 2]", "The line is not an object"),
        ('{"jurisdiction": "CA", "law": "Act", "language": "en"}', "The line lacks article, text"),
        ('{"jurisdiction": "CA", "law": 7, "language": "en", "article": "1", "text": "x"}', "The line lacks law."),
        ("\x00\x01", "The line is not JSON"),
        ("[" * 100_000, "The line is not JSON"),
    ],
)
def test_a_bad_line_is_a_row_with_its_number_and_the_rest_is_imported(tmp_path: Path, bad: str, reason: str) -> None:
    content = lines([a_line("1")]) + bad + "\n\n" + lines([a_line("2"), a_line("1", law="Wick Act", law_id="W-1")])
    found, status = imported(a_file(tmp_path, content))
    assert (outcomes(found), status) == (["rejected", "new", "new"], 1)
    assert found[0]["path"] == "corpus.jsonl:2"
    assert found[0]["reason"].startswith(reason)
    assert found[1]["articles"] == 2
    assert found[1]["warnings"] == ["A line after one of this law could not be read (2): the text may lack it."]
    assert found[2]["warnings"] == []


def test_a_line_of_fifty_megabytes_is_passed_without_being_held(tmp_path: Path) -> None:
    file = tmp_path / "corpus.jsonl.gz"
    with gzip.open(file, "wt", compresslevel=1) as out:
        out.write(lines([a_line("1")]))
        out.write(json.dumps(a_line("2", text="0123456789abcdef" * 3_300_000)) + "\n")
        out.write(lines([a_line("3")]))
    found, _ = imported(file)
    assert [row["reason"] for row in found if row["outcome"] == "rejected"] in (
        ["The line is longer than 8 MB."],
        ["The file is packed more than 1:200, as no law text is."],
    )


def test_a_long_line_is_one_row_wherever_it_stands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jsonl, "MAX_LINE", 400)
    monkeypatch.setattr(jsonl, "BLOCK", 64)
    content = lines([a_line("1"), a_line("2", text="x" * 5000), a_line("3"), a_line("4", text="x" * 500)])
    for end in ("", "\n"):
        found, _ = imported(a_file(tmp_path, content.rstrip("\n") + end))
        assert [row["path"] for row in found if row["outcome"] == "rejected"] == ["corpus.jsonl:2", "corpus.jsonl:4"]
        assert found[-1]["articles"] == 2


def test_a_file_that_breaks_off_gives_the_laws_before_that_place(tmp_path: Path) -> None:
    rows = [
        a_line(str(number), law=f"Act {number}", law_id=f"A-{number}", text=f"{number} " * 50) for number in range(900)
    ]
    file = tmp_path / "corpus.jsonl.gz"
    file.write_bytes(gzip.compress(lines(rows).encode())[:-2000])
    found, status = imported(file)
    assert status == 1
    assert found[-1]["reason"].startswith("The file breaks off")
    assert 1 < len(found) < 900
    assert outcomes(found[:-1]) == ["new"] * (len(found) - 1)


def test_damage_that_an_archive_shows_at_the_end_of_a_file_leaves_the_other_files(tmp_path: Path) -> None:
    acts = lines(a_line(str(number), law="Lamp Act", law_id="L-1", text="Lit. " * 30) for number in range(900))
    path = tmp_path / "acts.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("a/acts.jsonl", acts)
        archive.writestr("b/acts.jsonl", lines([a_line(law="Wick Act", law_id="W-1")]))
    path.write_bytes(path.read_bytes().replace(b"Lit. ", b"Lid. ", 1))  # the sum of the bytes is not right any more
    rows, status = imported(path)
    assert (status, outcomes(rows)) == (1, ["rejected", "new"])
    assert (rows[0]["path"], rows[1]["title"]) == ("acts.zip/a/acts.jsonl", "Wick Act")
    assert rows[0]["reason"].startswith("The file breaks off")


def test_too_many_bad_lines_are_counted_and_not_listed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("laws.importers.importing.BAD_LINES_SHOWN", 3)
    found, _ = imported(a_file(tmp_path, lines([a_line("1")]) + "bad\n" * 10))
    assert [row["reason"] for row in found if "further" in row["reason"]] == ["7 further lines could not be read."]
    assert len(found) == 5


@pytest.mark.parametrize(
    ("article", "heading", "number", "kept"),
    [
        ("第 1 條", "第 一 章 總則 第 1 條", "第 1 條", "第 一 章 總則"),
        ("§ 11 Vertretung", "Kapitel 2 - Bezirke — § 11 Vertretung", "§ 11", "Kapitel 2 - Bezirke — Vertretung"),
        ("95", "95 Scrip certificates", "95", "Scrip certificates"),
        ("1152", "§ 1152. Clearinghouse", "1152", "Clearinghouse"),
        ("Article L612-4", "Chapitre II — Article L612-4", "Article L612-4", "Chapitre II"),
        ("", "", "", ""),
    ],
)
def test_a_heading_does_not_repeat_the_number(
    tmp_path: Path, article: str, heading: str, number: str, kept: str
) -> None:
    imported(a_file(tmp_path, lines([a_line(article, heading=heading)])))
    provision = Provision.objects.get()
    assert (provision.number_raw, provision.heading) == (number, kept)


def test_an_article_number_that_comes_again_has_its_own_anchor(tmp_path: Path) -> None:
    found, _ = imported(a_file(tmp_path, lines([a_line("1"), a_line("1", text="Again."), a_line("1", text="More.")])))
    assert found[0]["articles"] == 3
    assert Provision.objects.values("anchor").distinct().count() == 3


def test_control_characters_and_tabs_survive_no_way_into_the_table_but_text_does(tmp_path: Path) -> None:
    text = "Tab\there, back\\slash \\N, \x07bell, new\nline, \u202etrojan"
    imported(a_file(tmp_path, lines([a_line("1", text=text)])))
    assert Provision.objects.get().text == "Tab\there, back\\slash \\N, bell, new\nline, trojan"


def test_numbers_that_are_missing_are_said(tmp_path: Path) -> None:
    rows, _ = imported(a_file(tmp_path, lines(a_line(number) for number in ("1", "2", "4", "7"))))
    assert rows[0]["warnings"] == [
        "Numbers missing between the first and the last article (repealed, or not in the source): 3, 5-6"
    ]


@pytest.mark.parametrize("content", ["", "\n \n"])
def test_an_empty_file_is_said(tmp_path: Path, content: str) -> None:
    rows, status = imported(a_file(tmp_path, content))
    assert [(row["outcome"], row["reason"]) for row in rows] == [("rejected", "The file is empty.")]
    assert status == 1


@pytest.mark.parametrize("kept", [3, 8])
def test_a_file_that_changes_while_it_is_read_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kept: int
) -> None:
    wick = [a_line(str(number), law="Wick Act", law_id="W-1") for number in (1, 2)]
    rows = [*wick, *(a_line(str(number)) for number in (1, 2, 3))]
    file, look = a_file(tmp_path, lines(rows)), jsonl.first_look

    def looked(given: LineFile) -> jsonl.Look:
        found = look(given)
        later = [a_line("4"), a_line("3", law="Wick Act", law_id="W-1"), a_line("5")]
        file.write_text(lines([*rows, *later][:kept]))
        return found

    monkeypatch.setattr(jsonl, "first_look", looked)
    told, _ = imported(file)
    assert "changed while it was read" in told[-1]["reason"]
    whole = {"Wick Act": 2} if kept == 3 else {"Wick Act": 2, "Lantern Act": 3}
    assert dict(LawVersion.objects.values_list("title", "articles")) == whole


def test_parts_of_an_object_on_several_lines_are_no_provisions(tmp_path: Path) -> None:
    whole = json.dumps(a_line("2"))
    cut = whole.index(", ")
    told, _ = imported(a_file(tmp_path, f"{json.dumps(a_line('1'))},{whole}\n{whole[:cut]}\n{whole[cut + 2 :]}\n"))
    assert outcomes(told) == ["rejected"] * 3
