"""A demonstration of the emergency door: a frozen shop, reported without an account. Nobody is called for it."""

import uuid

from disputes.actions.emergencies import Emergency, file_emergency
from disputes.choices import EmergencyKind
from portal.accounts.models import GuidanceCentre, Membership, User
from portal.lib import clock
from portal.reference.models import DisputeType, Jurisdiction

KEY = uuid.UUID("5d0f2f5e-3c0a-4a0b-9d53-6f3f0d4f7a11")


def create(officer: User) -> None:
    """File it for the centre of the demonstration. Harmless when repeated; nothing without the reference data."""
    place = Jurisdiction.objects.filter(pk="US").first()
    centre = _centre_of(officer)
    if place is None or centre is None or not DisputeType.objects.filter(pk="schedule_a").exists():
        return
    file_emergency(
        key=KEY,
        told=Emergency(
            kind=EmergencyKind.FROZEN,
            jurisdiction=place,
            what_happened="（演示）展会期间收到平台通知，店铺余额全部被冻结，通知里附有一份英文命令。",
            received_on=clock.today(),
            forum_name="平台",
            company="演示小店",
            province=centre.province,
            phone="0574-8700 0000 转 801",
            email="fair@demo-enterprise.example",
        ),
        consent=True,
        network=None,
        is_demo=True,
    )


def _centre_of(officer: User) -> GuidanceCentre | None:
    mine = Membership.objects.filter(user=officer, centre__isnull=False).select_related("centre__province").first()
    return mine.centre if mine else None
