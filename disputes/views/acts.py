"""Acts as pages send them: one form and one call each.

A page posts an act to its own address. `perform` validates, calls the action and puts a refusal back, so that the
page shows it with everything that was typed.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from disputes.access import Act, Standing, allows
from disputes.actions.answering import add_note, answer_case, ask_back, refuse_case, reply
from disputes.actions.documents import add_document
from disputes.actions.ending import close_case, rate_case, reopen_case, withdraw_case
from disputes.actions.holding import assign_case, release_case, take_case, transfer_case
from disputes.actions.priority import set_priority
from disputes.choices import Priority, RefusalReason
from disputes.forms.acts import (
    ActForm,
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
from portal.accounts.models import User
from portal.lib.errors import ActionError
from portal.lib.forms import put_back, version_of

Call = Callable[[Case, User, Mapping[str, Any], int | None], object]

# Acts that only add something: they are right whatever else happened since the page was opened.
ADDING = frozenset({Act.REPLY, Act.NOTE, Act.ADD_DOCUMENT, Act.RATE})


@dataclass(frozen=True)
class Spec:
    """How an act is asked for: its form, its button and what it calls."""

    form: type[ActForm]
    label: str | Promise
    done: str | Promise
    call: Call
    kind: str = "primary"


def _reply(case: Case, by: User, data: Mapping[str, Any], version: int | None) -> None:
    reply(case=case, by=by, text=data["text"], files=data["documents"], form_key=data["form_key"])


def _documents(case: Case, by: User, data: Mapping[str, Any], version: int | None) -> None:
    for file in data["documents"]:
        add_document(case=case, by=by, file=file)


SPECS: dict[Act, Spec] = {
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
    ),
    Act.ASK_BACK: Spec(
        AskBackForm,
        _("Send the question"),
        _("The question was sent. The clock stands still until the enterprise replies."),
        lambda case, by, data, version: ask_back(case=case, by=by, text=data["text"], version=version),
    ),
    Act.NOTE: Spec(
        NoteForm,
        _("Keep the note"),
        _("The note was kept."),
        lambda case, by, data, version: add_note(case=case, by=by, text=data["text"], form_key=data["form_key"]),
        "secondary",
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
    ),
    Act.PRIORITY: Spec(
        PriorityForm,
        _("Change the priority"),
        _("The priority was changed."),
        lambda case, by, data, version: set_priority(
            case=case, by=by, priority=Priority(data["priority"]), reason=data["reason"], version=version
        ),
        "secondary",
    ),
    Act.REPLY: Spec(ReplyForm, _("Send to the centre"), _("Your message was sent."), _reply),
    Act.ADD_DOCUMENT: Spec(DocumentForm, _("Add"), _("The documents were added."), _documents, "secondary"),
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
    ),
}


@dataclass
class Offered:
    """One act on the page: its address word, its button and its form."""

    act: Act
    label: str | Promise
    kind: str
    form: ActForm


def offered(
    case: Case, user: User, standing: Standing, acts: tuple[Act, ...], bound: ActForm | None = None, tried: str = ""
) -> dict[str, Offered]:
    """The acts of `acts` that this person may do now, by name. A refused form replaces its fresh one."""
    found = {}
    for act in acts:
        if not allows(act, case, standing):
            continue
        spec = SPECS[act]
        form = bound if bound is not None and act == tried else spec.form(case=case, user=user, prefix=act.value)
        found[act.value] = Offered(act, spec.label, spec.kind, form)
    return found


def perform(request: HttpRequest, case: Case, user: User, act: Act) -> tuple[ActForm, int]:
    """Do what was sent. Returns the form and 200, or the refused form and the status of the refusal."""
    spec = SPECS[act]
    form = spec.form(request.POST, request.FILES, case=case, user=user, prefix=act.value)
    if not form.is_valid():
        return form, 400
    try:
        spec.call(case, user, form.cleaned_data, None if act in ADDING else version_of(request))
    except ActionError as error:
        put_back(form, error)
        return form, error.status
    return form, 200
