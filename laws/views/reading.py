"""The pages of a text: the current one, one version, one provision, the whole to print, and its downloads."""

from collections.abc import Callable, Iterator
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from laws.exporting import to_akn, to_text
from laws.models import LawVersion
from laws.texts import citing
from laws.texts.forms import AsOfForm, JumpForm
from laws.texts.jumping import anchor_of, near_articles
from laws.texts.languages import language_name
from laws.texts.page import Wanted, context_of, provision_address
from laws.texts.reading import read_whole
from laws.texts.shelf import Shelf, shelf_at
from portal.lib import clock
from portal.lib.errors import NotHere
from portal.lib.fields import clean_text
from portal.lib.pagecache import cached_page
from portal.lib.public import public_page

FILES: dict[str, tuple[str, Callable[[LawVersion], Iterator[str]]]] = {
    "xml": ("application/akn+xml; charset=utf-8", to_akn),
    "txt": ("text/plain; charset=utf-8", to_text),
}


def show_current(request: HttpRequest, shelf: Shelf) -> HttpResponse:
    """The current text of a law, or with `?on=` the one of a day."""
    if "on" in request.GET:
        return _show_as_of(request, shelf)
    return _show(request, shelf, shelf.main, at_work=True)


@require_safe
@cached_page("part", "beside")
@public_page
def version(request: HttpRequest, code: str, slug: str, expression: str) -> HttpResponse:
    """One text of a law."""
    shelf = shelf_at(code, slug)
    found = shelf.law
    chosen = shelf.get(expression)
    if (found.jurisdiction_id, found.slug, chosen.expression) != (code, slug, expression):
        return redirect(chosen, permanent=True)
    return _show(request, shelf, chosen, at_work=False)


@require_safe
@cached_page("beside")
@public_page
def provision(request: HttpRequest, code: str, slug: str, eid: str, expression: str = "") -> HttpResponse:
    """The part of the page with one provision, by its eId."""
    shelf = shelf_at(code, slug, anchor=eid)
    chosen = shelf.get(expression) if expression or not shelf.versions else shelf.main
    if chosen.pk not in shelf.places:
        raise NotHere(_missing(shelf, chosen, eid))
    return render(
        request,
        "laws/text/page.html",
        context_of(
            request,
            shelf,
            Wanted(chosen, at_work=not expression, marked=eid, **_beside(request, shelf, chosen, not expression)),
        ),
    )


@require_safe
@cached_page()
@public_page
def whole(request: HttpRequest, code: str, slug: str, expression: str) -> HttpResponse:
    """The whole text on one page, to print."""
    chosen = shelf_at(code, slug).get(expression)
    context = {
        "law": chosen.law,
        "version": chosen,
        "rows": read_whole(chosen),
        "language": language_name(chosen.language),
        "citation": citing.text_label(chosen),
        "canonical": chosen.get_absolute_url(),
        "page_url": f"{settings.BASE_URL}{chosen.get_absolute_url()}",
        "now": clock.now(),
    }
    return render(request, "laws/text/whole.html", context)


@require_safe
def download(request: HttpRequest, code: str, slug: str, expression: str, ending: str) -> StreamingHttpResponse:
    """The whole text as a file, in chunks: Akoma Ntoso or plain text."""
    chosen = shelf_at(code, slug).get(expression)
    if ending not in FILES:
        raise NotHere(_("A text can be downloaded as .xml (Akoma Ntoso) or .txt."))
    mime, write = FILES[ending]
    response = StreamingHttpResponse(write(chosen), content_type=mime)
    response.headers["Content-Disposition"] = f'attachment; filename="{chosen.law.ref}_{chosen.expression}.{ending}"'
    # The view asks nothing about the visitor, so anybody may keep the file; it may name a newer comparison later.
    response.headers["Cache-Control"] = "public, max-age=600"
    return response


