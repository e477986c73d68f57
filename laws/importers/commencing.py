"""Texts that were imported before their day: when it comes, they become the current ones of their law."""

from datetime import timedelta

from django.db import transaction
from django.db.models import Q

from laws.models import Law, LawVersion
from laws.texts.days import is_to_come
from portal.lib import clock
from portal.lib.stamp import touch

# The task runs each day; a week is for a schedule that stood still.
LOOK_BACK = timedelta(days=7)


def make_current() -> int:
    """Make texts current whose day has come since they were imported; how many. A repeat is harmless."""
    today = clock.today().isoformat()
    since = (clock.today() - LOOK_BACK).isoformat()
    came = Q(dated__gt=since, dated__lte=today) | Q(in_force_from__gt=since, in_force_from__lte=today)
    moved = 0
    for version in LawVersion.objects.filter(came, current=False).order_by("dated", "pk").defer("part_starts"):
        day = max(version.dated, version.in_force_from)
        if day > version.imported_at.date().isoformat() and not is_to_come(day):
            moved += _make_current(version)
    return moved


def _make_current(version: LawVersion) -> bool:
    with transaction.atomic():
        Law.objects.select_for_update().filter(pk=version.law_id).first()
        others = LawVersion.objects.filter(law=version.law_id, language=version.language, current=True)
        held = others.values_list("dated", "in_force_from").first()
        if held is not None and max(held) > max(version.dated, version.in_force_from):
            return False
        others.update(current=False)
        LawVersion.objects.filter(pk=version.pk).update(current=True)
        touch()
    return True
