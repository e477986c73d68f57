"""Which mail follows which act on the pool. Templates: templates/emails/experts/."""

from django.utils import translation

from experts.models import Expert
from portal.accounts.access import people_with
from portal.accounts.models import User
from portal.accounts.permissions import Permission
from portal.lib.formats import day
from portal.notices.actions import queue
from portal.notices.links import absolute


def tell_expert(expert: Expert, kind: str, *, by: User) -> None:
    """Write to the expert about their standing, in their language once they have an account."""
    language = expert.user.language if expert.user is not None else by.language
    with translation.override(language):
        context = {
            "name": expert.name,
            "centre": str(expert.centre),
            "term_from": day(expert.term_from) if expert.term_from else "",
            "term_to": day(expert.term_to) if expert.term_to else "",
            "reason": expert.state_note,
            "url": absolute("engagements", language=language),
        }
    queue(
        key=f"expert:{expert.pk}:{kind}:{expert.version}",
        kind=f"experts.{kind}",
        recipient=expert.user,
        address=expert.email,
        language=language,
        context=context,
    )


def tell_reviewers(expert: Expert) -> None:
    """Write to whoever checks experts at the nominating centre that a yearly review is due."""
    for person in people_with(Permission.CHECK_EXPERT, centre=expert.centre_id):
        with translation.override(person.language):
            context = {
                "name": expert.name,
                "due": day(expert.review_due_on) if expert.review_due_on else "",
                "url": absolute("expert", expert.pk, language=person.language),
            }
        queue(
            key=f"expert:{expert.pk}:review:{expert.review_due_on}:{person.pk}",
            kind="experts.review_due",
            recipient=person,
            context=context,
        )
