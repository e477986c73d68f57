"""The life of a consultation, as data.

    draft > submitted > in_consultation > answered > closed
    refused    from submitted, in_consultation
    withdrawn  from draft, submitted, in_consultation, answered
    reopen     closed > in_consultation
    transfer   submitted | in_consultation > submitted (same row, same number, another centre)

Who is waited for is the field `waiting_on`, not a state. The guidance machine gets its own table beside this
one; an upgrade will lead from `UPGRADABLE` to its `submitted`.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal.lib.states import Transitions


class CaseState(models.TextChoices):
    DRAFT = "draft", pgettext_lazy("case", "Draft")
    SUBMITTED = "submitted", pgettext_lazy("case", "Submitted")
    IN_CONSULTATION = "in_consultation", pgettext_lazy("case", "In consultation")
    ANSWERED = "answered", pgettext_lazy("case", "Answered")
    REFUSED = "refused", pgettext_lazy("case", "Not accepted")
    WITHDRAWN = "withdrawn", pgettext_lazy("case", "Withdrawn")
    CLOSED = "closed", pgettext_lazy("case", "Closed")


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

OPEN_STATES = frozenset({S.DRAFT, S.SUBMITTED, S.IN_CONSULTATION, S.ANSWERED})
# The centre still owes a first answer.
AWAITING_ANSWER = frozenset({S.SUBMITTED, S.IN_CONSULTATION})
UPGRADABLE = frozenset({S.SUBMITTED, S.IN_CONSULTATION, S.ANSWERED})
# The centre's clock stands still.
PAUSING = frozenset({WaitingOn.ENTERPRISE, WaitingOn.EXTERNAL})
