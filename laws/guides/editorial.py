"""The editorial desk and the pages on which guides are written, reviewed and published."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from laws import citations
from laws.guides import access, actions, desk, history, keeping, reading, text
from laws.guides.acts import ACTS, acts_for, why_not
from laws.guides.forms import DeskFilterForm, OwnerForm, RevisionForm, StartForm
from laws.guides.querysets import is_editorial
from laws.models import GuideRevision, GuideSection
from portal.accounts.access import person, require, rights_of
from portal.accounts.permissions import Permission
from portal.lib.desk import doors
from portal.lib.errors import ActionError, Conflict, NotAllowed
from portal.lib.forms import put_back
from portal.lib.paging import page_of
from portal.lib.publication import PublicationState as S


@login_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What this person may do here."""
    user = person(request)
    rights = rights_of(user)
    found = [door for door in doors() if any(rights.may_anywhere(Permission(name)) for name in door.permissions)]
    if not found:
        raise NotAllowed(_("Your role does not open the editorial desk."))
    tasks = [{"door": door, "waiting": door.waiting(user) if door.waiting else 0} for door in found]
    return render(request, "guides/editorial/home.html", {"tasks": tasks})


@login_required
@require_safe
def guide_desk(request: HttpRequest) -> HttpResponse:
    user = person(request)
    rights = rights_of(user)
    if not is_editorial(rights):
        raise NotAllowed(_("Your role does not open the editorial desk."))
    form = DeskFilterForm(request.GET)
    wanted = form.cleaned_data if form.is_valid() else {}
    page = page_of(request, desk.guides_for_desk(user, wanted))
    context = {
        "form": form,
        "page": page,
        "rows": desk.rows_of(list(page.object_list)),
        "may_edit": rights.may(Permission.EDIT_GUIDE),
    }
    return render(request, "guides/editorial/list.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def start(request: HttpRequest) -> HttpResponse:
    """Begin the guide of a jurisdiction that has none."""
    user = person(request)
    if not rights_of(user).may(Permission.EDIT_GUIDE):
        raise NotAllowed(_("Only editors start a guide."))
    form = StartForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            revision = actions.start_guide(jurisdiction=form.cleaned_data["jurisdiction"], by=user)
        except ActionError as refused:
            put_back(form, refused)
        else:
            return redirect("guide_edit", revision.guide.jurisdiction_id, revision.number)
    return render(request, "guides/editorial/start.html", {"form": form}, status=400 if form.errors else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def guide_revisions(request: HttpRequest, code: str) -> HttpResponse:
    """All revisions of a guide; POST starts the next one."""
    user = person(request)
    guide = access.get_guide_to_edit(user, code)
    if request.method == "POST":
        revision = actions.start_revision(guide=guide, by=user)
        messages.success(request, _("A draft with the text that was public last has been started."))
        return redirect("guide_edit", code, revision.number)
    revisions = list(guide.revisions.select_related("author", "approved_by", "published_by"))
    rights = rights_of(user)
    context = {
        "guide": guide,
        "revisions": revisions,
        "may_start": rights.may(Permission.EDIT_GUIDE) and all(item.state not in actions.OPEN for item in revisions),
        "may_name_owner": rights.may(Permission.PUBLISH_GUIDE) or guide.owner_id == user.pk,
    }
    return render(request, "guides/editorial/revisions.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def owner(request: HttpRequest, code: str) -> HttpResponse:
    """Name who answers for the guide."""
    user = person(request)
    guide = access.get_guide_to_edit(user, code)
    actions.check_may_name_owner(guide=guide, by=user)
    form = OwnerForm(request.POST or None, initial={"owner": guide.owner_id})
    if request.method == "POST" and form.is_valid():
        try:
            actions.set_owner(guide=guide, owner=form.cleaned_data["owner"], by=user)
        except ActionError as refused:
            put_back(form, refused)
        else:
            messages.success(request, _("The owner has been named."))
            return redirect("guide_revisions", code)
    context = {"guide": guide, "form": form}
    return render(request, "guides/editorial/owner.html", context, status=400 if form.errors else 200)


@login_required
@require_safe
def revision(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """A revision in both languages as it will be read, its history and the next steps."""
    user = person(request)
    item = access.get_revision_to_edit(user, code, number)
    rights = rights_of(user)
    parts = reading.parts_of(item)
    context = {
        "revision": item,
        "guide": item.guide,
        "parts": parts,
        "unsound": reading.unsound(parts),
        "acts": acts_for(item, user, rights),
        "why_not": why_not(item, user, rights),
        "may_edit": item.state == S.DRAFT and rights.may(Permission.EDIT_GUIDE),
        "events": history.timeline(item),
        "before": access.revision_before(item),
    }
    return render(request, "guides/editorial/revision.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Write both languages side by side. A stale page keeps what was typed and shows what stands now (409).

    Whoever was logged out meanwhile logs in again and finds the typed text in the form.
    """
    if not request.user.is_authenticated:
        if request.method == "POST":
            keeping.keep(request, code, number)
        return redirect_to_login(request.get_full_path())
    user = person(request)
    item = access.get_revision_to_edit(user, code, number)
    if not rights_of(user).may(Permission.EDIT_GUIDE):
        raise NotAllowed(_("Only editors change the text."))
    context: dict[str, Any] = {"revision": item, "guide": item.guide, "differences": []}
    if request.method != "POST":
        kept = keeping.take_back(request, code, number)
        if item.state != S.DRAFT and kept is None:
            return redirect("guide_revision", code, number)
        form = RevisionForm(initial=kept or RevisionForm.initial_of(item, text.texts_of(item)))
        context["kept"] = kept is not None
        return render(request, "guides/editorial/edit.html", context | {"form": form, "parts": form.parts()})
    form = RevisionForm(request.POST)
    status = 400
    if form.is_valid():
        if "preview" in request.POST:
            context["preview"] = [typed for typed in form.texts() if not typed.is_empty]
            status = 200
        else:
            try:
                changed = actions.save_revision(
                    revision=item,
                    by=user,
                    version=form.cleaned_data["version"],
                    sections=form.texts(),
                    change_note=form.cleaned_data["change_note"],
                )
            except Conflict as refused:
                context["differences"] = _differences(item, form)
                form = _with_present_version(request, item)
                form.add_error(None, str(refused.message))
                status = refused.status
            else:
                messages.success(request, _("Saved.") if changed else _("Nothing was different, so nothing was saved."))
                return redirect("guide_revision", code, number)
    return render(request, "guides/editorial/edit.html", context | {"form": form, "parts": form.parts()}, status=status)


def _with_present_version(request: HttpRequest, item: GuideRevision) -> RevisionForm:
    """The typed form again, now knowing the version its writer is about to be shown: the next save is meant."""
    data = request.POST.copy()
    data["version"] = str(item.version)
    form = RevisionForm(data)
    form.is_valid()
    return form


def _differences(item: GuideRevision, form: RevisionForm) -> list[dict[str, Any]]:
    """Where what was typed differs from what stands now, part by part."""
    now = text.texts_of(item)
    rows = []
    for part, typed in zip(form.parts(), form.texts(), strict=True):
        stands = now[typed.kind]
        for label, old, new in (
            (_("Chinese"), stands.zh, typed.zh),
            (_("English"), stands.en, typed.en),
            (_("Citations"), _lines(stands.citations), _lines(typed.citations)),
        ):
            if old != new:
                rows.append({"title": part["title"], "label": label, "old": old, "new": new})
    return rows


def _lines(cited: tuple[citations.Citation, ...]) -> str:
    return "\n".join(f"{kind}:{key}" for kind, key in cited)


@login_required
@require_safe
def compare(request: HttpRequest, code: str, number: int, other: int) -> HttpResponse:
    """What changed between two revisions, part by part and language by language."""
    user = person(request)
    new, old = access.get_revision_to_edit(user, code, number), access.get_revision_to_edit(user, code, other)
    before, after = text.texts_of(old), text.texts_of(new)
    names = dict(GuideSection.Kind.choices)
    rows = [
        {
            "title": names[kind],
            "zh": (before[kind].zh, after[kind].zh),
            "en": (before[kind].en, after[kind].en),
            "citations": (_lines(before[kind].citations), _lines(after[kind].citations)),
        }
        for kind in text.KINDS
        if before[kind] != after[kind]
    ]
    context = {
        "guide": new.guide,
        "old": old,
        "new": new,
        "rows": rows,
        "others": new.guide.revisions.exclude(pk=new.pk),
    }
    return render(request, "guides/editorial/compare.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def act(request: HttpRequest, code: str, number: int, name: str) -> HttpResponse:
    """Ask once more, then do it."""
    user = person(request)
    item = access.get_revision_to_edit(user, code, number)
    chosen = ACTS.get(name)
    if chosen is None:
        raise Http404(_("There is no such step."))
    require(user, chosen.permission)
    form = chosen.form(request.POST or None, initial=chosen.initial(item))
    status = 200
    if request.method == "POST":
        status = 400
        if form.is_valid():
            try:
                chosen.call(revision=item, by=user, **form.cleaned_data)
            except ActionError as refused:
                put_back(form, refused)
                status = refused.status
            else:
                messages.success(request, str(chosen.done))
                return redirect("guide_revision", code, number)
    context = {"guide": item.guide, "revision": item, "act": chosen, "form": form}
    return render(request, "guides/editorial/act.html", context, status=status)


@login_required
@require_safe
def suggest(request: HttpRequest) -> HttpResponse:
    """What could be cited for the words in `q`; a fragment for the editing page, a small page without scripts."""
    if not is_editorial(rights_of(person(request))):
        raise NotAllowed(_("Your role does not open the editorial desk."))
    query, code = request.GET.get("q", "")[:100], request.GET.get("jurisdiction", "")[:10]
    found = citations.suggest(query, jurisdiction=code)
    return render(request, "guides/editorial/suggestions.html", {"query": query, "code": code, "found": found})
