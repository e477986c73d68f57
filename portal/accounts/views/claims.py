"""Claiming an enterprise (the claimant) and deciding on claims (officers of the centre)."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from portal.accounts.access import person, require, rights_of
from portal.accounts.actions.audit import record
from portal.accounts.actions.claims import (
    add_claim_evidence,
    ask_for_evidence,
    claim_enterprise,
    edit_enterprise,
    reject_claim,
    verify_claim,
)
from portal.accounts.forms.claims import ClaimForm, DecisionForm, EnterpriseForm, EvidenceForm, cities_of
from portal.accounts.models import ClaimState, Enterprise, EnterpriseClaim, User
from portal.accounts.permissions import Permission as P
from portal.accounts.routing import explain
from portal.lib.downloads import private_download
from portal.lib.errors import ActionError
from portal.lib.fields import clean_text
from portal.lib.forms import put_back
from portal.lib.paging import page_of

EVENT_WORDS = {
    "claimed": gettext_lazy("Claimed"),
    "proof_added": gettext_lazy("Proof added"),
    "proof_asked": gettext_lazy("Proof asked for"),
    "disputed": gettext_lazy("Somebody else names the same code: under review"),
    "rival_verified": gettext_lazy("Somebody else was verified for the same code"),
    "verified": gettext_lazy("Verified"),
    "rejected": gettext_lazy("Not accepted"),
}


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def claim_new(request: HttpRequest) -> HttpResponse:
    """State that one acts for an enterprise."""
    form = ClaimForm(request.POST or None, request.FILES or None)
    status = 200
    if request.method == "POST":
        status = 400
        if form.is_valid():
            data = form.cleaned_data
            try:
                claim = claim_enterprise(
                    by=person(request),
                    uscc=data["uscc"],
                    facts=form.facts(),
                    contact_phone=data["contact_phone"],
                    evidence=data["evidence"],
                    evidence_kind=data["evidence_kind"],
                )
            except ActionError as error:
                put_back(form, error)
                status = error.status
            else:
                messages.success(request, _("Your claim has been received."))
                return redirect("accounts_claim", pk=claim.pk)
    return render(request, "accounts/claim_new.html", {"form": form}, status=status)


@login_required
@require_safe
def cities(request: HttpRequest) -> HttpResponse:
    """The options of the city field for one province (a fragment for the claim form)."""
    province = clean_text(request.GET.get("province", ""))[:10]
    return render(request, "accounts/city_options.html", {"cities": cities_of(province)})


def _own_claim(request: HttpRequest, pk: int) -> EnterpriseClaim:
    return get_object_or_404(
        EnterpriseClaim.objects.select_related("centre", "province", "city", "industry", "key_industry"),
        pk=pk,
        claimant=person(request),
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def claim_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One's own claim: where it stands, who decides, and adding proof (POST)."""
    claim = _own_claim(request, pk)
    form = EvidenceForm(request.POST or None, request.FILES or None)
    status = 200
    if request.method == "POST":
        status = 400
        if form.is_valid():
            try:
                add_claim_evidence(
                    claim=claim,
                    by=person(request),
                    file=form.cleaned_data["evidence"],
                    kind=form.cleaned_data["evidence_kind"],
                )
            except ActionError as error:
                put_back(form, error)
                status = error.status
            else:
                messages.success(request, _("The proof has been received."))
                return redirect("accounts_claim", pk=claim.pk)
    return render(
        request,
        "accounts/claim.html",
        {
            "claim": claim,
            "form": form if claim.state in (ClaimState.CLAIMED, ClaimState.DISPUTED) else None,
            "reasons": explain(claim.routed) if claim.routed else [],
            "events": _history(claim, names=False),
        },
        status=status,
    )


