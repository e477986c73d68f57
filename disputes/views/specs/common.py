"""Acts that both kinds of case have, and those of a consultation."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from disputes.actions.answering import add_note, answer_case, ask_back, refuse_case, reply
from disputes.actions.documents import add_document
from disputes.actions.ending import close_case, reopen_case, withdraw_case
from disputes.actions.holding import assign_case, release_case, take_case, transfer_case
from disputes.actions.priority import set_priority
from disputes.actions.rating import rate_case
from disputes.acts import Act
from disputes.choices import Priority, RefusalReason
from disputes.forms.acts import (
    AnswerForm,
    AskBackForm,
    AssignForm,
    DocumentForm,
    NoteForm,
    NothingForm,
    PriorityForm,
    RateForm,
    ReasonForm,
    RefuseForm,
    ReplyForm,
    TransferForm,
    WithdrawForm,
)
from disputes.models import Case
from disputes.views.specs.base import Spec
from portal.accounts.models import User


def _reply(case: Case, by: User, data: Mapping[str, Any], version: int | None) -> None:
    reply(case=case, by=by, text=data["text"], files=data["documents"], form_key=data["form_key"])


def _documents(case: Case, by: User, data: Mapping[str, Any], version: int | None) -> None:
    for file in data["documents"]:
        add_document(case=case, by=by, file=file)


COMMON: dict[Act, Spec] = {
    Act.TAKE: Spec(
        NothingForm,
        _("Take this case"),
        _("You hold this case now."),
        lambda case, by, data, version: take_case(case=case, by=by, version=version),
    ),
    Act.RELEASE: Spec(
        NothingForm,
        _("Put it back into the queue"),
        _("The case is back in the queue."),
        lambda case, by, data, version: release_case(case=case, by=by, version=version),
        "secondary",
    ),
    Act.ASSIGN: Spec(
        AssignForm,
        _("Give it to this officer"),
        _("The case was given to the officer."),
        lambda case, by, data, version: assign_case(case=case, by=by, officer=data["officer"], version=version),
        "secondary",
        title=_("Assign to an officer"),
    ),
    Act.ASK_BACK: Spec(
        AskBackForm,
        _("Send the question"),
        _("The question was sent. The clock stands still until the enterprise replies."),
        lambda case, by, data, version: ask_back(case=case, by=by, text=data["text"], version=version),
        title=_("Ask back"),
    ),
    Act.NOTE: Spec(
        NoteForm,
        _("Keep the note"),
        _("The note was kept."),
        lambda case, by, data, version: add_note(case=case, by=by, text=data["text"], form_key=data["form_key"]),
        "secondary",
        adds=True,
        title=_("Write an internal note"),
    ),
    Act.ANSWER: Spec(
        AnswerForm,
        _("Send the answer"),
        _("The answer was sent."),
        lambda case, by, data, version: answer_case(
            case=case, by=by, text=data["text"], citations=data["citations"], version=version
        ),
    ),
    Act.REFUSE: Spec(
        RefuseForm,
        _("Do not accept the case"),
        _("The enterprise was told that the case is not accepted."),
        lambda case, by, data, version: refuse_case(
            case=case,
            by=by,
            reason=RefusalReason(data["reason"]),
            text=data["text"],
            other_body=data["other_body"],
            version=version,
        ),
        "danger",
        title=_("Do not accept"),
    ),
    Act.TRANSFER: Spec(
        TransferForm,
        _("Hand the case over"),
        _("The case was handed to the other centre."),
        lambda case, by, data, version: transfer_case(
            case=case,
            by=by,
            centre=data["centre"],
            reason=data["reason"],
            consented=data.get("consented", False),
            version=version,
        ),
        "secondary",
        title=_("Hand over to another centre"),
    ),
    Act.PRIORITY: Spec(
        PriorityForm,
        _("Change the priority"),
        _("The priority was changed."),
        lambda case, by, data, version: set_priority(
            case=case, by=by, priority=Priority(data["priority"]), reason=data["reason"], version=version
        ),
        "secondary",
        title=_("Change the priority"),
    ),
    Act.REPLY: Spec(ReplyForm, _("Send to the centre"), _("Your message was sent."), _reply, adds=True),
    Act.ADD_DOCUMENT: Spec(DocumentForm, _("Add"), _("The documents were added."), _documents, "secondary", adds=True),
    Act.WITHDRAW: Spec(
        WithdrawForm,
        _("Withdraw the case"),
        _("The case was withdrawn."),
        lambda case, by, data, version: withdraw_case(case=case, by=by, reason=data["reason"], version=version),
        "danger",
    ),
    Act.RATE: Spec(
        RateForm,
        _("Send the rating"),
        _("Thank you for your rating."),
        lambda case, by, data, version: rate_case(case=case, by=by, rating=data["rating"], comment=data["comment"]),
        adds=True,
    ),
    Act.CLOSE: Spec(
        NothingForm,
        _("Close the case"),
        _("The case is closed. You can open it again if the matter comes back."),
        lambda case, by, data, version: close_case(case=case, by=by, version=version),
        "secondary",
    ),
    Act.REOPEN: Spec(
        ReasonForm,
        _("Open the case again"),
        _("The case is open again."),
        lambda case, by, data, version: reopen_case(case=case, by=by, reason=data["reason"], version=version),
        title=_("Open the case again"),
    ),
}
