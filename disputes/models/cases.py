"""A case: one row from the draft to the end, whoever holds it."""

import uuid
from datetime import datetime

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from disputes.choices import (
    CaseKind,
    Currency,
    Measure,
    Origin,
    OurRole,
    Priority,
    RefusalReason,
    Right,
    ServiceChannel,
    TerminationReason,
)
from disputes.dockets import KEY_OF_CASE
from disputes.querysets import CaseQuerySet
from disputes.states import AWAITING_ANSWER, OPEN_STATES, CaseState, WaitingOn
from portal.lib import clock
from portal.lib.events import Logged

# A draft, or a draft that was given up, may lack anything. From submission on these stand.
FILED = (
    models.Q(reference__isnull=False)
    & models.Q(submitted_at__isnull=False)
    & models.Q(centre__isnull=False)
    & models.Q(jurisdiction__isnull=False)
    & models.Q(dispute_type__isnull=False)
    & ~models.Q(what_happened="")
    & ~models.Q(our_role="")
    & ~models.Q(right="")
    & ~models.Q(priority="")
    & (models.Q(consent_at__isnull=False) | models.Q(origin="imported"))
    # Somebody stands behind it; or an officer entered it under the name that a caller told. An emergency names its
    # company when there is time for it.
    & (
        models.Q(enterprise__isnull=False)
        | models.Q(claim__isnull=False)
        | ~models.Q(company_text="")
        | models.Q(origin="emergency")
    )
)
NEVER_FILED = models.Q(reference__isnull=True, submitted_at__isnull=True, state__in=["draft", "withdrawn"])


class CaseNumber(models.Model):
    """The last number given in a Shanghai year, one series for consultations and guidance cases.

    Counted up in the transaction of the submission; a rolled-back one may leave a gap, never a double.
    """

    year = models.PositiveSmallIntegerField(primary_key=True)
    last = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["year"]

    def __str__(self) -> str:
        return f"{self.year}: {self.last}"


