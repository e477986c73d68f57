"""Amounts: which currency a code stands for, and what an amount is in yuan at a given rate."""

from decimal import ROUND_HALF_UP, Decimal

from django.utils.translation import gettext as _

from disputes.models import IsoCurrency
from portal.lib.errors import Invalid

YUAN = "CNY"
FEN = Decimal("0.01")
MOST_AMOUNT = Decimal(10) ** 15
# More than any reported award; a slip of the key is told at once.
MOST_YUAN = Decimal(10) ** 11
# The dearest currency is worth about 25 yuan, the cheapest about a ten-thousandth.
MOST_RATE = Decimal(1000)


def currency_of(code: str, *, field: str = "currency") -> IsoCurrency:
    """The currency of these three letters. Raises Invalid for none and for one that is not of ISO 4217."""
    code = code.strip().upper()
    if not code:
        raise Invalid(_("Give the currency, for example USD."), field=field)
    currency = IsoCurrency.objects.filter(pk=code).first()
    if currency is None:
        raise Invalid(
            _("“%(code)s” is not a currency of ISO 4217. Write its three letters, for example USD or EUR.")
            % {"code": code[:20]},
            field=field,
        )
    return currency


def in_yuan(amount: Decimal, rate: Decimal) -> Decimal:
    """The amount in yuan and fen, rounded half up."""
    return (amount * rate).quantize(FEN, rounding=ROUND_HALF_UP)
