"""The gate's rules as data and pure functions: what answers and findings lead to at least, and what keeps it open.

The questions themselves are rows (`GateQuestion`); an editor mends their words. What an answer leads to is law put into
code and stands here alone (docs/adr/0080): no edited row can lower it. The gate says what was checked and by whom; it
never says that an export is lawful.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal.lib.redaction.findings import REMARKS


class Answer(models.TextChoices):
    YES = "yes", pgettext_lazy("gate", "Yes")
    NO = "no", pgettext_lazy("gate", "No")
    UNSURE = "unsure", pgettext_lazy("gate", "Unsure")


class GateResult(models.TextChoices):
    """From the mildest to the strictest."""

    CLEAR = "clear", pgettext_lazy("gate", "Self-check clear")
    AFTER_REDACTION = "clear_after_redaction", pgettext_lazy("gate", "Self-check clear after redaction")
    NEEDS_APPROVAL = "needs_approval", pgettext_lazy("gate", "Approval of an authority needed")
    BLOCKED = "blocked", pgettext_lazy("gate", "Blocked")


STRICTNESS = {result: rank for rank, result in enumerate(GateResult)}


class Recipient(models.TextChoices):
    FOREIGN_COURT = "foreign_court", _("Foreign court or tribunal")
    FOREIGN_AGENCY = "foreign_agency", _("Foreign agency or office")
    CUSTOMS_ABROAD = "customs_abroad", _("Customs authority abroad")
    PRIVATE_PARTY = "private_party", _("Other party or its lawyers")
    OWN_COUNSEL = "own_counsel", _("Our own lawyers")
    PLATFORM = "platform", _("Sales platform")
    INSURER = "insurer", _("Insurer or fund")
    OTHER = "other", pgettext_lazy("recipient", "Somebody else")


# Article 36 of the Data Security Law: nothing stored in the country goes to them without approval.
AUTHORITIES = frozenset({Recipient.FOREIGN_COURT, Recipient.FOREIGN_AGENCY, Recipient.CUSTOMS_ABROAD})


class StoredIn(models.TextChoices):
    MAINLAND = "mainland", _("In the mainland of China")
    ABROAD = "abroad", _("Abroad only")
    BOTH = "both", _("In the mainland and abroad")
    UNSURE = "unsure", _("We do not know")


class Question(StrEnum):
    """The eight questions of the gate, in their order."""

    AUTHORITY = "authority"
    PERSONAL = "personal"
    EVIDENCE_TAKING = "evidence_taking"
    CRIMINAL = "criminal"
    STATE_SECRET = "state_secret"  # noqa: S105  # the name of a question, no password
    TECHNOLOGY = "technology"
    CONTROLLED = "controlled"
    DISCRIMINATORY = "discriminatory"


R = GateResult
IF_YES: dict[Question, GateResult] = {
    Question.AUTHORITY: R.NEEDS_APPROVAL,
    Question.PERSONAL: R.AFTER_REDACTION,
    Question.EVIDENCE_TAKING: R.NEEDS_APPROVAL,
    Question.CRIMINAL: R.NEEDS_APPROVAL,
    Question.STATE_SECRET: R.BLOCKED,
    # What is prohibited gets no licence, and without one nothing leaves.
    Question.TECHNOLOGY: R.NEEDS_APPROVAL,
    Question.CONTROLLED: R.NEEDS_APPROVAL,
    Question.DISCRIMINATORY: R.BLOCKED,
}
# Handed up: only whoever sees restricted matters at the centre decides, and may then ask for an approval instead.
ESCALATES = Question.DISCRIMINATORY
IF_HANDED_UP = R.NEEDS_APPROVAL


class Check(StrEnum):
    """How the redaction check of the outgoing file stands."""

    WAITING = "waiting"
    FOUND = "found"
    REMARKS = "remarks"
    CLEAN = "clean"


def check_of(findings: Iterable[Mapping[str, object]] | None) -> Check:
    """From what was found; None: not looked at yet. What could not be checked was found, not clean."""
    if findings is None:
        return Check.WAITING
    kinds = {str(one["kind"]) for one in findings}
    remarks = {str(kind) for kind in REMARKS}
    if kinds - remarks:
        return Check.FOUND
    return Check.REMARKS if kinds else Check.CLEAN


def is_remark(kind: str) -> bool:
    return kind in {str(one) for one in REMARKS}


@dataclass(frozen=True)
class ItemFacts:
    """One document for one recipient. `check` is of the file that goes out; `redacted`: that is a redacted version.

    `accepted`: a reviewer wrote why the findings may stand. `ready`: the file can be handed out at all.
    """

    number: int
    answers: Mapping[Question, Answer]
    check: Check
    redacted: bool = False
    accepted: bool = False
    ready: bool = True


@dataclass(frozen=True)
class ExportFacts:
    recipient: Recipient
    stored_in: StoredIn
    items: tuple[ItemFacts, ...]


class Gap(StrEnum):
    """Why the gate stays open: nothing milder than `blocked` can be decided."""

    NO_DOCUMENT = "no_document"
    STORED_UNSURE = "stored_unsure"
    UNANSWERED = "unanswered"
    UNSURE = "unsure"
    CHECK_WAITING = "check_waiting"
    NOT_READY = "not_ready"


@dataclass(frozen=True)
class Reason:
    """One reason, with the item and the question where it is about one. `code` is a `Gap`, a `Question` or a word."""

    code: str
    item: int = 0
    question: Question | None = None


@dataclass(frozen=True)
class Floor:
    """The mildest result that may be decided, why, what keeps the gate open, and whether it was handed up."""

    result: GateResult
    reasons: tuple[Reason, ...] = ()
    gaps: tuple[Reason, ...] = ()
    handed_up: bool = False

    @property
    def is_open(self) -> bool:
        return bool(self.gaps)

    def allows(self, result: GateResult) -> bool:
        """Whether `result` may be decided. Blocking is always possible: a stricter word needs no complete answers."""
        if result == R.BLOCKED:
            return True
        return not self.is_open and STRICTNESS[result] >= STRICTNESS[self.result]


def floor_of(facts: ExportFacts, *, sees_restricted: bool = False) -> Floor:
    """What the answers and findings lead to at least. `sees_restricted`: for whoever decides what was handed up."""
    reasons: list[tuple[GateResult, Reason]] = []
    if facts.recipient in AUTHORITIES:
        reasons.append((R.NEEDS_APPROVAL, Reason("recipient")))
    handed_up = False
    for item in facts.items:
        for question, least in IF_YES.items():
            answer = item.answers.get(question)
            if question == ESCALATES and answer in (Answer.YES, Answer.UNSURE):
                handed_up = True
            if answer == Answer.YES:
                lowered = question == ESCALATES and sees_restricted
                reasons.append((IF_HANDED_UP if lowered else least, Reason(question, item.number, question)))
        if item.redacted:
            reasons.append((R.AFTER_REDACTION, Reason("redacted", item.number)))
        if item.check == Check.FOUND and not item.accepted:
            reasons.append((R.AFTER_REDACTION, Reason("findings", item.number)))
    result = max((least for least, _reason in reasons), key=STRICTNESS.__getitem__, default=R.CLEAR)
    return Floor(result, tuple(reason for _least, reason in reasons), tuple(_gaps(facts)), handed_up)


def _gaps(facts: ExportFacts) -> Iterable[Reason]:
    if not facts.items:
        yield Reason(Gap.NO_DOCUMENT)
    if facts.stored_in == StoredIn.UNSURE:
        yield Reason(Gap.STORED_UNSURE)
    for item in facts.items:
        for question in Question:
            answer = item.answers.get(question)
            if answer is None:
                yield Reason(Gap.UNANSWERED, item.number, question)
            elif answer == Answer.UNSURE:
                yield Reason(Gap.UNSURE, item.number, question)
        if item.check == Check.WAITING:
            yield Reason(Gap.CHECK_WAITING, item.number)
        if not item.ready:
            yield Reason(Gap.NOT_READY, item.number)


class Obstacle(StrEnum):
    """Why a decided export may not leave."""

    BLOCKED = "blocked"
    NO_APPROVAL = "no_approval"
    NOT_CONFIRMED = "not_confirmed"
    GATE_OPEN = "gate_open"
    BELOW_FLOOR = "below_floor"
    NOT_REDACTED = "not_redacted"


@dataclass(frozen=True)
class Hindrance:
    obstacle: Obstacle
    items: tuple[int, ...] = field(default=())


def obstacles(
    result: GateResult, facts: ExportFacts, *, approved: bool, confirmed: bool, sees_restricted: bool = False
) -> tuple[Hindrance, ...]:
    """What stands between a decision and the package; empty when the package may be made.

    `approved`: authority, number, date and paper of the approval are on record; `confirmed`: a reviewer who did not
    enter them says so. `sees_restricted`: of the person who decided. Redaction is asked for whatever the result: an
    approval covers what was asked for, not what hides below.
    """
    floor = floor_of(facts, sees_restricted=sees_restricted)
    found = []
    if result == R.BLOCKED:
        found.append(Hindrance(Obstacle.BLOCKED))
    if result == R.NEEDS_APPROVAL and not approved:
        found.append(Hindrance(Obstacle.NO_APPROVAL))
    elif result == R.NEEDS_APPROVAL and not confirmed:
        found.append(Hindrance(Obstacle.NOT_CONFIRMED))
    if floor.is_open:
        found.append(Hindrance(Obstacle.GATE_OPEN, tuple(sorted({gap.item for gap in floor.gaps if gap.item}))))
    elif not floor.allows(result):
        found.append(Hindrance(Obstacle.BELOW_FLOOR))
    bare = tuple(item.number for item in facts.items if _must_be_redacted(item, result))
    if bare:
        found.append(Hindrance(Obstacle.NOT_REDACTED, bare))
    return tuple(found)


def _must_be_redacted(item: ItemFacts, result: GateResult) -> bool:
    """Something hides in the file that would go out; or it names people and no redacted version stands for it.

    What an approval was given for may name them: article 41 asks for the approval, not for a black bar.
    """
    if item.check == Check.FOUND and not item.accepted:
        return True
    names_people = item.answers.get(Question.PERSONAL) == Answer.YES
    return names_people and not item.redacted and result == R.AFTER_REDACTION


# Everywhere a result is shown, this stands beside it.
DISCLAIMER: str | Promise = _(
    "A self-check and a review are on record. This is not a finding that the export is lawful."
)
