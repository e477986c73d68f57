"""Asking for guidance: form A on five pages that save themselves."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from disputes.access import get_draft
from disputes.actions.documents import add_document, remove_from_draft
from disputes.actions.drafting import OTHER, Settle, mark, others, save_part, settle, stored
from disputes.actions.ending import withdraw_case
from disputes.forms.guidance_intake import (
    LAST,
    QUESTIONS_ON,
    STEPS,
    ApplicationForm,
    as_data,
    as_initial,
    fields_of,
    marks_of,
    step_of,
    typed_of,
)
from disputes.forms.intake import prefilled
from disputes.models import Case, IntakeQuestion
from disputes.views.guidance_sheet import draft_sheet, missing_of
from disputes.views.intake import form_key, page_language, sent_already, submit_form
from disputes.views.sofar import outlook_of
from portal.accounts.access import person
from portal.accounts.models import User
from portal.lib.errors import ActionError, Conflict
from portal.lib.forms import put_back


@dataclass
class Shown:
    """A field as a page shows it: widget, the mark of what is stored, texts that wait for a choice."""

    field: Any
    name: str
    was: str
    others: list[str]


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new_guidance(request: HttpRequest) -> HttpResponse:
    """The first page of a new application. `?type=` and `?j=` choose kind and place."""
    user = person(request)
    key = form_key(request)
    if request.method == "POST":
        known = Case.objects.filter(filer=user, idempotency_key=key).first()
        return _receive(request, user, key, known, _step(request))
    form = ApplicationForm(user=user, step=1, initial=prefilled(request.GET, user))
    return _page(request, user, key, None, 1, form)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def guidance_step(request: HttpRequest, pk: uuid.UUID, step: int) -> HttpResponse:
    """A page of an application begun earlier, here or on another device. Only its filer finds it."""
    user = person(request)
    sent = Case.objects.filed().filter(filer=user, pk=pk).first()
    if sent is not None:
        return sent_already(request, sent)
    case = get_draft(user, pk)
    if not case.is_guidance:
        return redirect("draft", pk)
    step = min(max(step, 1), LAST)
    key = case.idempotency_key or case.pk
    if request.method == "POST":
        return _receive(request, user, key, case, step)
    return _page(request, user, key, case, step, _form(user, case, step))


def _step(request: HttpRequest) -> int:
    sent = request.POST.get("step", "")
    return min(max(int(sent), 1), LAST) if sent.isascii() and sent.isdigit() and len(sent) < 3 else 1


def _questions(case: Case | None) -> list[IntakeQuestion]:
    """The questions of the kind of dispute that the draft names."""
    if case is None or case.dispute_type_id is None:
        return []
    return list(IntakeQuestion.objects.filter(dispute_type=case.dispute_type_id))


def _form(user: User, case: Case, step: int) -> ApplicationForm:
    """The page as the draft stands. What a new draft does not hold yet is offered from the account."""
    questions = _questions(case) if step == QUESTIONS_ON else ()
    initial = as_initial(case.draft_data)
    return ApplicationForm(user=user, step=step, questions=questions, initial=initial)


def _receive(request: HttpRequest, user: User, key: uuid.UUID, known: Case | None, step: int) -> HttpResponse:
    if known is not None and known.reference:
        return sent_already(request, known)
    if known is not None and not known.is_draft:
        # A draft that was deleted, and sent again with the browser's "back": what stands there begins anew.
        known, key = None, uuid.uuid4()
    if "discard" in request.POST:
        if known is not None:
            withdraw_case(case=known, by=user)
            messages.success(request, _("The draft was deleted."))
        return redirect("cases")
    shown = fields_of(step, _questions(known) if step == QUESTIONS_ON else ())
    typed, marks = typed_of(request.POST, shown), marks_of(request.POST)
    try:
        saved = save_part(by=user, key=key, typed=typed, marks=marks, language=page_language())
    except Conflict as error:
        return _not_saved(request, user, key, known, step, error)
    case = saved.case
    if request.headers.get("HX-Request"):
        return _autosaved(request, user, case, step, saved.kept, saved.split)
    return _went_on(request, user, key, case, step, split=bool(saved.split))


def _not_saved(
    request: HttpRequest, user: User, key: uuid.UUID, known: Case | None, step: int, error: Conflict
) -> HttpResponse:
    """The draft was filed or deleted in another window, or there are too many of them: nothing typed is thrown away."""
    sent = Case.objects.filed().filter(filer=user, idempotency_key=key).first()
    if sent is not None:
        return sent_already(request, sent)
    form = ApplicationForm(request.POST, user=user, step=step)
    form.is_valid()
    put_back(form, error)
    return _page(request, user, key, known, step, form, status=error.status)


def _went_on(request: HttpRequest, user: User, key: uuid.UUID, case: Case, step: int, *, split: bool) -> HttpResponse:
    """What the pressed button asks for, after everything typed was saved."""
    post = request.POST
    questions = _questions(case) if step == QUESTIONS_ON else ()
    form = ApplicationForm(as_data(case.draft_data), user=user, step=step, questions=questions)
    form.is_valid()
    _keep_files(request, user, case, form)
    if "settle" in post:
        _settle(request, user, case)
        return redirect("guidance_step", case.pk, step)
    if split or form.errors:
        if split:
            messages.warning(request, _("A field was changed elsewhere at the same time. Both texts are kept: choose."))
        return _page(request, user, key, case, step, form, status=409 if split else 400)
    if "submit" in post:
        return _submit(request, user, key, case)
    if "save" in post or "remove" in post:
        messages.success(request, _("Saved. Nobody but you sees it until you send it."))
        return redirect("guidance_step", case.pk, step)
    return redirect("guidance_step", case.pk, _target(post.get("go", ""), step))


def _target(go: str, step: int) -> int:
    if go == "back":
        return max(step - 1, 1)
    return int(go) if go in map(str, range(1, LAST + 1)) else min(step + 1, LAST)


def _settle(request: HttpRequest, user: User, case: Case) -> None:
    """`settle` is `field number how`, the value of the button."""
    name, _space, rest = request.POST["settle"].partition(" ")
    number, _space, how = rest.partition(" ")
    if number.isascii() and number.isdigit() and how in set(Settle):
        settle(by=user, case=case, name=name, number=int(number[:3]), how=Settle(how))


def _keep_files(request: HttpRequest, user: User, case: Case, form: ApplicationForm) -> None:
    for file in request.FILES.getlist("documents"):
        try:
            add_document(case=case, by=user, file=file)
        except ActionError as error:
            form.add_error("documents" if "documents" in form.fields else None, f"{file.name}: {error.message}")
    unwanted = request.POST.get("remove", "")
    for document in case.documents.all():
        if str(document.pk) == unwanted:
            remove_from_draft(case=case, by=user, document=document)


def _submit(request: HttpRequest, user: User, key: uuid.UUID, case: Case) -> HttpResponse:
    form = ApplicationForm(as_data(case.draft_data), user=user, questions=_questions(case), complete=True)
    if form.is_valid():
        try:
            filed = submit_form(
                user, key, form, application=form.application(), answers=form.answers(), read=case.draft_data
            )
        except ActionError as error:
            put_back(form, error)
            case.refresh_from_db()
            if case.reference:
                return sent_already(request, case)
        else:
            return redirect("case_receipt", filed.reference)
    return _page(request, user, key, case, LAST, _form(user, case, LAST), status=400, whole=form)


def _autosaved(
    request: HttpRequest, user: User, case: Case, step: int, kept: Iterable[str], split: Iterable[str]
) -> HttpResponse:
    """The answer to a save without a button: marks of what is stored now, and fields that hold two texts."""
    form = _form(user, case, step)
    context = {
        "case": case,
        "step": step,
        "kept": [(name, mark(stored(case, name))) for name in kept if name in form.fields],
        "split": [_shown(form, case, name) for name in split if name in form.fields],
        "outlook": outlook_of(_whole(user, case), user),
    }
    response = render(request, "disputes/guidance/_saved.html", context)
    response["HX-Replace-Url"] = reverse("guidance_step", args=[case.pk, step])
    return response


def _shown(form: ApplicationForm, case: Case | None, name: str) -> Shown:
    words = []
    for values in others(case, name):
        labels = dict(getattr(form.fields[name], "choices", ()) or ())
        words.append("\n".join(str(labels.get(value, value)) for value in values) or _("(empty)"))
    return Shown(form[name], name, mark(stored(case, name)), words)


def _page(
    request: HttpRequest,
    user: User,
    key: uuid.UUID,
    case: Case | None,
    step: int,
    form: ApplicationForm,
    *,
    status: int = 200,
    whole: ApplicationForm | None = None,
) -> HttpResponse:
    """A page of the wizard. `whole`: the whole form that was refused, on the last page."""
    names = [name for name in form.fields if name != "documents"]
    whole = whole or _whole(user, case)
    missing = missing_of(whole)
    context: dict[str, Any] = {
        "form": form,
        "key": key,
        "case": case,
        "step": step,
        "last": LAST,
        "steps": [title for title, _names in STEPS],
        "shown": {name.replace("-", "_"): _shown(form, case, name) for name in names},
        "questions": [_shown(form, case, name) for name in names if name.startswith("q-")],
        "documents": list(case.documents.all()) if case else [],
        "unfinished": {one.step for one in missing},
        "outlook": outlook_of(whole, user),
        "waiting": sorted({step_of(name) for name in (case.draft_data.get(OTHER, {}) if case else {})}),
    }
    if step == LAST:
        context |= {"sheet": draft_sheet(whole, case), "missing": missing, "refused": status == 400}
    return render(request, "disputes/guidance/step.html", context, status=status)


def _whole(user: User, case: Case | None) -> ApplicationForm:
    form = ApplicationForm(
        as_data(case.draft_data if case else {}), user=user, questions=_questions(case), complete=True
    )
    form.is_valid()
    return form
