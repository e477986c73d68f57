"""Doors to the import desk: editors work there, legal reviewers may look."""

from django.db.models import QuerySet
from django.http import Http404
from django.utils.translation import gettext as _

from laws.models import ImportRun, LawSource
from portal.accounts.access import rights_of
from portal.accounts.models import User
from portal.accounts.permissions import Permission

DESK = (Permission.EDIT_REFERENCE, Permission.REVIEW_RULE)


def may_import(user: User) -> bool:
    return rights_of(user).may(Permission.EDIT_REFERENCE)


def visible_runs(user: User) -> QuerySet[ImportRun]:
    """Every import for whoever belongs to the desk, none for anybody else."""
    rights = rights_of(user)
    runs = ImportRun.objects.select_related("source", "by")
    return runs if any(rights.may(permission) for permission in DESK) else runs.none()


def require_desk(user: User) -> None:
    """Raises Http404 for a stranger: what the desk does is nobody else's business."""
    rights = rights_of(user)
    if not any(rights.may(permission) for permission in DESK):
        raise Http404(_("There is no such page."))


def get_run(user: User, pk: int) -> ImportRun:
    """An import. Raises Http404 for a stranger and for an unknown one."""
    run = visible_runs(user).filter(pk=pk).first()
    if run is None:
        raise Http404(_("There is no such import."))
    return run


def get_source(user: User, code: str) -> LawSource:
    """A source of texts. Raises Http404 for a stranger and for an unknown one."""
    require_desk(user)
    source = LawSource.objects.select_related("jurisdiction").filter(pk=code).first()
    if source is None:
        raise Http404(_("There is no such source."))
    return source
