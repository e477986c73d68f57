"""What every form of the portal does alike: clean its text, and take back what an action refused."""

import re
from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext as _

from portal.lib.errors import ActionError, Conflict
from portal.lib.fields import clean_text

# As many digits as every database keeps in an integer column.
VERSION = re.compile(r"\d{1,9}", re.ASCII)


class TextField(forms.CharField):
    """Plain text without control characters, in one normal form. Markup stays text."""

    def to_python(self, value: Any) -> str:
        return clean_text(super().to_python(value) or "")


class DateInput(forms.DateInput):
    """The browser's own field for a day. It reads ISO dates only, whatever the page's language."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


def put_back(form: forms.BaseForm, error: ActionError) -> None:
    """Show the sentence of a refused action beside the field it names, or above the form.

    Nothing typed is lost: the view renders the same bound form again with `status=error.status`.
    """
    known = {name: text for name, text in error.fields.items() if name in form.fields}
    for name, text in known.items():
        form.add_error(name, text)
    if not known:
        form.add_error(None, str(error.message))


def version_of(request: HttpRequest) -> int:
    """The version of the row that the page showed, as it was posted.

    Raises Conflict when it is missing or unreadable: an act of which nobody knows what the person saw is not done.
    """
    sent = request.POST.get("version", "")
    if not VERSION.fullmatch(sent):
        raise Conflict(_("This page does not say which state you looked at. Reload it, look again, then send it."))
    return int(sent)
