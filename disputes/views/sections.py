"""Parts of a case page that belong to a topic of their own: opinion, experts, forms, outcome.

Each topic has a function `(request, case, standing, page) -> Section | None`; `page` is `case` (the enterprise's) or
`triage_case` (the centre's). The pages show what the functions of `SECTIONS` give, in that order, so that a new topic
changes neither page.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from disputes.access import Standing
from disputes.models import Case


@dataclass(frozen=True)
class Section:
    """A template and what it needs; it gets `case`, `page` and the request's own context besides."""

    template: str
    context: Mapping[str, Any] = field(default_factory=dict)


Provider = Callable[[HttpRequest, Case, Standing, str], Section | None]
SECTIONS: tuple[Provider, ...] = ()


def sections_of(request: HttpRequest, case: Case, standing: Standing, page: str) -> list[SafeString]:
    """The sections this person sees, as HTML."""
    found = (provider(request, case, standing, page) for provider in SECTIONS)
    return [
        render_to_string(section.template, {"case": case, "page": page, **section.context}, request=request)
        for section in found
        if section is not None
    ]
