"""Whole public pages kept for everybody, answered before anything else of the portal is asked (docs/caching.md).

    @require_safe
    @cached_page("on", "part")
    @public_page
    def law(request, …)

Such a page is made for a visitor without cookies, log-in, language wish or any other header (`_without_visitor`), so
that nothing of a person can get into what is kept: the path, the named parameters and the host are all it can depend
on. It is right as long as `portal.lib.stamp` has not moved, and for PAGE_CACHE_SECONDS at most.
"""

import gzip
import hashlib
import logging
import re
from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cache as once
from pathlib import Path
from threading import Lock
from typing import Any, TypeVar

from django.conf import settings
from django.core.cache import caches
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import Resolver404, resolve
from django.utils import translation
from django.utils.cache import get_conditional_response
from django.utils.http import http_date

from portal.lib import clock, stamp

logger = logging.getLogger(__name__)

V = TypeVar("V", bound=Callable[..., Any])
ALIAS = "pages"
# For browsers and proxies. Short, since nobody can call back what they keep; while the portal is down they may go on.
CACHE_CONTROL = "public, max-age=10, stale-while-revalidate=10, stale-if-error=600"
# How long a page that is out of date is remembered, to know whether the next one says anything else (Last-Modified).
REMEMBERED_SECONDS = 86_400
LARGEST_PAGE = 2 * 1024 * 1024
LONGEST_ADDRESS = 500
MEMORY_BYTES = 32 * 1024 * 1024
# What a browser says that reads packed pages; `q=0` would be one that does not.
READS_GZIP = re.compile(r"\bgzip\b(?!\s*;\s*q=0(?:\.0*)?\s*(?:,|$))")
# All that is left of a visitor's headers while a page is made: where the request went.
KEPT_HEADERS = frozenset(("HTTP_HOST", "HTTP_X_FORWARDED_PROTO"))
# The path alone decides a page's language, whatever Django's middleware says of it.
IGNORED_VARY = frozenset(("accept-language", "accept-encoding"))
# What was made from a request and must be made anew from one with other headers.
DERIVED = ("headers", "COOKIES", "accepted_types", "accepted_types_by_precedence")


def cached_page(*parameters: str) -> Callable[[V], V]:
    """Keep the page for everybody; with any other parameter than `parameters` it is made anew each time.

    Raises TypeError for a view that is not a `public_page`: it could show who is logged in.
    """

    def mark(view: V) -> V:
        if not getattr(view, "is_public_page", False):
            raise TypeError(f"{view!r} must be a public_page before it may be kept.")
        view.cached_parameters = frozenset(parameters)  # type: ignore[attr-defined]  # read by the middleware
        return view

    return mark


@dataclass(frozen=True)
class Page:
    """An answer as it was made. `changed` is since when it reads so, as seconds since 1970.

    `packed` is the body by gzip, once for all who read it: nobody's secret stands in it that packing could betray.
    """

    stamp: int
    made: float
    changed: int
    etag: str
    headers: tuple[tuple[str, str], ...]
    body: bytes
    packed: bytes

    @property
    def size(self) -> int:
        return len(self.body) + len(self.packed)

    def is_fresh(self, number: int) -> bool:
        age = clock.now().timestamp() - self.made
        return self.stamp == number and 0 <= age < settings.PAGE_CACHE_SECONDS


class _Memory:
    """The pages this process used last: no server is asked and nothing unpacked for them."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self.pages: OrderedDict[str, Page] = OrderedDict()
        self.size = 0
        self.lock = Lock()

    def get(self, key: str) -> Page | None:
        with self.lock:
            page = self.pages.get(key)
            if page is not None:
                self.pages.move_to_end(key)
            return page

    def put(self, key: str, page: Page) -> None:
        with self.lock:
            before = self.pages.pop(key, None)
            self.size += page.size - (before.size if before else 0)
            self.pages[key] = page
            while self.size > self.limit:
                self.size -= self.pages.popitem(last=False)[1].size

    def clear(self) -> None:
        with self.lock:
            self.pages.clear()
            self.size = 0


memory = _Memory(MEMORY_BYTES)


class PageCacheMiddleware:
    """Stands before everything that looks at the visitor, and after what guards host and scheme."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        key = _key(request)
        if key is None:
            return self.get_response(request)
        number = stamp.current()
        page = memory.get(key)
        if page is not None and page.is_fresh(number):
            return _answer(request, page)
        if not _may_be_kept(request):
            return self.get_response(request)
        shared = _shared_key(key)
        before = _shared(shared)
        if before is not None and before.is_fresh(number):
            memory.put(key, before)
            return _answer(request, before)
        with _without_visitor(request):
            response = self.get_response(request)
        if response.status_code != 200 or not isinstance(response, HttpResponse):
            return response
        if reason := why_not(request, response):
            logger.warning("%s is marked as a page for everybody, but %s; it is not kept.", request.path_info, reason)
            return response
        page = _page_of(response, number, before)
        if request.method == "GET" and len(page.body) <= LARGEST_PAGE:
            memory.put(key, page)
            _share(shared, page)
        return _answer(request, page)


