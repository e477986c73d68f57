"""A tagged PDF (PDF/UA-1) of a form: language, title, reading order, table headers.

WeasyPrint is imported when the first PDF is made: it takes a second and needs Pango, and a web process needs neither.
"""

# WeasyPrint carries no types.
from typing import TYPE_CHECKING

from disputes.papers import fonts
from disputes.papers.blocks import Content
from disputes.papers.rendering import document_style, render_document

if TYPE_CHECKING:
    from weasyprint.urls import URLFetcherResponse


class CannotMake(Exception):
    """This machine cannot make a PDF; the text says what is missing."""


def refuse(url: str, *args: object, **kwargs: object) -> "URLFetcherResponse":
    """Everything a form needs is in the document itself: no address is ever fetched, local files included."""
    raise PermissionError(f"A form fetches nothing: {url}")


def make_pdf(content: Content) -> bytes:
    """Raises CannotMake where Pango or a Chinese font is missing."""
    why = fonts.lacking()
    if why:
        raise CannotMake(why)
    from weasyprint import CSS, HTML

    document = HTML(string=render_document(content), url_fetcher=refuse)  # type: ignore[no-untyped-call]
    style = CSS(string=document_style(content), url_fetcher=refuse)  # type: ignore[no-untyped-call]
    made: bytes = document.write_pdf(stylesheets=[style], pdf_variant="pdf/ua-1")  # type: ignore[no-untyped-call]
    return made
