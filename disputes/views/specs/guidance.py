"""Acts of a guidance case from its application to its end."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from disputes.actions.deciding import accept_case, request_supplement, supplement_case
from disputes.actions.ending import terminate_case
from disputes.actions.guiding import begin_guidance, follow_up, set_waiting, write_message
from disputes.actions.holding import escalate_case
from disputes.acts import Act
from disputes.choices import TerminationReason
from disputes.forms.acts import NothingForm, ReasonForm
from disputes.forms.guidance import (
    AcceptForm,
    FollowUpForm,
    MessageForm,
    SupplementForm,
    SupplementRequestForm,
    TerminateForm,
    WaitForm,
)
from disputes.models import Case
from disputes.states import WaitingOn
from disputes.views.specs.base import Spec
from portal.accounts.models import User


def _supplement(case: Case, by: User, data: Mapping[str, Any], version: int | None) -> None:
    supplement_case(case=case, by=by, text=data["text"], files=data["documents"], form_key=data["form_key"])


GUIDANCE: dict[Act, Spec] = {
    Act.REQUEST_SUPPLEMENT: Spec(
        SupplementRequestForm,
        _("Send the request"),
        _("The request was sent. Your clock stands still; the enterprise's own runs."),
        lambda case, by, data, version: request_supplement(case=case, by=by, text=data["text"], version=version),
        title=_("Request a supplement (form B)"),
    ),
    Act.SUPPLEMENT: Spec(
        SupplementForm,
        _("Send the supplement"),
        _("Your supplement was sent. The centre's clock runs again."),
        _supplement,
        title=_("Send what is missing"),
        adds=True,
    ),
    Act.ACCEPT: Spec(
        AcceptForm,
        _("Accept the case"),
        _("The case is accepted; the enterprise was told."),
        lambda case, by, data, version: accept_case(case=case, by=by, text=data["text"], version=version),
        title=_("Accept (form D)"),
    ),
    Act.BEGIN: Spec(
        NothingForm,
        _("Begin the guidance"),
        _("The guidance has begun."),
        lambda case, by, data, version: begin_guidance(case=case, by=by, version=version),
    ),
    Act.WRITE: Spec(
        MessageForm,
        _("Send the message"),
        _("The message was sent."),
        lambda case, by, data, version: write_message(case=case, by=by, text=data["text"], form_key=data["form_key"]),
        title=_("Write a message"),
        adds=True,
    ),
    Act.WAIT: Spec(
        WaitForm,
        _("Set"),
        _("It is noted for whom the case waits."),
        lambda case, by, data, version: set_waiting(
            case=case, by=by, waiting_on=WaitingOn(data["waiting_on"]), version=version
        ),
        "secondary",
        title=_("For whom does the case wait?"),
    ),
    Act.FOLLOW_UP: Spec(
        FollowUpForm,
        _("Keep the follow-up"),
        _("The follow-up was kept."),
        lambda case, by, data, version: follow_up(
            case=case, by=by, text=data["text"], next_on=data["next_on"], version=version
        ),
        title=_("Follow up"),
    ),
    Act.ESCALATE: Spec(
        ReasonForm,
        _("Escalate the case"),
        _("The supervisors of the network see the case now."),
        lambda case, by, data, version: escalate_case(case=case, by=by, reason=data["reason"], version=version),
        "secondary",
        title=_("Escalate to the network"),
    ),
    Act.TERMINATE: Spec(
        TerminateForm,
        _("Terminate the case"),
        _("The case was terminated."),
        lambda case, by, data, version: terminate_case(
            case=case, by=by, reason=TerminationReason(data["reason"]), text=data["text"], version=version
        ),
        "danger",
        title=_("Terminate (form E)"),
    ),
}
