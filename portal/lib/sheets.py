"""Reading an XLSX file from outside, row by row, within limits; and writing one that computes nothing.

What is limited: the size unpacked, the rows with the empty ones among them (a sheet of one row can call itself
row 2,000,000,000, and the parser fills the gap), and the columns.
"""

import io
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.files.base import File
from django.utils.translation import gettext as _
from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from portal.lib.errors import Invalid

MAX_BYTES = 5 * 1024 * 1024
MAX_UNPACKED = 60 * 1024 * 1024
MAX_ROWS_READ = 20_000
MAX_COLUMNS = 40
LONGEST_CELL = 4000
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# What a spreadsheet may take for a formula at the start of a text.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
NOT_IN_TITLES = str.maketrans("", "", "[]:*?/\\'")
LONGEST_TITLE = 31


@dataclass(frozen=True)
class Problem:
    """One fault of a sheet: the row as the sheet counts it, its column and a sentence."""

    row: int
    column: str
    reason: str


def bytes_of(file: "File[bytes]") -> bytes:
    """The whole file. Raises Invalid, naming `file`, when it is empty or larger than `MAX_BYTES`."""
    size = file.size or 0
    if size == 0:
        raise Invalid(_("This file is empty. Choose another one."), field="file")
    if size > MAX_BYTES:
        raise Invalid(_("This sheet is too large: at most 5 MB."), field="file")
    file.seek(0)
    data: bytes = file.read()
    return data


class Formula:
    """Stands in a cell that holds one, when formulas are asked for."""


def xlsx_rows(data: bytes, *, formulas: bool = False) -> Iterator[tuple[int, list[Any]]]:
    """The rows of the first sheet with their numbers; empty rows are told as well.

    With `formulas` a cell that holds one is a `Formula`, otherwise it is the value that was last computed.
    Raises Invalid, naming `file`, for what is no sheet, is damaged, asks for a password or goes beyond the limits.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            if sum(part.file_size for part in packed.infolist()) > MAX_UNPACKED:
                raise Invalid(_("This sheet is too large when it is unpacked. Split it."), field="file")
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=not formulas, keep_links=False)
        for number, row in enumerate(book.worksheets[0].iter_rows(max_col=MAX_COLUMNS), start=1):
            if number > MAX_ROWS_READ:
                raise Invalid(
                    _("Only %(limit)s rows are read, empty ones included. Delete the empty rows or split the sheet.")
                    % {"limit": MAX_ROWS_READ},
                    field="file",
                )
            yield number, [Formula() if formulas and cell.data_type == "f" else cell.value for cell in row]
    except Invalid:
        raise
    # The parsers answer a damaged or locked file with whatever breaks first: RuntimeError, zlib.error, TypeError, …
    except Exception as error:
        raise Invalid(
            _("This file cannot be read as a sheet. Save it anew as XLSX, without a password."), field="file"
        ) from error


def plain_cell(value: object) -> str:
    """A text that no spreadsheet computes and every one can store."""
    text = ILLEGAL_CHARACTERS_RE.sub("", "" if value is None else str(value))
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


def workbook(sheets: Iterable[tuple[str, Sequence[int], Iterable[Sequence[object]]]]) -> bytes:
    """A workbook of texts: for each sheet its title, the widths of its columns and its rows, the first one a heading.

    Titles are shortened and told apart where two would be the same.
    """
    book = Workbook()
    del book["Sheet"]
    for title, widths, rows in sheets:
        sheet = book.create_sheet(title.translate(NOT_IN_TITLES)[:LONGEST_TITLE])
        for number, width in enumerate(widths, start=1):
            sheet.column_dimensions[get_column_letter(number)].width = width
        for line, row in enumerate(rows, start=1):
            for number, value in enumerate(row, start=1):
                cell = sheet.cell(line, number, plain_cell(value))
                cell.alignment = Alignment(wrap_text=True, vertical="top")
                if line == 1:
                    cell.font = Font(bold=True)
        sheet.freeze_panes = "B2"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
