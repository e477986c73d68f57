"""What an intake form offers to choose from: the dispute, its papers, its measures."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from laws.models.choices import Subject


class CaseKind(models.TextChoices):
    CONSULTATION = "consultation", _("Consultation")
    GUIDANCE = "guidance", _("Guidance case")


class Priority(models.TextChoices):
    P0 = "P0", _("P0 emergency")
    P1 = "P1", _("P1 urgent")
    P2 = "P2", _("P2 normal")
    P3 = "P3", _("P3 advice")


class Right(models.TextChoices):
    """The right at issue, under the library's codes, so that a case finds its laws and warnings.

    `unknown` is an honest answer of a frightened person and always offered.
    """

    PATENT = Subject.PATENT.value, Subject.PATENT.label
    UTILITY_MODEL = Subject.UTILITY_MODEL.value, Subject.UTILITY_MODEL.label
    DESIGN = Subject.DESIGN.value, Subject.DESIGN.label
    TRADEMARK = Subject.TRADEMARK.value, Subject.TRADEMARK.label
    COPYRIGHT = Subject.COPYRIGHT.value, Subject.COPYRIGHT.label
    TRADE_SECRET = Subject.TRADE_SECRET.value, Subject.TRADE_SECRET.label
    DOMAIN = Subject.DOMAIN.value, Subject.DOMAIN.label
    GI = Subject.GI.value, Subject.GI.label
    PLANT_VARIETY = Subject.PLANT_VARIETY.value, Subject.PLANT_VARIETY.label
    UNFAIR_COMPETITION = Subject.UNFAIR_COMPETITION.value, Subject.UNFAIR_COMPETITION.label
    OTHER = "other", pgettext_lazy("right", "Another right")
    UNKNOWN = "unknown", pgettext_lazy("right", "I do not know")


class OurRole(models.TextChoices):
    ACCUSED = "accused", _("We are accused or sued")
    RIGHT_HOLDER = "right_holder", _("Our right is infringed")
    SQUATTED = "squatted", _("Somebody registered our mark or name")
    THIRD_PARTY = "third_party", _("We are affected without being a party")
    PREVENTION = "prevention", _("Nothing has happened yet: we want to prevent it")


class ServiceChannel(models.TextChoices):
    """How the papers came: it decides whether and when a period runs."""

    NONE = "none", _("No papers yet")
    EMAIL = "email", _("By e-mail")
    PLATFORM = "platform", _("Through a sales platform")
    POST = "post", _("By post or courier")
    IN_PERSON = "in_person", _("Handed over in person")
    AUTHORITY = "authority", _("Through a Chinese court or authority")
    AGENT = "agent", _("Through our agent or lawyer")
    PUBLICATION = "publication", _("By public notice")
    OTHER = "other", pgettext_lazy("channel", "Another way")


class Measure(models.TextChoices):
    """A measure that bites now."""

    TRO = "tro", _("Temporary restraining order or injunction")
    FREEZE = "freeze", _("Money or account frozen")
    DELISTING = "delisting", _("Listing or shop taken down")
    DETENTION = "detention", _("Goods detained by customs")
    RAID = "raid", _("Search, raid or seizure")
    DEFAULT = "default", _("Default entered against us")


class MessageKind(models.TextChoices):
    QUESTION = "question", _("Question to the enterprise")
    PLAIN = "message", pgettext_lazy("message", "Message")
    REPLY = "reply", _("Reply of the enterprise")
    ANSWER = "answer", _("Answer")
    REFUSAL = "refusal", pgettext_lazy("message", "Not accepted")
    TRANSFER = "transfer", pgettext_lazy("message", "Transfer")
    WITHDRAWAL = "withdrawal", _("Withdrawal")
    REOPENING = "reopening", _("Reopening")
    SUPPLEMENT_REQUEST = "supplement", _("Request to supplement")
    ACCEPTANCE = "acceptance", _("Acceptance")
    TERMINATION = "termination", pgettext_lazy("message", "Termination")
    FOLLOW_UP = "follow_up", _("Follow-up")
    ESCALATION = "escalation", _("Escalation")


class Side(models.TextChoices):
    ENTERPRISE = "enterprise", _("Enterprise")
    CENTRE = "centre", _("Centre")
    COUNSEL = "counsel", _("Outside counsel")
    EXPERT = "expert", _("Expert")


class TerminationReason(models.TextChoices):
    """Why a guidance case ends before its opinion has done its work (form E)."""

    SETTLED = "settled", _("The dispute was settled or ended otherwise")
    NO_CONTACT = "no_contact", _("The enterprise cannot be reached any more")
    FALSE_FACTS = "false_facts", _("The facts given were false or incomplete")
    REQUESTED = "requested", _("The enterprise asked for it")
    CONFLICT = "conflict", _("A conflict of interest cannot be avoided")
    OTHER = "other", pgettext_lazy("termination", "Another reason")


class RefusalReason(models.TextChoices):
    NOT_OVERSEAS = "not_overseas", _("The dispute has no link with a place outside the mainland")
    NOT_IP = "not_ip", _("It is not about intellectual property")
    NOT_ELIGIBLE = "not_eligible", _("The person asking cannot be served by the network")
    DUPLICATE = "duplicate", _("The same matter is already being handled")
    OTHER_BODY = "other_body", _("Another body is competent")
    INSUFFICIENT = "insufficient", _("Too little is known to answer")


class FormKind(models.TextChoices):
    """The forms of record of a guidance case (DB34/T 5367-2026 and DB3402/T 75-2024)."""

    A = "A", _("Form A: application for guidance")
    B = "B", _("Form B: notice to supplement")
    C = "C", _("Form C: notice of refusal")
    D = "D", _("Form D: notice of acceptance")
    E = "E", _("Form E: notice of termination")
    F = "F", _("Form F: guidance opinion")
    G = "G", _("Form G: case file and archive index")
    # Not one of the standards' forms: Decree 801, art. 14.
    R = "R", _("Form R: referral to a department")


class PaperState(models.TextChoices):
    """How far the file made from a record is."""

    WAITING = "waiting", pgettext_lazy("paper", "Being made")
    MADE = "made", pgettext_lazy("paper", "Made")
    FAILED = "failed", pgettext_lazy("paper", "Could not be made yet; it is tried again")


class ScanState(models.TextChoices):
    NOT_SCANNED = "not_scanned", _("Not checked for viruses")
    CLEAN = "clean", _("No virus found")
    INFECTED = "infected", _("Virus found: closed")
    FAILED = "failed", _("The virus check did not work yet; it is tried again")


class EvidenceKind(models.TextChoices):
    """The kinds of evidence of the Civil Procedure Law, art. 66; foreign forums have comparable ones."""

    DOCUMENT = "document", _("Document")
    OBJECT = "object", _("Physical object")
    RECORDING = "recording", _("Audio or video recording")
    ELECTRONIC = "electronic", _("Electronic data")
    TESTIMONY = "testimony", _("Statement of a witness")
    PARTY = "party", _("Statement of a party")
    REPORT = "report", _("Report of an expert")
    INSPECTION = "inspection", _("Record of an inspection")


class Attestation(models.TextChoices):
    """Who vouches that the evidence is what it says."""

    NONE = "", _("None")
    NOTARY = "notary", _("Notarised")
    APOSTILLE = "apostille", _("Apostille")
    CONSULAR = "consular", _("Consular legalisation")
    TIMESTAMP = "timestamp", _("Trusted time stamp")
    BLOCKCHAIN = "blockchain", _("Blockchain record")
    OTHER = "other", pgettext_lazy("attestation", "Another way")


class Currency(models.TextChoices):
    CNY = "CNY", _("Chinese yuan")
    USD = "USD", _("US dollars")
    EUR = "EUR", _("Euros")
    GBP = "GBP", _("British pounds")
    JPY = "JPY", _("Japanese yen")
    KRW = "KRW", _("Korean won")
    HKD = "HKD", _("Hong Kong dollars")


class ClockKind(models.TextChoices):
    """What is promised, and counted. `supplement` is the enterprise's own time; the others are the centre's."""

    FIRST_ANSWER = "first_answer", _("First answer")
    DECISION = "decision", _("Decision on acceptance")
    OPINION = "opinion", _("Guidance opinion")
    SUPPLEMENT = "supplement", _("Supplement by the enterprise")


class TimeUnit(models.TextChoices):
    HOUR = "hour", pgettext_lazy("unit", "hours")
    WORKING_HOUR = "working_hour", pgettext_lazy("unit", "working hours")
    SAME_WORKING_DAY = "same_working_day", _("the same working day")
    WORKING_DAY = "working_day", _("working days")


class CitationKind(models.TextChoices):
    """What the library can resolve."""

    LAW = "law", _("Law")
    TREATY = "treaty", _("Treaty")
    TERM = "term", _("Protection term")
    RULE = "rule", _("Deadline rule")
    GUIDE = "guide", _("Country guide")


class YesNo(models.TextChoices):
    YES = "yes", _("Yes")
    NO = "no", _("No")


class Cover(models.TextChoices):
    """Who else bears the costs: a policy or fund often wants to be told within days."""

    NONE = "none", _("None")
    INSURANCE = "insurance", _("An insurance policy")
    FUND = "fund", _("A mutual-aid fund")
    BOTH = "both", _("Insurance and fund")
    UNKNOWN = "unknown", pgettext_lazy("cover", "I do not know")


class RequestKind(models.TextChoices):
    """What the enterprise asks the centre for."""

    INFORMATION = "information", _("Information on law and procedure")
    STRATEGY = "strategy", _("A strategy for the dispute")
    EXPERT = "expert", _("The opinion of an expert")
    COUNSEL_LIST = "counsel_list", _("A list of law firms")
    FUNDS = "funds", _("Help with costs: funds, insurance")
    MEDIATION = "mediation", _("Mediation or talks with the other side")


class Origin(models.TextChoices):
    """How a case reached the network."""

    PORTAL = "portal", _("Filed on the portal")
    HOTLINE = "hotline", _("By telephone")
    FAIR = "fair", _("At a trade fair")
    VISIT = "visit", _("In the centre's office")
    IMPORTED = "imported", _("Imported from earlier records")
    EMERGENCY = "emergency", _("Through the emergency door")


# What an officer may choose who files for a caller.
BEHALF_ORIGINS = (Origin.HOTLINE, Origin.FAIR, Origin.VISIT)


class ConsentGiven(models.TextChoices):
    SPOKEN = "spoken", _("Said on the telephone")
    IN_PERSON = "in_person", _("Said in person")
    WRITTEN = "written", _("In writing")


class EmergencyKind(models.TextChoices):
    """What the emergency door asks first. `disputes.emergencies` says what each of them means."""

    FROZEN = "frozen", _("Shop or payment account frozen")
    ORDER = "order", _("Court order against you (injunction, freeze)")
    RAID = "raid", _("Raid, search or seizure at your premises")
    FAIR = "fair", _("Trouble at a trade fair")
    CUSTOMS = "customs", _("Goods held by customs")


class FilingState(models.TextChoices):
    """An emergency as it came in. Only a filed one is a case and calls the duty."""

    UNCONFIRMED = "unconfirmed", pgettext_lazy("emergency", "Waits for confirmation")
    FILED = "filed", pgettext_lazy("emergency", "Filed as a case")
    DISCARDED = "discarded", pgettext_lazy("emergency", "Set aside")


class Confirmation(models.TextChoices):
    """What made a case of it."""

    AT_ONCE = "at_once", pgettext_lazy("confirmation", "Filed at once")
    LINK = "link", pgettext_lazy("confirmation", "By the private link")
    CODE = "code", pgettext_lazy("confirmation", "By the code of the mail")
    OFFICER = "officer", pgettext_lazy("confirmation", "By an officer")
