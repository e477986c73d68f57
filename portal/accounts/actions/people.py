"""What people say about themselves: profile and consent."""

from django.db import transaction

from portal.accounts.actions.audit import record
from portal.accounts.models import Consent, User
from portal.accounts.privacy import DOCUMENT, VERSION


def update_profile(*, by: User, name: str, language: str, time_zone: str) -> None:
    """Change one's own name, language of mails and time zone."""
    by.name, by.language, by.time_zone = name, language, time_zone
    with transaction.atomic():
        by.save(update_fields=["name", "language", "time_zone"])
        record("profile.updated", by, by=by)


def record_consent(*, by: User, language: str) -> Consent:
    """Keep that `by` agreed to the present privacy notice. Harmless when repeated."""
    consent, _created = Consent.objects.get_or_create(
        user=by, document=DOCUMENT, document_version=VERSION, defaults={"language": language}
    )
    return consent


def has_consented(user: User) -> bool:
    """Whether `user` agreed to the present version. One query."""
    return Consent.objects.filter(user=user, document=DOCUMENT, document_version=VERSION).exists()
