"""What can be done to an evidence export from its page: who is offered which act, and what it calls."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from disputes.access import Act, Standing, allows
from disputes.actions import export_review as review
from disputes.actions import exporting
from disputes.actions.export_approval import Approval, confirm_approval, record_approval
from disputes.actions.export_package import make_package
from disputes.export_states import ExportState as S
from disputes.exports import Dossier, Row, speaks_for
from disputes.forms.exports import (
    AcceptForm,
    AdviceForm,
    ApprovalForm,
    DecideForm,
    ExportActForm,
    FileForm,
    PlainForm,
    ReasonForm,
)
from disputes.gate import Check, GateResult
from disputes.models import EvidenceExport, ExportItem
from portal.accounts.models import User
from portal.lib.errors import ActionError, Invalid
from portal.lib.forms import put_back, version_of

Data = Mapping[str, Any]
Call = Callable[[EvidenceExport, User, Data, int], Any]


@dataclass(frozen=True)
class ExportAct:
    """`act` says who may (`disputes.acts`), `states` when. `per_item`: it is about one document."""

    act: Act
    states: frozenset[S]
    label: str | Promise
    text: str | Promise
    done: str | Promise
    call: Call
    form: type[ExportActForm] = PlainForm
    kind: str = "primary"
    per_item: bool = False


@dataclass
class Offer:
    name: str
    spec: ExportAct
    form: ExportActForm


def _decide(export: EvidenceExport, by: User, data: Data, version: int) -> None:
    review.decide_export(export=export, by=by, result=GateResult(data["result"]), basis=data["basis"], version=version)


def _advise(export: EvidenceExport, by: User, data: Data, version: int) -> None:
    recommends = GateResult(data["recommends"])
    review.advise_export(export=export, by=by, recommends=recommends, text=data["text"], version=version)


def _approve(export: EvidenceExport, by: User, data: Data, version: int) -> None:
    approval = Approval(data["authority"], data["number"], data["on"])
    record_approval(export=export, by=by, approval=approval, file=data["file"], version=version)


def _redacted(export: EvidenceExport, by: User, data: Data, version: int) -> None:
    exporting.put_redacted(export=export, by=by, item=data["item"], file=data["file"], version=version)


def _accept(export: EvidenceExport, by: User, data: Data, version: int) -> None:
    review.accept_findings(export=export, by=by, item=data["item"], reason=data["reason"], version=version)


OPEN = frozenset({S.DRAFT, S.IN_REVIEW, S.DECIDED})
ACTS: dict[str, ExportAct] = {
    "submit": ExportAct(
        Act.PREPARE_EXPORT,
        frozenset({S.DRAFT}),
        gettext_lazy("Hand in for review"),
        gettext_lazy("A reviewer of the centre is told. Nothing leaves before the review is decided."),
        gettext_lazy("Handed in. The reviewers have been told."),
        lambda export, by, data, version: exporting.submit_export(export=export, by=by, version=version),
    ),
    "decide": ExportAct(
        Act.REVIEW_EXPORT,
        frozenset({S.IN_REVIEW}),
        gettext_lazy("Decide"),
        gettext_lazy("You record a self-check and a review. You do not find that the export is lawful."),
        gettext_lazy("Decided. The side that prepared it has been told."),
        _decide,
        DecideForm,
    ),
    "approval": ExportAct(
        Act.REVIEW_EXPORT,
        frozenset({S.DECIDED}),
        gettext_lazy("Enter the approval of the authority"),
        gettext_lazy(
            "Without authority, file number, date and paper nothing can be exported. A reviewer who did not enter them"
            " confirms them."
        ),
        gettext_lazy("The approval is on record. A reviewer has been asked to confirm it."),
        _approve,
        ApprovalForm,
    ),
    "confirm": ExportAct(
        Act.REVIEW_EXPORT,
        frozenset({S.DECIDED}),
        gettext_lazy("Confirm the approval"),
        gettext_lazy(
            "Only where you have read the paper: authority, file number and date stand on it, and it covers this"
            " recipient and these documents. Where they do not, return the export."
        ),
        gettext_lazy("Confirmed. The side that prepared it has been told."),
        lambda export, by, data, version: confirm_approval(export=export, by=by, version=version),
    ),
    "make": ExportAct(
        Act.PREPARE_EXPORT,
        frozenset({S.DECIDED}),
        gettext_lazy("Make the package"),
        gettext_lazy("The files with their hashes, a cover and the record of the gate, in one archive."),
        gettext_lazy("The package is made. Each download is logged."),
        lambda export, by, data, version: make_package(export=export, by=by, version=version),
    ),
    "advise": ExportAct(
        Act.ADVISE_EXPORT,
        frozenset({S.IN_REVIEW, S.DECIDED}),
        gettext_lazy("Give an opinion"),
        gettext_lazy("The reviewer reads it and decides; it stays on record."),
        gettext_lazy("Your opinion is on record."),
        _advise,
        AdviceForm,
    ),
    "return": ExportAct(
        Act.REVIEW_EXPORT,
        frozenset({S.IN_REVIEW, S.DECIDED}),
        gettext_lazy("Return it"),
        gettext_lazy("It is prepared again; a decision falls."),
        gettext_lazy("Returned. The side that prepared it has been told."),
        lambda export, by, data, version: review.return_export(
            export=export, by=by, reason=data["reason"], version=version
        ),
        ReasonForm,
        "secondary",
    ),
    "reopen": ExportAct(
        Act.PREPARE_EXPORT,
        frozenset({S.IN_REVIEW, S.DECIDED}),
        gettext_lazy("Change it again"),
        gettext_lazy("It becomes a draft; a decision falls and the review starts again."),
        gettext_lazy("It is a draft again."),
        lambda export, by, data, version: exporting.reopen_export(export=export, by=by, version=version),
        kind="secondary",
    ),
    "withdraw": ExportAct(
        Act.PREPARE_EXPORT,
        OPEN,
        gettext_lazy("Withdraw it"),
        gettext_lazy("Nothing of it leaves. What was asked and answered stays on record."),
        gettext_lazy("Withdrawn."),
        lambda export, by, data, version: exporting.withdraw_export(export=export, by=by, version=version),
        kind="quiet",
    ),
    "redacted": ExportAct(
        Act.PREPARE_EXPORT,
        OPEN,
        gettext_lazy("Put in a redacted version"),
        gettext_lazy("It goes out in place of the document. A decision falls: the reviewer looks at this very file."),
        gettext_lazy("The redacted version is in. Its check takes a minute."),
        _redacted,
        FileForm,
        "secondary",
        per_item=True,
    ),
    "accept": ExportAct(
        Act.REVIEW_EXPORT,
        frozenset({S.IN_REVIEW}),
        gettext_lazy("Let the findings stand"),
        gettext_lazy("Only where you have looked at the file yourself. Your reason is kept."),
        gettext_lazy("Your reason is on record."),
        _accept,
        AcceptForm,
        "secondary",
        per_item=True,
    ),
}


def may(name: str, export: EvidenceExport, standing: Standing, dossier: Dossier, user: User) -> bool:
    """Whether the page of this person offers the act."""
    spec = ACTS[name]
    if export.state not in spec.states:
        return False
    own = allows(Act.PREPARE_EXPORT, export.case, standing) and speaks_for(export, standing)
    if name == "approval":
        wanted = export.result == GateResult.NEEDS_APPROVAL
        return wanted and (own or allows(Act.REVIEW_EXPORT, export.case, standing))
    if name == "confirm":
        waits = export.result == GateResult.NEEDS_APPROVAL and export.is_approved and not export.is_confirmed
        return waits and allows(spec.act, export.case, standing) and dossier.may_confirm(user, standing)
    if name == "make":
        return own and dossier.is_clear_to_leave
    if spec.act == Act.PREPARE_EXPORT:
        return own
    if spec.act == Act.REVIEW_EXPORT:
        return allows(spec.act, export.case, standing) and user.pk not in dossier.authors
    return allows(spec.act, export.case, standing)


def offers(
    dossier: Dossier, standing: Standing, user: User, bound: ExportActForm | None = None, tried: str = ""
) -> dict[str, Offer]:
    """The acts about the whole export. A refused form replaces its fresh one."""
    found = {}
    for name, spec in ACTS.items():
        if spec.per_item or not may(name, dossier.export, standing, dossier, user):
            continue
        form = bound if bound is not None and name == tried else form_of(name, dossier, standing)
        found[name] = Offer(name, spec, form)
    return found


def item_offers(row: Row, dossier: Dossier, standing: Standing, user: User) -> list[Offer]:
    """The acts about one document: a redacted version, or a reviewer's word on what the check found."""
    found = []
    for name, spec in ACTS.items():
        if not spec.per_item or not may(name, dossier.export, standing, dossier, user):
            continue
        if name == "accept" and (row.facts().check != Check.FOUND or row.accepted):
            continue
        form = form_of(name, dossier, standing)
        form.auto_id = f"id_{name}_{row.item.position}_%s"
        found.append(Offer(name, spec, form))
    return found


