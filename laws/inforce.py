"""Which laws are known to have been in force on a day. What is only possible is left out.

A date of the library is known to the year, the month or the day. Its latest reading must lie on or before the day for
a beginning, its earliest after it for an end: a law in force from "2019" is known to be in force from 2019-12-31.
"""

import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Length

from laws.models import Law, LawRelation, LawVersion

STANDING = (Law.Status.IN_FORCE, Law.Status.AMENDED)


def known_in_force(laws: QuerySet[Law], day: datetime.date) -> QuerySet[Law]:
    """Laws of which the library knows that they were in force on `day`, a day that has come.

    Known is it when the law began by then and its status says that it stands, or that it was repealed as a whole on a
    day after `day`; or when a text of it has both dates of its force around `day`. A status or a beginning that is not
    known leaves a law out, whatever is likely.
    """
    texts = LawVersion.objects.filter(law=OuterRef("pk")).alias(since_length=Length("in_force_from"))
    began_by_text = Exists(texts.filter(_began("in_force_from", "since_length", day)))
    around = Exists(texts.filter(_began("in_force_from", "since_length", day), in_force_to__gte=day.isoformat()))
    # The text of a partial date sorts before every day in it, so "greater" says that its first day is later.
    repealed_later = Exists(
        LawRelation.objects.filter(
            target=OuterRef("pk"), kind=LawRelation.Kind.REPEALS, note="", date__gt=day.isoformat()
        )
    )
    began = _began("in_force", "in_force_length", day) | Q(began_by_text)
    stood = Q(status__in=STANDING) | (Q(status=Law.Status.REPEALED) & Q(repealed_later))
    return laws.alias(in_force_length=Length("in_force")).filter((began & stood) | Q(around))


def _began(name: str, length: str, day: datetime.date) -> Q:
    """That the latest day the partial date `name` can mean is on or before `day`."""
    following = day + datetime.timedelta(days=1)
    month = day if following.month != day.month else day.replace(day=1) - datetime.timedelta(days=1)
    year = day.year if following.year != day.year else day.year - 1
    return (
        Q(**{length: 10, f"{name}__lte": day.isoformat()})
        | Q(**{length: 7, f"{name}__lte": month.isoformat()[:7]})
        | Q(**{length: 4, f"{name}__lte": f"{year:04d}"})
    )
