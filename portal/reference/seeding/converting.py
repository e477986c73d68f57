"""Turns the text of a cell into the value of a field. Codes stay text: `NO` is Norway, `NA` is Namibia."""

import hashlib
import json
import re
from collections.abc import Mapping
from datetime import date, time
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import translation

INTEGER = re.compile(r"-?\d+")
DECIMAL = re.compile(r"-?\d+(\.\d+)?")
DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
TIME = re.compile(r"\d{2}:\d{2}")
BOOLEANS = {"1": True, "0": False}


class BadValue(Exception):
    """A cell does not fit its column; the sentence says why."""


def items(cell: str) -> list[str]:
    """The items of a cell, `|` between them. Raises BadValue for an empty item."""
    found = [item.strip() for item in cell.split("|")] if cell else []
    if "" in found:
        raise BadValue("has an empty item between two | signs")
    return found


def convert(field: "models.Field[Any, Any]", cell: str) -> Any:
    """The value of `cell` for `field`; empty means unknown. Raises BadValue. Foreign keys are not looked up here."""
    if cell == "":
        return _unknown(field)
    value = _parse(field, cell)
    try:
        return field.clean(value, None)  # choices, length and range, as a form would check them
    except ValidationError as problem:
        with translation.override(None):  # the reports of a load are English, like its counts
            said = " ".join(problem.messages).rstrip(".")
        raise BadValue(f"“{cell[:80]}” does not fit: {said}") from problem


def _unknown(field: "models.Field[Any, Any]") -> Any:
    if field.null:
        return None
    if field.has_default():
        return field.get_default()
    raise BadValue("must not be empty")


def _parse(field: "models.Field[Any, Any]", cell: str) -> Any:
    if isinstance(field, models.JSONField):
        return _object(cell) if cell.startswith("{") else items(cell)
    if isinstance(field, models.BooleanField):
        if cell not in BOOLEANS:
            raise BadValue(f"“{cell[:80]}” is neither 1 nor 0")
        return BOOLEANS[cell]
    if isinstance(field, models.IntegerField):
        return int(_matching(INTEGER, cell, "a whole number"))
    if isinstance(field, models.DecimalField):
        return Decimal(_matching(DECIMAL, cell, "a number"))
    try:
        if isinstance(field, models.DateField):
            return date.fromisoformat(_matching(DATE, cell, "a date as YYYY-MM-DD"))
        if isinstance(field, models.TimeField):
            return time.fromisoformat(_matching(TIME, cell, "a time as HH:MM"))
    except ValueError as problem:
        raise BadValue(f"“{cell}” is not in the calendar") from problem
    return cell


def _object(cell: str) -> Any:
    try:
        return json.loads(cell)
    except ValueError as problem:
        raise BadValue(f"“{cell[:80]}” is not whole JSON: {problem}") from problem


def _matching(pattern: re.Pattern[str], cell: str, wanted: str) -> str:
    if not pattern.fullmatch(cell):
        raise BadValue(f"“{cell[:80]}” is not {wanted}")
    return cell


def plain(value: Any) -> Any:
    """The value as it enters comparisons and hashes: equal whether it came from a file or either database."""
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    return value


def fingerprint(values: Mapping[str, Any]) -> str:
    """The hash of a row's plain values.

    Unknown values are left out, so that a column added to a file later leaves the hashes of old rows true.
    """
    known = {name: value for name, value in values.items() if value not in (None, "", []) and value is not False}
    text = json.dumps(known, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