def form_of(name: str, dossier: Dossier, standing: Standing, *args: Any) -> ExportActForm:
    if name != "decide":
        return ACTS[name].form(*args)
    floor = dossier.floor(sees_restricted=standing.sees_restricted)
    stops = floor.is_open or (floor.handed_up and not standing.sees_restricted)
    return DecideForm(*args, least=floor.result, only_block=stops)


def perform(
    request: HttpRequest, dossier: Dossier, standing: Standing, user: User, name: str
) -> tuple[ExportActForm, int]:
    """Do what was sent. Returns the form and 200, or the refused form and the status of the refusal."""
    spec = ACTS[name]
    form = form_of(name, dossier, standing, request.POST, request.FILES)
    if not form.is_valid():
        return form, 400
    try:
        data = dict(form.cleaned_data)
        if spec.per_item:
            data["item"] = _item(request, dossier)
        spec.call(dossier.export, user, data, version_of(request))
    except ActionError as error:
        put_back(form, error)
        return form, error.status
    return form, 200


def _item(request: HttpRequest, dossier: Dossier) -> ExportItem:
    sent = request.POST.get("item", "")
    for row in dossier.rows:
        if str(row.item.position) == sent:
            return row.item
    raise Invalid(_GONE)


_GONE = gettext_lazy("This document is no longer in the export. Reload the page.")
