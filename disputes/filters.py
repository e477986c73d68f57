"""The filters of the triage queue; all of them stand in the address."""

from datetime import timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django_filters.filters import CharFilter, ChoiceFilter, ModelChoiceFilter
from django_filters.filterset import FilterSet

from disputes.choices import CaseKind, Priority
from disputes.models import Case, Deadline, DeadlineState
from disputes.states import AWAITING_ANSWER, OPEN_STATES, CaseState
from portal.accounts.models import User
from portal.lib import clock
from portal.lib.fields import clean_text
from portal.reference.models import DisputeType, Jurisdiction

OPEN = "open"
STATES = [
    (OPEN, _("Open: the centre owes something")),
    *[(state.value, state.label) for state in CaseState if state != CaseState.DRAFT],
]
AGES = [
    ("overdue", _("Overdue")),
    ("today", _("Due within 24 hours")),
    ("week", _("Older than a week")),
    ("month", _("Older than 30 days")),
]
DEADLINES = [
    ("passed", pgettext_lazy("deadline", "Passed")),
    ("3", _("Within 3 days")),
    ("10", _("Within 10 days")),
    ("look", _("A person must look")),
]
ORDERS = [("deadline", _("Nearest legal deadline first"))]
HOLDERS = [("mine", _("Mine")), ("nobody", _("Nobody yet"))]


def to_look_at() -> "QuerySet[Deadline]":
    """Running deadlines whose rule gives no date any more."""
    return Deadline.objects.filter(state=DeadlineState.RUNNING).exclude(look="")


class TriageFilter(FilterSet):
    """state, priority, age, holder, country, kind and words."""

    q = CharFilter(label=_("Search words"), method="filter_words")
    state = ChoiceFilter(label=_("State"), choices=STATES, method="filter_state", empty_label=_("All"))
    kind = ChoiceFilter(label=_("Consultation or guidance"), choices=CaseKind.choices, empty_label=_("All"))
    priority = ChoiceFilter(label=_("Priority"), choices=Priority.choices, empty_label=_("All"))
    age = ChoiceFilter(label=_("Age"), choices=AGES, method="filter_age", empty_label=_("All"))
    deadline = ChoiceFilter(
        label=_("Legal deadline"), choices=DEADLINES, method="filter_deadline", empty_label=_("All")
    )
    holder = ChoiceFilter(label=_("Held by"), choices=HOLDERS, method="filter_holder", empty_label=_("All"))
    jurisdiction = ModelChoiceFilter(
        label=_("Country or region"), queryset=Jurisdiction.objects.none(), empty_label=_("All")
    )
    type = ModelChoiceFilter(
        label=pgettext_lazy("filter", "Kind of dispute"),
        field_name="dispute_type",
        queryset=DisputeType.objects.none(),
        empty_label=_("All"),
    )

    order = ChoiceFilter(
        label=pgettext_lazy("sorting", "Order"),
        choices=ORDERS,
        method="filter_order",
        empty_label=_("Most urgent first"),
    )

    class Meta:
        model = Case
        fields: tuple[str, ...] = ()

    def __init__(self, *args: Any, user: User, places: QuerySet[Case], **kwargs: Any) -> None:
        """`places` are the cases of the person's queue: only what occurs there is offered."""
        super().__init__(*args, **kwargs)
        self.user = user
        self.filters["jurisdiction"].queryset = Jurisdiction.objects.filter(pk__in=places.values("jurisdiction"))
        self.filters["type"].queryset = DisputeType.objects.filter(pk__in=places.values("dispute_type"))

    def filter_state(self, rows: QuerySet[Case], name: str, value: str) -> QuerySet[Case]:
        return rows.filter(state__in=AWAITING_ANSWER) if value == OPEN else rows.filter(state=value)

    def filter_age(self, rows: QuerySet[Case], name: str, value: str) -> QuerySet[Case]:
        now = clock.now()
        running = Q(state__in=AWAITING_ANSWER, paused_at__isnull=True)
        return {
            "overdue": rows.filter(running, due_at__lt=now),
            "today": rows.filter(running, due_at__gte=now, due_at__lt=now + timedelta(hours=24)),
            "week": rows.filter(submitted_at__lt=now - timedelta(days=7)),
            "month": rows.filter(submitted_at__lt=now - timedelta(days=30)),
        }[value]

    def filter_deadline(self, rows: QuerySet[Case], name: str, value: str) -> QuerySet[Case]:
        """By the denormalised next deadline; the days are counted in Beijing as on the chip."""
        now, today = clock.now(), clock.today()
        rows = rows.filter(state__in=OPEN_STATES, next_act_by__isnull=False)
        if value == "passed":
            return rows.filter(next_act_by_at__lt=now)
        if value == "look":
            return rows.filter(pk__in=to_look_at().values("case"))
        return rows.filter(next_act_by_at__gte=now, next_act_by__lte=today + timedelta(days=int(value)))

    def filter_order(self, rows: QuerySet[Case], name: str, value: str) -> QuerySet[Case]:
        """The view puts the rows in order: here nothing is left out."""
        return rows

    def filter_holder(self, rows: QuerySet[Case], name: str, value: str) -> QuerySet[Case]:
        return rows.filter(holder=self.user) if value == "mine" else rows.filter(holder__isnull=True)

    def filter_words(self, rows: QuerySet[Case], name: str, value: str) -> QuerySet[Case]:
        words = clean_text(value)
        return rows.filter(
            Q(reference__icontains=words)
            | Q(enterprise__name_zh__icontains=words)
            | Q(claim__name_zh__icontains=words)
            | Q(counterparty__icontains=words)
            | Q(docket__icontains=words)
            | Q(what_happened__icontains=words)
        )
