"""What an import is given, as single files: archives within bounds, descriptions, strays, one file an article."""

import gzip
import io
import json
import stat
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest

from laws.importers import files
from laws.importers.files import BadFile, Given, LineFile, read_path
from laws.importers.types import LawFile


def a_zip(path: Path, content: Mapping[str, bytes | str]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in content.items():
            archive.writestr(name, data)
    return path


def shown(path: Path) -> dict[str, str]:
    """What was found by its path: "text", "lines" or the reason of a refusal."""
    return {found.path: _what(found) for found in read_path(path)}


def _what(found: Given) -> str:
    if isinstance(found, BadFile):
        return found.reason
    return "text" if isinstance(found, LawFile) else "lines"


def test_a_folder_gives_its_texts_each_with_the_description_beside_it(tmp_path: Path) -> None:
    (tmp_path / "one").mkdir()
    (tmp_path / "one" / "law.md").write_text("one")
    (tmp_path / "one" / "meta.json").write_text('{"jurisdiction": "CA"}')
    (tmp_path / "two.xml").write_text("<two/>")
    (tmp_path / "EXPECTED.tsv").write_text("folder\tarticles")
    (tmp_path / "README.md").write_text("about")
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git" / "law.md").write_text("hidden")
    found = {one.path: one for one in read_path(tmp_path)}
    assert sorted(found) == ["one/law.md", "two.xml"]
    one = found["one/law.md"]
    assert isinstance(one, LawFile)
    assert (one.data, one.meta) == (b"one", {"jurisdiction": "CA"})


def test_a_file_named_itself_is_looked_at_whatever_its_ending(tmp_path: Path) -> None:
    (tmp_path / "law.dat").write_text("text")
    assert shown(tmp_path / "law.dat") == {"law.dat": "text"}
    assert shown(tmp_path / "nothing.md") == {"nothing.md": "There is no such file or folder."}


def test_a_zip_gives_its_texts_and_a_gz_the_one_inside(tmp_path: Path) -> None:
    path = a_zip(tmp_path / "a.zip", {"x/law.md": "law", "x/meta.json": '{"language": "en"}', "logo.png": b"\x89PNG"})
    (found,) = read_path(path, "upload.zip")
    assert isinstance(found, LawFile)
    assert (found.path, found.meta) == ("upload.zip/x/law.md", {"language": "en"})
    (tmp_path / "law.md.gz").write_bytes(gzip.compress(b"law"))
    (found,) = read_path(tmp_path / "law.md.gz")
    assert isinstance(found, LawFile)
    assert found.data == b"law"


@pytest.mark.parametrize("name", ["../law.md", "/etc/law.md", "x/../../law.md", "C:law.md", "..\\law.md"])
def test_a_name_that_leads_out_of_the_archive_is_refused_and_the_rest_goes_on(tmp_path: Path, name: str) -> None:
    found = shown(a_zip(tmp_path / "a.zip", {name: "bad", "good.md": "good"}))
    assert found[name] == "The name of this file leads out of the archive."
    assert found["a.zip/good.md"] == "text"


def test_links_are_not_followed(tmp_path: Path) -> None:
    (tmp_path / "secret.md").write_text("secret")
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "law.md").symlink_to(tmp_path / "secret.md")
    assert shown(folder) == {"law.md": "This is a link to another place. Links are not followed."}
    info = zipfile.ZipInfo("law.md")
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr(info, "/etc/passwd")
    assert shown(tmp_path / "a.zip") == {"law.md": "This is a link to another place. Links are not followed."}


def test_what_unpacks_to_far_more_than_law_texts_do_is_not_unpacked(tmp_path: Path) -> None:
    bomb = b"0" * 30_000_000
    found = shown(a_zip(tmp_path / "a.zip", {"bomb.md": bomb, "good.md": "good"}))
    assert found["bomb.md"].startswith("This file is packed more than 1:200")
    assert found["a.zip/good.md"] == "text"
    (tmp_path / "bomb.md.gz").write_bytes(gzip.compress(bomb))
    assert shown(tmp_path / "bomb.md.gz")["bomb.md.gz"].startswith("This file is packed more than 1:200")


def test_too_many_or_too_large_files_are_refused_as_a_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = a_zip(tmp_path / "a.zip", {f"{number}.md": "text " * 10 for number in range(4)})
    monkeypatch.setattr(files, "MAX_ZIP_ENTRIES", 3)
    assert shown(path) == {"a.zip": "The archive holds more than 3 files. Divide it."}
    monkeypatch.undo()
    monkeypatch.setattr(files, "MAX_ZIP_BYTES", 150)
    assert "when it is unpacked" in shown(path)["a.zip"]
    monkeypatch.undo()
    monkeypatch.setattr(files, "MAX_FILE_BYTES", 40)
    monkeypatch.setattr(files, "HEAD", 10)
    assert all("larger than" in reason for reason in shown(path).values())


