"""Markdown written by editors, cleaned by nh3 when it is written and again when it is shown."""

import markdown
import nh3
from django.utils.safestring import SafeString, mark_safe

TAGS = {
    "a", "blockquote", "br", "code", "del", "em", "h2", "h3", "h4", "hr", "li", "ol", "p", "pre",
    "strong", "sub", "sup", "table", "tbody", "td", "th", "thead", "tr", "ul",
}  # fmt: skip
ATTRIBUTES = {"a": {"href", "title"}, "th": {"scope"}, "ol": {"start"}}
SCHEMES = {"http", "https", "mailto", "tel"}


def clean_markdown(source: str) -> str:
    """Markdown as it is stored: any HTML in it is taken out, the text stays."""
    return nh3.clean(source, tags=set(), attributes={}).replace("&gt;", ">").replace("&lt;", "<").replace("&amp;", "&")


def render_markdown(source: str) -> SafeString:
    """Safe HTML of `source`."""
    html = markdown.markdown(source, extensions=["tables", "sane_lists"], output_format="html")
    return mark_safe(  # noqa: S308 - nh3 has just cleaned it
        nh3.clean(html, tags=TAGS, attributes=ATTRIBUTES, url_schemes=SCHEMES, link_rel="noopener nofollow")
    )
