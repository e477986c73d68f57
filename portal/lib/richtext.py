"""Markdown written by editors: made harmless when it is written, cleaned by nh3 when it is shown.

HTML is not part of it. Whatever would open a tag is text, in what is stored as well as on the page, so that no
other reader of the stored text (the API's clients, a mail) can take it for HTML, and nothing an editor typed is lost.
"""

import re
from html import unescape
from xml.etree.ElementTree import Element

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor

from portal.lib.fields import clean_text

TAGS = {
    "a", "blockquote", "br", "code", "del", "em", "h2", "h3", "h4", "h5", "h6", "hr", "li", "ol", "p", "pre",
    "strong", "sub", "sup", "table", "tbody", "td", "th", "thead", "tr", "ul",
}  # fmt: skip
ATTRIBUTES = {"a": {"href", "title"}, "th": {"scope"}, "ol": {"start"}}
SCHEMES = {"http", "https", "mailto", "tel"}
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")

# What an HTML parser takes for the start of a tag, but for Markdown's own <https://…> and <name@host>.
TAG_OPENER = re.compile(r"<(?=[A-Za-z/!?])(?!(?:https?://|mailto:)[^\s<>]+>)(?![\w.+-]+@[\w.-]+>)")


# Where words of two blocks would otherwise run together once the tags are gone.
BLOCK_END = re.compile(r"</(?:p|li|h[1-6]|t[dh]|tr|pre|blockquote)>|<br>|<hr>")


def clean_markdown(source: str) -> str:
    """Markdown as it is stored: plain text by `clean_text`, in which no tag can open. Harmless when repeated."""
    return TAG_OPENER.sub("&lt;", clean_text(source))


class _HeadingLevels(Treeprocessor):
    """Headings start at `level` and never skip one, so that they fit under the page's own."""

    level = 3

    def run(self, root: Element) -> None:
        headings = [element for element in root.iter() if element.tag in HEADINGS]
        used = sorted({str(heading.tag) for heading in headings})
        before = self.level - 1
        for heading in headings:
            before = min(self.level + used.index(str(heading.tag)), before + 1, 6)
            heading.tag = f"h{before}"


class _House(Extension):
    """Markdown without HTML, with headings that fit the page."""

    def __init__(self, level: int) -> None:
        super().__init__()
        self.level = level

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - the name is Markdown's
        md.preprocessors.deregister("html_block")
        md.inlinePatterns.deregister("html")
        levels = _HeadingLevels(md)
        levels.level = self.level
        md.treeprocessors.register(levels, "heading_levels", 5)


def render_markdown(source: str, level: int = 3) -> SafeString:
    """Safe HTML of `source`; its highest heading becomes `<h{level}>`."""
    html = Markdown(extensions=["tables", "sane_lists", _House(level)], output_format="html").convert(source)
    return mark_safe(  # noqa: S308 - nh3 has just cleaned it
        nh3.clean(html, tags=TAGS, attributes=ATTRIBUTES, url_schemes=SCHEMES, link_rel="noopener nofollow")
    )


def plain_text(source: str) -> str:
    """The words of `source` without Markdown's marks, for a reader that shows no HTML (an excerpt, a hit)."""
    spaced = BLOCK_END.sub(" ", render_markdown(source))
    return " ".join(unescape(nh3.clean(spaced, tags=set())).split())
