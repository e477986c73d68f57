"""One check for every uploaded file: its size, its real type, its name, its hash.

The type is told from the first bytes and held against an allow-list; the browser's word and the ending of
the name count for nothing. What the check returns is what a model stores beside the file.
"""

import hashlib
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from zipfile import BadZipFile, ZipFile

from django.conf import settings
from django.core.files.base import File
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from filetype import guess

from portal.lib.errors import Invalid
from portal.lib.fields import clean_text

# Type by content -> the ending under which the file is kept.
PAPERS = {"application/pdf": "pdf", "image/jpeg": "jpg", "image/png": "png"}
OFFICE = {
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "xlsx",
}
# What a case takes: a draft contract or a list of goods is evidence as it is.
CASE_FILES = PAPERS | OFFICE
# The part of the package by which an office file is known.
_MAIN_PARTS = {"word/document.xml": "docx", "xl/workbook.xml": "xlsx"}
# Parts that a person could run: programs, scripts, macros, embedded objects.
_RUNNABLE = (
    *(".exe", ".dll", ".com", ".scr", ".pif", ".cpl", ".msi", ".jar", ".lnk"),
    *(".js", ".jse", ".vbs", ".vbe", ".wsf", ".hta", ".ps1", ".bat", ".cmd", ".sh"),
    ".bin",
)
# What Office itself keeps as .bin in an ordinary file: how it was last printed.
_PRINTER_SETTINGS = re.compile(r"(xl|word)/printersettings/printersettings\d*\.bin")
_PACKAGE_SIGN = b"PK\x03\x04"
NAME_LENGTH = 120
_FIRST_BYTES = 262


@dataclass(frozen=True)
class CheckedUpload:
    """What is true of an accepted file. `name` is safe to show and to offer for download."""

    name: str
    mime: str
    size: int
    sha256: str


def clean_name(name: str, ending: str) -> str:
    """The last part of `name` without control characters or path signs, with the ending of its real type."""
    stem = PurePosixPath(clean_text(name).replace("\\", "/").replace("\n", " ")).stem
    stem = re.sub(r'[<>:"|?*;\s]+', "_", stem).strip("._ ")
    stem = "".join(sign for sign in stem if unicodedata.category(sign)[0] != "C")
    return f"{stem[:NAME_LENGTH] or 'document'}.{ending}"


def sha256_of(file: "File[bytes]") -> str:
    """The hash of the whole file, read in chunks; the file is rewound."""
    digest = hashlib.sha256()
    file.seek(0)
    for chunk in file.chunks():
        digest.update(chunk)
    file.seek(0)
    return digest.hexdigest()


def check_upload(file: "File[bytes]", *, field: str = "", allowed: Mapping[str, str] = PAPERS) -> CheckedUpload:
    """Accept `file` and say what it is. Raises Invalid, naming `field`, when it is empty, too large or not allowed."""
    size = file.size or 0
    if size == 0:
        raise Invalid(_("This file is empty. Choose another one."), field=field)
    if size > settings.UPLOAD_MAX_BYTES:
        raise Invalid(
            _("This file has %(size)s; at most %(limit)s are accepted. Send it in parts or as a smaller scan.")
            % {"size": filesizeformat(size), "limit": filesizeformat(settings.UPLOAD_MAX_BYTES)},
            field=field,
        )
    mime = _type_of(file)
    if mime not in allowed:
        raise Invalid(
            _("This file is not one of the accepted types: %(types)s.")
            % {"types": ", ".join(ending.upper() for ending in allowed.values())},
            field=field,
        )
    return CheckedUpload(clean_name(file.name or "", allowed[mime]), mime, size, sha256_of(file))


def _type_of(file: "File[bytes]") -> str:
    """The type that the content shows; empty when it is none of ours."""
    file.seek(0)
    first = file.read(_FIRST_BYTES)
    file.seek(0)
    if first.startswith(_PACKAGE_SIGN):  # a package is found behind other bytes too, such as those of a program
        return _office_type(file)
    kind = guess(first)  # type: ignore[no-untyped-call]  # the package carries no types
    return str(kind.mime) if kind is not None and kind.mime in PAPERS else ""


def _office_type(file: "File[bytes]") -> str:
    """The type of an office package in which nothing can be run."""
    try:
        with ZipFile(file) as package:
            parts = set(package.namelist())
    except (BadZipFile, OSError, ValueError, NotImplementedError):
        return ""
    finally:
        file.seek(0)
    if "[Content_Types].xml" not in parts or any(map(_is_runnable, parts)):
        return ""
    endings = {ending for part, ending in _MAIN_PARTS.items() if part in parts}
    return next((mime for mime, ending in OFFICE.items() if endings == {ending}), "")


def _is_runnable(part: str) -> bool:
    name = part.lower().rstrip(" ./")
    return name.endswith(_RUNNABLE) and not _PRINTER_SETTINGS.fullmatch(name)
