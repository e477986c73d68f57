"""The unified social credit code (GB 32100-2015): 18 signs, the last one a check digit."""

import re
import unicodedata

from django.utils.translation import gettext as _
from stdnum.cn import uscc
from stdnum.exceptions import InvalidChecksum, InvalidLength, ValidationError

from portal.lib.errors import Invalid
from portal.lib.fields import clean_text

_SEPARATORS = re.compile(r"[\s\-.·_]+")


def clean_credit_code(value: str) -> str:
    """`value` as the licence prints it: half-width capitals without spaces.

    Raises Invalid on the field `uscc` with a sentence that says what is wrong with it.
    """
    code = _SEPARATORS.sub("", unicodedata.normalize("NFKC", clean_text(value))).upper()
    try:
        return str(uscc.validate(code))
    except InvalidLength:
        message = _("A unified social credit code has 18 signs; this one has %(count)d.") % {"count": len(code)}
    except InvalidChecksum:
        message = _("The check digit does not fit: one sign is wrong. Copy the code from the business licence.")
    except ValidationError:
        message = _(
            "A unified social credit code starts with 8 digits and then holds digits and capital letters "
            "without I, O, S, V and Z."
        )
    raise Invalid(message, field="uscc")
