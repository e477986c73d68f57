"""Model and form fields that several apps need."""

import re
import unicodedata
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

# C0 and C1 controls but tab and line breaks; bidirectional overrides that make text read falsely; what XML and
# therefore a feed may not hold (lone surrogates, U+FFFE, U+FFFF).
FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff\ud800-\udfff]")
PARTIAL_DATE = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?", re.ASCII)


def clean_text(value: str) -> str:
    """Plain text as it is stored: NFC, line feeds, no control characters. Markup stays text."""
    if "\r" in value:
        value = value.replace("\r\n", "\n").replace("\r", "\n")
    if not value.isascii():
        value = unicodedata.normalize("NFC", value)
    return FORBIDDEN.sub("", value).strip()


def validate_partial_date(value: str) -> None:
    if not PARTIAL_DATE.fullmatch(value):
        raise ValidationError(_("Use a date as YYYY, YYYY-MM or YYYY-MM-DD."))


class PartialDateField(models.CharField):  # type: ignore[type-arg]  # not subscriptable at run time
    """A date known to the year, the month or the day: `2019`, `2019-05`, `2019-05-08`; empty = unknown.

    Stored as text so that the precision of the source is kept and rows still sort by time.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["max_length"] = 10
        kwargs.setdefault("blank", True)
        kwargs.setdefault("default", "")
        super().__init__(*args, **kwargs)
        self.validators = [*self.validators, validate_partial_date]

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        del kwargs["max_length"]
        return name, path, args, kwargs
