"""`manage.py grant_role EMAIL ROLE`: makes the first administrator, and mends what nobody can mend in pages."""

from argparse import ArgumentParser, RawDescriptionHelpFormatter
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from portal.accounts.actions.memberships import Spot, add_membership
from portal.accounts.credit_code import clean_credit_code
from portal.accounts.models import Enterprise, GuidanceCentre, Scope, User
from portal.accounts.roles import ROLES
from portal.lib.errors import ActionError


class Command(BaseCommand):
    help = "Gives a person a role; the first administrator is made this way."

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> Any:
        roles = "\n".join(f"  {role.code:<18} {role.scope.value:<11} {role.description}" for role in ROLES.values())
        return super().create_parser(
            prog_name,
            subcommand,
            formatter_class=RawDescriptionHelpFormatter,
            epilog=f"roles, where they apply, what they are for:\n{roles}",
            **kwargs,
        )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email", help="e-mail address of an account that exists")
        parser.add_argument("role", help="one of the roles below")
        parser.add_argument("--centre", metavar="SLUG", help="the centre, for a role of a centre")
        parser.add_argument("--enterprise", metavar="USCC", help="the enterprise, for a role of an enterprise")

    def handle(self, *args: Any, email: str, role: str, **options: Any) -> None:
        user = User.objects.filter(email=email.strip().lower()).first()
        if user is None:
            raise CommandError(
                f"There is no account for {email}: sign up first at {settings.BASE_URL}/accounts/signup/."
            )
        if role not in ROLES:
            raise CommandError(f"There is no role {role}. There are: {', '.join(ROLES)}.")
        spot = self._spot(role, options["centre"], options["enterprise"])
        try:
            membership = add_membership(user=user, role=role, by=None, spot=spot)
        except ActionError as error:
            raise CommandError(str(error.message)) from error
        self.stdout.write(f"{user.email} is {role} of {spot} since {membership.valid_from}.")

    @staticmethod
    def _spot(role: str, centre: str | None, enterprise: str | None) -> Spot:
        scope = ROLES[role].scope
        if scope == Scope.CASE:
            raise CommandError(f"{role} is given by the enterprise, for one case.")
        if bool(centre) != (scope == Scope.CENTRE):
            raise CommandError(
                f"{role} is a role of a centre: name it with --centre SLUG."
                if scope == Scope.CENTRE
                else f"{role} is no role of a centre: leave --centre away."
            )
        if bool(enterprise) != (scope == Scope.ENTERPRISE):
            raise CommandError(
                f"{role} is a role of an enterprise: name it with --enterprise USCC."
                if scope == Scope.ENTERPRISE
                else f"{role} is no role of an enterprise: leave --enterprise away."
            )
        if centre:
            found = GuidanceCentre.objects.filter(slug=centre).first()
            if found is None:
                raise CommandError(f"There is no centre {centre}; the last part of its address /centres/… is its slug.")
            return Spot(centre=found)
        if enterprise:
            try:
                code = clean_credit_code(enterprise)
            except ActionError as error:
                raise CommandError(str(error.message)) from error
            holder = Enterprise.objects.filter(uscc=code).first()
            if holder is None:
                raise CommandError(f"No verified enterprise has the credit code {code}.")
            return Spot(enterprise=holder)
        return Spot()
