"""Everything that changes a guide. Pages, API and commands call these and nothing else.

    start_guide / start_revision > save_revision > submit_revision > approve_revision > publish_revision

A revision that is wrong goes back with `return_revision`, one that nobody needs is ended with `withdraw_revision`.
Every act takes the `version` its maker has read, writes one event and tells whoever must act next.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from laws.guides import emails, history, text
from laws.guides.querysets import EDITORIAL
from laws.guides.text import SectionText
from laws.models import CountryGuide, GuideEvent, GuideNote, GuideRevision
from portal.accounts.access import require, rights_of
from portal.accounts.models import User
from portal.accounts.permissions import Permission as P
from portal.lib import clock, publication
from portal.lib.errors import Conflict, Invalid, NotAllowed
from portal.lib.events import append
from portal.lib.fields import clean_text
from portal.lib.publication import PublicationState as S
from portal.lib.states import guarded_update
from portal.reference.models import Jurisdiction

OPEN = (S.DRAFT, S.IN_REVIEW, S.APPROVED, S.SCHEDULED)


def default_review_by() -> date:
    """When a guide published today must be looked at again."""
    return clock.months_after(clock.today(), settings.GUIDE_REVIEW_MONTHS)


def start_guide(*, jurisdiction: Jurisdiction, by: User, is_demo: bool = False) -> GuideRevision:
    """Begin the guide of a jurisdiction, owned by `by` until somebody else is named; gives its first draft.

    Raises Conflict when the guide stands already.
    """
    require(by, P.EDIT_GUIDE)
    try:
        with transaction.atomic():
            guide = CountryGuide.objects.create(jurisdiction=jurisdiction, owner=by, is_demo=is_demo)
            return start_revision(guide=guide, by=by)
    except IntegrityError:
        raise Conflict(
            _("The guide for %(name)s has been started already. Open it from the list.") % {"name": jurisdiction.name}
        ) from None


def start_revision(*, guide: CountryGuide, by: User) -> GuideRevision:
    """A draft with the words that were public last. Raises Conflict while another revision is being worked on."""
    require(by, P.EDIT_GUIDE)
    with transaction.atomic():
        CountryGuide.objects.select_for_update().get(pk=guide.pk)
        if guide.revisions.filter(state__in=OPEN).exists():
            raise Conflict(_("Somebody is already working on a revision of this guide. Open it from the list."))
        number = (guide.revisions.aggregate(newest=Max("number"))["newest"] or 0) + 1
        source = guide.revisions.filter(published_at__isnull=False).order_by("-number").first()
        revision = GuideRevision.objects.create(guide=guide, number=number, author=by)
        revision.editors.add(by)
        if source is not None:
            text.write(revision, text.texts_of(source).values())
        _log(revision, "started", by, new_state=S.DRAFT, copied_from=source.number if source else None)
    return revision


def save_revision(
    *, revision: GuideRevision, by: User, version: int, sections: Sequence[SectionText], change_note: str = ""
) -> bool:
    """Replace the given parts; those not given stay. False when nothing was different: then nothing is recorded.

    Raises Conflict when the revision is no longer a draft, or when somebody saved after `version` was read.
    """
    require(by, P.EDIT_GUIDE)
    wanted = [section.cleaned() for section in sections]
    change_note = clean_text(change_note)
    with transaction.atomic():
        _check_fresh(revision, version)
        if revision.state != S.DRAFT:
            raise Conflict(_("Only a draft can be edited. Have it returned first, or start a new revision."))
        before = text.texts_of(revision)
        changed = [section for section in wanted if section != before[section.kind]]
        if not changed and change_note == revision.change_note:
            return False
        guarded_update(
            revision,
            expected={"state": S.DRAFT, "version": version},
            change_note=change_note,
            updated_at=clock.now(),
        )
        text.write(revision, changed)
        revision.editors.add(by)
        _log(
            revision,
            "saved",
            by,
            parts=[section.kind for section in changed],
            sha256=text.digest(text.texts_of(revision).values()),
        )
    return True


def submit_revision(*, revision: GuideRevision, by: User, version: int) -> None:
    """Hand the draft to the reviewers. Raises Invalid while it has no words."""
    require(by, P.EDIT_GUIDE)
    if all(not (part.zh or part.en) for part in text.texts_of(revision).values()):
        raise Invalid(_("There is nothing to review yet. Write at least one part."))
    with transaction.atomic():
        _check_fresh(revision, version)
        old = publication.submit_for_review(revision, by_id=by.pk, version=version)
        event = _log(revision, "submitted", by, old_state=old, new_state=S.IN_REVIEW)
        emails.tell_reviewers(revision, event, by=by)


def return_revision(*, revision: GuideRevision, by: User, version: int, note: str) -> None:
    """Give it back to its editors with what must be mended. Raises Invalid without a note."""
    require(by, P.REVIEW_GUIDE)
    note = _note(note)
    with transaction.atomic():
        _check_fresh(revision, version)
        old = publication.return_to_draft(revision, by_id=by.pk, version=version)
        kept = GuideNote.objects.create(revision=revision, author=by, text=note)
        event = _log(revision, "returned", by, old_state=old, new_state=S.DRAFT, note=kept.pk)
        emails.tell_editors(revision, event, by=by, note=note)


def approve_revision(*, revision: GuideRevision, by: User, version: int) -> None:
    """A second person stands behind the words. Raises NotAllowed for whoever wrote part of them."""
    require(by, P.REVIEW_GUIDE)
    with transaction.atomic():
        _check_fresh(revision, version)
        old = publication.approve(revision, by_id=by.pk, version=version)
        event = _log(revision, "approved", by, old_state=old, new_state=S.APPROVED)
        emails.tell_publishers(revision, event, by=by)


def publish_revision(
    *, revision: GuideRevision, by: User, version: int, review_by: date | None = None, owner: User | None = None
) -> None:
    """Put it in force in place of the one before, in one transaction.

    `review_by` is when the guide must be looked at again (by default in `settings.GUIDE_REVIEW_MONTHS`), `owner` who
    answers for it from now on. Raises NotAllowed when the hands rule asks for somebody else.
    """
    require(by, P.PUBLISH_GUIDE)
    review_by = review_by or default_review_by()
    if review_by <= clock.today():
        raise Invalid(_("Choose a day after today."), field="review_by")
    if owner is not None:
        _check_owner(owner)
    with transaction.atomic():
        guide = CountryGuide.objects.select_for_update().get(pk=revision.guide_id)
        _check_fresh(revision, version)
        publication.check_publisher(revision, by_id=by.pk)
        # The one before leaves first: the database holds at most one published revision of a guide.
        before = guide.revisions.filter(state=S.PUBLISHED).exclude(pk=revision.pk).first()
        if before is not None:
            publication.end(before, into=S.SUPERSEDED, by_id=by.pk)
            _log(before, "superseded", by, old_state=S.PUBLISHED, new_state=S.SUPERSEDED, by_number=revision.number)
        old = publication.publish(revision, by_id=by.pk, version=version)
        guide.review_by, guide.owner = review_by, owner or guide.owner
        guide.save(update_fields=["review_by", "owner"])
        revision.guide = guide
        event = _log(
            revision,
            "published",
            by,
            old_state=old,
            new_state=S.PUBLISHED,
            review_by=review_by.isoformat(),
            owner=guide.owner_id,
            sha256=text.digest(text.texts_of(revision).values()),
        )
        emails.tell_editors(revision, event, by=by)


def withdraw_revision(*, revision: GuideRevision, by: User, version: int, note: str) -> None:
    """End a draft nobody needs or take a guide off its page; the revision is kept. Raises Invalid without a note."""
    require(by, P.PUBLISH_GUIDE if revision.state == S.PUBLISHED else P.EDIT_GUIDE)
    note = _note(note)
    with transaction.atomic():
        _check_fresh(revision, version)
        old = publication.end(revision, into=S.WITHDRAWN, by_id=by.pk, version=version)
        kept = GuideNote.objects.create(revision=revision, author=by, text=note)
        event = _log(revision, "withdrawn", by, old_state=old, new_state=S.WITHDRAWN, note=kept.pk)
        emails.tell_editors(revision, event, by=by, note=note)


def set_owner(*, guide: CountryGuide, owner: User, by: User) -> None:
    """Name who answers for the guide. Raises Invalid for somebody who does not work on guides."""
    check_may_name_owner(guide=guide, by=by)
    _check_owner(owner)
    with transaction.atomic():
        guide = CountryGuide.objects.select_for_update().get(pk=guide.pk)
        if guide.owner_id == owner.pk:
            return
        before, guide.owner = guide.owner_id, owner
        guide.save(update_fields=["owner"])
        newest = guide.revisions.order_by("-number").first()
        if newest is not None:
            _log(newest, "owner_named", by, before=before, owner=owner.pk)


def check_may_name_owner(*, guide: CountryGuide, by: User) -> None:
    """The owner may hand the guide over, a publisher may always. Raises NotAllowed for everybody else."""
    rights = rights_of(by)
    is_owner = guide.owner_id == by.pk and any(rights.may(permission) for permission in EDITORIAL)
    if not (is_owner or rights.may(P.PUBLISH_GUIDE)):
        raise NotAllowed(_("Only the owner of the guide or a publisher may name another owner."))


def _check_owner(owner: User) -> None:
    rights = rights_of(owner)
    if not any(rights.may(permission) for permission in EDITORIAL):
        raise Invalid(_("Choose somebody who works on guides."), field="owner")


def _check_fresh(revision: GuideRevision, version: int) -> None:
    """Take the row's present state and hold it against the version its reader saw. Raises Conflict."""
    locked = GuideRevision.objects.select_for_update()
    revision.refresh_from_db(fields=["state", "version", "change_note"], from_queryset=locked)
    if revision.version != version:
        raise Conflict(history.who_was_first(revision))


def _note(text: str) -> str:
    note = clean_text(text)
    if not note:
        raise Invalid(_("Say why in a sentence: the editors read it."), field="note")
    return note


def _log(
    revision: GuideRevision, kind: str, by: User, *, old_state: str = "", new_state: str = "", **data: Any
) -> GuideEvent:
    return append(
        GuideEvent,
        subject=revision,
        kind=kind,
        actor_id=by.pk,
        old_state=old_state,
        new_state=new_state,
        data={name: value for name, value in data.items() if value is not None},
    )
