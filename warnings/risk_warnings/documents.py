"""Warnings as documents of the search."""

from datetime import datetime, time

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from laws.search.registry import DocumentType
from laws.search.types import SearchDocument
from portal.lib import clock
from portal.lib.richtext import plain_text
from risk_warnings.models import RiskWarning


def warning_document(warning: RiskWarning) -> SearchDocument:
    """One warning in the language of the page; visible until the end of its last day."""
    until = datetime.combine(warning.expires_on, time.max, clock.SHANGHAI) if warning.expires_on else None
    return SearchDocument(
        type="warning",
        id=warning.ref,
        title=warning.title,
        url=warning.get_absolute_url(),
        language="en" if (get_language() or "").startswith("en") else "zh",
        body="\n".join(
            plain_text(text) for text in (warning.summary, warning.todo, warning.happened, warning.affected)
        ),
        note=f"{warning.ref} · {warning.get_level_display()}",
        visible_from=warning.published_at,
        visible_to=until,
    )


WARNINGS = DocumentType(
    name="warning",
    label=_("Risk warnings"),
    rows=lambda: RiskWarning.objects.in_force().order_by("-published_at", "-pk"),
    document=warning_document,
    title_fields=("title_zh", "title_en", "ref"),
    text_fields=(
        "summary_zh", "summary_en", "happened_zh", "happened_en", "affected_zh", "affected_en", "todo_zh", "todo_en",
    ),
    order=30,
)  # fmt: skip
