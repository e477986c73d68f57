from collections import Counter
from typing import Any

from django.core.management.base import BaseCommand

from portal.notices.delivery import deliver_due
from portal.notices.webhooks import deliver_webhooks


class Command(BaseCommand):
    help = "Send the mails and post the webhooks that are due now, as the worker does."

    def handle(self, *args: Any, **options: Any) -> None:
        counts = Counter(deliver_due()) + Counter(deliver_webhooks())
        if not counts:
            self.stdout.write("Nothing is due.")
        for state, number in sorted(counts.items()):
            self.stdout.write(f"{state}: {number}")
