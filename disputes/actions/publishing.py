"""Publishing service times: only from a later day on, never for days that have begun."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from disputes.choices import ClockKind, Priority, TimeUnit
from disputes.models import ServiceTime
from disputes.servicetimes import STANDARD
from portal.accounts.access import require
from portal.accounts.actions.audit import record
from portal.accounts.models import GuidanceCentre, User
from portal.accounts.permissions import Permission
from portal.lib import clock
from portal.lib.errors import Invalid

# More than that is no promise.
MOST = {TimeUnit.HOUR: 240, TimeUnit.WORKING_HOUR: 80, TimeUnit.WORKING_DAY: 60, TimeUnit.SAME_WORKING_DAY: 0}


@transaction.atomic
def publish_service_time(
    *,
    centre: GuidanceCentre | None,
    by: User,
    kind: ClockKind,
    priority: str,
    quantity: int,
    unit: TimeUnit,
    valid_from: date,
) -> ServiceTime:
    """Promise something else from a later day on; without a centre for the whole network.

    Rows that are in force stay as they are, so that every clock can be explained; a row for the same coming day is
    replaced. Raises Invalid for a day that is not to come or a length that is none, NotAllowed without the right.
    """
    require(by, Permission.EDIT_CENTRE, centre=centre.pk if centre else None)
    if kind not in ClockKind.values:
        raise Invalid(_("Choose what is promised."), field="kind")
    if priority and priority not in Priority.values:
        raise Invalid(_("Choose a priority."), field="priority")
    if not priority and (kind, "") not in STANDARD:
        raise Invalid(_("This is promised by priority. Choose one."), field="priority")
    if unit not in TimeUnit.values:
        raise Invalid(_("Choose a unit."), field="unit")
    if unit == TimeUnit.SAME_WORKING_DAY:
        quantity = 0
    elif not 1 <= quantity <= MOST[unit]:
        raise Invalid(_("Enter a number from 1 to %(most)s.") % {"most": MOST[unit]}, field="quantity")
    if valid_from <= clock.today():
        raise Invalid(
            _("Service times change from a later day on; what is in force today stays. Choose tomorrow or later."),
            field="valid_from",
        )
    row, _created = ServiceTime.objects.update_or_create(
        centre=centre,
        kind=kind,
        priority=priority,
        valid_from=valid_from,
        defaults={"quantity": quantity, "unit": unit},
    )
    record(
        "service_time.published",
        row,
        by=by,
        centre=centre.pk if centre else None,
        kind=str(kind),
        priority=priority,
        quantity=quantity,
        unit=str(unit),
        valid_from=valid_from.isoformat(),
    )
    return row
