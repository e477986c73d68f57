"""Tags and filters that every template may use (they are template built-ins)."""

from django import template
from django.utils.safestring import SafeString

from portal.lib.richtext import render_markdown

register = template.Library()


@register.filter(name="markdown")
def markdown_filter(source: str) -> SafeString:
    """Editors' Markdown as safe HTML."""
    return render_markdown(source)
