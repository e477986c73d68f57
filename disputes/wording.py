"""The words for what happened, as the timeline and the mails show them."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

ACTS: dict[str, str | Promise] = {
    "submitted": _("The case was filed"),
    "taken": _("An officer took the case"),
    "assigned": _("The case was given to an officer"),
    "released": _("The officer put the case back into the queue"),
    "asked_back": _("The centre asked a question; its clock stands still"),
    "replied": _("The enterprise replied"),
    "note_added": _("An internal note was written"),
    "answered": _("The centre answered"),
    "answer_added": _("The centre added to its answer"),
    "refused": _("The case was not accepted"),
    "transferred": _("The case was handed to another centre"),
    "priority_raised": _("The priority was raised"),
    "priority_lowered": _("The priority was lowered"),
    "document_added": _("A document was added"),
    "withdrawn": _("The case was withdrawn"),
    "rated": _("The answer was rated"),
    "closed": _("The case was closed"),
    "reopened": _("The case was opened again"),
    "enterprise_verified": _("The enterprise was verified"),
}

# The centre's own business: never on the enterprise's timeline.
INTERNAL_KINDS = frozenset({"note_added", "priority_lowered"})


def act_label(kind: str) -> str:
    return str(ACTS.get(kind, kind))


TONES: dict[str, str] = {
    "asked_back": "caution",
    "answered": "ok",
    "answer_added": "ok",
    "refused": "danger",
    "priority_raised": "caution",
}

NEXT_STEPS: dict[str, str | Promise] = {
    "draft": _("Finish the form and send it. Nobody but you sees it until then."),
    "submitted": _("An officer of the centre will read your case. You need do nothing; we write to you."),
    "in_consultation": _("An officer is working on your case."),
    "waiting": _("The centre needs something from you. Please reply below; its clock stands still until you do."),
    "answered": _("Read the answer. If something is unclear, write back; if it helped, rate and close."),
    "refused": _("The centre could not take the case. The reason and who can help instead stand below."),
    "withdrawn": _("You withdrew the case. Nothing more will happen."),
    "closed": _("The case is closed. If the matter comes back, open it again."),
}

OFFICER_STEPS: dict[str, str | Promise] = {
    "submitted": pgettext_lazy("officer", "Take the case, or hand it to the right centre."),
    "in_consultation": pgettext_lazy("officer", "Read it, ask back what is missing, then answer."),
    "waiting": pgettext_lazy("officer", "Waiting for the enterprise; the clock stands still."),
    "answered": pgettext_lazy("officer", "Answered. The enterprise may write back or close."),
    "refused": pgettext_lazy("officer", "Not accepted. Nothing is left to do."),
    "withdrawn": pgettext_lazy("officer", "Withdrawn by the enterprise. Nothing is left to do."),
    "closed": pgettext_lazy("officer", "Closed. It can be opened again."),
}
