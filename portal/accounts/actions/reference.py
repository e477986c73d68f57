"""Correcting one row of the reference data by hand. The seed keeps such a row from then on and says so."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models, transaction
from django.utils.translation import gettext as _

from portal.accounts.access import require
from portal.accounts.actions.audit import record
from portal.accounts.models import User
from portal.accounts.permissions import Permission
from portal.lib.errors import Conflict, Invalid
from portal.lib.provenance import Sourced, is_fixed, row_version


@transaction.atomic
def edit_reference_row(*, by: User, row: Sourced, changes: Mapping[str, Any], version: str) -> list[str]:
    """Corrects columns of a reference row; returns the names of those that changed.

    `version` is `row_version` of the row as the person saw it. Raises NotAllowed without the right, Conflict when the
    row has changed meanwhile, Invalid naming the fields that do not fit. Keys are never changed: other rows, citations
    and files name them. The source is part of the correction: whoever changes a fact says where the new one is from.
    """
    require(by, Permission.EDIT_REFERENCE)
    stored = type(row)._default_manager.select_for_update().get(pk=row.pk)
    if row_version(stored) != version:
        raise Conflict(_("This row has been changed since you opened it. Reload the page and look again."))
    changed = _apply(stored, changes)
    if not changed:
        return []
    if not stored.source.strip():
        raise Invalid(_("Say where this fact comes from."), field="source")
    try:
        stored.full_clean()
    except ValidationError as problem:
        fields = {name: " ".join(messages) for name, messages in problem.message_dict.items()}
        message = fields.pop(NON_FIELD_ERRORS, "") or _("Some values do not fit. Correct them and save again.")
        raise Invalid(message, fields=fields) from problem
    stored.save(update_fields=changed)
    record("reference.edited", stored, by=by, fields=changed)
    return changed


def _apply(row: models.Model, changes: Mapping[str, Any]) -> list[str]:
    changed = []
    for name, value in changes.items():
        field = row._meta.get_field(name)
        if not isinstance(field, models.Field) or is_fixed(field):
            raise Invalid(_("This column cannot be changed."), field=name)
        if getattr(row, name) != value:
            setattr(row, name, value)
            changed.append(name)
    return changed
