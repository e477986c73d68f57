"""Form fields of the case pages."""

from datetime import date
from typing import Any

from django import forms
from django.conf import settings
from django.core.files.base import File
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext as _

from portal.lib.forms import DateInput, TextField


class LongText(TextField):
    def __init__(self, *, rows: int = 6, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.Textarea(attrs={"rows": rows}))
        kwargs.setdefault("max_length", 20_000)
        super().__init__(**kwargs)


class DayField(forms.DateField):
    """A day of our time: a slip of the key is told at once. The browser shows its own picker."""

    default_validators = [MinValueValidator(date(1990, 1, 1)), MaxValueValidator(date(2100, 12, 31))]

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", DateInput())
        super().__init__(**kwargs)


def too_many(count: int) -> str:
    """The sentence for more files than one step takes."""
    return _("You chose %(count)s files; at most %(limit)s are taken at once. Send them in several steps.") % {
        "count": count,
        "limit": settings.UPLOAD_MAX_FILES,
    }


class SeveralFilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class SeveralFiles(forms.FileField):
    """Any number of files, also none. Each is checked by the action that keeps it."""

    widget = SeveralFilesInput

    def clean(self, data: Any, initial: Any = None) -> "list[File[bytes]]":
        """The chosen files. An empty one is passed on: `check_upload` has the sentence for it."""
        files = [file for file in (data if isinstance(data, list | tuple) else [data]) if file]
        if len(files) > settings.UPLOAD_MAX_FILES:
            raise forms.ValidationError(too_many(len(files)))
        return files
