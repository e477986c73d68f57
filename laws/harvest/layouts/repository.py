"""A public repository of law texts, fetched as one archive: legalize, bundestag/gesetze, LawRefBook, se-lex."""

import zipfile
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import BinaryIO

from django.utils.translation import gettext_noop

from laws.harvest.shapes import NOT_A_ZIP, first_then_rest, matches, source_meta, text_setting, texts_of
from laws.harvest.types import Ask, Fault, Listed
from laws.importers.files import NO_ARCHIVE, UNREADABLE, BadFile
from laws.importers.types import LawFile
from laws.models import LawSource

TOO_MANY = gettext_noop("The archive holds more files than an import reads")
NO_TEXTS = gettext_noop("The archive holds no text at the expected place")
TOO_LARGE = gettext_noop("This file of the archive is larger than a law text is")
PACKED = gettext_noop("This file of the archive is packed tighter than text is")
OTHERWISE = gettext_noop("This file of the archive is packed by a method that is not read")
DAMAGED = gettext_noop("This file of the archive cannot be read")
MEMBER_BYTES = 20 * 1024 * 1024
MEMBERS = 400_000
# More than text ever shrinks: what is packed tighter was made to fill a disk.
RATIO = 300
# Above this the ratio counts; small files of blanks are harmless.
RATIO_FROM = 1024 * 1024


class Repository:
    """`index_url` is the address of the archive. Settings: `repository`, `paths` (which files are texts), `first`."""

    name = "repository"
    kind = "zip"

    def listed(self, source: LawSource, ask: Ask) -> Iterator[Listed]:
        yield Listed(url=source.index_url, key=text_setting(source, "repository", source.code), archive=True)

    def count(self, source: LawSource, body: BinaryIO) -> int:
        with open_zip(body) as archive:
            return len(_texts(source, archive))

    def files(self, source: LawSource, listed: Listed, body: BinaryIO, start: int = 0) -> Iterator[LawFile | BadFile]:
        with open_zip(body) as archive:
            commit = archive.comment.decode("ascii", "ignore")[:40]
            members = _texts(source, archive)
            for name in first_then_rest(list(members), texts_of(source, "first"))[start:]:
                origin = {"repository": text_setting(source, "repository"), "commit": commit, "path": name}
                try:
                    data = read_member(archive, members[name])
                except Fault as fault:
                    yield BadFile(name, str(fault))
                else:
                    yield LawFile(path=name, data=data, meta=source_meta(source) | {"source": origin})


def _texts(source: LawSource, archive: zipfile.ZipFile) -> dict[str, zipfile.ZipInfo]:
    """The members that are texts, by their path, in order. Raises Fault when there are none or far too many."""
    infos = archive.infolist()
    if len(infos) > MEMBERS:
        raise Fault(TOO_MANY, str(len(infos)))
    found = {inside: info for info in infos if (inside := _inside(info)) is not None}
    wanted = [name for name in sorted(found) if matches(name, texts_of(source, "paths") or ["*.md"])]
    if not wanted:
        raise Fault(NO_TEXTS)
    return {name: found[name] for name in wanted}


def open_zip(body: BinaryIO) -> zipfile.ZipFile:
    """The archive. Raises Fault when it is none, or not whole: its directory stands at the end."""
    try:
        return zipfile.ZipFile(body)
    except NO_ARCHIVE as error:
        raise Fault(NOT_A_ZIP) from error


def _inside(info: zipfile.ZipInfo) -> str | None:
    """The path inside the repository: without the folder that the host puts around it. None for what is no file."""
    path = PurePosixPath(info.filename.replace("\\", "/"))
    if info.is_dir() or path.is_absolute() or ".." in path.parts or len(path.parts) < 2:
        return None
    return "/".join(path.parts[1:])


def read_member(archive: zipfile.ZipFile, info: zipfile.ZipInfo, most: int = MEMBER_BYTES) -> bytes:
    """The bytes of a member. Raises Fault when it is larger than `most`, packed to fill a disk, or broken."""
    if info.file_size > most:
        raise Fault(TOO_LARGE, f"{info.file_size // 1024} KB")
    if info.file_size > RATIO_FROM and info.file_size > RATIO * max(info.compress_size, 1):
        raise Fault(PACKED)
    if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        # The other ways of packing are unpacked as a whole, whatever size the archive claims.
        raise Fault(OTHERWISE, str(info.compress_type))
    try:
        with archive.open(info) as member:
            # As much as the archive claims: without a number a lie about the size would be unpacked first.
            return member.read(max(info.file_size, 1))
    except UNREADABLE as error:
        raise Fault(DAMAGED) from error
