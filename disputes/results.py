"""What a guidance case can come to, and what its ledger may hold.

The kinds of the ledger and the meaning of "recovered" are rules of the network: an exposure that was only claimed and
a market that was only estimated never count.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class OutcomeResult(models.TextChoices):
    SETTLED = "settled", _("Settled")
    LICENCE = "licence", _("Licence agreed")
    CONSENT = "consent", _("Consent judgment or consent order")
    DISMISSED = "dismissed", _("Dismissed")
    WITHDRAWN_BY_OTHER = "withdrawn_by_other", _("Withdrawn by the other side")
    DEFAULT_SET_ASIDE = "default_set_aside", _("Default judgment set aside")
    INJUNCTION_LIFTED = "injunction_lifted", _("Injunction or freeze lifted")
    JUDGMENT_FOR_US = "judgment_for_us", _("Judgment for the enterprise")
    JUDGMENT_AGAINST_US = "judgment_against_us", _("Judgment against the enterprise")
    RIGHT_OBTAINED = "right_obtained", _("Right obtained or taken back")
    RIGHT_LOST = "right_lost", _("Right lost")
    ARBITRATED = "arbitrated", _("Award of an arbitration")
    MEDIATED = "mediated", _("Settled by mediation")
    NOT_PURSUED = "not_pursued", _("Not pursued further")
    OTHER = "other", pgettext_lazy("result", "Another result")


class LossKind(models.TextChoices):
    CLAIMED_EXPOSURE = "claimed_exposure", _("Exposure claimed by the other side")
    PAID = "settled_or_awarded_paid", _("Received under a settlement or award")
    FEES_AVOIDED = "fees_avoided", _("Fees and damages avoided")
    ASSETS_RELEASED = "assets_released", _("Assets released")
    MARKET_RETAINED = "market_retained", _("Market retained (estimate)")


RECOVERED = frozenset({LossKind.PAID, LossKind.FEES_AVOIDED, LossKind.ASSETS_RELEASED})


class LossState(models.TextChoices):
    RECORDED = "recorded", pgettext_lazy("ledger", "Not verified")
    VERIFIED = "verified", pgettext_lazy("ledger", "Verified")
    REFUSED = "refused", pgettext_lazy("ledger", "Verification refused")


RECOVERED_MEANS = _(
    "Recovered = received under settlements and awards + fees and damages avoided + assets released, in yuan at the"
    " rate of the day. Only entries count to which the enterprise agreed, which a second person verified and which"
    " nobody corrected; exposure that was only claimed and estimates never do."
)
