"""Who may do what with a case in which state: one table for each kind of case.

Pages offer what the table allows, actions refuse the rest (`disputes.access.need`), one test walks all of it. What
cannot be told from the role and the state, such as "signed by another person than the author", the action checks.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from disputes.choices import CaseKind
from disputes.states import GUIDANCE_LIVE, UPGRADABLE, CaseState

if TYPE_CHECKING:
    from disputes.access import Standing


class Act(StrEnum):
    # who has the case
    TAKE = "take"
    ASSIGN = "assign"
    RELEASE = "release"
    TRANSFER = "transfer"
    ESCALATE = "escalate"
    UPGRADE = "upgrade"
    PRIORITY = "priority"
    # what is said and added
    ASK_BACK = "ask_back"
    REPLY = "reply"
    WRITE = "write"
    NOTE = "note"
    CORRECT = "correct"
    ADD_DOCUMENT = "add_document"
    # what is done in which order
    TICK_STEP = "tick_step"
    ADD_PLAYBOOK = "add_playbook"
    EXCHANGE = "exchange"
    REFER = "refer"
    # legal deadlines
    ADD_DEADLINE = "add_deadline"
    ORDER_DEADLINE = "order_deadline"
    CONFIRM_DEADLINE = "confirm_deadline"
    END_DEADLINE = "end_deadline"
    # a consultation
    ANSWER = "answer"
    # whether a guidance case is accepted
    REQUEST_SUPPLEMENT = "request_supplement"
    SUPPLEMENT = "supplement"
    ACCEPT = "accept"
    REFUSE = "refuse"
    # guidance
    BEGIN = "begin"
    WAIT = "wait"
    INVITE_COUNSEL = "invite_counsel"
    INVITE_EXPERT = "invite_expert"
    END_ENGAGEMENT = "end_engagement"
    DRAFT_OPINION = "draft_opinion"
    SIGN_OPINION = "sign_opinion"
    ISSUE_OPINION = "issue_opinion"
    ACKNOWLEDGE = "acknowledge"
    FOLLOW_UP = "follow_up"
    # evidence that is to go abroad
    PREPARE_EXPORT = "prepare_export"
    REVIEW_EXPORT = "review_export"
    ADVISE_EXPORT = "advise_export"
    # what came of it
    RECORD_OUTCOME = "record_outcome"
    ADD_LOSS = "add_loss"
    STATE_LOSS = "state_loss"
    VERIFY_LOSS = "verify_loss"
    RATE = "rate"
    # ends
    WITHDRAW = "withdraw"
    TERMINATE = "terminate"
    CLOSE = "close"
    REOPEN = "reopen"
    ATTACH_FORM = "attach_form"
    ARCHIVE = "archive"
    LEGAL_HOLD = "legal_hold"


NO_ROLE = _("Your role does not allow this.")
TAKE_FIRST = _("Only the person who holds the case may do this. Take it first, or ask for it to be assigned.")
REVIEWER = _("Only a reviewer or the head of the centre may do this.")
SOMEBODY_HAS_IT = _("Somebody else holds this case.")


@dataclass(frozen=True)
class ActRule:
    """Who may do it, in which states; `hint` tells a person who may not what would help."""

    who: "Callable[[Standing], bool]"
    states: frozenset[CaseState]
    hint: str | Promise = NO_ROLE


S = CaseState
OWED = frozenset({S.SUBMITTED, S.IN_CONSULTATION})
FILED = frozenset(S) - {S.DRAFT}
LIVE = GUIDANCE_LIVE
# From the acceptance to the end of the tracking.
GUIDED = frozenset({S.ACCEPTED, S.IN_GUIDANCE, S.OPINION_ISSUED, S.TRACKING})
ADVISED = GUIDED - {S.ACCEPTED}
SUBMITTED = frozenset({S.SUBMITTED})
CLOSED = frozenset({S.CLOSED})

CONSULTATION_ACTS: dict[Act, ActRule] = {
    Act.TAKE: ActRule(lambda s: s.works and s.is_free, OWED, SOMEBODY_HAS_IT),
    Act.ASSIGN: ActRule(lambda s: s.assigns, OWED | {S.ANSWERED}),
    Act.RELEASE: ActRule(lambda s: not s.is_free and (s.handles or s.assigns), frozenset({S.IN_CONSULTATION})),
    Act.TRANSFER: ActRule(lambda s: s.transfers and s.decides, OWED, TAKE_FIRST),
    Act.ESCALATE: ActRule(lambda s: s.handles or s.assigns, OWED, TAKE_FIRST),
    Act.UPGRADE: ActRule(lambda s: s.acts_for_enterprise or s.handles, UPGRADABLE, TAKE_FIRST),
    Act.PRIORITY: ActRule(lambda s: s.works, OWED),
    Act.ASK_BACK: ActRule(lambda s: s.handles, frozenset({S.IN_CONSULTATION}), TAKE_FIRST),
    Act.REPLY: ActRule(lambda s: s.acts_for_enterprise, OWED | {S.ANSWERED}),
    Act.NOTE: ActRule(lambda s: s.works, FILED),
    Act.CORRECT: ActRule(lambda s: s.handles or s.assigns, FILED, TAKE_FIRST),
    Act.ADD_DOCUMENT: ActRule(lambda s: s.acts_for_enterprise or s.works, OWED | {S.DRAFT, S.ANSWERED}),
    Act.TICK_STEP: ActRule(lambda s: s.acts_for_enterprise or s.is_counsel or s.works, OWED | {S.ANSWERED}),
    Act.ADD_PLAYBOOK: ActRule(lambda s: s.works, OWED | {S.ANSWERED}),
    Act.EXCHANGE: ActRule(lambda s: s.acts_for_enterprise or s.is_counsel or s.works, OWED | {S.ANSWERED}),
    # A department may answer long after the case was closed.
    Act.REFER: ActRule(lambda s: s.handles or s.assigns, OWED | {S.ANSWERED, S.CLOSED}, TAKE_FIRST),
    Act.ADD_DEADLINE: ActRule(
        lambda s: s.acts_for_enterprise or s.is_counsel or s.handles, OWED | {S.ANSWERED}, TAKE_FIRST
    ),
    Act.ORDER_DEADLINE: ActRule(
        lambda s: s.acts_for_enterprise or s.is_counsel or s.handles, OWED | {S.ANSWERED}, TAKE_FIRST
    ),
    Act.CONFIRM_DEADLINE: ActRule(lambda s: s.handles, OWED | {S.ANSWERED}, TAKE_FIRST),
    Act.END_DEADLINE: ActRule(lambda s: s.acts_for_enterprise or s.handles, OWED | {S.ANSWERED}, TAKE_FIRST),
    Act.ANSWER: ActRule(lambda s: s.handles, frozenset({S.IN_CONSULTATION, S.ANSWERED}), TAKE_FIRST),
    Act.REFUSE: ActRule(lambda s: s.refuses and s.decides, OWED, TAKE_FIRST),
    Act.INVITE_COUNSEL: ActRule(lambda s: s.owns, OWED | {S.ANSWERED}),
    Act.PREPARE_EXPORT: ActRule(
        lambda s: s.acts_for_enterprise or s.is_counsel or s.handles, OWED | {S.ANSWERED}, TAKE_FIRST
    ),
    Act.REVIEW_EXPORT: ActRule(lambda s: s.signs, OWED | {S.ANSWERED}, REVIEWER),
    Act.RATE: ActRule(lambda s: s.acts_for_enterprise, frozenset({S.ANSWERED, S.CLOSED})),
    Act.WITHDRAW: ActRule(lambda s: s.acts_for_enterprise, OWED | {S.DRAFT, S.ANSWERED}),
    Act.CLOSE: ActRule(lambda s: s.acts_for_enterprise or s.handles or s.assigns, frozenset({S.ANSWERED})),
    Act.REOPEN: ActRule(lambda s: s.acts_for_enterprise or s.works, CLOSED),
    Act.LEGAL_HOLD: ActRule(lambda s: s.archives, FILED),
}

GUIDANCE_ACTS: dict[Act, ActRule] = {
    Act.TAKE: ActRule(lambda s: s.works and s.is_free, LIVE, SOMEBODY_HAS_IT),
    Act.ASSIGN: ActRule(lambda s: s.assigns, LIVE),
    Act.RELEASE: ActRule(lambda s: not s.is_free and (s.handles or s.assigns), LIVE),
    Act.TRANSFER: ActRule(
        lambda s: s.transfers and s.decides, frozenset({S.SUBMITTED, S.ACCEPTED, S.IN_GUIDANCE}), TAKE_FIRST
    ),
    Act.ESCALATE: ActRule(lambda s: s.handles or s.assigns, LIVE, TAKE_FIRST),
    Act.PRIORITY: ActRule(lambda s: s.works, LIVE),
    Act.ASK_BACK: ActRule(lambda s: s.handles, GUIDED, TAKE_FIRST),
    # While a supplement is owed it is the only reply: another one would not count as the supplement.
    Act.REPLY: ActRule(lambda s: s.acts_for_enterprise, LIVE - {S.SUPPLEMENT_REQUESTED}),
    Act.WRITE: ActRule(lambda s: s.handles or s.is_counsel or s.advises, LIVE, TAKE_FIRST),
    Act.NOTE: ActRule(lambda s: s.works, FILED),
    Act.CORRECT: ActRule(lambda s: s.handles or s.assigns, FILED, TAKE_FIRST),
    Act.ADD_DOCUMENT: ActRule(
        lambda s: s.acts_for_enterprise or s.is_counsel or s.works or s.advises, LIVE | {S.DRAFT}
    ),
    # Whoever works on the case says what was done; it decides nothing, so the holder need not be asked.
    Act.TICK_STEP: ActRule(lambda s: s.acts_for_enterprise or s.is_counsel or s.works or s.advises, LIVE),
    Act.ADD_PLAYBOOK: ActRule(lambda s: s.works, LIVE),
    # Talks over a licence go on after the case was closed.
    Act.EXCHANGE: ActRule(lambda s: s.acts_for_enterprise or s.is_counsel or s.works, LIVE | CLOSED),
    Act.REFER: ActRule(lambda s: s.handles or s.assigns, GUIDED | CLOSED, TAKE_FIRST),
    Act.ADD_DEADLINE: ActRule(lambda s: s.acts_for_enterprise or s.is_counsel or s.handles, LIVE, TAKE_FIRST),
    Act.ORDER_DEADLINE: ActRule(lambda s: s.acts_for_enterprise or s.is_counsel or s.handles, LIVE, TAKE_FIRST),
    Act.CONFIRM_DEADLINE: ActRule(lambda s: s.handles, LIVE, TAKE_FIRST),
    Act.END_DEADLINE: ActRule(lambda s: s.acts_for_enterprise or s.handles, LIVE, TAKE_FIRST),
    Act.REQUEST_SUPPLEMENT: ActRule(lambda s: s.handles or (s.accepts and s.decides), SUBMITTED, TAKE_FIRST),
    Act.SUPPLEMENT: ActRule(lambda s: s.acts_for_enterprise, frozenset({S.SUPPLEMENT_REQUESTED})),
    Act.ACCEPT: ActRule(lambda s: s.accepts, SUBMITTED, REVIEWER),
    Act.REFUSE: ActRule(lambda s: s.accepts, SUBMITTED, REVIEWER),
    Act.BEGIN: ActRule(lambda s: s.handles, frozenset({S.ACCEPTED}), TAKE_FIRST),
    Act.WAIT: ActRule(lambda s: s.handles, GUIDED, TAKE_FIRST),
    Act.INVITE_COUNSEL: ActRule(lambda s: s.owns, LIVE),
    Act.INVITE_EXPERT: ActRule(lambda s: s.handles or s.assigns, GUIDED, TAKE_FIRST),
    Act.END_ENGAGEMENT: ActRule(lambda s: s.handles or s.assigns, FILED, TAKE_FIRST),
    Act.DRAFT_OPINION: ActRule(lambda s: s.handles or s.advises, ADVISED, TAKE_FIRST),
    Act.SIGN_OPINION: ActRule(lambda s: s.signs, ADVISED, REVIEWER),
    Act.ISSUE_OPINION: ActRule(lambda s: s.handles or s.signs, ADVISED, TAKE_FIRST),
    Act.ACKNOWLEDGE: ActRule(lambda s: s.acts_for_enterprise, frozenset({S.OPINION_ISSUED, S.TRACKING})),
    Act.FOLLOW_UP: ActRule(lambda s: s.handles, frozenset({S.OPINION_ISSUED, S.TRACKING}), TAKE_FIRST),
    Act.PREPARE_EXPORT: ActRule(lambda s: s.acts_for_enterprise or s.is_counsel or s.handles, LIVE, TAKE_FIRST),
    Act.REVIEW_EXPORT: ActRule(lambda s: s.signs, LIVE, REVIEWER),
    Act.ADVISE_EXPORT: ActRule(lambda s: s.advises, LIVE),
    Act.RECORD_OUTCOME: ActRule(lambda s: s.handles, frozenset({S.TRACKING, S.CLOSED}), TAKE_FIRST),
    Act.ADD_LOSS: ActRule(lambda s: s.handles, ADVISED | CLOSED, TAKE_FIRST),
    Act.STATE_LOSS: ActRule(lambda s: s.acts_for_enterprise, ADVISED | CLOSED),
    Act.VERIFY_LOSS: ActRule(lambda s: s.verifies, ADVISED | CLOSED, REVIEWER),
    Act.RATE: ActRule(lambda s: s.acts_for_enterprise, frozenset({S.TRACKING, S.CLOSED})),
    Act.WITHDRAW: ActRule(lambda s: s.acts_for_enterprise, LIVE | {S.DRAFT}),
    Act.TERMINATE: ActRule(lambda s: s.acts_for_enterprise or s.handles or s.assigns, LIVE, TAKE_FIRST),
    Act.CLOSE: ActRule(lambda s: s.handles or s.assigns, frozenset({S.TRACKING}), TAKE_FIRST),
    Act.REOPEN: ActRule(lambda s: s.acts_for_enterprise or s.works, CLOSED),
    Act.ATTACH_FORM: ActRule(lambda s: s.handles or s.accepts or s.archives, FILED, TAKE_FIRST),
    Act.ARCHIVE: ActRule(lambda s: s.archives, CLOSED),
    Act.LEGAL_HOLD: ActRule(lambda s: s.archives, FILED),
}

ACTS: dict[CaseKind, dict[Act, ActRule]] = {
    CaseKind.CONSULTATION: CONSULTATION_ACTS,
    CaseKind.GUIDANCE: GUIDANCE_ACTS,
}
