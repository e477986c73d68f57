"""The table of main markets as a file."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from laws.coverage.markets import Cell, Row
from laws.languages import language_name


def head() -> list[str]:
    """The first line."""
    return [
        _("Market rank"),
        _("Code"),
        _("Place"),
        _("Right"),
        _("Main law"),
        _("Made by"),
        _("Chinese title"),
        _("Basis of the Chinese title"),
        _("Status"),
        _("Basis of the status"),
        _("Adopted"),
        _("In force from"),
        _("Last amended"),
        _("Source"),
        _("Text held"),
        _("Language"),
        _("Licence of the text"),
        _("Further laws on the right"),
        _("Address"),
    ]


def cells(rows: Iterable[Row]) -> Iterator[list[Any]]:
    """A line for each market and right; a hole keeps its line."""
    for row in rows:
        for cell in row.cells:
            yield [row.rank, row.place.code, row.place.name, cell.right.label, *_law(cell)]


def _law(cell: Cell) -> list[Any]:
    law, text = cell.law, cell.text
    if law is None:
        return [_("none found"), *[""] * 12, cell.others, ""]
    return [
        law.title_en or law.title_original or law.title_zh,
        law.jurisdiction.name,
        law.title_zh,
        law.get_title_zh_basis_display() if law.title_zh else "",
        law.get_status_display(),
        law.status_basis,
        law.adopted or law.year,
        law.in_force,
        law.last_amended,
        law.source,
        (text.dated or _("not dated")) if text else "",
        language_name(text.language) if text else "",
        text.licence if text else "",
        cell.others,
        f"{settings.BASE_URL}{law.get_absolute_url()}",
    ]
