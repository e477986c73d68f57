"""What can be done to a version of an opinion from its page: who is offered which act, and what it calls."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from disputes.access import Act, Standing, allows
from disputes.actions import opinions as actions
from disputes.forms.acts import ActForm, NothingForm
from disputes.forms.opinions import ReturnForm
from disputes.models import Opinion
from disputes.opinions import names
from disputes.states import OpinionState as S
from portal.accounts.models import User
from portal.lib.errors import ActionError
from portal.lib.forms import put_back, version_of

Call = Callable[[Opinion, User, Mapping[str, Any], int], None]


@dataclass(frozen=True)
class OpinionAct:
    """`act` says who may (`disputes.acts`), `states` when; what only the authors settle is in `why_not`."""

    act: Act
    states: frozenset[S]
    label: str | Promise
    text: str | Promise
    done: str | Promise
    call: Call
    form: type[ActForm] = NothingForm
    kind: str = "primary"


@dataclass
class Offer:
    name: str
    spec: OpinionAct
    form: ActForm


ACTS: dict[str, OpinionAct] = {
    "submit": OpinionAct(
        Act.DRAFT_OPINION,
        frozenset({S.DRAFT}),
        gettext_lazy("Submit for review"),
        gettext_lazy("The reviewers of the centre are told. Nobody can edit the text until one has decided."),
        gettext_lazy("Submitted. The reviewers have been told."),
        lambda opinion, by, data, version: actions.submit_opinion(opinion=opinion, by=by, version=version),
    ),
    "sign": OpinionAct(
        Act.SIGN_OPINION,
        frozenset({S.IN_REVIEW}),
        pgettext_lazy("opinion", "Sign"),
        gettext_lazy("You stand behind this text beside its authors. It is frozen from now on."),
        gettext_lazy("Signed. The opinion can be issued now."),
        lambda opinion, by, data, version: actions.sign_opinion(opinion=opinion, by=by, version=version),
    ),
    "issue": OpinionAct(
        Act.ISSUE_OPINION,
        frozenset({S.SIGNED}),
        gettext_lazy("Issue the opinion"),
        gettext_lazy("The enterprise gets it at once (form F). A version issued before is superseded."),
        gettext_lazy("Issued. The enterprise has been told."),
        lambda opinion, by, data, version: actions.issue_opinion(opinion=opinion, by=by, version=version),
    ),
    "acknowledge": OpinionAct(
        Act.ACKNOWLEDGE,
        frozenset({S.ISSUED}),
        gettext_lazy("We have received and read it"),
        gettext_lazy("Your centre then follows the case with you. You bind yourself to nothing."),
        gettext_lazy("Thank you. The centre follows the case from now on."),
        lambda opinion, by, data, version: actions.acknowledge_opinion(opinion=opinion, by=by),
    ),
    "return": OpinionAct(
        Act.SIGN_OPINION,
        frozenset({S.IN_REVIEW, S.SIGNED}),
        gettext_lazy("Return to the authors"),
        gettext_lazy("It becomes a draft again; a signature that it bears falls."),
        gettext_lazy("Returned. The authors have been told."),
        lambda opinion, by, data, version: actions.return_opinion(
            opinion=opinion, by=by, reason=data["reason"], version=version
        ),
        ReturnForm,
        "secondary",
    ),
}


def offered_on(
    opinion: Opinion, user: User, standing: Standing, bound: ActForm | None = None, tried: str = ""
) -> dict[str, Offer]:
    """The acts this person may do now, by name. A refused form replaces its fresh one."""
    found = {}
    for name, spec in ACTS.items():
        if opinion.state not in spec.states or not allows(spec.act, opinion.case, standing):
            continue
        if name == "sign" and user in opinion.authors.all():
            continue
        if name == "acknowledge" and opinion.acknowledged_at is not None:
            continue
        form = bound if bound is not None and name == tried else spec.form(case=opinion.case, user=user)
        found[name] = Offer(name, spec, form)
    return found


def why_not(opinion: Opinion, user: User, standing: Standing) -> str:
    """Why a reviewer who could sign elsewhere may not sign here; empty where nothing is to be said."""
    if opinion.state != S.IN_REVIEW or not allows(Act.SIGN_OPINION, opinion.case, standing):
        return ""
    authors = list(opinion.authors.all())
    if user not in authors:
        return ""
    return _("You wrote on this opinion, so another reviewer must sign it. Its authors are: %(authors)s.") % {
        "authors": names(authors)
    }


def perform(request: HttpRequest, opinion: Opinion, user: User, name: str) -> tuple[ActForm, int]:
    """Do what was sent. Returns the form and 200, or the refused form and the status of the refusal."""
    spec = ACTS[name]
    form = spec.form(request.POST, case=opinion.case, user=user)
    if not form.is_valid():
        return form, 400
    try:
        spec.call(opinion, user, form.cleaned_data, version_of(request))
    except ActionError as error:
        put_back(form, error)
        return form, error.status
    return form, 200
