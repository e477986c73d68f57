"""The law library: treaties, laws, terms, rules, cases, guides and words."""

from laws.models.catalogue import Law, LawIdentifier, LawInheritance, LawSubject
from laws.models.glossary import GlossaryTerm
from laws.models.guides import CountryGuide, GuideCitation, GuideEvent, GuideNote, GuideRevision, GuideSection
from laws.models.imports import ImportRow, ImportRun, LawSource, SourceDocument, TitleReview
from laws.models.judgments import Judgment, JudgmentProposal, JudgmentProposalKind
from laws.models.offices import IpOffice, ProtectionTerm
from laws.models.proposals import ProposalKind, ProposalState, RuleProposal, RuleReview
from laws.models.rules import DeadlineRule, RuleVersion
from laws.models.texts import LawRelation, LawVersion, Provision, Tier
from laws.models.treaties import Treaty, TreatyParty, TreatySignatory
from laws.models.wipolex import WipoLexKind, WipoLexSubject

__all__ = [
    "CountryGuide",
    "DeadlineRule",
    "GlossaryTerm",
    "GuideCitation",
    "GuideEvent",
    "GuideNote",
    "GuideRevision",
    "GuideSection",
    "ImportRow",
    "ImportRun",
    "IpOffice",
    "Judgment",
    "JudgmentProposal",
    "JudgmentProposalKind",
    "Law",
    "LawIdentifier",
    "LawInheritance",
    "LawRelation",
    "LawSource",
    "LawSubject",
    "LawVersion",
    "ProposalKind",
    "ProposalState",
    "ProtectionTerm",
    "Provision",
    "RuleProposal",
    "RuleReview",
    "RuleVersion",
    "SourceDocument",
    "Tier",
    "TitleReview",
    "Treaty",
    "TreatyParty",
    "TreatySignatory",
    "WipoLexKind",
    "WipoLexSubject",
]
