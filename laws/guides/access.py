"""Doors to guides: what a reader may open, and the lookups other parts of the library need."""

from django.contrib.auth.models import AnonymousUser
from django.db.models import Prefetch, QuerySet
from django.http import Http404
from django.utils.translation import gettext as _

from laws.models import CountryGuide, GuideRevision
from portal.accounts.models import User
from portal.lib.publication import PublicationState


def published_guides() -> QuerySet[CountryGuide]:
    """Guides in force with their jurisdiction, owner and the revision that is published (`in_force[0]`)."""
    return (
        CountryGuide.objects.published()
        .select_related("jurisdiction", "owner")
        .prefetch_related(Prefetch("revisions", GuideRevision.objects.published(), to_attr="in_force"))
        .order_by("jurisdiction")
    )


def published_revision(code: str) -> GuideRevision:
    """What the public reads of the guide of `code`. Raises Http404 when nothing is published."""
    revision = GuideRevision.objects.published().with_people().with_text().filter(guide__jurisdiction=code).first()
    if revision is None:
        raise Http404(_("There is no published guide for this jurisdiction."))
    return revision


def get_guide(user: User | AnonymousUser, code: str) -> CountryGuide:
    """The guide of `code` as far as `user` may see it. Raises Http404."""
    visible = CountryGuide.objects.visible_to(user).select_related("jurisdiction", "owner")
    guide = visible.filter(jurisdiction=code).first()
    if guide is None:
        raise Http404(_("There is no such guide."))
    return guide


def get_revision(user: User | AnonymousUser, code: str, number: int) -> GuideRevision:
    """One revision as far as `user` may see it. Raises Http404 for a draft opened by a stranger."""
    revision = (
        GuideRevision.objects.visible_to(user)
        .with_people()
        .with_text()
        .filter(guide__jurisdiction=code, number=number)
        .first()
    )
    if revision is None:
        raise Http404(_("There is no such revision."))
    return revision


def cited_by(kind: str, key: str) -> list[CountryGuide]:
    """The guides in force that cite this, for the "cited by" list of a law, treaty or rule."""
    cites = GuideRevision.objects.filter(
        state=PublicationState.PUBLISHED, sections__citations__kind=kind, sections__citations__key=key
    )
    return list(
        CountryGuide.objects.filter(revisions__in=cites)
        .select_related("jurisdiction")
        .order_by("jurisdiction")
        .distinct()
    )
