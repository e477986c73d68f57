"""The one publication workflow: guides, warnings and whatever else several people must stand behind.

    draft > in_review > approved > scheduled > published > superseded | withdrawn | expired | recalled

`settings.PUBLICATION_HANDS` says how many different people it takes: with two, the person who publishes is
not an author; with three, the author, the approver and the publisher are three people. A decision carries the
`version` its maker has read, so that nobody stands behind words that were changed meanwhile.
"""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from portal.lib import clock
from portal.lib.errors import NotAllowed
from portal.lib.stamp import touch
from portal.lib.states import Transitions, move


class PublicationState(models.TextChoices):
    DRAFT = "draft", pgettext_lazy("publication", "Draft")
    IN_REVIEW = "in_review", pgettext_lazy("publication", "In review")
    APPROVED = "approved", pgettext_lazy("publication", "Approved")
    SCHEDULED = "scheduled", pgettext_lazy("publication", "Scheduled")
    PUBLISHED = "published", pgettext_lazy("publication", "Published")
    SUPERSEDED = "superseded", pgettext_lazy("publication", "Superseded")
    WITHDRAWN = "withdrawn", pgettext_lazy("publication", "Withdrawn")
    EXPIRED = "expired", pgettext_lazy("publication", "Expired")
    RECALLED = "recalled", pgettext_lazy("publication", "Recalled")


S = PublicationState
TRANSITIONS: Transitions = {
    S.DRAFT: {S.IN_REVIEW, S.WITHDRAWN},
    S.IN_REVIEW: {S.DRAFT, S.APPROVED, S.WITHDRAWN},
    S.APPROVED: {S.DRAFT, S.SCHEDULED, S.PUBLISHED, S.WITHDRAWN},
    S.SCHEDULED: {S.APPROVED, S.PUBLISHED, S.WITHDRAWN},
    S.PUBLISHED: {S.SUPERSEDED, S.WITHDRAWN, S.EXPIRED, S.RECALLED},
    S.SUPERSEDED: set(),
    S.WITHDRAWN: set(),
    S.EXPIRED: {S.RECALLED},
    S.RECALLED: set(),
}


class Publishable(models.Model):
    """Columns of a text under the workflow. Who and when stand together or not at all (`who_and_when`)."""

    author_id: int | None
    approved_by_id: int | None

    state = models.CharField(
        gettext_lazy("state"), max_length=16, choices=PublicationState.choices, default=PublicationState.DRAFT
    )
    version = models.PositiveIntegerField(default=1)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    submitted_at = models.DateTimeField(null=True, blank=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    approved_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    published_at = models.DateTimeField(gettext_lazy("published at"), null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    ended_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=clock.now, editable=False)
    updated_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        abstract = True


def who_and_when(name: str) -> list[models.CheckConstraint]:
    """That an approval and a publication have both a person and a moment, or neither; for `Meta.constraints`."""
    return [
        models.CheckConstraint(
            condition=models.Q(**{f"{act}_by__isnull": True, f"{act}_at__isnull": True})
            | models.Q(**{f"{act}_by__isnull": False, f"{act}_at__isnull": False}),
            name=f"{name}_{act}_who_and_when",
        )
        for act in ("approved", "published")
    ]


def editors_of(item: Publishable) -> set[int]:
    """Everyone whose words are in `item`. A model with several editors overrides `editor_ids`."""
    ids = getattr(item, "editor_ids", None)
    found: set[int] = set(ids()) if ids else set()
    if item.author_id is not None:
        found.add(item.author_id)
    return found


def may_approve(item: Publishable, by_id: int) -> bool:
    """Whether the hands rule lets this person approve: nobody approves what they wrote."""
    return by_id not in editors_of(item)


def submit_for_review(item: Publishable, *, by_id: int, version: int | None = None) -> str:
    return _move(item, S.IN_REVIEW, version=version, submitted_at=clock.now())


def return_to_draft(item: Publishable, *, by_id: int, version: int | None = None) -> str:
    return _move(item, S.DRAFT, version=version, submitted_at=None, approved_by=None, approved_at=None)


def approve(item: Publishable, *, by_id: int, version: int | None = None) -> str:
    """A second person stands behind the text. Raises NotAllowed for one of its authors."""
    if not may_approve(item, by_id):
        raise NotAllowed(_("You wrote part of this. Another person must approve it."))
    return _move(item, S.APPROVED, version=version, approved_by_id=by_id, approved_at=clock.now())


def check_publisher(item: Publishable, *, by_id: int) -> None:
    """Raises NotAllowed when the hands rule asks for another person to publish. Two hands are the least."""
    editors = editors_of(item)
    if by_id in editors:
        raise NotAllowed(_("You wrote part of this. Another person must publish it."))
    hands = len({by_id, item.approved_by_id} - {None}) + bool(editors)
    if hands < max(settings.PUBLICATION_HANDS, 2):
        raise NotAllowed(_("You approved this. Another person must publish it."))


def publish(item: Publishable, *, by_id: int, version: int | None = None) -> str:
    """Make it public. Raises NotAllowed when the setting asks for another person."""
    check_publisher(item, by_id=by_id)
    return _move(item, S.PUBLISHED, version=version, published_by_id=by_id, published_at=clock.now())


def end(item: Publishable, *, into: PublicationState, by_id: int | None, version: int | None = None) -> str:
    """Take it out of force: superseded, withdrawn, expired or recalled."""
    return _move(item, into, version=version, ended_by_id=by_id, ended_at=clock.now())


def _move(item: Publishable, new: PublicationState, *, version: int | None, **changes: Any) -> str:
    touch()
    return move(item, TRANSITIONS, new, version=version, updated_at=clock.now(), **changes)
