"""The pool and its engagements as a person may see them, and the questions the pages ask."""

from datetime import date
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Count, Q

from experts.choices import ANY, Availability
from experts.states import ADVISING, OPEN_ENGAGEMENTS, ExpertState
from portal.accounts.access import Rights, rights_of
from portal.accounts.permissions import Permission
from portal.lib import clock

if TYPE_CHECKING:
    from experts.models import Engagement, Expert  # noqa: F401  # names the rows in the base classes below
    from portal.accounts.models import User


def free_on(day: date, prefix: str = "") -> Q:
    """Not away on `day`. `prefix` leads from another table to the expert."""
    away = Q(**{f"{prefix}availability": Availability.AWAY})
    back = Q(**{f"{prefix}away_until__isnull": False, f"{prefix}away_until__lt": day})
    return ~away | back


def serving_on(day: date, prefix: str = "") -> Q:
    """Appointed with a term that holds on `day`."""
    return Q(**{f"{prefix}state": ExpertState.APPOINTED, f"{prefix}term_to__gte": day})


class ExpertQuerySet(models.QuerySet["Expert"]):
    def visible_to(self, user: "User | AnonymousUser", rights: Rights | None = None) -> "ExpertQuerySet":
        """The whole pool for the people of a centre; an expert's own record for the expert."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        rights = rights_of(user) if rights is None else rights
        return self if rights.may_anywhere(Permission.VIEW_EXPERTS) else self.filter(user=user)

    def usable(self) -> "ExpertQuerySet":
        """Appointed today and not away: who can be asked. Demonstration people only in a demonstration."""
        today = clock.today()
        rows = self.filter(serving_on(today), free_on(today))
        return rows if settings.DEMO else rows.filter(is_demo=False)

    def skilled(
        self, *, jurisdiction: str = "", right: str = "", industries: "tuple[str, ...]" = (), matter: str = ""
    ) -> "ExpertQuerySet":
        """Who has one skill that fits all that is given; a skill in ANY fits every value."""
        fits = Q()
        if jurisdiction:
            fits &= Q(skills__jurisdiction__in=[jurisdiction, ANY])
        if right:
            fits &= Q(skills__right__in=[right, ANY])
        if industries:
            fits &= Q(skills__industry__in=[*industries, ANY])
        if matter:
            fits &= Q(skills__matter__in=[matter, ANY])
        return self.filter(pk__in=type(self)(self.model).filter(fits).values("pk")) if fits else self

    def with_load(self) -> "ExpertQuerySet":
        """Adds `open_load`: how many engagements are open now."""
        return self.annotate(
            open_load=Count("engagements", filter=Q(engagements__state__in=OPEN_ENGAGEMENTS), distinct=True)
        )


class EngagementQuerySet(models.QuerySet["Engagement"]):
    def of_expert(self, user: "User | AnonymousUser") -> "EngagementQuerySet":
        """The expert's own engagements, in every state."""
        return self.filter(expert__user=user) if user.is_authenticated and user.is_active else self.none()

    def advising(self, user: "User | AnonymousUser") -> "EngagementQuerySet":
        """Through which `user` may see cases today: accepted, and neither suspended nor removed since.

        A term that ends meanwhile lets the running work be finished.
        """
        standing = (ExpertState.APPOINTED, ExpertState.EXPIRED)
        return self.of_expert(user).filter(state__in=ADVISING, expert__state__in=standing)

    def open(self) -> "EngagementQuerySet":
        return self.filter(state__in=OPEN_ENGAGEMENTS)