@login_required
@require_safe
def evidence(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The proof itself, for the claimant and for those who decide. An officer's reading is logged."""
    claim = get_object_or_404(EnterpriseClaim.objects.visible_to(person(request)), pk=pk)
    if not claim.evidence:
        raise Http404
    if claim.claimant_id != person(request).pk:
        record("claim.proof_read", claim, by=person(request))
    return private_download(claim.evidence, name=claim.evidence_name, mime=claim.evidence_type)


def _history(claim: EnterpriseClaim, *, names: bool) -> list[dict[str, Any]]:
    """The events in words. A claimant is not told the names of officers or rivals."""
    events = list(claim.events.order_by("seq"))
    people = User.objects.in_bulk([event.actor_id for event in events if event.actor_id]) if names else {}
    return [
        {
            "at": event.at,
            "what": EVENT_WORDS.get(event.kind, event.kind),
            "who": str(people.get(event.actor_id or 0, "")),
        }
        for event in events
    ]


@login_required
@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """The claims of one's centres, oldest open one first."""
    centre_ids = rights_of(person(request)).centre_ids(P.DECIDE_CLAIM)
    if not centre_ids:
        raise PermissionDenied
    state = request.GET.get("state", "open")
    claims = EnterpriseClaim.objects.filter(centre__in=centre_ids).select_related(
        "claimant", "centre", "province", "city"
    )
    claims = (
        claims.live().order_by("created_at")
        if state != "decided"
        else claims.exclude(state__in=(ClaimState.CLAIMED, ClaimState.DISPUTED)).order_by("-decided_at")
    )
    return render(
        request, "accounts/claim_queue.html", {"page": page_of(request, claims), "decided": state == "decided"}
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """One claim for an officer of its centre: facts, proof, siblings, history, decision."""
    me = person(request)
    claim = get_object_or_404(
        EnterpriseClaim.objects.select_related(
            "claimant", "centre", "province", "city", "industry", "key_industry", "decided_by", "enterprise"
        ),
        pk=pk,
        centre__in=rights_of(me).centre_ids(P.DECIDE_CLAIM),
    )
    form = DecisionForm(request.POST or None, initial={"version": claim.version})
    status = 200
    if request.method == "POST":
        status = 400
        if form.is_valid():
            try:
                said = _act(request.POST.get("act", ""), claim, me, form.cleaned_data)
            except ActionError as error:
                put_back(form, error)
                status = error.status
                claim.refresh_from_db()
            else:
                messages.success(request, said)
                return redirect("triage_claims")
    return render(
        request,
        "accounts/claim_decide.html",
        {
            "claim": claim,
            "form": form,
            "open": claim.state in (ClaimState.CLAIMED, ClaimState.DISPUTED) and claim.claimant_id != me.pk,
            "siblings": EnterpriseClaim.objects.filter(uscc=claim.uscc)
            .exclude(pk=claim.pk)
            .select_related("claimant", "centre"),
            "holder": Enterprise.objects.filter(uscc=claim.uscc).first(),
            "reasons": explain(claim.routed) if claim.routed else [],
            "events": _history(claim, names=True),
        },
        status=status,
    )


def _act(act: str, claim: EnterpriseClaim, me: User, data: dict[str, Any]) -> str:
    match act:
        case "verify":
            verify_claim(claim=claim, by=me, version=data["version"], role=data["role"])
            return _("The enterprise is verified.")
        case "reject":
            reject_claim(claim=claim, by=me, version=data["version"], reason=data["reason"])
            return _("The claim is not accepted; the claimant has been told.")
        case "ask":
            ask_for_evidence(claim=claim, by=me, version=data["version"], text=data["reason"])
            return _("The claimant has been asked.")
        case _:
            raise Http404


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def enterprise_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """The facts of a verified enterprise. Strangers 404, members without the right 403."""
    me = person(request)
    rights = rights_of(me)
    enterprise = get_object_or_404(Enterprise, pk=pk, pk__in=rights.enterprise_ids(P.VIEW_ENTERPRISE_CASES))
    require(me, P.EDIT_ENTERPRISE, enterprise=enterprise.pk)
    form = EnterpriseForm(request.POST or None, initial=EnterpriseForm.initial_of(enterprise))
    status = 200
    if request.method == "POST":
        status = 400
        if form.is_valid():
            try:
                edit_enterprise(enterprise=enterprise, by=me, version=form.cleaned_data["version"], facts=form.facts())
            except ActionError as error:
                put_back(form, error)
                status = error.status
            else:
                messages.success(request, _("The facts of the enterprise are saved."))
                return redirect("accounts_enterprise_people", pk=enterprise.pk)
    return render(request, "accounts/enterprise_edit.html", {"form": form, "enterprise": enterprise}, status=status)
