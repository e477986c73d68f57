"""Who is told by mail when a guide moves. Templates: templates/emails/guides/."""

from collections.abc import Iterable

from django.utils import translation

from laws.models import GuideEvent, GuideRevision
from portal.accounts.access import people_with
from portal.accounts.models import User
from portal.accounts.permissions import Permission
from portal.lib.publication import editors_of
from portal.notices.actions import insert, prepare
from portal.notices.links import absolute


def tell_reviewers(revision: GuideRevision, event: GuideEvent, *, by: User) -> None:
    """Everyone who may approve what they did not write."""
    writers = editors_of(revision)
    reviewers = [person for person in people_with(Permission.REVIEW_GUIDE) if person.pk not in writers]
    _tell(reviewers, "guides.submitted", revision, event, by=by)


def tell_publishers(revision: GuideRevision, event: GuideEvent, *, by: User) -> None:
    writers = editors_of(revision)
    publishers = [person for person in people_with(Permission.PUBLISH_GUIDE) if person.pk not in writers]
    _tell(publishers, "guides.approved", revision, event, by=by)


def tell_editors(revision: GuideRevision, event: GuideEvent, *, by: User, note: str = "") -> None:
    """Everyone who wrote in it and the guide's owner: it was returned, published or withdrawn."""
    people = User.objects.filter(pk__in=editors_of(revision) | {revision.guide.owner_id}, is_active=True)
    _tell(people, f"guides.{event.kind}", revision, event, by=by, note=note)


def _tell(
    people: Iterable[User], kind: str, revision: GuideRevision, event: GuideEvent, *, by: User, note: str = ""
) -> None:
    notices = []
    for person in people:
        if person.pk == by.pk:
            continue
        with translation.override(person.language):
            name = revision.guide.jurisdiction.name
        code = revision.guide.jurisdiction_id
        notices.append(
            prepare(
                key=f"guide:{revision.pk}:{event.seq}:{person.pk}",
                kind=kind,
                recipient=person,
                context={
                    "name": name,
                    "number": revision.number,
                    "who": str(by),
                    "note": note,
                    "link": absolute("guide_revision", code, revision.number, language=person.language),
                    "public_link": absolute("guide", code, language=person.language),
                },
            )
        )
    insert(notices)