@require_safe
def akn(request: HttpRequest, code: str, slug: str, expression: str = "", eid: str = "") -> HttpResponse:
    """The address in Akoma Ntoso shape leads to the page."""
    arguments = [code.upper(), slug, *filter(None, (expression, eid))]
    name = "law_provision" if eid else "law_version" if expression else "law"
    return redirect(reverse(name, args=arguments) + (f"#{eid}" if eid else ""), permanent=True)


def _show(request: HttpRequest, shelf: Shelf, chosen: LawVersion, *, at_work: bool) -> HttpResponse:
    if "article" in request.GET:
        return _jump(request, shelf, chosen, at_work=at_work)
    wanted = Wanted(chosen, at_work, _part(request), **_beside(request, shelf, chosen, at_work))
    return render(request, "laws/text/page.html", context_of(request, shelf, wanted))


def _show_as_of(request: HttpRequest, shelf: Shelf) -> HttpResponse:
    """The text of a day. Where none is held of it the current one stands there, and the page says so."""
    form = AsOfForm(request.GET)
    wanted = Wanted(shelf.main, at_work=True, day=form)
    if form.is_valid():
        language = clean_text(request.GET.get("language", "")) or shelf.main.language
        if not shelf.of_language(language):
            language = shelf.main.language
        as_of = shelf.as_of(form.cleaned_data["on"], language)
        shown = as_of.version or next(one for one in [*shelf.current, *shelf.versions] if one.language == language)
        wanted = Wanted(shown, at_work=True, part=_part(request), as_of=as_of, day=form)
    return render(
        request,
        "laws/text/page.html",
        context_of(request, shelf, wanted),
        status=200 if form.is_valid() else 400,
    )


def _jump(request: HttpRequest, shelf: Shelf, chosen: LawVersion, *, at_work: bool) -> HttpResponse:
    """To the article somebody typed; the page with a sentence beside the field where there is none."""
    form, near = JumpForm(request.GET), []
    if form.is_valid():
        typed = form.cleaned_data["article"]
        anchor = anchor_of(chosen, typed)
        if anchor:
            return redirect(provision_address(chosen, anchor, at_work=at_work))
        near = [
            (label, provision_address(chosen, name, at_work=at_work)) for label, name in near_articles(chosen, typed)
        ]
        form.add_error(
            "article",
            _("This text has no article “%(typed)s”. Look for it in the contents.") % {"typed": typed},
        )
    wanted = Wanted(chosen, at_work, jump=form, near=near, **_beside(request, shelf, chosen, at_work))
    return render(request, "laws/text/page.html", context_of(request, shelf, wanted), status=400)


def _beside(request: HttpRequest, shelf: Shelf, chosen: LawVersion, at_work: bool) -> dict[str, Any]:
    """The other text: the one that is asked for; on the law's own page its translation or original, where held."""
    asked = clean_text(request.GET.get("beside", ""))
    if asked:
        other = shelf.get(asked)
        return {"beside": other if other != chosen else None, "beside_asked": True}
    others = shelf.beside(chosen) if at_work else []
    fits = bool(others) and others[0].is_translation != chosen.is_translation
    return {"beside": others[0] if fits else None}


def _part(request: HttpRequest) -> int:
    """`?part=` as a number. Raises NotHere for anything else."""
    typed = request.GET.get("part", "1")
    if not (typed.isascii() and typed.isdigit() and len(typed) < 6):
        raise NotHere(_("“%(typed)s” is not the number of a part of this text.") % {"typed": typed[:20]})
    return int(typed)


def _missing(shelf: Shelf, chosen: LawVersion, eid: str) -> str:
    """Why there is no such provision, and where one of that name stands, if anywhere."""
    elsewhere = [one.expression for one in shelf.versions if one.pk in shelf.places]
    if elsewhere:
        return _("The text “%(expression)s” has no provision “%(eid)s”; these have one: %(others)s.") % {
            "expression": chosen.expression,
            "eid": eid[:40],
            "others": ", ".join(elsewhere[:5]),
        }
    return _("No text of this law has a provision “%(eid)s”. Open the law and look in its contents.") % {
        "eid": eid[:40]
    }
