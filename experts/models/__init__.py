"""Who can help and who pays: service providers and support schemes. Experts and engagements come beside them."""

from experts.models.providers import ServiceProvider
from experts.models.schemes import SupportScheme

__all__ = ["ServiceProvider", "SupportScheme"]
