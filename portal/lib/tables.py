"""A table as a file that a spreadsheet opens: UTF-8 with a mark, and no cell that would be run as a formula."""

import csv
from collections.abc import Iterable, Sequence
from typing import Any

from django.http import HttpResponse

from portal.lib import clock

# A spreadsheet would run a cell that starts like this.
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def csv_response(name: str, head: Sequence[Any], rows: Iterable[Sequence[Any]]) -> HttpResponse:
    """`<name>-<today>.csv` as a download."""
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}-{clock.today():%Y-%m-%d}.csv"'
    response.write("\ufeff")  # tells spreadsheets that the text is UTF-8
    table = csv.writer(response)
    table.writerow([str(cell) for cell in head])
    for row in rows:
        table.writerow([_safe(cell) for cell in row])
    return response


def _safe(cell: Any) -> str:
    text = "" if cell is None else str(cell)
    return f"'{text}" if text.startswith(FORMULA) else text
