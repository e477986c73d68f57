"""Telephone numbers in whatever style people type them.

Full-width digits, dots, brackets, `0086`, `+86` and extensions after 转 or 分机 are all read (library `phonenumbers`,
the numbering plans of the ITU). What cannot be told apart from a foreign or an internal number is kept as it was typed.
"""

import re
import unicodedata
from dataclasses import dataclass

import phonenumbers
from django.utils.translation import gettext as _

from portal.lib.errors import Invalid
from portal.lib.fields import clean_text

REGION = "CN"  # where a number without a country code is taken to be
FEWEST_DIGITS = 6  # a short local number; what is shorter reaches nobody from outside
LONGEST = 40
EXTENSION_WORDS = re.compile(r"转接|转|轉|分机|分機|内线")
# Two numbers in one field: the first that can be read is the one to call.
SEVERAL = re.compile(r"[/;；、，,|\n]|或|\bor\b")


@dataclass(frozen=True)
class Phone:
    """`number` is E.164, empty when the number could not be read; `typed` is kept for a person to look at."""

    typed: str
    number: str = ""
    extension: str = ""

    @property
    def href(self) -> str:
        """The address of a link that calls it."""
        if self.number:
            return f"tel:{self.number}" + (f";ext={self.extension}" if self.extension else "")
        return "tel:" + re.sub(r"[^\d+]", "", unicodedata.normalize("NFKC", self.typed))


def read_phone(typed: str, *, field: str = "phone") -> Phone:
    """Raises Invalid, naming `field`, when too few digits are there to call anybody."""
    typed = " ".join(clean_text(typed).split())
    if len(typed) > LONGEST:
        raise Invalid(
            _("This is too long for a telephone number: at most %(most)s characters.") % {"most": LONGEST}, field=field
        )
    plain = unicodedata.normalize("NFKC", typed)
    for part in [plain, *SEVERAL.split(plain)]:
        read = _read(part)
        if read is not None:
            return Phone(typed, *read)
    if sum(character.isdigit() for character in plain) < FEWEST_DIGITS:
        raise Invalid(
            _("This does not look like a telephone number. Enter the digits with the area or country code."),
            field=field,
        )
    return Phone(typed)


def phone_href(typed: str) -> str:
    """The address of a link that calls the number, whatever is known of it: for `{{ number|phone_href }}`."""
    read = _read(unicodedata.normalize("NFKC", typed))
    return Phone(typed, *(read or ())).href


def _read(text: str) -> tuple[str, str] | None:
    try:
        number = phonenumbers.parse(EXTENSION_WORDS.sub(" ext ", text), REGION)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_valid_number(number):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164), number.extension or ""
