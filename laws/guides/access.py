"""Doors to guides: what a reader may open, and the lookups other parts of the library need."""

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q
from django.http import Http404
from django.utils.translation import gettext as _

from laws.guides.querysets import GuideRevisionQuerySet, is_editorial
from laws.models import CountryGuide, GuideCitation, GuideRevision
from portal.accounts.access import rights_of
from portal.accounts.models import User
from portal.lib.publication import PublicationState

# Whoever reads without an account; public pages, the API and the search show what this person may see.
PUBLIC = AnonymousUser()


def published_revisions() -> GuideRevisionQuerySet[GuideRevision]:
    """The revision in force of every guide, with jurisdiction and owner."""
    return GuideRevision.objects.visible_to(PUBLIC).with_people().order_by("guide__jurisdiction")


def published_revision(code: str) -> GuideRevision:
    """What the public reads of the guide of `code`. Raises Http404 when nothing is published."""
    revision = published_revisions().with_text().filter(guide__jurisdiction=code).first()
    if revision is None:
        raise Http404(_("There is no published guide for this jurisdiction."))
    return revision


def get_guide_to_edit(user: User, code: str) -> CountryGuide:
    """The guide of `code` for its editors, reviewers and publishers. Raises Http404 for everybody else."""
    if not is_editorial(rights_of(user)):
        raise Http404(_("There is no such guide."))
    guide = CountryGuide.objects.select_related("jurisdiction", "owner").filter(jurisdiction=code).first()
    if guide is None:
        raise Http404(_("There is no such guide."))
    return guide


def get_revision_to_edit(user: User, code: str, number: int) -> GuideRevision:
    """One revision in any state, for editors, reviewers and publishers. Raises Http404 for everybody else."""
    found = GuideRevision.objects.with_people().with_text().filter(guide__jurisdiction=code, number=number).first()
    if found is None or not is_editorial(rights_of(user)):
        raise Http404(_("There is no such revision."))
    return found


def revision_before(revision: GuideRevision) -> GuideRevision | None:
    """The newest older revision that was public, else the newest older one: what a reader compares with first."""
    older = revision.guide.revisions.filter(number__lt=revision.number).order_by("-number")
    return older.filter(published_at__isnull=False).first() or older.first()


def cited_by(kind: str, key: str) -> list[CountryGuide]:
    """The guides in force that cite this or a provision of it, for the "cited by" list of a law, treaty or rule."""
    citations = GuideCitation.objects.filter(Q(key=key) | Q(key__startswith=f"{key}#"), kind=kind)
    cites = GuideRevision.objects.filter(state=PublicationState.PUBLISHED, sections__citations__in=citations)
    return list(
        CountryGuide.objects.filter(revisions__in=cites)
        .select_related("jurisdiction")
        .order_by("jurisdiction")
        .distinct()
    )
