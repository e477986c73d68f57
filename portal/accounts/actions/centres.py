"""Creating and editing guidance centres and their working hours."""

from datetime import date, time
from typing import Any
from zoneinfo import available_timezones

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from portal.accounts.access import require, rights_of
from portal.accounts.actions.audit import record
from portal.accounts.models import CentreHours, GuidanceCentre, User
from portal.accounts.permissions import Permission
from portal.lib import clock
from portal.lib.errors import Invalid
from portal.lib.states import guarded_update

FACTS = (
    "kind", "name_zh", "name_en", "parent", "province", "city", "industry", "jurisdiction",
    "host_zh", "phone", "duty_phone", "email", "address", "time_zone", "note", "closed_on", "source", "as_of",
)  # fmt: skip
# What a head may change of the own centre; kind, place and standing are the administrator's.
CONTACT = ("phone", "duty_phone", "email", "address", "time_zone")


def create_centre(*, by: User, slug: str, facts: dict[str, Any], is_demo: bool = False) -> GuidanceCentre:
    """Set up a centre that no source lists. Raises Invalid when the address name is taken or facts contradict."""
    require(by, Permission.CREATE_CENTRE)
    _check(facts)
    try:
        with transaction.atomic():
            centre = GuidanceCentre.objects.create(
                slug=slug,
                fact_status="portal",
                is_demo=is_demo,
                **{name: facts[name] for name in FACTS if name in facts},
            )
            record("centre.created", centre, by=by, slug=slug)
    except IntegrityError as error:
        raise Invalid(_("There is already a centre at this address name."), field="slug") from error
    return centre


@transaction.atomic
def edit_centre(*, centre: GuidanceCentre, by: User, version: int, facts: dict[str, Any]) -> None:
    """Change a centre; a head changes the contact of their own only.

    Raises NotAllowed without the right, Conflict when somebody else saved first.
    """
    require(by, Permission.EDIT_CENTRE, centre=centre.pk)
    _check(facts)
    allowed = FACTS if rights_of(by).may(Permission.CREATE_CENTRE) else CONTACT
    changes = {name: facts[name] for name in allowed if name in facts}
    guarded_update(centre, expected={"version": version}, **changes)
    record("centre.edited", centre, by=by, fields=sorted(changes))


@transaction.atomic
def set_hours(
    *,
    centre: GuidanceCentre,
    by: User,
    valid_from: date,
    weekdays: str,
    opens: time,
    closes: time,
    calendar: str = "CN",
) -> CentreHours:
    """Publish working hours from today or a later day on. Only a row that is not yet valid is replaced.

    Rows that were valid stay as they were: clocks that ran on them can be explained. Raises Invalid when the hours
    cannot be, NotAllowed without the right.
    """
    require(by, Permission.EDIT_CENTRE, centre=centre.pk)
    if closes <= opens:
        raise Invalid(_("Closing time must be after opening time."), field="closes")
    days = "".join(sorted(set(weekdays)))
    if not days or not set(days) <= set("1234567"):
        raise Invalid(_("Choose at least one working day."), field="weekdays")
    GuidanceCentre.objects.select_for_update().get(pk=centre.pk)  # two people publishing at once wait here
    today = clock.today()
    if valid_from < today:
        raise Invalid(_("Hours cannot change for days that are over. Choose today or a later day."), field="valid_from")
    if valid_from == today and centre.hours.filter(valid_from=today).exists():
        raise Invalid(_("Hours from today on are in force already. Choose a later day."), field="valid_from")
    hours, _created = CentreHours.objects.update_or_create(
        centre=centre,
        valid_from=valid_from,
        defaults={
            "weekdays": days,
            "opens": opens,
            "closes": closes,
            "time_zone": centre.time_zone,
            "calendar": calendar,
        },
    )
    record("centre.hours_set", centre, by=by, valid_from=str(valid_from))
    return hours


def _check(facts: dict[str, Any]) -> None:
    city, province = facts.get("city"), facts.get("province")
    if city is not None and province is not None and city.province_id != province.pk:
        raise Invalid(_("This city does not lie in the province you chose."), field="city")
    if "name_zh" in facts and not (facts["name_zh"] or facts.get("name_en")):
        raise Invalid(_("Enter the official name of the centre."), field="name_zh")
    if facts.get("time_zone") and facts["time_zone"] not in available_timezones():
        raise Invalid(_("There is no time zone of this name."), field="time_zone")
