"""What may be uploaded as texts of laws: told from the bytes, never from the name or the browser's word."""

import gzip
import zipfile
import zlib
from pathlib import PurePosixPath

from django.conf import settings
from django.core.files.base import File
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from laws.importers.files import LINE_ENDINGS
from laws.importers.files import TEXT_ENDINGS as FILE_ENDINGS
from portal.lib.errors import Invalid
from portal.lib.fields import clean_text

HEAD = 64 * 1024
ZIP, GZIP = b"PK\x03\x04", b"\x1f\x8b"
TEXT_ENDINGS = FILE_ENDINGS | LINE_ENDINGS
NAME_LENGTH = 200
# Office files are zip archives as well; their main part tells.
OFFICE_PARTS = frozenset(("[Content_Types].xml", "mimetype"))


def check_texts(file: "File[bytes]", *, field: str) -> str:
    """The name under which the upload is shown and read. Raises Invalid, naming `field`."""
    size = file.size or 0
    if size == 0:
        raise Invalid(_("This file is empty. Choose another one."), field=field)
    if size > settings.IMPORT_MAX_BYTES:
        raise Invalid(
            _("This file is larger than %(limit)s. Divide it, or let the operator import it with import_laws.")
            % {"limit": filesizeformat(settings.IMPORT_MAX_BYTES)},
            field=field,
        )
    file.seek(0)
    head = file.read(HEAD)
    file.seek(0)
    name = _shown(file.name or "")
    given = PurePosixPath(name).suffix.lower().removeprefix(".")
    if head.startswith(ZIP):
        _check_zip(file, field)
        return name
    if head.startswith(GZIP):
        if given != "gz" or not _looks_like_text(_unpacked_head(head)):
            raise _refused(field)
        return name
    if not _looks_like_text(head) or given not in {*TEXT_ENDINGS, ""}:
        raise _refused(field)
    return name


def _shown(name: str) -> str:
    """The last part of a name as it was sent: reports show it, and the file is kept under another."""
    last = PurePosixPath(clean_text(name).replace("\\", "/").replace("\n", " ")).name
    return last[-NAME_LENGTH:] or "upload"


def _refused(field: str) -> Invalid:
    return Invalid(
        _(
            "The portal cannot read this file. "
            "Upload a text (md, xml, json, jsonl, html, txt), or a zip or gz of texts."
        ),
        field=field,
    )


def _check_zip(file: "File[bytes]", field: str) -> None:
    try:
        with zipfile.ZipFile(file) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        raise Invalid(_("This zip archive is not whole. Pack it again."), field=field) from error
    finally:
        file.seek(0)
    if not names:
        raise Invalid(_("This zip archive is empty."), field=field)
    if OFFICE_PARTS & set(names):
        raise _refused(field)


def _unpacked_head(head: bytes) -> bytes:
    try:
        return zlib.decompressobj(wbits=31).decompress(head, HEAD)
    except (zlib.error, gzip.BadGzipFile):
        return b"\0"


def _looks_like_text(head: bytes) -> bool:
    """UTF-16 holds zero bytes and begins with a mark; any other text holds none, nor does it begin as a picture."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return True
    controls = sum(byte < 9 or 13 < byte < 32 for byte in head if byte != 27)
    return bool(head.strip()) and b"\0" not in head and not head.startswith(b"%PDF") and controls * 100 <= len(head)
