"""Who stands behind a case on either side, for mails and for choosing an officer."""

from collections.abc import Iterable

from django.db.models import Q, QuerySet

from disputes.models import Case
from portal.accounts.access import people_with
from portal.accounts.models import User
from portal.accounts.permissions import Permission


def centre_staff(case: Case) -> QuerySet[User]:
    """The people of the case's centre who may work on it; for a restricted case only those who may see it."""
    staff = people_with(Permission.WORK_ON_CASES, centre=case.centre_id)
    if case.restricted:
        named = people_with(Permission.SEE_RESTRICTED_CASES, centre=case.centre_id).values("pk")
        staff = staff.filter(Q(pk__in=named) | Q(pk=case.holder_id))
    return staff


def enterprise_people(case: Case) -> Iterable[User]:
    """Whom the centre writes to: the filer, or when the filer has left, everybody who may file for the enterprise.

    Nobody while a case that an officer entered has not been taken over: the caller is reached by telephone. Nobody
    either while nobody with an account stands behind an emergency: it is answered over its private link.
    """
    if case.enterprise_id is None:
        return [] if case.on_behalf or case.filer is None else [case.filer]
    members = people_with(Permission.FILE_FOR_ENTERPRISE, enterprise=case.enterprise_id)
    filer = members.filter(pk=case.filer_id or 0).first()
    return [filer] if filer else list(members)


def officers_for(case: Case) -> QuerySet[User]:
    """To whom the case may be given: everybody who works at its centre, also on a restricted matter."""
    return people_with(Permission.WORK_ON_CASES, centre=case.centre_id)


def export_reviewers_for(case: Case, *, above: bool) -> list[User]:
    """Who may decide on an evidence export; `above`: of them only who sees restricted matters at the centre."""
    reviewers = signers_for(case)
    if not above:
        return reviewers
    named = set(people_with(Permission.SEE_RESTRICTED_CASES, centre=case.centre_id).values_list("pk", flat=True))
    return [person for person in reviewers if person.pk in named]


def signers_for(case: Case) -> list[User]:
    """Who may give the second signature at the case's centre; nobody of the enterprise itself."""
    signers = people_with(Permission.SIGN_OPINION, centre=case.centre_id)
    if case.restricted:
        signers = signers.filter(pk__in=centre_staff(case).values("pk"))
    own = set()
    if case.enterprise_id is not None:
        own = set(
            people_with(Permission.FILE_FOR_ENTERPRISE, enterprise=case.enterprise_id).values_list("pk", flat=True)
        )
    return [person for person in signers if person.pk not in own]
