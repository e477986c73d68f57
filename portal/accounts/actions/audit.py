"""Writing the audit log: called inside the transaction of the act it records. Nothing else writes it."""

from typing import Any

from django.db import models
from django.db.models import Q

from portal.accounts.models import AuditEvent, User
from portal.lib.provenance import Sourced
from portal.lib.stamp import touch

# Apps whose rows are all shown on public pages.
PUBLIC_APPS = frozenset(("laws", "reference"))


def record(verb: str, subject: models.Model, *, by: User | None, **data: Any) -> AuditEvent:
    """Who did what to which row. Ids and codes only: the log outlives the person.

    An act on a row that public pages show makes them new (`portal.lib.stamp`).
    """
    if isinstance(subject, Sourced) or subject._meta.app_label in PUBLIC_APPS:
        touch()
    return AuditEvent.objects.create(
        actor_id=by.pk if by else None,
        verb=verb,
        subject_type=subject._meta.label_lower,
        subject_id=str(subject.pk),
        data=data,
    )


def about(subject: models.Model) -> Q:
    """The filter for what the log holds of one row."""
    return Q(subject_type=subject._meta.label_lower, subject_id=str(subject.pk))
