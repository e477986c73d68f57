"""What a topic gives a case page to show (`disputes.views.sections` collects them)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest

from disputes.access import Standing
from disputes.models import Case


@dataclass(frozen=True)
class Section:
    """A template and what it needs; it gets `case`, `page` and the request's own context besides."""

    template: str
    context: Mapping[str, Any] = field(default_factory=dict)


Provider = Callable[[HttpRequest, Case, Standing, str], Section | None]
