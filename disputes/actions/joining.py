"""When a claim is verified, the cases filed under it get their enterprise."""

from disputes.actions.changing import change
from disputes.models import Case
from portal.accounts.models import Enterprise, EnterpriseClaim, User


def join_enterprise(*, claim: EnterpriseClaim, enterprise: Enterprise, by: User) -> None:
    """Called inside the transaction of the verification: colleagues see these cases from now on."""
    for case in Case.objects.select_for_update().filter(claim=claim, enterprise__isnull=True):
        change(case, by=by, kind="enterprise_verified", data={"enterprise": enterprise.pk}, enterprise=enterprise)
