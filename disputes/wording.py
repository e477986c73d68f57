"""The words for what happened, as the timeline and the mails show them."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from disputes.models import Case
from disputes.states import CaseState, WaitingOn

ACTS: dict[str, str | Promise] = {
    "submitted": _("The case was filed"),
    "filed_on_behalf": _("The centre filed the case for a caller"),
    "taken_over": _("The caller took the case over"),
    "emergency_filed": _("It came through the emergency door"),
    "company_named": _("The filer said for which company"),
    "link_renewed": _("The private link was renewed"),
    "phone_logged": _("A telephone consultation was logged"),
    "imported": _("The case was imported from the centre's records"),
    "counsel_invited": _("Outside counsel was invited"),
    "counsel_joined": _("Outside counsel joined the case"),
    "taken": _("An officer took the case"),
    "assigned": _("The case was given to an officer"),
    "released": _("The officer put the case back into the queue"),
    "asked_back": _("The centre asked a question; its clock stands still"),
    "replied": _("The enterprise replied"),
    "note_added": _("An internal note was written"),
    "event_corrected": _("An entry was corrected"),
    "note_corrected": _("An internal entry was corrected"),
    "answered": _("The centre answered"),
    "answer_added": _("The centre added to its answer"),
    "refused": _("The case was not accepted"),
    "transferred": _("The case was handed to another centre"),
    "priority_raised": _("The priority was raised"),
    "priority_lowered": _("The priority was lowered"),
    "document_replaced": _("A newer version of a document was added"),
    "evidence_described": _("What is known of a document as evidence was written down"),
    "virus_found": _("A virus was found in a document; it was closed"),
    "document_added": _("A document was added"),
    "withdrawn": _("The case was withdrawn"),
    "rated": _("The answer was rated"),
    "closed": _("The case was closed"),
    "reopened": _("The case was opened again"),
    "supplement_requested": _("The centre asked for a supplement; its clock stands still"),
    "supplemented": _("The supplement came in"),
    "deemed_withdrawn": _("No supplement came in time: the case counts as withdrawn"),
    "accepted": _("The case was accepted"),
    "guidance_begun": _("The guidance began"),
    "message_written": _("A message was written"),
    "waiting_set": _("It was noted for whom the case waits"),
    "followed_up": _("The case was followed up"),
    "terminated": _("The case was terminated"),
    "escalated": _("The case was escalated to the network"),
    "form_issued": _("A form of record was issued"),
    "archived": _("The case was archived"),
    "hold_set": _("A legal hold was set"),
    "hold_lifted": _("The legal hold was lifted"),
    "form_attached": _("The signed copy of a form was attached"),
    "upgraded": _("The consultation became a guidance case"),
    "expert_invited": _("An expert was invited"),
    "expert_declared": _("The expert declared to be free of conflicts"),
    "expert_accepted": _("An expert accepted and works on the case"),
    "expert_declined": _("The expert declined"),
    "expert_conflicted": _("The expert has a conflict of interest; the case is closed to them"),
    "expert_left": _("The expert's work on the case ended"),
    "expert_uninvited": _("The invitation of the expert was taken back"),
    "enterprise_verified": _("The enterprise was verified"),
    "clock_broken": _("A service time passed; the head of the centre was told"),
    "call_acknowledged": _("Somebody on duty acknowledged the emergency"),
    "opinion_begun": _("A version of the guidance opinion was begun"),
    "opinion_submitted": _("The opinion was handed to the reviewers"),
    "opinion_returned": _("The reviewer returned the opinion"),
    "opinion_signed": _("The opinion got its second signature"),
    "opinion_issued": _("The guidance opinion was issued"),
    "opinion_acknowledged": _("The enterprise acknowledged the opinion"),
    "step_ticked": _("A step of the playbook was marked as done"),
    "step_unticked": _("A step of the playbook was marked as open again"),
    "playbook_added": _("The centre added a playbook"),
    "exchange_added": _("An exchange with the other side was entered"),
    "exchange_corrected": _("An entry of the exchange log was corrected by a new one"),
    "referral_made": _("A referral to a department was drafted"),
    "referral_edited": _("The draft of a referral was changed"),
    "referral_sent": _("The matter was referred to a department"),
    "referral_received": _("The department confirmed that it has the referral"),
    "referral_returned": _("The department returned the referral"),
    "export_prepared": _("An evidence export was prepared"),
    "export_changed": _("An evidence export was changed"),
    "export_answered": _("Questions of the evidence-export gate were answered"),
    "export_redacted": _("A redacted version was put into an evidence export"),
    "export_submitted": _("An evidence export was handed in for review"),
    "export_handed_up": _("An evidence export was handed up to the head of the centre"),
    "export_returned": _("An evidence export was returned to be prepared again"),
    "export_findings_accepted": _("A reviewer wrote why a finding of the redaction check may stand"),
    "export_advised": _("An expert gave an opinion on an evidence export"),
    "export_decided": _("The review of an evidence export was decided"),
    "export_approval_recorded": _("The approval of an authority for an evidence export was recorded"),
    "export_approval_confirmed": _("A reviewer confirmed the approval of an authority for an evidence export"),
    "export_approval_dropped": _("The approval for an evidence export fell: its paper was replaced"),
    "export_made": _("The package of an evidence export was made"),
    "export_withdrawn": _("An evidence export was withdrawn"),
    "outcome_recorded": _("The outcome was recorded"),
    "deadline_added": _("A legal deadline was added"),
    "deadlines_computed": _("The portal computed legal deadlines; a person has not confirmed them yet"),
    "deadline_confirmed": _("A computed deadline was confirmed"),
    "deadline_ordered": _("An order changed a deadline"),
    "deadline_extended": _("An extension changed a deadline"),
    "deadline_recomputed": _("A deadline was counted again: its dates changed"),
    "deadline_to_look_at": _("The rule of a deadline gives no date any more; a person must look at it"),
    "deadline_passed": _("The last minute of a deadline has passed"),
    "deadline_done": _("What was due by a deadline was done"),
    "deadline_dropped": _("A deadline turned out not to apply"),
    "deadline_reopened": _("A deadline runs again"),
    "loss_added": _("An entry was made in the loss ledger"),
    "loss_corrected": _("An entry of the loss ledger was corrected by a new one"),
    "loss_stated": _("The enterprise made its statement on an entry of the ledger"),
    "loss_verified": _("An entry of the loss ledger was verified"),
    "loss_refused": _("The verification of an entry of the ledger was refused"),
}

# The centre's own business: never on the enterprise's timeline.
INTERNAL_KINDS = frozenset(
    {
        "referral_made",
        "referral_edited",
        "hold_set",
        "hold_lifted",
        "link_renewed",
        "note_added",
        "note_corrected",
        "priority_lowered",
        "escalated",
        "call_acknowledged",
        "clock_broken",
        "opinion_begun",
        "opinion_submitted",
        "opinion_returned",
        "opinion_signed",
        "expert_invited",
        "expert_declared",
        "expert_declined",
        "expert_conflicted",
        "expert_uninvited",
    }
)


def act_label(kind: str) -> str:
    return str(ACTS.get(kind, kind))


TONES: dict[str, str] = {
    "asked_back": "caution",
    "answered": "ok",
    "answer_added": "ok",
    "refused": "danger",
    "priority_raised": "caution",
    "supplement_requested": "caution",
    "accepted": "ok",
    "terminated": "danger",
    "deemed_withdrawn": "danger",
    "escalated": "caution",
    "opinion_issued": "ok",
    "opinion_returned": "caution",
    "export_decided": "info",
    "export_handed_up": "danger",
    "export_returned": "caution",
    "loss_verified": "ok",
    "loss_refused": "caution",
    "step_ticked": "ok",
    "referral_received": "ok",
    "referral_returned": "caution",
    "expert_accepted": "ok",
    "expert_declined": "caution",
    "expert_conflicted": "danger",
    "clock_broken": "danger",
    "deadlines_computed": "caution",
    "deadline_ordered": "caution",
    "deadline_recomputed": "caution",
    "deadline_to_look_at": "danger",
    "deadline_passed": "danger",
    "deadline_done": "ok",
}

STEPS: dict[str, str | Promise] = {
    "draft": _("Finish the form and send it. Nobody but you sees it until then."),
    "submitted": _("An officer of the centre will read your case; we write to you."),
    "in_consultation": _("An officer is working on your case."),
    "waiting": _("The centre needs something from you. Please reply below; its clock stands still until you do."),
    "answered": _("Read the answer. If something is unclear, write back; if it helped, rate and close."),
    "refused": _("The centre could not take the case. The reason and who can help instead stand below."),
    "withdrawn": _("You withdrew the case. Nothing more will happen."),
    "closed": _("The case is closed. If the matter comes back, open it again."),
    "supplement_requested": _("Something is missing in your application. Send it below before the time is over."),
    "accepted": _("The case is accepted. An officer will begin the guidance."),
    "in_guidance": _("The centre works on your case and prepares a guidance opinion."),
    "opinion_issued": _("Read the guidance opinion below and confirm that you have received it."),
    "tracking": _("The centre follows the case. Tell it about every letter of the court or office."),
    "deemed_withdrawn": _("No supplement came in time, so the case counts as withdrawn. You may file a new one."),
    "terminated": _("The case was terminated. The reason stands below."),
    "archived": _("The case is closed and its file is archived."),
}

CENTRE_STEPS: dict[str, str | Promise] = {
    "submitted": pgettext_lazy("officer", "Take the case, or hand it to the right centre."),
    "in_consultation": pgettext_lazy("officer", "Read it, ask back what is missing, then answer."),
    "waiting": pgettext_lazy("officer", "Waiting for the enterprise; the clock stands still."),
    "answered": pgettext_lazy("officer", "Answered. The enterprise may write back or close."),
    "refused": pgettext_lazy("officer", "Not accepted. Nothing is left to do."),
    "withdrawn": pgettext_lazy("officer", "Withdrawn by the enterprise. Nothing is left to do."),
    "closed": pgettext_lazy("officer", "Closed. It can be opened again."),
    "supplement_requested": pgettext_lazy("officer", "Waiting for the supplement; your clock stands still."),
    "accepted": pgettext_lazy("officer", "Accepted. Begin the guidance."),
    "in_guidance": pgettext_lazy("officer", "Work on the opinion: invite an expert or draft it, then have it signed."),
    "opinion_issued": pgettext_lazy("officer", "The opinion is out. Follow up at least once a month."),
    "tracking": pgettext_lazy("officer", "Follow up at least once a month; record the outcome, then close."),
    "deemed_withdrawn": pgettext_lazy("officer", "No supplement came in time. Nothing is left to do."),
    "terminated": pgettext_lazy("officer", "Terminated. Nothing is left to do."),
    "archived": pgettext_lazy("officer", "Archived. Nothing is left to do."),
}
# Where the same state means another thing in a guidance case.
GUIDANCE_STEPS: dict[str, str | Promise] = {
    "submitted": _("The centre checks your application and decides whether it accepts the guidance case."),
    "waiting": _("The centre needs something for your guidance case. Please reply below; its clock stands still."),
    "refused": _("The centre could not accept your application. The reason and who can help instead stand below."),
    "withdrawn": _("You withdrew the guidance case. Nothing more will happen."),
    "closed": _("The guidance case is closed. If the matter comes back, open it again."),
}


def next_step(case: Case) -> str:
    """What the enterprise should know or do now."""
    waits = case.waiting_on == WaitingOn.ENTERPRISE and case.state != CaseState.SUPPLEMENT_REQUESTED
    step = "waiting" if waits else case.state
    own = GUIDANCE_STEPS.get(step) if case.is_guidance else None
    return str(own or STEPS[step])


def officer_step(case: Case) -> str:
    """What the centre should do now. Where it depends on the reader, `disputes.nextsteps` goes before it."""
    waits = case.waiting_on == WaitingOn.ENTERPRISE and case.state != CaseState.SUPPLEMENT_REQUESTED
    if waits:
        return str(CENTRE_STEPS["waiting"])
    return str(CENTRE_STEPS[case.state])
