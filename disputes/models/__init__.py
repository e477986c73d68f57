"""Cases and everything that hangs from one."""

from disputes.models.applications import CaseAnswer, FirstDay, GuidanceApplication, IntakeQuestion, QuestionKind
from disputes.models.archive import ArchiveClass, CaseArchive, LegalHold
from disputes.models.calls import DutyCall
from disputes.models.cases import Case, CaseContact, CaseNumber
from disputes.models.clocks import CaseClock
from disputes.models.deadlines import CalendarLink, Deadline, DeadlineState, Look
from disputes.models.documents import CaseDocument, Evidence
from disputes.models.emergencies import CardText, EmergencyFiling, EmergencyNetwork
from disputes.models.events import CaseEvent
from disputes.models.exchanges import Direction, ExchangeEntry, ExchangeKind
from disputes.models.exports import (
    EvidenceExport,
    ExportItem,
    ExportOpinion,
    GateAnswer,
    GateQuestion,
    RedactionCheck,
)
from disputes.models.messages import CaseCitation, CaseMessage, CaseNote
from disputes.models.opinions import Opinion, OpinionCitation, OpinionReturn
from disputes.models.origins import BehalfFiling, ImportedCase
from disputes.models.outcomes import IsoCurrency, LossRecord, Outcome
from disputes.models.papers import CaseForm, Remedy
from disputes.models.playbooks import CasePlaybook, Hand, Phase, Playbook, PlaybookStep, StepTick
from disputes.models.referrals import Ground, Referral, ReferralDepartment, ReferralGround
from disputes.models.service import ReplyTemplate, Satisfaction, ServiceTime
from disputes.models.work import Assignment, CaseAccessToken

__all__ = [
    "ArchiveClass",
    "Assignment",
    "BehalfFiling",
    "CalendarLink",
    "CardText",
    "Case",
    "CaseAccessToken",
    "CaseAnswer",
    "CaseArchive",
    "CaseCitation",
    "CaseClock",
    "CaseContact",
    "CaseDocument",
    "CaseEvent",
    "CaseForm",
    "CaseMessage",
    "CaseNote",
    "CaseNumber",
    "CasePlaybook",
    "Deadline",
    "DeadlineState",
    "Direction",
    "DutyCall",
    "EmergencyFiling",
    "EmergencyNetwork",
    "Evidence",
    "EvidenceExport",
    "ExchangeEntry",
    "ExchangeKind",
    "ExportItem",
    "ExportOpinion",
    "FirstDay",
    "GateAnswer",
    "GateQuestion",
    "Ground",
    "GuidanceApplication",
    "Hand",
    "ImportedCase",
    "IntakeQuestion",
    "IsoCurrency",
    "LegalHold",
    "Look",
    "LossRecord",
    "Opinion",
    "OpinionCitation",
    "OpinionReturn",
    "Outcome",
    "Phase",
    "Playbook",
    "PlaybookStep",
    "QuestionKind",
    "RedactionCheck",
    "Referral",
    "ReferralDepartment",
    "ReferralGround",
    "Remedy",
    "ReplyTemplate",
    "Satisfaction",
    "ServiceTime",
    "StepTick",
]
