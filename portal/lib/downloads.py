"""The one way a private file leaves the portal. The view that calls it has checked the reader."""

from django.db.models.fields.files import FieldFile
from django.http import FileResponse


def private_download(file: FieldFile, *, name: str, mime: str) -> FileResponse:
    """`file` as an attachment that no cache keeps and no browser runs or guesses at."""
    response = FileResponse(file.open("rb"), as_attachment=True, filename=name, content_type=mime)
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
