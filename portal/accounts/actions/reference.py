"""Correcting one row of the reference data by hand. The seed keeps such a row from then on and says so."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models, transaction
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from portal.accounts.access import require
from portal.accounts.actions.audit import record
from portal.accounts.models import AuditEvent, User
from portal.accounts.permissions import Permission
from portal.lib.errors import Conflict, Invalid
from portal.lib.fields import clean_text
from portal.lib.provenance import Sourced, is_fixed, row_version

EDITED = "reference.edited"


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
        raise Conflict(said_of_a_stale_row(stored))
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
    record(EDITED, stored, by=by, fields=changed)
    return changed


def said_of_a_stale_row(row: models.Model) -> str:
    """What to tell a person whose form is older than the row: who changed it and when, if it was a person."""
    last = AuditEvent.objects.filter(verb=EDITED, subject_type=row._meta.label_lower, subject_id=str(row.pk)).first()
    if last is None:
        return _("A file was loaded and changed this row after you opened it. Reload the page and look again.")
    who = User.objects.filter(pk__in=[last.actor_id]).first()
    return _("%(who)s changed this row on %(when)s, after you opened it. Reload the page and look again.") % {
        "who": who or _("Somebody"),
        "when": date_format(localtime(last.at), "DATETIME_FORMAT"),
    }


def _apply(row: models.Model, changes: Mapping[str, Any]) -> list[str]:
    changed = []
    for name, value in changes.items():
        field = row._meta.get_field(name)
        if not isinstance(field, models.Field) or is_fixed(field):
            raise Invalid(_("This column cannot be changed."), field=name)
        clean = clean_text(value) if isinstance(value, str) else value
        if getattr(row, name) != clean:
            setattr(row, name, clean)
            changed.append(name)
    return changed
