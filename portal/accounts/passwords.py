"""The rule on a password's length, in words that exist in both languages."""

from django.contrib.auth.password_validation import MinimumLengthValidator as DjangoMinimumLength
from django.utils.translation import gettext as _


class MinimumLengthValidator(DjangoMinimumLength):
    """Django's check; its own sentences have no Chinese, or address the reader in another tone."""

    def get_error_message(self) -> str:
        return self.get_help_text()

    def get_help_text(self) -> str:
        return _("A password has at least %(count)d characters.") % {"count": self.min_length}
