"""Doors to the titles desk: editors and legal reviewers."""

from django.db.models import QuerySet
from django.http import Http404
from django.utils.translation import gettext as _

from laws.models import TitleReview
from portal.accounts.access import people_with, rights_of
from portal.accounts.models import User
from portal.accounts.permissions import Permission
from portal.lib.errors import NotAllowed

DESK = (Permission.EDIT_REFERENCE, Permission.REVIEW_RULE)


def is_of_the_desk(user: User) -> bool:
    rights = rights_of(user)
    return any(rights.may(permission) for permission in DESK)


def require_desk(user: User) -> None:
    """Raises NotAllowed for whoever neither edits nor reviews."""
    if not is_of_the_desk(user):
        raise NotAllowed(_("Your role does not open the titles desk."))


def colleagues() -> QuerySet[User]:
    """Everybody a title may be given to."""
    return people_with(*DESK)


def get_review(user: User, number: int) -> TitleReview:
    """A title that was shared out. Raises Http404 for a stranger to the desk and for an unknown one."""
    review = TitleReview.objects.select_related("law__jurisdiction", "assigned_to").filter(pk=number).first()
    if review is None or not is_of_the_desk(user):
        raise Http404(_("There is no such review."))
    return review
