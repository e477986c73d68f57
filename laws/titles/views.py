"""The titles desk: the queue, and the titles a person has taken."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from laws.models import TitleReview
from laws.titles import access, actions, queue
from laws.titles.forms import BATCH, QueueFilterForm, ShareForm, TitleForm
from laws.titles.wording import Language, seen
from portal.accounts.access import person
from portal.accounts.models import User
from portal.lib.errors import ActionError
from portal.lib.forms import put_back
from portal.lib.paging import page_of

PER_PAGE = 40
MINE_AT_ONCE = 40


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def desk(request: HttpRequest) -> HttpResponse:
    """Titles that wait. POST with `act` takes the first of the list, gives them to a colleague, or frees a person's."""
    user = person(request)
    access.require_desk(user)
    filters = QueueFilterForm(request.GET)
    wanted = filters.cleaned_data if filters.is_valid() else {}
    act = request.POST.get("act", "")
    share = ShareForm(request.POST if act == "share" else None)
    status = 200
    if request.method == "POST":
        try:
            done = _do(request, act, user, wanted, share)
        except ActionError as refused:
            put_back(share, refused) if share.is_bound else messages.error(request, str(refused.message))
            status = refused.status
        else:
            if done:
                messages.success(request, done)
                return redirect("title_mine" if act == "take" else request.get_full_path())
            status = 400
    context = {
        "form": filters,
        "share": share,
        "page": page_of(request, queue.titles_for_desk(wanted), PER_PAGE),
        "language": wanted.get("language") or Language.CHINESE,
        "holders": queue.holders(),
        "mine": queue.waiting_for(user),
        "batch": BATCH,
    }
    return render(request, "laws/titles/desk.html", context, status=status)


def _do(request: HttpRequest, act: str, user: User, wanted: dict[str, Any], share: ShareForm) -> str:
    """Carry out what was asked; a sentence when it is done, empty when the form is not filled in."""
    if act == "take":
        given = _share_out(wanted, BATCH, to=user, by=user)
        return ngettext("%(count)s title is yours.", "%(count)s titles are yours.", given) % {"count": given}
    if act == "share":
        if not share.is_valid():
            return ""
        given = _share_out(wanted, share.cleaned_data["count"], to=share.cleaned_data["to"], by=user)
        words = ngettext("%(count)s title given to %(who)s.", "%(count)s titles given to %(who)s.", given)
        return words % {"count": given, "who": share.cleaned_data["to"]}
    if act == "free":
        holder = next((one for one, _n in queue.holders() if str(one.pk) == request.POST.get("holder", "")), None)
        if holder is None:
            raise Http404(_("There is no such person."))
        number = actions.release_all(holder=holder, by=user)
        return ngettext("%(count)s title is free again.", "%(count)s titles are free again.", number) % {
            "count": number
        }
    raise Http404(_("There is no such step."))


def _share_out(wanted: dict[str, Any], count: int, *, to: User, by: User) -> int:
    free = queue.titles_for_desk({**wanted, "show": "free"})
    language = wanted.get("language") or Language.CHINESE

    def choose() -> list[int]:
        return list(free.values_list("pk", flat=True)[:count])

    return len(actions.share_out_next(choose=choose, language=language, to=to, by=by))


@login_required
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """The titles this person has to read, one form each."""
    user = person(request)
    access.require_desk(user)
    return _mine(request, user)


@login_required
@require_POST
def review(request: HttpRequest, number: int) -> HttpResponse:
    """Confirm or correct a title, or give it back (`act=release`)."""
    user = person(request)
    item = access.get_review(user, number)
    form = TitleForm(request.POST, review=item)
    try:
        if request.POST.get("act") == "release":
            actions.release_title(review=item, by=user)
            messages.info(request, _("Given back."))
        elif form.is_valid():
            actions.review_title(
                review=item, by=user, seen_as=form.cleaned_data["seen"], title=form.cleaned_data["title"]
            )
        else:
            return _mine(request, user, item, form, 400)
    except ActionError as refused:
        put_back(form, refused)
        return _mine(request, user, item, form, refused.status)
    return redirect("title_mine")


def _mine(
    request: HttpRequest,
    user: User,
    refused: TitleReview | None = None,
    form: TitleForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """The list; the row that was refused keeps what was typed, and says so above when it is no longer in the list."""
    held = queue.open_reviews(user)
    reviews = list(held[:MINE_AT_ONCE])
    rows = [
        # What the page shows now is what its reader sees, also beside words that were refused.
        (one, form if form and refused and one.pk == refused.pk else TitleForm(review=one), seen(one.law))
        for one in reviews
    ]
    is_listed = refused is not None and any(one.pk == refused.pk for one in reviews)
    context = {
        "rows": rows,
        "count": held.count(),
        "gone": None if form is None or is_listed else form,
    }
    return render(request, "laws/titles/mine.html", context, status=status)
