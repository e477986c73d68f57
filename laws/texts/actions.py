"""What people do to a text that is held: somebody compares it with the official one. The words never change."""

import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from laws.models import LawVersion
from portal.accounts.access import rights_of
from portal.accounts.actions.audit import record
from portal.accounts.models import User
from portal.accounts.permissions import Permission as P
from portal.lib import clock
from portal.lib.errors import Invalid, NotAllowed
from portal.lib.states import guarded_update

VERIFIERS = (P.EDIT_REFERENCE, P.REVIEW_RULE)


def may_verify(user: User) -> bool:
    """Editors of the reference data and legal reviewers."""
    rights = rights_of(user)
    return any(rights.may(permission) for permission in VERIFIERS)


def verify_version(
    *, version: LawVersion, by: User, compared_on: datetime.date, seen: datetime.date | None = None
) -> None:
    """`by` compared the whole text with the official one on `compared_on`; the page says so under their name.

    `seen` is the comparison the page showed to this person. Raises NotAllowed without the permission, Invalid for a
    day in the future or before the text was taken from its source, Conflict when somebody else was faster.
    """
    if not may_verify(by):
        raise NotAllowed(_("Your role does not allow this."))
    if compared_on > clock.today():
        raise Invalid(_("This day is in the future. Enter the day on which you compared the texts."), field="on")
    if version.retrieved and compared_on < version.retrieved:
        raise Invalid(
            _("The text was taken from its source later, on %(date)s.") % {"date": version.retrieved.isoformat()},
            field="on",
        )
    with transaction.atomic():
        guarded_update(version, expected={"verified_on": seen}, verified_on=compared_on, verified_by=by)
        record("law_text.verified", version, by=by, sha256=version.sha256, on=compared_on.isoformat())
