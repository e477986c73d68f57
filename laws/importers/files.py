"""What was given to an import, as single files: a file, a folder, a zip or a gz, each within bounds.

Whatever cannot be used becomes a `BadFile`, one row of the report; the rest goes on. A `meta.json` describes the texts
of its folder and is no text itself. In a folder or zip, files whose ending no format uses (tables, pictures, licences)
and the readme of a repository are passed over without a row; a file that is named itself is always looked at.
"""

import gzip
import json
import lzma
import re
import stat
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from io import BytesIO
from pathlib import Path, PurePosixPath
from typing import IO, Any

from django.utils.translation import gettext as _

from laws.importers.types import LawFile, Rejected

MB = 1024 * 1024
MAX_FILE_BYTES = 256 * MB  # a ministry's whole open-data file is one of about 100 MB
MAX_ZIP_ENTRIES = 100_000
MAX_ZIP_BYTES = 4096 * MB
# Law texts compress about 1:10; a file that shrinks more than this was made to fill memory. Small ones do no harm.
MAX_RATIO = 200
RATIO_COUNTS_FROM = MB
MAX_META_BYTES = MB

TEXT_ENDINGS = frozenset(("md", "markdown", "txt", "xml", "akn", "json", "html", "htm", "xhtml"))
LINE_ENDINGS = frozenset(("jsonl", "ndjson"))
ARCHIVE_ENDINGS = frozenset(("zip",))
PASSED_OVER = re.compile(r"(readme|license|licence|changelog|contributing|copying|notice)\b.*", re.IGNORECASE)
# `art_15bis.md`, `section-3.xml`, `第十八条.txt`; a bare number only where a meta.json says that the folder is one law.
ARTICLE_NAME = re.compile(
    r"(art|arts|article|artikel|art[ií]culo|artigo|articolo|sec|section|§+)[\s._-]*\d.*|第.+[条條].*", re.I
)
BARE_NUMBER = re.compile(r"\d{1,5}([\s._-]?(bis|ter|quater|[a-z]|\d{1,3}))?", re.IGNORECASE)
HEAD = 64 * 1024


@dataclass(frozen=True)
class BadFile:
    """A file that cannot be used, and the sentence that says why."""

    path: str
    reason: str


@dataclass(frozen=True)
class LineFile:
    """JSON Lines, one provision a line: too large to be held, so it is opened and read as a stream.

    `stored` is the file itself where it lies on the disk as it was given, not inside an archive.
    """

    path: str
    open: Callable[[], IO[bytes]]
    stored: Path | None = None


Given = LawFile | BadFile | LineFile

# How opening what is no whole zip archive fails, and how reading a file does, in an archive or not, that has gone, is
# damaged or cut off, or is packed in a way that is not read.
NO_ARCHIVE = (zipfile.BadZipFile, OSError, ValueError, NotImplementedError)
UNREADABLE = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    OSError,
    EOFError,
    UnicodeDecodeError,  # the name of a member
    RuntimeError,  # encrypted, or (NotImplementedError) packed by an unknown method
)


@dataclass(frozen=True)
class Entry:
    """A file of a folder or zip that has not been read yet."""

    path: PurePosixPath
    open: Callable[[], IO[bytes]]
    problem: str = ""


def read_path(path: Path, name: str = "") -> Iterator[Given]:
    """Everything importable at `path`. Never raises for what the files hold.

    With `name`, under which reports show it, the file was sent by itself: whatever lies beside it where it is kept is
    somebody else's and is not read.
    """
    if path.is_dir():
        yield from _grouped(_folder_entries(path))
        return
    shown = PurePosixPath(name or path.name)
    if not path.is_file():
        yield BadFile(str(shown), _("There is no such file or folder."))
    elif _ending(shown) in ARCHIVE_ENDINGS or _starts_with(path, b"PK\x03\x04"):
        yield from _zip(path, shown)
    else:
        beside = path.with_name("meta.json")
        meta, problem = _meta(beside.read_bytes() if not name and beside.is_file() and beside != path else b"")
        if problem:
            yield BadFile("meta.json", problem)
        single = _single(Entry(shown, lambda: path.open("rb")), meta)
        yield replace(single, stored=path) if isinstance(single, LineFile) else single


def _starts_with(path: Path, mark: bytes) -> bool:
    with path.open("rb") as stream:
        return stream.read(len(mark)) == mark


def _folder_entries(folder: Path) -> Iterator[Entry]:
    for path in sorted(folder.rglob("*")):
        inside = PurePosixPath(path.relative_to(folder).as_posix())
        if _is_hidden(inside):
            continue
        if path.is_symlink():
            yield Entry(inside, path.open, _("This is a link to another place. Links are not followed."))  # type: ignore[arg-type]  # never opened
        elif path.is_file():
            yield Entry(inside, lambda path=path: path.open("rb"))  # type: ignore[misc]  # bound now, not when called