def test_a_size_the_archive_lies_about_does_not_help(tmp_path: Path) -> None:
    path = a_zip(tmp_path / "a.zip", {"law.md": b"0" * 5_000_000})
    data = path.read_bytes()
    small = (10).to_bytes(4, "little")
    path.write_bytes(data.replace((5_000_000).to_bytes(4, "little"), small))
    (found,) = shown(path).values()
    assert found != "text"


def test_an_encrypted_file_an_archive_inside_and_a_damaged_archive_are_refused(tmp_path: Path) -> None:
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr("law.md", "law")
    path = a_zip(tmp_path / "a.zip", {"inner.zip": inner.getvalue(), "law.md": "law"})
    data = bytearray(path.read_bytes())
    assert shown(path)["inner.zip"] == "An archive inside an archive is not unpacked. Import it by itself."
    at = data.rindex(b"PK\x01\x02")  # the last file of the directory, law.md
    data[at + 8] |= 1
    path.write_bytes(bytes(data))
    assert shown(path)["law.md"].startswith("This file is encrypted")
    path.write_bytes(bytes(data[:40]))
    assert shown(path)["a.zip"].startswith("The zip archive cannot be read")
    (tmp_path / "law.md.gz").write_bytes(gzip.compress(b"law" * 1000)[:-9])
    assert shown(tmp_path / "law.md.gz")["law.md.gz"].startswith("The file cannot be read")


def test_a_member_that_is_damaged_or_misnamed_inside_leaves_the_others(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_LZMA) as archive:
        for name in ("damaged.md", "misnamed.md", "whole.md"):
            archive.writestr(name, f"{name} " * 50)
    data = bytearray(path.read_bytes())
    info = zipfile.ZipFile(path).getinfo("damaged.md")
    packed = info.header_offset + 30 + len("damaged.md")
    data[packed + 4 : packed + 9] = b"\xff" * 5  # how it was packed
    data[data.index(b"misnamed.md")] = 0xFF
    flags = data.index(b"\xffisnamed.md") - 24
    data[flags + 1] |= 8  # the name is UTF-8, says the header before it
    path.write_bytes(data)
    found = shown(path)
    assert found.pop("a.zip/whole.md") == "text"
    assert set(found) == {"a.zip/damaged.md", "a.zip/misnamed.md"}
    assert all(reason.startswith("The file cannot be read") for reason in found.values())


def test_an_empty_file_says_so(tmp_path: Path) -> None:
    (tmp_path / "law.md").write_text(" \n")
    assert shown(tmp_path) == {"law.md": "The file is empty."}


def test_json_lines_are_known_by_their_first_line_and_streamed(tmp_path: Path) -> None:
    line = json.dumps({"jurisdiction": "CA", "law": "Act", "article": "1", "text": "Text."})
    (tmp_path / "a.json").write_text(f"{line}\n{line}\n")
    (tmp_path / "b.jsonl.gz").write_bytes(gzip.compress(line.encode()))
    (tmp_path / "c.json").write_text('{"title": "Act"}')
    assert shown(tmp_path) == {"a.json": "lines", "b.jsonl.gz": "lines", "c.json": "text"}
    found = next(one for one in read_path(tmp_path) if isinstance(one, LineFile) and one.path == "b.jsonl.gz")
    with found.open() as stream:
        assert stream.read(10) == line.encode()[:10]


def test_a_folder_with_one_file_an_article_is_one_law_in_its_order(tmp_path: Path) -> None:
    for number in ("1", "2", "10", "2bis"):
        (tmp_path / f"article-{number}.md").write_text(f"Text {number}")
    (found,) = read_path(tmp_path)
    assert isinstance(found, LawFile)
    assert [one.path for one in found.siblings] == [f"article-{number}.md" for number in ("1", "2", "2bis", "10")]


def test_bare_numbers_are_articles_only_where_the_folder_is_described_as_one_law(tmp_path: Path) -> None:
    for number in ("1", "2"):
        (tmp_path / f"{number}.md").write_text(f"Text {number}")
    assert sorted(shown(tmp_path)) == ["1.md", "2.md"]
    (tmp_path / "meta.json").write_text('{"title": "Act"}')
    assert len(shown(tmp_path)) == 1
