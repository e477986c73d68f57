"""Playbooks and steps as the reference files bring them."""

from typing import Any, cast

from factory.declarations import Sequence, SubFactory
from factory.django import DjangoModelFactory
from factory.helpers import post_generation

from disputes.models import Hand, Phase, Playbook, PlaybookStep
from tests.factories.disputes import DisputeTypeFactory


class PlaybookFactory(DjangoModelFactory[Playbook]):
    """One for `tm_squatting`, the kind of dispute of `CaseFactory`; `types=` names others."""

    class Meta:
        model = Playbook
        django_get_or_create = ("code",)
        skip_postgeneration_save = True

    code: Any = Sequence(lambda n: f"playbook-{n}")
    name_zh = "境外商标抢注应对"
    name_en = "Trademark squatting abroad"
    when_zh = "发现商标被他人抢注的企业。"
    when_en = "Enterprises whose mark somebody else registered."
    position: Any = Sequence(lambda n: n)

    @post_generation
    def types(self, create: bool, extracted: Any, **kwargs: Any) -> None:
        if create:
            codes = extracted if extracted is not None else ("tm_squatting",)
            playbook = cast(Playbook, self)  # the hook runs on the row, not on the factory
            playbook.dispute_types.set([DisputeTypeFactory.create(code=code) for code in codes])


class StepFactory(DjangoModelFactory[PlaybookStep]):
    class Meta:
        model = PlaybookStep

    playbook: Any = SubFactory(PlaybookFactory)
    code: Any = Sequence(lambda n: f"step-{n}")
    phase: Any = Phase.FIRST_DAY
    position: Any = Sequence(lambda n: n)
    title_zh: Any = Sequence(lambda n: f"第{n}步：查登记状态")
    title_en: Any = Sequence(lambda n: f"Step {n}: look at the register")
    text_zh = "以登记簿截屏为准。"
    text_en = "Keep a screenshot of the register."
    who: Any = Hand.ENTERPRISE
    fact_status = "proposal"
