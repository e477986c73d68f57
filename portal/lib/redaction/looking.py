"""The check of one file, by the type that its content showed when it was taken in."""

from portal.lib.redaction.findings import Finding, Kind, NotReadable, bounded
from portal.lib.redaction.images import look_at_image
from portal.lib.redaction.office import look_at_office
from portal.lib.redaction.pdfs import look_at_pdf

# Counted up whenever the check finds more than before: what an older one found no longer opens the gate.
ENGINE = 3
OFFICE = "application/vnd.openxmlformats-officedocument."


def look(data: bytes, mime: str) -> list[Finding]:
    """Everything that was found; never raises for a bad file, which is itself a finding."""
    try:
        if mime == "application/pdf":
            return bounded(look_at_pdf(data))
        if mime.startswith(OFFICE):
            return bounded(look_at_office(data))
        if mime in ("image/jpeg", "image/png"):
            return bounded(look_at_image(data))
    except NotReadable as refusal:
        return [Finding(refusal.kind)]
    return [Finding(Kind.UNKNOWN_TYPE)]
