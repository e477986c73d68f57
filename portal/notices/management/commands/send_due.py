from typing import Any

from django.core.management.base import BaseCommand

from portal.notices.delivery import deliver_due


class Command(BaseCommand):
    help = "Send the mails that are due now, as the worker does."

    def handle(self, *args: Any, **options: Any) -> None:
        counts = deliver_due()
        if not counts:
            self.stdout.write("No mail is due.")
        for state, number in sorted(counts.items()):
            self.stdout.write(f"{state}: {number}")
