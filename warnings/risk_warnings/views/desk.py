"""The desk of those who draft and issue warnings."""

import uuid
from collections.abc import Callable

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from laws.citations import resolve_many
from portal.accounts.access import person, require, rights_of
from portal.accounts.models import User
from portal.accounts.permissions import Permission
from portal.lib.errors import ActionError, Invalid
from portal.lib.forms import put_back, version_of
from portal.lib.paging import page_of
from portal.lib.publication import PublicationState as S
from portal.lib.publication import editors_of
from risk_warnings import actions
from risk_warnings.access import desk_rights, desk_warning
from risk_warnings.filters import DeskFilter, filtered
from risk_warnings.forms import (
    NoteForm,
    RecallForm,
    SourceFormSet,
    Sources,
    WarningForm,
    source_inputs,
    warning_initial,
)
from risk_warnings.history import history_of
from risk_warnings.models import Level, RiskWarning
from risk_warnings.views.public import with_scopes


@login_required
@require_safe
def desk_list(request: HttpRequest) -> HttpResponse:
    """All warnings in every state, the last changed first, for those who draft or issue them."""
    rights = desk_rights(person(request))
    rows = RiskWarning.objects.select_related("author").order_by("-updated_at", "-pk")
    filters = filtered(DeskFilter, request.GET, rows)
    context = {
        "filters": filters,
        "page": page_of(request, filters.qs),
        "may_draft": rights.may(Permission.DRAFT_WARNING),
    }
    return render(request, "warnings/desk_list.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def desk_new(request: HttpRequest) -> HttpResponse:
    """Write the first draft of a warning. A refused one is shown again with what was typed."""
    me = person(request)
    desk_rights(me)
    require(me, Permission.DRAFT_WARNING)
    form = WarningForm(request.POST or None, initial={"key": uuid.uuid4(), "level": Level.GENERAL})
    sources = SourceFormSet(request.POST or None, prefix="sources")
    if request.method == "POST" and form.is_valid() and sources.is_valid():
        try:
            text = form.text(source_inputs(sources))
            warning = actions.draft_warning(by=me, text=text, key=form.cleaned_data["key"])
        except ActionError as error:
            put_back(form, error)
            return _edit_page(request, form, sources, None, status=error.status)
        messages.success(request, _("The draft is saved as %(ref)s.") % {"ref": warning.ref})
        return redirect("desk_warning", ref=warning.ref)
    return _edit_page(request, form, sources, None, status=400 if form.is_bound else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def desk_edit(request: HttpRequest, ref: str) -> HttpResponse:
    """Change a draft. A stale one (409) is told who changed it, and keeps what was typed."""
    me = person(request)
    warning = desk_warning(me, ref)
    require(me, Permission.DRAFT_WARNING)
    form = WarningForm(request.POST or None, initial=warning_initial(warning))
    standing = list(warning.sources.values("title", "url", "published_on"))
    sources = SourceFormSet(request.POST or None, prefix="sources", initial=standing)
    if request.method == "POST" and form.is_valid() and sources.is_valid():
        try:
            text = form.text(source_inputs(sources))
            actions.edit_warning(warning=warning, by=me, text=text, version=form.cleaned_data["version"] or 0)
        except ActionError as error:
            put_back(form, error)
            return _edit_page(request, form, sources, warning, status=error.status)
        messages.success(request, _("The draft is saved."))
        return redirect("desk_warning", ref=warning.ref)
    return _edit_page(request, form, sources, warning, status=400 if form.is_bound else 200)


def _edit_page(
    request: HttpRequest, form: WarningForm, sources: Sources, warning: RiskWarning | None, *, status: int
) -> HttpResponse:
    context = {"form": form, "sources": sources, "warning": warning}
    return render(request, "warnings/desk_edit.html", context, status=status)


@login_required
@require_safe
def desk_detail(request: HttpRequest, ref: str) -> HttpResponse:
    """The warning as readers will see it, what may be done with it now, and its history."""
    warning = desk_warning(person(request), ref)
    return _detail_page(request, warning)


ACTS: dict[str, Callable[..., None]] = {
    "submit": actions.submit_warning,
    "return": actions.return_warning,
    "approve": actions.approve_warning,
    "issue": actions.issue_warning,
    "recall": actions.recall_warning,
    "withdraw": actions.withdraw_warning,
}
FORMS: dict[str, type[forms.Form]] = {"return": NoteForm, "recall": RecallForm}


@login_required
@require_POST
def desk_act(request: HttpRequest, ref: str, act: str) -> HttpResponse:
    """One step of the workflow. A refused one shows the page again with the reason and what was typed."""
    me = person(request)
    warning = desk_warning(me, ref)
    form = FORMS.get(act, forms.Form)(request.POST)
    try:
        if not form.is_valid():
            raise Invalid(_("Some fields are not filled in as they should be."))
        ACTS[act](warning=warning, by=me, version=version_of(request), **form.cleaned_data)
    except ActionError as error:
        warning.refresh_from_db()
        if not form.errors:
            put_back(form, error)
        return _detail_page(request, warning, refused=error, forms={act: form}, status=error.status)
    messages.success(request, DONE[act] % {"ref": warning.ref})
    return redirect("desk_warning", ref=warning.ref)


DONE: dict[str, Promise] = {
    "submit": gettext_lazy("%(ref)s waits for another person now."),
    "return": gettext_lazy("%(ref)s went back to its authors."),
    "approve": gettext_lazy("You stand behind %(ref)s. Another person issues it."),
    "issue": gettext_lazy("%(ref)s is published; its subscribers are being told."),
    "recall": gettext_lazy("%(ref)s is recalled; its page says so and why."),
    "withdraw": gettext_lazy("%(ref)s is given up."),
}


def _detail_page(
    request: HttpRequest,
    warning: RiskWarning,
    *,
    refused: ActionError | None = None,
    forms: dict[str, forms.Form] | None = None,
    status: int = 200,
) -> HttpResponse:
    me = person(request)
    [(_warning, scope)] = with_scopes([warning], most=0)
    bound = forms or {}
    context = {
        "warning": warning,
        "scope": scope,
        "sources": warning.sources.all(),
        "cited": resolve_many(warning.citations.values_list("kind", "key")),
        "history": history_of(warning),
        "acts": acts_for(me, warning),
        "refused": refused,
        "missing": _missing(refused),
        "note_form": bound.get("return") or NoteForm(),
        "recall_form": bound.get("recall") or RecallForm(),
    }
    return render(request, "warnings/desk_detail.html", context, status=status)


def _missing(refused: ActionError | None) -> list[tuple[str, str]]:
    """The parts a refusal names, by the labels of the edit form."""
    if refused is None:
        return []
    names = {**{name: str(field.label) for name, field in WarningForm.base_fields.items()}, "sources": _("Sources")}
    return [(names[name], text) for name, text in refused.fields.items() if name in names]


def acts_for(user: User, warning: RiskWarning) -> set[str]:
    """The steps this person may take now; the actions decide again."""
    rights = rights_of(user)
    state, possible = warning.state, set()
    if rights.may(Permission.DRAFT_WARNING):
        if state == S.DRAFT:
            possible |= {"edit", "submit"}
        if state in (S.DRAFT, S.IN_REVIEW, S.APPROVED):
            possible.add("withdraw")
    if rights.may(Permission.ISSUE_WARNING):
        if state in (S.IN_REVIEW, S.APPROVED):
            possible.add("return")
        if state in (S.PUBLISHED, S.EXPIRED):
            possible.add("recall")
        if user.pk not in editors_of(warning):
            two_hands = settings.PUBLICATION_HANDS == 2
            if state == S.IN_REVIEW:
                possible.add("issue" if two_hands else "approve")
            if state == S.APPROVED and (two_hands or user.pk != warning.approved_by_id):
                possible.add("issue")
    return possible
