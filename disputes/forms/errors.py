"""Putting the refusal of an action back beside the field it names."""

from collections.abc import Mapping

from django import forms

from portal.lib.errors import ActionError

# Names under which actions of other apps know a field of ours.
RENAMED = {"name_zh": "company_name"}


def put_back(form: forms.Form, error: ActionError, renamed: Mapping[str, str] = RENAMED) -> None:
    """Every message stands at its field; what names no field of this form stands above it."""
    placed = False
    for name, message in error.fields.items():
        field = renamed.get(name, name)
        form.add_error(field if field in form.fields else None, message)
        placed = True
    if not placed:
        form.add_error(None, str(error.message))
