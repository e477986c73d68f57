"""How many pages a file has: counted for a PDF, one for an image, none that could be told for anything else."""

from io import BytesIO
from typing import Any, BinaryIO

from django.core.files.base import File

from disputes.models import CaseDocument


def pages_of_pdf(pdf: "bytes | BinaryIO | File[bytes]") -> int:
    """Raises pypdf's errors for a file it cannot read."""
    # Imported here: web processes seldom count.
    from pypdf import PdfReader

    source: Any = BytesIO(pdf) if isinstance(pdf, bytes) else pdf
    return len(PdfReader(source).pages)


def pages_of(document: CaseDocument) -> int | None:
    """The pages of a document; None when they cannot be told: an office file, a damaged or an encrypted PDF."""
    if document.mime.startswith("image/"):
        return 1
    if document.mime != "application/pdf":
        return None
    from pypdf.errors import PyPdfError

    try:
        with document.file.open("rb") as file:
            return pages_of_pdf(file)
    except (PyPdfError, OSError, ValueError):
        return None
