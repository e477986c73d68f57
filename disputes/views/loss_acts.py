"""What can be said or decided about an entry of the ledger: by the enterprise, and by a second person."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from disputes.access import Act, Standing, allows
from disputes.actions.losses import hands_of, refuse_loss, state_loss, verify_loss
from disputes.forms.acts import ActForm, NothingForm
from disputes.forms.outcomes import RefuseLossForm, StatementForm
from disputes.models import LossRecord
from disputes.results import LossState
from portal.accounts.models import User
from portal.lib.errors import ActionError
from portal.lib.forms import put_back

Call = Callable[[LossRecord, User, Mapping[str, Any]], None]


@dataclass(frozen=True)
class LossAct:
    act: Act
    label: str | Promise
    text: str | Promise
    done: str | Promise
    call: Call
    form: type[ActForm] = NothingForm
    kind: str = "primary"


@dataclass
class Offer:
    name: str
    spec: LossAct
    form: ActForm


ACTS: dict[str, LossAct] = {
    "state": LossAct(
        Act.STATE_LOSS,
        gettext_lazy("Send the statement"),
        gettext_lazy("Your word is kept with the entry; the centre verifies it afterwards."),
        gettext_lazy("Thank you. Your statement is kept with the entry."),
        lambda record, by, data: state_loss(record=record, by=by, agreed=data["agreed"], text=data["text"]),
        StatementForm,
    ),
    "verify": LossAct(
        Act.VERIFY_LOSS,
        gettext_lazy("Verify the entry"),
        gettext_lazy("You have looked at the evidence, and amount, currency, date and rate are right."),
        gettext_lazy("Verified."),
        lambda record, by, data: verify_loss(record=record, by=by),
    ),
    "refuse": LossAct(
        Act.VERIFY_LOSS,
        gettext_lazy("Refuse the verification"),
        gettext_lazy("The entry stays and does not count. Say what is missing."),
        gettext_lazy("Refused. The handler has been told."),
        lambda record, by, data: refuse_loss(record=record, by=by, reason=data["reason"]),
        RefuseLossForm,
        "secondary",
    ),
}


def _own(record: LossRecord, user: User) -> bool:
    return user.pk in hands_of(record)


def offered_on(
    record: LossRecord, user: User, standing: Standing, bound: ActForm | None = None, tried: str = ""
) -> dict[str, Offer]:
    """The acts this person may do now, by name. A refused form replaces its fresh one."""
    if record.state != LossState.RECORDED or record.is_corrected:
        return {}
    found = {}
    for name, spec in ACTS.items():
        if not allows(spec.act, record.case, standing):
            continue
        if name == "state" and record.stated_at is not None:
            continue
        if spec.act == Act.VERIFY_LOSS and (_own(record, user) or (name == "verify" and not record.agreed)):
            continue
        form = bound if bound is not None and name == tried else spec.form(case=record.case, user=user, prefix=name)
        found[name] = Offer(name, spec, form)
    return found


def why_not(record: LossRecord, user: User, standing: Standing) -> str:
    """Why somebody who verifies entries may not verify this one now; empty where nothing is to be said."""
    if record.state != LossState.RECORDED or record.is_corrected or not allows(Act.VERIFY_LOSS, record.case, standing):
        return ""
    if _own(record, user):
        return _("You entered this amount or held the case since, so another reviewer must verify it.")
    return "" if record.agreed else _("It can be verified once the enterprise has agreed to it.")


def perform(request: HttpRequest, record: LossRecord, user: User, name: str) -> tuple[ActForm, int]:
    """Do what was sent. Returns the form and 200, or the refused form and the status of the refusal."""
    spec = ACTS[name]
    form = spec.form(request.POST, case=record.case, user=user, prefix=name)
    if not form.is_valid():
        return form, 400
    try:
        spec.call(record, user, form.cleaned_data)
    except ActionError as error:
        put_back(form, error)
        return form, error.status
    return form, 200
