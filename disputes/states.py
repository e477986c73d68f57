"""The life of a case, as data: one table for each kind.

Consultation

    draft > submitted > in_consultation > answered > closed
    refused    from submitted, in_consultation
    withdrawn  from draft, submitted, in_consultation, answered
    reopen     closed > in_consultation
    transfer   submitted | in_consultation > submitted (same row, same number, another centre)

Guidance case (forms A to G of DB34/T 5367-2026; its day counts are settings)

    draft > submitted > { supplement_requested > (submitted | deemed_withdrawn) | refused | accepted }
          > in_guidance > opinion_issued > tracking > closed > archived
    withdrawn, terminated   from every open state that was filed; a draft can only be withdrawn
    reopen     closed > in_guidance

An upgrade turns a consultation in one of `UPGRADABLE` into a guidance case in `submitted`: same row, same number.
Who is waited for is the field `waiting_on`, not a state. Transfer and escalation are events.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from disputes.choices import CaseKind
from portal.lib.states import Transitions


class CaseState(models.TextChoices):
    DRAFT = "draft", pgettext_lazy("case", "Draft")
    SUBMITTED = "submitted", pgettext_lazy("case", "Submitted")
    IN_CONSULTATION = "in_consultation", pgettext_lazy("case", "In consultation")
    ANSWERED = "answered", pgettext_lazy("case", "Answered")
    SUPPLEMENT_REQUESTED = "supplement_requested", pgettext_lazy("case", "Supplement requested")
    ACCEPTED = "accepted", pgettext_lazy("case", "Accepted")
    IN_GUIDANCE = "in_guidance", pgettext_lazy("case", "In guidance")
    OPINION_ISSUED = "opinion_issued", pgettext_lazy("case", "Opinion issued")
    TRACKING = "tracking", pgettext_lazy("case", "Being followed up")
    REFUSED = "refused", pgettext_lazy("case", "Not accepted")
    WITHDRAWN = "withdrawn", pgettext_lazy("case", "Withdrawn")
    DEEMED_WITHDRAWN = "deemed_withdrawn", pgettext_lazy("case", "Deemed withdrawn")
    TERMINATED = "terminated", pgettext_lazy("case", "Terminated")
    CLOSED = "closed", pgettext_lazy("case", "Closed")
    ARCHIVED = "archived", pgettext_lazy("case", "Archived")


class WaitingOn(models.TextChoices):
    NONE = "none", _("Nobody: the centre works on it")
    ENTERPRISE = "enterprise", _("The enterprise")
    EXPERT = "expert", _("An expert")
    EXTERNAL = "external", _("Somebody outside")


S = CaseState
CONSULTATION_TRANSITIONS: Transitions = {
    S.DRAFT: {S.SUBMITTED, S.WITHDRAWN},
    S.SUBMITTED: {S.IN_CONSULTATION, S.REFUSED, S.WITHDRAWN},
    S.IN_CONSULTATION: {S.ANSWERED, S.REFUSED, S.WITHDRAWN, S.SUBMITTED},
    S.ANSWERED: {S.CLOSED, S.WITHDRAWN},
    S.REFUSED: set(),
    S.WITHDRAWN: set(),
    S.CLOSED: {S.IN_CONSULTATION},
}
GIVEN_UP = {S.WITHDRAWN, S.TERMINATED}
GUIDANCE_TRANSITIONS: Transitions = {
    S.DRAFT: {S.SUBMITTED, S.WITHDRAWN},
    S.SUBMITTED: {S.SUPPLEMENT_REQUESTED, S.REFUSED, S.ACCEPTED, *GIVEN_UP},
    S.SUPPLEMENT_REQUESTED: {S.SUBMITTED, S.DEEMED_WITHDRAWN, *GIVEN_UP},
    S.ACCEPTED: {S.IN_GUIDANCE, *GIVEN_UP},
    S.IN_GUIDANCE: {S.OPINION_ISSUED, *GIVEN_UP},
    S.OPINION_ISSUED: {S.TRACKING, *GIVEN_UP},
    S.TRACKING: {S.CLOSED, *GIVEN_UP},
    S.CLOSED: {S.ARCHIVED, S.IN_GUIDANCE},
    S.REFUSED: set(),
    S.WITHDRAWN: set(),
    S.DEEMED_WITHDRAWN: set(),
    S.TERMINATED: set(),
    S.ARCHIVED: set(),
}
TRANSITIONS: dict[CaseKind, Transitions] = {
    CaseKind.CONSULTATION: CONSULTATION_TRANSITIONS,
    CaseKind.GUIDANCE: GUIDANCE_TRANSITIONS,
}

ENDED_STATES = frozenset({S.REFUSED, S.WITHDRAWN, S.DEEMED_WITHDRAWN, S.TERMINATED, S.CLOSED, S.ARCHIVED})
OPEN_STATES = frozenset(S) - ENDED_STATES
# The centre owes something: a first answer, a decision, an opinion. A clock runs (or stands for somebody else).
AWAITING_ANSWER = frozenset({S.SUBMITTED, S.IN_CONSULTATION, S.SUPPLEMENT_REQUESTED, S.ACCEPTED, S.IN_GUIDANCE})
UPGRADABLE = frozenset({S.SUBMITTED, S.IN_CONSULTATION, S.ANSWERED})
# A filed guidance case that is not over.
GUIDANCE_LIVE = frozenset(
    {S.SUBMITTED, S.SUPPLEMENT_REQUESTED, S.ACCEPTED, S.IN_GUIDANCE, S.OPINION_ISSUED, S.TRACKING}
)
# The centre's clocks stand still.
PAUSING = frozenset({WaitingOn.ENTERPRISE, WaitingOn.EXTERNAL})


class OpinionState(models.TextChoices):
    """One version of a guidance opinion (form F). Returned by the reviewer it is a draft again."""

    DRAFT = "draft", pgettext_lazy("opinion", "Draft")
    IN_REVIEW = "in_review", pgettext_lazy("opinion", "In review")
    SIGNED = "signed", pgettext_lazy("opinion", "Signed")
    ISSUED = "issued", pgettext_lazy("opinion", "Issued")
    SUPERSEDED = "superseded", pgettext_lazy("opinion", "Superseded by a later version")


OPINION_TRANSITIONS: Transitions = {
    OpinionState.DRAFT: {OpinionState.IN_REVIEW},
    OpinionState.IN_REVIEW: {OpinionState.DRAFT, OpinionState.SIGNED},
    OpinionState.SIGNED: {OpinionState.DRAFT, OpinionState.ISSUED},
    OpinionState.ISSUED: {OpinionState.SUPERSEDED},
    OpinionState.SUPERSEDED: set(),
}


class ReferralState(models.TextChoices):
    """A referral to a department: nothing is answered before it was sent, and an answer ends it."""

    DRAFT = "draft", pgettext_lazy("referral", "Draft")
    SENT = "sent", pgettext_lazy("referral", "Sent")
    RECEIVED = "received", pgettext_lazy("referral", "Receipt recorded")
    RETURNED = "returned", pgettext_lazy("referral", "Returned")


REFERRAL_TRANSITIONS: Transitions = {
    ReferralState.DRAFT: {ReferralState.SENT},
    ReferralState.SENT: {ReferralState.RECEIVED, ReferralState.RETURNED},
    ReferralState.RECEIVED: set(),
    ReferralState.RETURNED: set(),
}

# Still being worked on: at most one version of a case. The enterprise sees none of these.
OPINION_OPEN = frozenset({OpinionState.DRAFT, OpinionState.IN_REVIEW, OpinionState.SIGNED})
OPINION_GIVEN = frozenset({OpinionState.ISSUED, OpinionState.SUPERSEDED})
