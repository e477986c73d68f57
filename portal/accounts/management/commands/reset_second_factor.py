"""`manage.py reset_second_factor EMAIL`: for the administrator who lost telephone and recovery codes alike."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from portal.accounts.actions.second_factor import reset_second_factor
from portal.accounts.models import User
from portal.lib.errors import ActionError


class Command(BaseCommand):
    help = "Takes away a person's second factor; at the next log-in they set up a new one."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email", help="e-mail address of the person")

    def handle(self, *args: Any, email: str, **options: Any) -> None:
        user = User.objects.filter(email=email.strip().lower()).first()
        if user is None:
            raise CommandError(f"There is no account for {email}.")
        try:
            reset_second_factor(user=user, by=None)
        except ActionError as error:
            raise CommandError(str(error.message)) from error
        self.stdout.write(f"{user.email} sets up a new second factor at the next log-in.")
