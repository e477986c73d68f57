"""The pages of an opinion: one door for the officer, the expert, the reviewer and the enterprise."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from disputes.access import Act, Standing, allows, get_case, standing_of
from disputes.actions.opinions import save_opinion, start_opinion
from disputes.actions.reading import note_read
from disputes.forms.opinions import OpinionForm
from disputes.models import Case, Opinion
from disputes.opinions import get_opinion, opinions_for, parts_of, shown_steps, text_of
from disputes.readable import documents_for
from disputes.states import OpinionState
from disputes.views.citing import picker
from disputes.views.opinion_acts import ACTS, offered_on, perform, why_not
from disputes.views.section import Section
from laws.citations import resolve_many
from portal.accounts.access import person
from portal.accounts.models import User
from portal.lib.errors import Conflict, NotAllowed
from portal.lib.forms import put_back, version_of


def opinion_section(request: HttpRequest, case: Case, standing: Standing, page: str) -> Section | None:
    """The versions on the pages of a case. Two queries."""
    if not case.is_guidance:
        return None
    versions = list(opinions_for(case, standing).select_related("signed_by").prefetch_related("authors"))
    may_begin = allows(Act.DRAFT_OPINION, case, standing) and not any(version.is_open for version in versions)
    if not versions and not may_begin and case.accepted_at is None:
        return None
    context = {
        "versions": versions,
        "current": next((version for version in versions if version.state == "issued"), None),
        "may_begin": may_begin,
        "may_acknowledge": allows(Act.ACKNOWLEDGE, case, standing),
        "sees_drafts": standing.reads_for_centre or standing.advises,
    }
    return Section("disputes/opinion_section.html", context)


def to_acknowledge(case: Case, standing: Standing) -> Opinion | None:
    """The issued opinion that this person is asked to read and confirm now."""
    if not case.is_guidance or not allows(Act.ACKNOWLEDGE, case, standing):
        return None
    return opinions_for(case, standing).filter(state=OpinionState.ISSUED, acknowledged_at__isnull=True).first()


@never_cache
@login_required
@require_safe
def latest(request: HttpRequest, reference: str) -> HttpResponse:
    """Leads to the newest version that this person may read; to the case where there is none."""
    user = person(request)
    case = get_case(user, reference)
    newest = opinions_for(case, standing_of(user, case)).first()
    if newest is None:
        return redirect("case", reference)
    return redirect("opinion", reference, newest.number)


@never_cache
@login_required
@require_POST
def start(request: HttpRequest, reference: str) -> HttpResponse:
    user = person(request)
    opinion = start_opinion(case=get_case(user, reference), by=user)
    return redirect("opinion_edit", reference, opinion.number)


@never_cache
@login_required
@require_safe
def opinion_page(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """One version to read, with what this person may do to it. That somebody of the other sides read it is kept."""
    user = person(request)
    opinion, standing = _read(user, reference, number)
    return _page(request, opinion, user, standing)


def _read(user: User, reference: str, number: int) -> tuple[Opinion, Standing]:
    """As `get_opinion`; that somebody of the other sides read the case is kept."""
    opinion, standing = get_opinion(user, reference, number)
    note_read(case=opinion.case, by=user, standing=standing)
    return opinion, standing


def _page(
    request: HttpRequest,
    opinion: Opinion,
    user: User,
    standing: Standing,
    bound: Any = None,
    tried: str = "",
    status: int = 200,
) -> HttpResponse:
    case = opinion.case
    cited = list(opinion.citations.all())
    context = {
        "case": case,
        "opinion": opinion,
        "standing": standing,
        "parts": parts_of(opinion),
        "steps": shown_steps(opinion.steps),
        "citations": list(zip(cited, resolve_many((row.kind, row.key) for row in cited), strict=True)),
        "authors": list(opinion.authors.all()),
        "others": opinions_for(case, standing).exclude(pk=opinion.pk),
        "acts": offered_on(opinion, user, standing, bound, tried),
        "why_not": why_not(opinion, user, standing),
        "may_edit": opinion.is_draft and allows(Act.DRAFT_OPINION, case, standing),
        "returns": opinion.returns.select_related("by") if standing.reads_for_centre or standing.advises else [],
    }
    return render(request, "disputes/opinion.html", context, status=status)


@never_cache
@login_required
@require_POST
def act(request: HttpRequest, reference: str, number: int, name: str) -> HttpResponse:
    """Submit, return, sign, issue, acknowledge. A refusal shows the page again: 400, 403 or 409."""
    user = person(request)
    opinion, standing = get_opinion(user, reference, number)
    if name not in ACTS:
        raise Http404
    form, status = perform(request, opinion, user, name)
    if status == 200:
        messages.success(request, str(ACTS[name].done))
        return redirect("opinion", reference, number)
    opinion, standing = get_opinion(user, reference, number)
    if name not in offered_on(opinion, user, standing):
        messages.error(request, " ".join(str(error) for errors in form.errors.values() for error in errors))
    return _page(request, opinion, user, standing, form, name, status)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """Write the draft. A page that is no longer fresh keeps what was typed and shows what stands now (409)."""
    user = person(request)
    opinion, _standing = _to_edit(request, reference, number)
    if request.method != "POST":
        if not opinion.is_draft:
            return redirect("opinion", reference, number)
        form = OpinionForm(initial=OpinionForm.initial_of(opinion), opinion=opinion)
        return _editor(request, opinion, form, kept=text_of(opinion).citations)
    form = OpinionForm(request.POST, opinion=opinion)
    if "find" in request.POST:
        form.is_valid()
        return _editor(
            request, opinion, OpinionForm(initial=_typed(request), opinion=opinion), shown=_shown(request), unsaved=True
        )
    if not form.is_valid():
        return _editor(request, opinion, form, status=400, shown=_shown(request))
    try:
        save_opinion(
            opinion=opinion,
            by=user,
            text=form.text(),
            version=version_of(request),
            page_key=form.cleaned_data["page_key"],
        )
    except Conflict as refused:
        opinion, _standing = _to_edit(request, reference, number)
        put_back(form, refused)
        # The typed text with the version its writer is about to be shown: the next save is meant.
        return _editor(request, opinion, form, status=refused.status, differences=_differences(opinion, form))
    messages.success(request, _("Saved."))
    return redirect("opinion", reference, number)


@never_cache
@login_required
@require_POST
def autosave(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """What the page sends by itself while somebody writes: answers with when it was saved, or why it was not."""
    user = person(request)
    opinion, _standing = _to_edit(request, reference, number)
    form = OpinionForm(request.POST, opinion=opinion)
    problem, shown = "", version_of(request)
    if form.is_valid():
        try:
            save_opinion(
                opinion=opinion, by=user, text=form.text(), version=shown, page_key=form.cleaned_data["page_key"]
            )
            shown = opinion.version
        except Conflict as refused:
            problem = str(refused.message)
    else:
        problem = " ".join(str(error) for errors in form.errors.values() for error in errors)
    context = {"opinion": opinion, "shown": shown, "problem": problem, "saved": not problem}
    return render(request, "disputes/opinion_saved.html", context)


def _to_edit(request: HttpRequest, reference: str, number: int) -> tuple[Opinion, Standing]:
    """Raises Http404 for whoever may not read it, NotAllowed for whoever may not write it."""
    opinion, standing = _read(person(request), reference, number)
    if not allows(Act.DRAFT_OPINION, opinion.case, standing):
        raise NotAllowed(_("Only the officer who holds the case and its expert write the opinion."))
    return opinion, standing


def _typed(request: HttpRequest) -> dict[str, Any]:
    return {name: request.POST.get(name, "") for name in OpinionForm.base_fields}


def _shown(request: HttpRequest) -> int:
    """The version the page had: a page shown again without saving must stay as old as it was."""
    return version_of(request)


def _editor(
    request: HttpRequest,
    opinion: Opinion,
    form: OpinionForm,
    *,
    status: int = 200,
    kept: Any = (),
    shown: int | None = None,
    differences: Any = (),
    unsaved: bool = False,
) -> HttpResponse:
    case = opinion.case
    standing = standing_of(person(request), case)
    context = {
        "case": case,
        "opinion": opinion,
        "standing": standing,
        "form": form,
        "differences": differences,
        "unsaved": unsaved,
        "shown": opinion.version if shown is None else shown,
        "documents": documents_for(case, standing).filter(replaced_at__isnull=True),
        "returns": opinion.returns.select_related("by"),
        **picker(request, case, kept),
    }
    return render(request, "disputes/opinion_edit.html", context, status=status)


def _differences(opinion: Opinion, form: OpinionForm) -> list[dict[str, str]]:
    """Where what was typed differs from what stands now, part by part."""
    stands, typed = text_of(opinion), form.text()
    rows = [
        {"title": part.title, "old": part.text, "new": typed.parts[part.name]}
        for part in parts_of(opinion)
        if part.text != typed.parts[part.name]
    ]
    old, new = (lines(one.citations) for one in (stands, typed))
    return [*rows, {"title": _("Citations"), "old": old, "new": new}] if old != new else rows


def lines(citations: Any) -> str:
    return "\n".join(f"{kind}:{key}" for kind, key in citations)


@never_cache
@login_required
@require_safe
def compare(request: HttpRequest, reference: str, number: int, other: int) -> HttpResponse:
    """What changed between two versions, part by part."""
    user = person(request)
    new, standing = _read(user, reference, number)
    old, _standing = get_opinion(user, reference, other)
    rows = [
        {"title": after.title, "old": before.text, "new": after.text}
        for before, after in zip(parts_of(old), parts_of(new), strict=True)
        if before.text != after.text
    ]
    cited = [lines(text_of(one).citations) for one in (old, new)]
    if cited[0] != cited[1]:
        rows.append({"title": _("Citations"), "old": cited[0], "new": cited[1]})
    context = {
        "case": new.case,
        "new": new,
        "old": old,
        "rows": rows,
        "standing": standing,
        "others": opinions_for(new.case, standing).exclude(pk=new.pk),
    }
    return render(request, "disputes/opinion_compare.html", context)


@never_cache
@login_required
@require_safe
def citations(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """The fragment below the search for citations."""
    opinion, _standing = _to_edit(request, reference, number)
    return render(request, "disputes/_citations.html", picker(request, opinion.case))