def why_not(request: HttpRequest, response: HttpResponse) -> str:
    """What of the answer could belong to one visitor, or "" when nothing does."""
    vary = {name.lower() for name in _vary(response)}
    control = response.get("Cache-Control", "")
    if response.cookies or response.has_header("Set-Cookie"):
        return "it sets a cookie"
    if "CSRF_COOKIE_NEEDS_UPDATE" in request.META:
        return "it holds a form token"
    if vary - IGNORED_VARY:
        return f"it varies by {', '.join(sorted(vary - IGNORED_VARY))}"
    if "private" in control or "no-store" in control:
        return f"it says {control}"
    if "'nonce-" in response.get("Content-Security-Policy", ""):
        return "its content policy names a nonce"
    return ""


def _vary(response: HttpResponse) -> list[str]:
    return [name.strip() for name in response.get("Vary", "").split(",") if name.strip()]


def _key(request: HttpRequest) -> str | None:
    """What the page depends on; None when the answer is not one for everybody. Raises DisallowedHost."""
    if not settings.PAGE_CACHE_SECONDS or request.method not in ("GET", "HEAD") or "HTTP_HX_REQUEST" in request.META:
        return None
    query = request.META.get("QUERY_STRING", "")
    if len(request.path) + len(query) > LONGEST_ADDRESS:
        return None
    return f"{request.scheme}://{request.get_host()}{request.path}?{query}"


def _may_be_kept(request: HttpRequest) -> bool:
    language = translation.get_language_from_path(request.path_info) or settings.LANGUAGE_CODE
    try:
        with translation.override(language):
            view = resolve(request.path_info).func
    except Resolver404:
        return False
    parameters = getattr(view, "cached_parameters", None)
    return parameters is not None and parameters.issuperset(request.GET)


@contextmanager
def _without_visitor(request: HttpRequest) -> Iterator[None]:
    """The request as a stranger's: cookies, log-in, languages, browser, conditions are put aside."""
    aside = {name: text for name, text in request.META.items() if name.startswith("HTTP_") and name not in KEPT_HEADERS}
    for name in aside:
        del request.META[name]
    _derive_anew(request)
    try:
        yield
    finally:
        request.META.update(aside)
        _derive_anew(request)


def _derive_anew(request: HttpRequest) -> None:
    for name in DERIVED:
        request.__dict__.pop(name, None)


def _page_of(response: HttpResponse, number: int, before: Page | None) -> Page:
    now = clock.now().timestamp()
    # Weak: a proxy that compresses the page sends other bytes of the same page.
    etag = f'W/"{hashlib.sha256(response.content).hexdigest()[:32]}"'
    changed = before.changed if before is not None and before.etag == etag else int(now)
    response["Vary"] = "Accept-Encoding"  # nothing is left of what stood there: `why_not`
    response["Cache-Control"] = CACHE_CONTROL
    response["ETag"] = etag
    response["Last-Modified"] = http_date(changed)
    packed = gzip.compress(response.content, compresslevel=6, mtime=0)
    return Page(number, now, changed, etag, tuple(response.items()), response.content, packed)


def _answer(request: HttpRequest, page: Page) -> HttpResponseBase:
    is_packed = READS_GZIP.search(request.META.get("HTTP_ACCEPT_ENCODING", "")) is not None
    body = page.packed if is_packed else page.body
    response = HttpResponse(body if request.method == "GET" else b"")
    for name, value in page.headers:
        response[name] = value
    response["Content-Length"] = str(len(body))
    if is_packed:
        response["Content-Encoding"] = "gzip"
    return get_conditional_response(request, etag=page.etag, last_modified=page.changed, response=response) or response


def _shared_key(key: str) -> str:
    return hashlib.sha256(f"{_release()} {key}".encode()).hexdigest()


def _shared(key: str) -> Page | None:
    """The page that another process made; one that cannot be read is deleted, so that it is made anew."""
    try:
        kept = caches[ALIAS].get(key)
        if kept is None or isinstance(kept, Page):
            return kept
        logger.warning("A kept page was no page; it is made anew.")
    # Half a file, left by a power cut: unpacking and unpickling fail in any way they like.
    except Exception as error:
        logger.warning("A kept page could not be read (%r); it is made anew.", error)
    with suppress(OSError):
        caches[ALIAS].delete(key)
    return None


def _share(key: str, page: Page) -> None:
    try:
        caches[ALIAS].set(key, page, REMEMBERED_SECONDS)
    except OSError as error:  # a full disk costs speed, not the page
        logger.warning("A page could not be kept: %s", error)


@once
def _release() -> str:
    """Changes with the code, the templates and their catalogues: what an older release made is not shown."""
    hashed = hashlib.sha256()
    folders = [settings.BASE_DIR / name for name in ("templates", "static", "portal", "laws", "experts", "warnings")]
    for folder in [*folders, settings.BASE_DIR / "disputes"]:
        for path in sorted(Path(folder).rglob("*.*")):
            if path.suffix in (".html", ".py", ".mo", ".css", ".js"):
                hashed.update(f"{path} {path.stat().st_mtime_ns}".encode())
    return hashed.hexdigest()[:16]
