"""Who stands behind a case on either side, for mails and for choosing an officer."""

from collections.abc import Iterable

from django.db.models import Q, QuerySet

from disputes.models import Case
from portal.accounts.access import valid_today
from portal.accounts.models import Membership, User
from portal.accounts.permissions import Permission
from portal.accounts.roles import ROLES


def roles_with(permission: Permission) -> list[str]:
    return [code for code, role in ROLES.items() if permission in role.permissions]


def _people(where: Q, permission: Permission) -> QuerySet[User]:
    members = Membership.objects.filter(valid_today(), where, role__in=roles_with(permission))
    return User.objects.filter(is_active=True, pk__in=members.values("user"))


def centre_staff(case: Case) -> QuerySet[User]:
    """The people of the case's centre who may work on it; for a restricted case only those who may see it."""
    here = Q(centre=case.centre_id)
    staff = _people(here, Permission.WORK_ON_CASES)
    if case.restricted:
        named = _people(here, Permission.SEE_RESTRICTED_CASES).values("pk")
        staff = staff.filter(Q(pk__in=named) | Q(pk=case.holder_id))
    return staff


def enterprise_people(case: Case) -> Iterable[User]:
    """Whom the centre writes to: the filer, or when the filer has left, everybody who may file for the enterprise."""
    if case.enterprise_id is None:
        return [case.filer]
    members = _people(Q(enterprise=case.enterprise_id), Permission.FILE_FOR_ENTERPRISE)
    filer = members.filter(pk=case.filer_id).first()
    return [filer] if filer else list(members)


def officers_for(case: Case) -> QuerySet[User]:
    """To whom the case may be given: everybody who works at its centre, also on a restricted matter."""
    return _people(Q(centre=case.centre_id), Permission.WORK_ON_CASES).order_by("name", "email")
