"""The life of an expert in the pool and of an engagement on one case, as data.

    expert      nominated > checked > appointed > suspended | expired | removed
                renewal: appointed or expired > appointed; reinstatement: suspended > appointed
    engagement  invited > declared_clear > accepted > opinion > closed; declined; conflicted

An engagement that its officer or its expert ends before the opinion goes straight to `closed`; `EndReason` says why.
"""

from django.db import models
from django.utils.translation import pgettext_lazy

from portal.lib.states import Transitions


class ExpertState(models.TextChoices):
    NOMINATED = "nominated", pgettext_lazy("expert", "Nominated")
    CHECKED = "checked", pgettext_lazy("expert", "Checked")
    APPOINTED = "appointed", pgettext_lazy("expert", "Appointed")
    SUSPENDED = "suspended", pgettext_lazy("expert", "Suspended")
    EXPIRED = "expired", pgettext_lazy("expert", "Term ended")
    REMOVED = "removed", pgettext_lazy("expert", "Removed")


X = ExpertState
EXPERT_TRANSITIONS: Transitions = {
    X.NOMINATED: {X.CHECKED, X.REMOVED},
    X.CHECKED: {X.APPOINTED, X.REMOVED},
    X.APPOINTED: {X.APPOINTED, X.SUSPENDED, X.EXPIRED, X.REMOVED},
    X.SUSPENDED: {X.APPOINTED, X.EXPIRED, X.REMOVED},
    X.EXPIRED: {X.APPOINTED, X.REMOVED},
    X.REMOVED: set(),
}


class EngagementState(models.TextChoices):
    INVITED = "invited", pgettext_lazy("engagement", "Invited")
    DECLARED_CLEAR = "declared_clear", pgettext_lazy("engagement", "Declared free of conflict")
    ACCEPTED = "accepted", pgettext_lazy("engagement", "Accepted")
    OPINION = "opinion", pgettext_lazy("engagement", "Opinion drafted")
    CLOSED = "closed", pgettext_lazy("engagement", "Ended")
    DECLINED = "declined", pgettext_lazy("engagement", "Declined")
    CONFLICTED = "conflicted", pgettext_lazy("engagement", "Conflict of interest")


class EndReason(models.TextChoices):
    DONE = "done", pgettext_lazy("engagement", "The work is done")
    WITHDRAWN = "withdrawn", pgettext_lazy("engagement", "The centre took the invitation back")
    RESIGNED = "resigned", pgettext_lazy("engagement", "The expert laid the work down")
    CASE_ENDED = "case_ended", pgettext_lazy("engagement", "The case ended")


E = EngagementState
ENGAGEMENT_TRANSITIONS: Transitions = {
    E.INVITED: {E.DECLARED_CLEAR, E.DECLINED, E.CONFLICTED, E.CLOSED},
    # Back to the declaration: the names of the case have changed since.
    E.DECLARED_CLEAR: {E.INVITED, E.ACCEPTED, E.DECLINED, E.CONFLICTED, E.CLOSED},
    E.ACCEPTED: {E.OPINION, E.CONFLICTED, E.CLOSED},
    E.OPINION: {E.CONFLICTED, E.CLOSED},
    E.CLOSED: set(),
    E.DECLINED: set(),
    E.CONFLICTED: set(),
}

OPEN_ENGAGEMENTS = frozenset({E.INVITED, E.DECLARED_CLEAR, E.ACCEPTED, E.OPINION})
# Before these nothing of the case but its blinded summary may be seen.
ADVISING = frozenset({E.ACCEPTED, E.OPINION})
# How far an engagement got: whoever reached one of these has seen the file.
UNDECIDED = frozenset({E.INVITED, E.DECLARED_CLEAR})
