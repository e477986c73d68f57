"""Reference rows under /admin/: whoever may look sees them, an editor may correct them, nobody adds or deletes.

Saving calls `edit_reference_row`, so that the right, the version and the log are those of the action. Each app
registers its models with `ReferenceAdmin`; those of `portal.reference`, which may not know of people, stand in
`portal.pages.admin`.
"""

from typing import Any, ClassVar

from django import forms
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from portal.accounts.actions.reference import edit_reference_row, said_of_a_stale_row
from portal.accounts.models import User
from portal.accounts.permissions import Permission
from portal.lib.admin import ReadOnlyAdmin
from portal.lib.provenance import Sourced, is_fixed, row_version


class ItemsField(forms.CharField):
    """A list of short texts, one a line."""

    widget = forms.Textarea(attrs={"rows": 4})

    def __init__(self, *args: Any, encoder: Any = None, decoder: Any = None, **kwargs: Any) -> None:
        # Django offers a JSON field's form field how to read JSON; lines need no reading.
        super().__init__(*args, **kwargs | {"help_text": _("One item a line.")})

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> Any:
        lines = value if isinstance(value, list) else str(value or "").splitlines()
        return [line.strip() for line in lines if line.strip()]


class ReferenceForm(forms.ModelForm):  # type: ignore[type-arg]  # not subscriptable at run time
    """The columns of a row and the version the person saw."""

    version = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["version"].initial = row_version(self.instance)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        stored = type(self.instance)._default_manager.get(pk=self.instance.pk)
        if cleaned.get("version") != row_version(stored):
            self.add_error(None, said_of_a_stale_row(stored))
        if "source" in self.fields and not cleaned.get("source", "").strip():
            self.add_error("source", _("Say where this fact comes from."))
        return cleaned


class ReferenceAdmin(ReadOnlyAdmin):
    """Register a `Sourced` model with it. Keys stay as they are; `kept_apart` names what other acts decide."""

    form = ReferenceForm
    kept_apart: ClassVar[tuple[str, ...]] = ()
    formfield_overrides: ClassVar[Any] = {models.JSONField: {"form_class": ItemsField}}

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        may = getattr(self.admin_site, "may", None)
        return bool(may and may(request, Permission.EDIT_REFERENCE))

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return [
            field.name
            for field in self.model._meta.concrete_fields
            if (is_fixed(field) and field.editable) or field.name in self.kept_apart
        ]

    def save_model(self, request: HttpRequest, obj: Sourced, form: Any, change: bool) -> None:
        user = request.user
        if not isinstance(user, User):
            raise TypeError("The admin is open to people who have logged in.")
        changes = {name: form.cleaned_data[name] for name in form.changed_data if name != "version"}
        edit_reference_row(by=user, row=obj, changes=changes, version=form.cleaned_data["version"])