class Case(Logged):
    """A dispute that an enterprise brought to the network.

    `enterprise` is empty until the claim under which it was filed is verified; until then only the filer
    sees it. `draft_data` keeps what was typed, also what is not valid yet, and is emptied at submission.
    `due_at` is the earliest of what the centre owes (`CaseClock`), kept here for the queue; empty when it owes
    nothing. `answered_at` and `answered_in_time` tell of the first answer.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    reference = models.CharField(_("number"), max_length=16, unique=True, null=True, blank=True)
    kind = models.CharField(_("kind"), max_length=16, choices=CaseKind.choices, default=CaseKind.CONSULTATION)
    state = models.CharField(_("state"), max_length=20, choices=CaseState.choices, default=CaseState.DRAFT)
    waiting_on = models.CharField(_("waiting for"), max_length=12, choices=WaitingOn.choices, default=WaitingOn.NONE)
    version = models.PositiveIntegerField(default=1)
    is_demo = models.BooleanField(default=False)
    restricted = models.BooleanField(_("restricted"), default=False)
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES, default="zh-hans")

    # who
    # Empty while nobody with an account stands behind a case that came through the emergency door.
    filer = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="filed_cases"
    )
    claim = models.ForeignKey(
        "accounts.EnterpriseClaim", null=True, blank=True, on_delete=models.PROTECT, related_name="cases"
    )
    enterprise = models.ForeignKey(
        "accounts.Enterprise", null=True, blank=True, on_delete=models.PROTECT, related_name="cases"
    )
    centre = models.ForeignKey(
        "accounts.GuidanceCentre",
        verbose_name=_("centre"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="cases",
    )
    holder = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("held by"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="held_cases",
    )
    routing = models.JSONField(_("why this centre"), default=dict, blank=True)
    origin = models.CharField(_("how it came"), max_length=10, choices=Origin.choices, default=Origin.PORTAL)
    # An officer entered it and nobody of the enterprise has taken it over: `filer` then speaks for nobody.
    on_behalf = models.BooleanField(_("entered by an officer"), default=False)
    company_text = models.CharField(_("company as told"), max_length=120, blank=True, default="")

    # what
    jurisdiction = models.ForeignKey(
        "reference.Jurisdiction",
        verbose_name=_("country or region"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="cases",
    )
    dispute_type = models.ForeignKey(
        "reference.DisputeType",
        verbose_name=_("kind of dispute"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="cases",
    )
    right = models.CharField(_("right"), max_length=30, choices=Right.choices, blank=True, default="")
    our_role = models.CharField(_("our position"), max_length=16, choices=OurRole.choices, blank=True, default="")
    what_happened = models.TextField(_("what happened"), blank=True, default="")
    counterparty = models.CharField(_("other side"), max_length=200, blank=True, default="")
    forum_name = models.CharField(_("court, office or platform"), max_length=200, blank=True, default="")
    docket = models.CharField(_("docket or complaint number"), max_length=100, blank=True, default="")
    docket_key = models.GeneratedField(
        expression=KEY_OF_CASE, output_field=models.CharField(max_length=100), db_persist=True
    )

    # papers, dates, measures
    papers = models.CharField(_("which papers came"), max_length=500, blank=True, default="")
    service_channel = models.CharField(
        _("how they came"), max_length=16, choices=ServiceChannel.choices, blank=True, default=""
    )
    received_on = models.DateField(_("received on"), null=True, blank=True)
    next_date = models.DateField(_("next date on the papers"), null=True, blank=True)
    next_date_what = models.CharField(_("what must happen by then"), max_length=200, blank=True, default="")
    measures = models.JSONField(_("measures in force"), default=list, blank=True)
    fair_on = models.DateField(_("a trade fair begins on"), null=True, blank=True)
    amount_at_risk = models.DecimalField(_("amount at risk"), max_digits=16, decimal_places=2, null=True, blank=True)
    amount_currency = models.CharField(_("currency"), max_length=3, choices=Currency.choices, blank=True, default="")

    # consent
    consent_to_share = models.BooleanField(_("may be shared with other centres of the network"), default=False)
    consent_at = models.DateTimeField(_("consented at"), null=True, blank=True)

    # priority and clock
    priority = models.CharField(_("priority"), max_length=2, choices=Priority.choices, blank=True, default="")
    priority_reasons = models.JSONField(default=list, blank=True)
    # Reasons that a person looked at when lowering: they never raise it again by themselves.
    priority_dismissed = models.JSONField(default=list, blank=True)
    submitted_at = models.DateTimeField(_("submitted at"), null=True, blank=True)
    due_at = models.DateTimeField(_("next due"), null=True, blank=True)
    due_confirmed = models.BooleanField(_("rests on a confirmed calendar"), default=False)
    paused_at = models.DateTimeField(_("clock stopped at"), null=True, blank=True)
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True)
    answered_in_time = models.BooleanField(_("answered within the promised time"), null=True, blank=True)
    closed_at = models.DateTimeField(_("closed at"), null=True, blank=True)
    accepted_at = models.DateTimeField(_("accepted at"), null=True, blank=True)
    escalated_at = models.DateTimeField(_("escalated at"), null=True, blank=True)
    # The earliest running legal deadline, kept here for the queue and the priority rules by
    # `disputes.actions.deadlines.note_next` alone.
    next_deadline = models.ForeignKey(
        "disputes.Deadline", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    next_act_by = models.DateField(_("next legal deadline"), null=True, blank=True)
    next_act_by_at = models.DateTimeField(_("next legal deadline, last minute"), null=True, blank=True)
    next_follow_up = models.DateField(_("next follow-up"), null=True, blank=True)
    archived_at = models.DateTimeField(_("archived at"), null=True, blank=True)
    termination_reason = models.CharField(
        _("reason of the termination"), max_length=16, choices=TerminationReason.choices, blank=True, default=""
    )
    refusal_reason = models.CharField(
        _("reason for not accepting"), max_length=16, choices=RefusalReason.choices, blank=True, default=""
    )
    refusal_other_body = models.CharField(_("who can help instead"), max_length=300, blank=True, default="")

    # the form it came from
    idempotency_key = models.UUIDField(null=True, blank=True)
    draft_data = models.JSONField(default=dict, blank=True)
    created_at = models.DateTimeField(default=clock.now, editable=False)
    updated_at = models.DateTimeField(default=clock.now, editable=False)

    objects = CaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("case")
        verbose_name_plural = _("cases")
        ordering = ["-created_at"]
        constraints = [
            models.UniqueConstraint(fields=["filer", "idempotency_key"], name="one_case_per_filer_and_key"),
            models.CheckConstraint(condition=NEVER_FILED | FILED, name="filed_case_is_complete"),
            models.CheckConstraint(
                condition=models.Q(filer__isnull=False) | models.Q(origin="emergency"),
                name="only_an_emergency_has_no_filer",
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=["submitted", "in_consultation", "accepted", "in_guidance"])
                | models.Q(due_at__isnull=False),
                name="case_that_owes_an_answer_has_a_due_time",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="refused") | ~models.Q(refusal_reason=""),
                name="refused_case_has_a_reason",
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=["answered", "closed"])
                | models.Q(answered_at__isnull=False, answered_in_time__isnull=False)
                | models.Q(origin="imported"),
                name="answered_case_says_when",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=["draft", "submitted", "refused", "withdrawn", "closed"])
                | models.Q(kind="consultation", state__in=["in_consultation", "answered"])
                | models.Q(
                    kind="guidance",
                    state__in=[
                        "supplement_requested",
                        "deemed_withdrawn",
                        "accepted",
                        "in_guidance",
                        "opinion_issued",
                        "tracking",
                        "terminated",
                        "archived",
                    ],
                ),
                name="case_state_is_of_its_kind",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="terminated") | ~models.Q(termination_reason=""),
                name="terminated_case_has_a_reason",
            ),
            models.CheckConstraint(
                condition=models.Q(amount_at_risk__isnull=True)
                | (models.Q(amount_at_risk__gte=0) & ~models.Q(amount_currency="")),
                name="amount_at_risk_has_a_currency",
            ),
            models.CheckConstraint(
                condition=models.Q(waiting_on__in=["none", "expert"], paused_at__isnull=True)
                | models.Q(waiting_on__in=["enterprise", "external"], paused_at__isnull=False),
                name="clock_stands_while_others_owe",
            ),
        ]
        indexes = [
            # Read by the triage queue: open cases of a centre by urgency.
            models.Index(fields=["centre", "state", "priority", "due_at"], name="case_triage"),
            models.Index(fields=["enterprise", "-created_at"], name="case_of_enterprise"),
            # Read beside the forms: who else is in the same proceeding.
            models.Index(fields=["docket_key", "jurisdiction"], name="case_docket"),
        ]

    def __str__(self) -> str:
        return self.reference or "–"

    @property
    def is_draft(self) -> bool:
        return self.state == CaseState.DRAFT

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_STATES

    @property
    def company_name(self) -> str:
        """The verified name, or the one claimed. Both relations must be selected to cost no query."""
        if self.enterprise is not None:
            return self.enterprise.name_zh
        return self.claim.name_zh if self.claim is not None else self.company_text

    def is_overdue(self, now: datetime) -> bool:
        """Something is owed and late; a stopped clock is never late."""
        return (
            self.state in AWAITING_ANSWER and self.paused_at is None and self.due_at is not None and self.due_at < now
        )

    @property
    def measure_labels(self) -> list[str]:
        return [str(Measure(code).label) for code in self.measures if code in Measure.values]

    @property
    def is_guidance(self) -> bool:
        return self.kind == CaseKind.GUIDANCE


class CaseContact(models.Model):
    """Whom to reach about a case: personal data, erasable apart from the case."""

    case = models.OneToOneField(Case, on_delete=models.CASCADE, related_name="contact")
    name = models.CharField(_("contact person"), max_length=80)
    phone = models.CharField(_("telephone"), max_length=40, blank=True, default="")
    email = models.EmailField(_("e-mail"), blank=True, default="")

    class Meta:
        verbose_name = _("contact")
        verbose_name_plural = _("contacts")

    def __str__(self) -> str:
        return self.name
