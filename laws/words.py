"""Codes of the reference files in words: what a period counts from, whose act it is, what a source is.

A code that a later file brings and nobody has put here yet is shown as the file writes it.
"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext, pgettext_lazy

from laws.models import DeadlineRule
from portal.lib import tones

# laws/reference/deadline_rules.csv: trigger_kind
TRIGGERS: dict[str, Promise] = {
    "acceptance_advertised": pgettext_lazy("trigger", "acceptance advertised"),
    "admissibility_notice": pgettext_lazy("trigger", "notice that the opposition is admissible"),
    "advertisement": pgettext_lazy("trigger", "advertisement"),
    "apex_notice": pgettext_lazy("trigger", "notice of the APEX evaluation"),
    "appeal_rejected": pgettext_lazy("trigger", "rejection of the appeal"),
    "cancellation_recorded": pgettext_lazy("trigger", "cancellation recorded"),
    "certificate_issued": pgettext_lazy("trigger", "certificate issued"),
    "claim_accrued": pgettext_lazy("trigger", "the claim arose"),
    "commencement": pgettext_lazy("trigger", "commencement"),
    "complaint_filed": pgettext_lazy("trigger", "complaint filed"),
    "complaint_notice": pgettext_lazy("trigger", "notice of the complaint"),
    "copy_of_determination_received": pgettext_lazy("trigger", "copy of the determination received"),
    "counter_notice": pgettext_lazy("trigger", "counter-notice"),
    "counter_notice_received": pgettext_lazy("trigger", "counter-notice received"),
    "decision": pgettext_lazy("trigger", "decision"),
    "decision_dispatched": pgettext_lazy("trigger", "decision dispatched"),
    "detention_decision": pgettext_lazy("trigger", "decision to detain"),
    "detention_notice": pgettext_lazy("trigger", "notice of detention"),
    "determination_final": pgettext_lazy("trigger", "determination became final"),
    "discovery_of_misappropriation": pgettext_lazy("trigger", "discovery of the misappropriation"),
    "end_of_opposition_period": pgettext_lazy("trigger", "end of the opposition period"),
    "entry_on_register": pgettext_lazy("trigger", "entry in the register"),
    "filing": pgettext_lazy("trigger", "filing"),
    "final_registration_decision": pgettext_lazy("trigger", "final decision on registration"),
    "first_filing": pgettext_lazy("trigger", "first filing"),
    "fr_notice_of_complaint": pgettext_lazy("trigger", "Federal Register notice of the complaint"),
    "fr_notice_of_investigation": pgettext_lazy("trigger", "Federal Register notice of investigation"),
    "frand_offer_received": pgettext_lazy("trigger", "FRAND offer received"),
    "grant_gazette": pgettext_lazy("trigger", "grant in the gazette"),
    "grant_published": pgettext_lazy("trigger", "grant published"),
    "institution": pgettext_lazy("trigger", "institution"),
    "institution_notice": pgettext_lazy("trigger", "notice of institution"),
    "international_publication": pgettext_lazy("trigger", "international publication"),
    "international_registration": pgettext_lazy("trigger", "international registration"),
    "judgment_entered": pgettext_lazy("trigger", "judgment entered"),
    "knowledge": pgettext_lazy("trigger", "knowledge"),
    "knowledge_of_use": pgettext_lazy("trigger", "knowledge of the use"),
    "last_use": pgettext_lazy("trigger", "last use"),
    "mention_of_grant_published": pgettext_lazy("trigger", "mention of the grant published"),
    "message_to_owner": pgettext_lazy("trigger", "message to the owner"),
    "non_use": pgettext_lazy("trigger", "non-use"),
    "notice": pgettext_lazy("trigger", "notice"),
    "notice_of_court_action": pgettext_lazy("trigger", "notice of court action"),
    "notice_of_filing_date": pgettext_lazy("trigger", "notice of the filing date"),
    "notice_of_infringement": pgettext_lazy("trigger", "notice of infringement"),
    "notice_of_intention_filed": pgettext_lazy("trigger", "notice of intention filed"),
    "notice_of_suspension": pgettext_lazy("trigger", "notice of suspension"),
    "notice_to_plaintiff": pgettext_lazy("trigger", "notice to the plaintiff"),
    "notification": pgettext_lazy("trigger", "notification"),
    "notification_date": pgettext_lazy("trigger", "date of notification"),
    "notification_of_decision": pgettext_lazy("trigger", "notification of the decision"),
    "notification_of_designation": pgettext_lazy("trigger", "notification of the designation"),
    "order": pgettext_lazy("trigger", "order"),
    "particulars_entered_in_register": pgettext_lazy("trigger", "particulars entered in the register"),
    "patent_grant": pgettext_lazy("trigger", "grant of the patent"),
    "penalty_notice_mailed": pgettext_lazy("trigger", "penalty notice mailed"),
    "performance_due": pgettext_lazy("trigger", "performance due"),
    "presentation_for_examination": pgettext_lazy("trigger", "presentation for examination"),
    "priority_date": pgettext_lazy("trigger", "priority date"),
    "proposal_sent": pgettext_lazy("trigger", "proposal sent"),
    "protest_denied": pgettext_lazy("trigger", "protest denied"),
    "public_interest_comments_filed": pgettext_lazy("trigger", "public-interest comments filed"),
    "publication": pgettext_lazy("trigger", "publication"),
    "publication_of_amendment": pgettext_lazy("trigger", "publication of the amendment"),
    "publication_of_decision": pgettext_lazy("trigger", "publication of the decision"),
    "receipt_of_counterstatement": pgettext_lazy("trigger", "receipt of the counterstatement"),
    "receipt_of_notice": pgettext_lazy("trigger", "receipt of the notice"),
    "receipt_of_opposition": pgettext_lazy("trigger", "receipt of the opposition"),
    "registration": pgettext_lazy("trigger", "registration"),
    "registration_certificate": pgettext_lazy("trigger", "registration certificate"),
    "registration_completed": pgettext_lazy("trigger", "registration completed"),
    "registration_gazette": pgettext_lazy("trigger", "registration gazette"),
    "registration_or_last_use": pgettext_lazy("trigger", "registration or last use"),
    "registration_published": pgettext_lazy("trigger", "registration published"),
    "report_notice": pgettext_lazy("trigger", "notice of the report"),
    "republication_plus_1_month": pgettext_lazy("trigger", "one month after republication"),
    "s45_notice": pgettext_lazy("trigger", "section 45 notice"),
    "saisie_carried_out": pgettext_lazy("trigger", "seizure carried out (saisie-contrefaçon)"),
    "seizure_notice_mailed": pgettext_lazy("trigger", "seizure notice mailed"),
    "service": pgettext_lazy("trigger", "service"),
    "service_of_decision": pgettext_lazy("trigger", "service of the decision"),
    "service_of_defence": pgettext_lazy("trigger", "service of the defence"),
    "service_of_motion": pgettext_lazy("trigger", "service of the motion"),
    "service_of_notification": pgettext_lazy("trigger", "service of the notification"),
    "service_of_order": pgettext_lazy("trigger", "service of the order"),
    "service_of_pleading": pgettext_lazy("trigger", "service of the pleading"),
    "service_of_reply": pgettext_lazy("trigger", "service of the reply"),
    "statement_of_grounds_given": pgettext_lazy("trigger", "statement of grounds given"),
    "statement_of_opposition_forwarded": pgettext_lazy("trigger", "statement of opposition forwarded"),
    "third_anniversary_of_grant": pgettext_lazy("trigger", "third anniversary of the grant"),
    "transmission_of_request": pgettext_lazy("trigger", "transmission of the request"),
    "tro_entered": pgettext_lazy("trigger", "temporary restraining order entered"),
    "violation_notice": pgettext_lazy("trigger", "notice of violation"),
    "waiting_period_end": pgettext_lazy("trigger", "end of the waiting period"),
    "waiver_request_sent": pgettext_lazy("trigger", "waiver request sent"),
}

# laws/reference/terms.csv: counted_from
COUNTED_FROM: dict[str, Promise] = {
    "acceptance advertised": pgettext_lazy("counted from", "acceptance advertised"),
    "advertisement": pgettext_lazy("counted from", "advertisement"),
    "announcement of the application": pgettext_lazy("counted from", "announcement of the application"),
    "application publication": pgettext_lazy("counted from", "application publication"),
    "before the lapse request": pgettext_lazy("counted from", "before the lapse request"),
    "certificate issued": pgettext_lazy("counted from", "certificate issued"),
    "certificate of registration": pgettext_lazy("counted from", "certificate of registration"),
    "completion of registration": pgettext_lazy("counted from", "completion of registration"),
    "continuous non-use": pgettext_lazy("counted from", "continuous non-use"),
    "day after publication": pgettext_lazy("counted from", "day after publication"),
    "decision to grant": pgettext_lazy("counted from", "decision to grant"),
    "deemed date of filing": pgettext_lazy("counted from", "deemed date of filing"),
    "end of opposition period": pgettext_lazy("counted from", "end of opposition period"),
    "end of opposition period / continuous": pgettext_lazy("counted from", "end of opposition period / continuous"),
    "entry in the register (to three months before the application)": pgettext_lazy(
        "counted from", "entry in the register (to three months before the application)"
    ),
    "filing": pgettext_lazy("counted from", "filing"),
    "filing (+3x5)": pgettext_lazy("counted from", "filing (+3x5)"),
    "filing (+5 once)": pgettext_lazy("counted from", "filing (+5 once)"),
    "filing (5+4x5)": pgettext_lazy("counted from", "filing (5+4x5)"),
    "filing (5x5)": pgettext_lazy("counted from", "filing (5x5)"),
    "filing (certificat d’utilité)": pgettext_lazy("counted from", "filing (certificat d’utilité)"),
    "filing (extendable once)": pgettext_lazy("counted from", "filing (extendable once)"),
    "filing (or 10 from registration, the later)": pgettext_lazy(
        "counted from", "filing (or 10 from registration, the later)"
    ),
    "final registration decision": pgettext_lazy("counted from", "final registration decision"),
    "grant": pgettext_lazy("counted from", "grant"),
    "grant gazette": pgettext_lazy("counted from", "grant gazette"),
    "grant of registration": pgettext_lazy("counted from", "grant of registration"),
    "grant publication": pgettext_lazy("counted from", "grant publication"),
    "issuance of the notification of registration": pgettext_lazy(
        "counted from", "issuance of the notification of registration"
    ),
    "mention of grant": pgettext_lazy("counted from", "mention of grant"),
    "non-use": pgettext_lazy("counted from", "non-use"),
    "non-use (prima facie abandonment)": pgettext_lazy("counted from", "non-use (prima facie abandonment)"),
    "non-use before the request (not before 3 years from the final registration decision)": pgettext_lazy(
        "counted from", "non-use before the request (not before 3 years from the final registration decision)"
    ),
    "notice (s.45)": pgettext_lazy("counted from", "notice (s.45)"),
    "preliminary publication (from 2027-01-01)": pgettext_lazy(
        "counted from", "preliminary publication (from 2027-01-01)"
    ),
    "preliminary publication (until 2026-12-31)": pgettext_lazy(
        "counted from", "preliminary publication (until 2026-12-31)"
    ),
    "publication": pgettext_lazy("counted from", "publication"),
    "publication (text of 2000, replaced 2016-07-28)": pgettext_lazy(
        "counted from", "publication (text of 2000, replaced 2016-07-28)"
    ),
    "publication by the International Bureau (international registrations)": pgettext_lazy(
        "counted from", "publication by the International Bureau (international registrations)"
    ),
    "publication of extract": pgettext_lazy("counted from", "publication of extract"),
    "registration": pgettext_lazy("counted from", "registration"),
    "registration (10+5)": pgettext_lazy("counted from", "registration (10+5)"),
    "registration (3x5)": pgettext_lazy("counted from", "registration (3x5)"),
    "registration (most relative grounds)": pgettext_lazy("counted from", "registration (most relative grounds)"),
    "registration (prior user; bad faith any time)": pgettext_lazy(
        "counted from", "registration (prior user; bad faith any time)"
    ),
    "registration (relative grounds)": pgettext_lazy("counted from", "registration (relative grounds)"),
    "registration gazette": pgettext_lazy("counted from", "registration gazette"),
    "registration or renewal": pgettext_lazy("counted from", "registration or renewal"),
    "registration publication": pgettext_lazy("counted from", "registration publication"),
    "registration publication (relative grounds)": pgettext_lazy(
        "counted from", "registration publication (relative grounds)"
    ),
}

# laws/reference/terms.csv: field
TERM_FIELDS: dict[str, Promise] = {
    "term": pgettext_lazy("term", "Term of protection"),
    "opposition_window": pgettext_lazy("term", "Opposition window"),
    "non_use": pgettext_lazy("term", "Non-use period"),
    "administrative_nullity_window": pgettext_lazy("term", "Window for nullity at the office"),
    "court_nullity_limit": pgettext_lazy("term", "Limit for nullity in court"),
    "invalidation_limit": pgettext_lazy("term", "Limit for invalidation"),
    "nullity_limit": pgettext_lazy("term", "Limit for nullity"),
    "cancellation_any_ground": pgettext_lazy("term", "Cancellation on any ground"),
    "post_grant_review_window": pgettext_lazy("term", "Window for post-grant review"),
}

# laws/reference/treaties.csv: subject
TREATY_SUBJECTS: dict[str, Promise] = {
    "arbitration": pgettext_lazy("treaty subject", "arbitration"),
    "classification": pgettext_lazy("treaty subject", "classification"),
    "copyright": pgettext_lazy("treaty subject", "copyright"),
    "copyright limitations": pgettext_lazy("treaty subject", "copyright limitations"),
    "design procedure": pgettext_lazy("treaty subject", "design procedure"),
    "design registration": pgettext_lazy("treaty subject", "design registration"),
    "evidence": pgettext_lazy("treaty subject", "evidence"),
    "free trade": pgettext_lazy("treaty subject", "free trade"),
    "genetic resources": pgettext_lazy("treaty subject", "genetic resources"),
    "geographical indications": pgettext_lazy("treaty subject", "geographical indications"),
    "indications of source": pgettext_lazy("treaty subject", "indications of source"),
    "industrial property": pgettext_lazy("treaty subject", "industrial property"),
    "institution": pgettext_lazy("treaty subject", "institution"),
    "integrated circuits": pgettext_lazy("treaty subject", "integrated circuits"),
    "intellectual property": pgettext_lazy("treaty subject", "intellectual property"),
    "jurisdiction": pgettext_lazy("treaty subject", "jurisdiction"),
    "mediation": pgettext_lazy("treaty subject", "mediation"),
    "olympic symbol": pgettext_lazy("treaty subject", "olympic symbol"),
    "patent filing": pgettext_lazy("treaty subject", "patent filing"),
    "patent litigation": pgettext_lazy("treaty subject", "patent litigation"),
    "patent procedure": pgettext_lazy("treaty subject", "patent procedure"),
    "plant varieties": pgettext_lazy("treaty subject", "plant varieties"),
    "regional IP": pgettext_lazy("treaty subject", "regional IP"),
    "regional patent": pgettext_lazy("treaty subject", "regional patent"),
    "regional patent/design": pgettext_lazy("treaty subject", "regional patent/design"),
    "regional trademark": pgettext_lazy("treaty subject", "regional trademark"),
    "related rights": pgettext_lazy("treaty subject", "related rights"),
    "service of documents": pgettext_lazy("treaty subject", "service of documents"),
    "trade": pgettext_lazy("treaty subject", "trade"),
    "trademark procedure": pgettext_lazy("treaty subject", "trademark procedure"),
    "trademark registration": pgettext_lazy("treaty subject", "trademark registration"),
}

ROLES: dict[str, Promise] = {
    "right_holder": pgettext_lazy("whose act", "right holder"),
    "respondent": pgettext_lazy("whose act", "respondent"),
    "third_party": pgettext_lazy("whose act", "third party"),
}


def trigger(code: str) -> str:
    return str(TRIGGERS.get(code, code.replace("_", " ")))


def counted_from(phrase: str) -> str:
    return str(COUNTED_FROM.get(phrase, phrase))


def term_field(code: str) -> str:
    return str(TERM_FIELDS.get(code, code.replace("_", " ")))


def treaty_subject(phrase: str) -> str:
    return str(TREATY_SUBJECTS.get(phrase, phrase))


def role(code: str) -> str:
    return str(ROLES.get(code, code.replace("_", " ")))


def length(quantity: int, unit: str) -> str:
    """`30 calendar days`. 0 means that the law fixes no number, and says so."""
    if not quantity:
        return _("no fixed number")
    if unit in ("month", "months"):
        text = ngettext("%(count)d month", "%(count)d months", quantity)
    elif unit in ("year", "years"):
        text = ngettext("%(count)d year", "%(count)d years", quantity)
    elif unit == "working_day":
        text = ngettext("%(count)d working day", "%(count)d working days", quantity)
    elif unit == "calendar_day":
        text = ngettext("%(count)d calendar day", "%(count)d calendar days", quantity)
    else:
        text = ngettext("%(count)d day", "%(count)d days", quantity)
    return text % {"count": quantity}


def source_tier(source: str) -> str:
    """What a source id of the law catalogue says about how the law was found; empty for an unknown one."""
    tiers = {
        "R": _("read from the legal text itself or its official metadata"),
        "P": _("an archived public copy of a web page; re-check it before relying on it"),
        "C": _("a third-party catalogue that names the law, not the text; re-check it before relying on it"),
    }
    return tiers.get(source[:1], "") if source[1:2] == "-" else ""


@dataclass(frozen=True)
class ReviewWords:
    """How far a rule can be relied on. `kind` is reviewed, checked, disputed or unverified; no two share an icon."""

    kind: str
    label: str
    icon: str


def review_words(rule: DeadlineRule) -> ReviewWords:
    """Only the review of a named person reads 已核实; a text that a program or a clerk found does not."""
    tone, word = tones.fact_status_of(rule.fact_status)
    if tone == tones.DANGER:
        return ReviewWords("disputed", str(word), "alert")
    if tone != tones.OK:
        return ReviewWords("unverified", str(word), "question")
    if rule.reviewed_on is not None:
        return ReviewWords("reviewed", pgettext("rule", "Verified by a person"), "check")
    return ReviewWords("checked", pgettext("rule", "Text checked, not reviewed"), "file")
