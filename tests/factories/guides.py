"""Guides for tests, in the state a test needs."""

from typing import Any, cast

from factory.declarations import SelfAttribute, Sequence, SubFactory
from factory.django import DjangoModelFactory
from factory.helpers import post_generation

from laws.models import CountryGuide, GuideRevision, GuideSection
from portal.accounts.models import User
from portal.lib import clock
from portal.lib.publication import PublicationState
from tests.factories.accounts import UserFactory
from tests.factories.reference import JurisdictionFactory

Texts = tuple[str, str]


class GuideFactory(DjangoModelFactory[CountryGuide]):
    class Meta:
        model = CountryGuide
        django_get_or_create = ("jurisdiction",)

    jurisdiction = SubFactory(JurisdictionFactory)
    owner = SubFactory(UserFactory)


class DraftFactory(DjangoModelFactory[GuideRevision]):
    """A draft by the guide's owner; `overview=(zh, en)` and any other part give it text."""

    class Meta:
        model = GuideRevision
        skip_postgeneration_save = True

    guide = SubFactory(GuideFactory)
    number: Any = Sequence(lambda n: n + 1)
    author = SelfAttribute("guide.owner")

    @post_generation
    def overview(self, create: bool, extracted: Texts | None, **kwargs: Any) -> None:
        if create and extracted:
            add_section(cast(GuideRevision, self), "overview", extracted)


def add_section(revision: GuideRevision, kind: str, texts: Texts) -> GuideSection:
    order = GuideSection.Kind.values.index(kind)
    return GuideSection.objects.create(revision=revision, kind=kind, order=order, zh=texts[0], en=texts[1])


def a_published_guide(code: str, *, publisher: User | None = None, **parts: Texts) -> GuideRevision:
    """A guide in force, as two people left it: `a_published_guide("US", overview=("…", "…"))`."""
    publisher = publisher or UserFactory.create()
    revision = DraftFactory.create(
        guide__jurisdiction__code=code,
        number=1,
        state=PublicationState.PUBLISHED,
        approved_by=publisher,
        approved_at=clock.now(),
        published_by=publisher,
        published_at=clock.now(),
    )
    for kind, texts in (parts or {"overview": ("概览。", "Overview.")}).items():
        add_section(revision, kind, texts)
    return revision
