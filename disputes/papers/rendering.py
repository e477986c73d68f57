"""From content to HTML: for the print page and for the PDF."""

from functools import cache
from pathlib import Path

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from disputes.papers.blocks import Content, content_hash


def render_page(content: Content) -> SafeString:
    """An issued form as the main part of a page: its name is the `h1`."""
    return _in_its_language("disputes/papers/_form.html", content, level=1, sha256=content_hash(content))


def render_document(content: Content) -> SafeString:
    """The whole document that becomes the PDF; its style is `document_style`."""
    return _in_its_language("disputes/papers/document.html", content)


def document_style(content: Content) -> str:
    """The style of the PDF, with the hash of the content at the foot of each page."""
    with translation.override(content["language"]):
        label = _("SHA-256 of the content; compare it on the page of the case in the portal").replace('"', "”")
    return f'{_style()}@page {{ @bottom-left {{ content: "{label}\\A {content_hash(content)}"; }} }}'


@cache
def _style() -> str:
    return (Path(__file__).parent / "paper.css").read_text(encoding="utf-8")


def _in_its_language(template: str, content: Content, **context: object) -> SafeString:
    """The words around the content, too, are in the content's language, whoever looks at it."""
    with translation.override(content["language"]):
        return render_to_string(template, {"form": content, **context})