def _is_hidden(path: PurePosixPath) -> bool:
    return any(part.startswith(".") or part == "__MACOSX" for part in path.parts)


def _zip(path: Path, shown: PurePosixPath) -> Iterator[Given]:
    try:
        with zipfile.ZipFile(path) as archive:
            infos = [info for info in archive.infolist() if not info.is_dir()]
            problem = _zip_problem(infos)
            if problem:
                yield BadFile(str(shown), problem)
                return
            entries = (_zip_entry(archive, info, shown) for info in sorted(infos, key=lambda info: info.filename))
            yield from _grouped(entry for entry in entries if entry.problem or not _is_hidden(entry.path))
    except NO_ARCHIVE:
        yield BadFile(str(shown), _("The zip archive cannot be read: it is damaged or cut off. Pack it again."))


def _zip_problem(infos: list[zipfile.ZipInfo]) -> str:
    if len(infos) > MAX_ZIP_ENTRIES:
        return _("The archive holds more than %(count)d files. Divide it.") % {"count": MAX_ZIP_ENTRIES}
    if sum(info.file_size for info in infos) > MAX_ZIP_BYTES:
        words = _("The archive holds more than %(size)d MB when it is unpacked. Divide it.")
        return words % {"size": MAX_ZIP_BYTES // MB}
    return ""


def _zip_entry(archive: zipfile.ZipFile, info: zipfile.ZipInfo, shown: PurePosixPath) -> Entry:
    name = info.filename
    parts = PurePosixPath(name).parts
    problem = ""
    if ".." in parts or name.startswith("/") or "\\" in name or re.match("[A-Za-z]:", name):
        problem = _("The name of this file leads out of the archive.")
    elif stat.S_ISLNK(info.external_attr >> 16):
        problem = _("This is a link to another place. Links are not followed.")
    elif info.flag_bits & 1:
        problem = _("This file is encrypted. Unpack it and import the text itself.")
    elif info.file_size > RATIO_COUNTS_FROM and info.file_size > MAX_RATIO * max(info.compress_size, 1):
        problem = _("This file is packed more than 1:%(ratio)d, as no law text is. It was not unpacked.")
        problem %= {"ratio": MAX_RATIO}
    elif _ending(PurePosixPath(name)) in ARCHIVE_ENDINGS | {"gz"}:
        problem = _("An archive inside an archive is not unpacked. Import it by itself.")
    return Entry(shown / name.lstrip("/") if not problem else PurePosixPath(name), lambda: archive.open(info), problem)


def _grouped(entries: Iterable[Entry]) -> Iterator[Given]:
    """Entries folder by folder, each with the meta.json of its folder."""
    folders: dict[PurePosixPath, list[Entry]] = {}
    for entry in entries:
        if entry.problem:
            yield BadFile(str(entry.path), entry.problem)
        else:
            folders.setdefault(entry.path.parent, []).append(entry)
    for folder, inside in folders.items():
        described = next((entry for entry in inside if entry.path.name.lower() == "meta.json"), None)
        meta: dict[str, Any] = {}
        if described is not None:
            meta, problem = _meta(_bytes_or_reason(described, MAX_META_BYTES))
            if problem:
                yield BadFile(str(described.path), problem)
        texts = [entry for entry in inside if entry is not described and _is_text(entry.path)]
        if _one_law(texts, described is not None):
            yield _one_file(folder, texts, meta)
        else:
            for entry in texts:
                yield _single(entry, meta)


def _is_text(path: PurePosixPath) -> bool:
    ending = _ending(path)
    if PASSED_OVER.fullmatch(path.name):
        return False
    inner = _ending(PurePosixPath(path.stem)) if ending == "gz" else ending
    return inner in TEXT_ENDINGS | LINE_ENDINGS | ARCHIVE_ENDINGS


def _one_law(texts: list[Entry], described: bool) -> bool:
    """Whether a folder holds one law, an article a file."""
    if len(texts) < 2 or len({_ending(entry.path) for entry in texts}) > 1:
        return False
    stems = [entry.path.stem for entry in texts]
    if all(ARTICLE_NAME.fullmatch(stem) for stem in stems):
        return True
    return described and all(ARTICLE_NAME.fullmatch(stem) or BARE_NUMBER.fullmatch(stem) for stem in stems)


def _one_file(folder: PurePosixPath, texts: list[Entry], meta: dict[str, Any]) -> Given:
    files: list[LawFile] = []
    size = 0
    for entry in sorted(texts, key=lambda entry: _natural(entry.path.stem)):
        single = _single(entry, meta)
        if not isinstance(single, LawFile):
            reason = single.reason if isinstance(single, BadFile) else _("It is not the text of one article.")
            return BadFile(str(folder), f"{entry.path.name}: {reason}")
        size += len(single.data)
        if size > MAX_FILE_BYTES:
            words = _("The files of this law are larger than %(size)d MB together.")
            return BadFile(str(folder), words % {"size": MAX_FILE_BYTES // MB})
        files.append(single)
    return LawFile(str(folder), files[0].data, meta, tuple(files))


def _natural(text: str) -> list[tuple[int, int, str]]:
    """A key that sorts 2 before 10, and 10 before 10bis."""
    return [(0, int(part), "") if part.isdecimal() else (1, 0, part) for part in re.findall(r"\d+|\D+", text)]


def _single(entry: Entry, meta: dict[str, Any]) -> Given:
    path, packed = entry.path, _ending(entry.path) == "gz"
    open_stream = _unpacking(entry.open) if packed else entry.open
    inner = PurePosixPath(path.stem) if packed else path
    if _ending(inner) in ARCHIVE_ENDINGS:
        return BadFile(str(path), _("An archive inside an archive is not unpacked. Import it by itself."))
    try:
        with open_stream() as stream:
            head = stream.read(HEAD)
            if _ending(inner) in LINE_ENDINGS or is_json_lines(head):
                return LineFile(str(path), open_stream)
            data = head + stream.read(MAX_FILE_BYTES + 1 - len(head)) if len(head) == HEAD else head
    except Rejected as error:
        return BadFile(str(path), str(error))
    except UNREADABLE:
        return BadFile(str(path), _("The file cannot be read: it is damaged or cut off."))
    if len(data) > MAX_FILE_BYTES:
        words = _("The file is larger than %(size)d MB. Divide it.")
        return BadFile(str(path), words % {"size": MAX_FILE_BYTES // MB})
    if not data.strip():
        return BadFile(str(path), _("The file is empty."))
    return LawFile(str(path), data, meta)


def is_json_lines(head: bytes) -> bool:
    """Whether a file that begins like this holds one provision a line."""
    first = head.lstrip(b"\xef\xbb\xbf \t\r\n").split(b"\n", 1)[0]
    if not first.startswith(b"{"):
        return False
    try:
        found = json.loads(first)
    except (ValueError, RecursionError):
        return False
    return isinstance(found, dict) and {"jurisdiction", "law", "article", "text"} <= found.keys()


class _Bounded:
    """A gzip stream that stops where it unpacks far more than law texts do."""

    def __init__(self, packed: IO[bytes]) -> None:
        self._packed = packed
        self._stream = gzip.GzipFile(fileobj=packed)
        self._given = 0

    def read(self, size: int = -1) -> bytes:
        return self._checked(self._stream.read(size))

    def read1(self, size: int = -1) -> bytes:
        return self._checked(self._stream.read1(size))

    def _checked(self, found: bytes) -> bytes:
        self._given += len(found)
        if self._given > RATIO_COUNTS_FROM and self._given > MAX_RATIO * max(self._packed.tell(), 1):
            words = _("This file is packed more than 1:%(ratio)d, as no law text is. It was not unpacked.")
            raise Rejected(words % {"ratio": MAX_RATIO})
        return found

    def __enter__(self) -> "_Bounded":
        return self

    def __exit__(self, *raised: object) -> None:
        self._stream.close()
        self._packed.close()


def _unpacking(open_packed: Callable[[], IO[bytes]]) -> Callable[[], IO[bytes]]:
    return lambda: _Bounded(open_packed())  # type: ignore[return-value]  # reads and closes as a stream does


def _meta(data: bytes) -> tuple[dict[str, Any], str]:
    """What a meta.json says, and what is wrong with it."""
    if not data:
        return {}, ""
    if len(data) > MAX_META_BYTES:
        return {}, _("This meta.json is too large to be the description of a text.")
    try:
        found = json.load(BytesIO(data))
    except (ValueError, RecursionError):
        return {}, _("This meta.json is not JSON; the texts beside it are read without it.")
    if not isinstance(found, dict):
        return {}, _("This meta.json must hold one object; the texts beside it are read without it.")
    return found, ""


def _bytes_or_reason(entry: Entry, limit: int) -> bytes:
    try:
        with entry.open() as stream:
            return stream.read(limit + 1)
    except UNREADABLE:
        return b"{unreadable"


def _ending(path: PurePosixPath) -> str:
    return path.suffix.lower().removeprefix(".")
