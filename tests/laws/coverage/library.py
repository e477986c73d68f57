"""A library with a bit of everything, for counting it twice."""

from datetime import date

from laws.models import Law
from portal.reference.models import Jurisdiction, Market
from tests.factories.laws import LawFactory, LawInheritanceFactory
from tests.factories.reference import JurisdictionFactory
from tests.factories.texts import a_text, an_act

IN_FORCE, REPEALED, UNKNOWN = Law.Status.IN_FORCE, Law.Status.REPEALED, Law.Status.UNKNOWN
OWN, SOURCED, REVIEWED = Law.TitleBasis.OWN, Law.TitleBasis.SOURCED, Law.TitleBasis.REVIEWED


def a_market(code: str, rank: int) -> Jurisdiction:
    place = JurisdictionFactory.create(code=code)
    Market.objects.create(jurisdiction=place, rank=rank)
    return place


def a_varied_library() -> None:
    """Three markets, an organisation, laws on one right and on three, repealed ones, texts in three languages."""
    for rank, code in enumerate(("US", "DE", "JP"), 1):
        a_market(code, rank)
    german = {"jurisdiction__code": "DE"}
    LawFactory.create(slug="bare", status=UNKNOWN, title_zh="", title_zh_basis="", subjects=["trademark"])
    LawFactory.create(slug="old", status=REPEALED, title_zh_basis=SOURCED, subjects=["patent", "design"])
    patent = LawFactory.create(slug="patent", title_zh_basis=REVIEWED, subjects=["patent"])
    a_text(patent, an_act(3), dated="2020-01-01")
    a_text(patent, an_act(5), dated="2024-07", retrieved=date(2026, 2, 3))
    a_text(patent, an_act(5, text="一切新的受保护。"), language="zh-Hans", dated="2023")
    together = LawFactory.create(slug="code", **german, subjects=["patent", "trademark", "copyright"])
    a_text(together, an_act(7), language="de", dated="")
    gone = LawFactory.create(slug="gone", **german, status=REPEALED, subjects=["design"], title_zh_basis="")
    a_text(gone, an_act(2), language="de", dated="1999-01-01", retrieved=date(2026, 1, 1))
    held = LawInheritanceFactory.create(law__slug="convention", subjects=["patent"])
    a_text(held.law, an_act(4), language="fr")
    LawInheritanceFactory.create(law__slug="bare-convention", subjects=["trademark", "design"])
    LawInheritanceFactory.create(law__slug="dead-convention", law__status=REPEALED, subjects=["copyright"])
