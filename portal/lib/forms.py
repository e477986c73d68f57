"""What every form of the portal does alike: clean its text, and take back what an action refused."""

from typing import Any

from django import forms

from portal.lib.errors import ActionError
from portal.lib.fields import clean_text


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
