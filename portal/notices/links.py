"""Addresses for mails: absolute, and under the prefix of the reader's language."""

from django.conf import settings
from django.urls import reverse
from django.utils import translation


def absolute(viewname: str, *args: object, language: str) -> str:
    """The full address of a page of ours in `language`."""
    with translation.override(language):
        return f"{settings.BASE_URL}{reverse(viewname, args=args)}"
