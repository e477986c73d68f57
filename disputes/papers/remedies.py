"""What an enterprise can do against a refusal: data, because a centre may word it otherwise and lawyers must see it."""

from disputes.models import Remedy
from portal.lib import formats


def remedies_against(reason: str) -> list[str]:
    """The sentences for this reason, then those for every reason, in their order and the active language."""
    rows = Remedy.objects.filter(reason__in=[reason, ""], is_active=True)
    ordered = sorted(rows, key=lambda row: (row.reason == "", row.position, row.pk))
    return [row.text_en if formats.is_english() else row.text_zh for row in ordered]
