"""Laws, treaties, terms, rules and words for tests: the United States unless told otherwise."""

from typing import Any, cast

from factory.declarations import LazyAttribute, SelfAttribute, Sequence, SubFactory
from factory.django import DjangoModelFactory
from factory.helpers import post_generation

from laws.models import (
    DeadlineRule,
    GlossaryTerm,
    IpOffice,
    Judgment,
    Law,
    LawIdentifier,
    LawInheritance,
    LawSubject,
    ProtectionTerm,
    Treaty,
    TreatyParty,
    TreatySignatory,
)
from portal.reference.models import DisputeType, GroupMember, JurisdictionGroup
from tests.factories.reference import ForumFactory, JurisdictionFactory


class LawFactory(DjangoModelFactory[Law]):
    """A patent statute; `subjects=["trademark"]` for another one."""

    class Meta:
        model = Law
        skip_postgeneration_save = True

    jurisdiction = SubFactory(JurisdictionFactory)
    ref: Any = LazyAttribute(lambda law: f"{law.jurisdiction.code.lower()}-{law.slug}")
    title_zh = "专利法"
    title_zh_basis = Law.TitleBasis.OWN
    title_en = "Patent Act"
    title_en_basis = Law.TitleBasis.SOURCED
    kind = Law.Kind.STATUTE
    status = Law.Status.IN_FORCE
    source = "R-us-code"

    class Params:
        slug = Sequence(lambda n: f"act-{n}")

    @post_generation
    def subjects(self, create: bool, extracted: list[str] | None, **kwargs: Any) -> None:
        if create:
            for subject in extracted or ["patent"]:
                LawSubject.objects.create(law=cast(Law, self), subject=subject)  # the hook runs on the row


class LawIdentifierFactory(DjangoModelFactory[LawIdentifier]):
    class Meta:
        model = LawIdentifier

    law = SubFactory(LawFactory)
    scheme = "wipolex"
    value = Sequence(lambda n: str(10000 + n))


class TreatyFactory(DjangoModelFactory[Treaty]):
    """The Paris Convention with a complete list of parties."""

    class Meta:
        model = Treaty
        django_get_or_create = ("code",)

    code = "PARIS"
    name_zh = LazyAttribute(lambda row: {"PARIS": "保护工业产权巴黎公约"}.get(row.code, f"条约 {row.code}"))
    name_en = LazyAttribute(
        lambda row: {"PARIS": "Paris Convention for the Protection of Industrial Property"}.get(
            row.code, f"Treaty {row.code}"
        )
    )
    administrator = "WIPO"
    adopted_year = 1883
    completeness = Treaty.Completeness.COMPLETE
    as_of = "2026-03-06"


class TreatyPartyFactory(DjangoModelFactory[TreatyParty]):
    class Meta:
        model = TreatyParty

    treaty = SubFactory(TreatyFactory)
    jurisdiction = SubFactory(JurisdictionFactory)
    basis = TreatyParty.Basis.PARTY
    in_force_date = "1887-05-30"
    source = "datahub_wipo"


class TreatySignatoryFactory(DjangoModelFactory[TreatySignatory]):
    class Meta:
        model = TreatySignatory

    treaty = SubFactory(TreatyFactory)
    jurisdiction = SubFactory(JurisdictionFactory)
    signature_date = "2012-06-26"


class LawInheritanceFactory(DjangoModelFactory[LawInheritance]):
    """A law of the European Patent Organisation that applies in Germany."""

    class Meta:
        model = LawInheritance

    jurisdiction = SubFactory(JurisdictionFactory, code="DE")
    law = SubFactory(LawFactory, jurisdiction__code="EP", jurisdiction__kind="organisation", kind="treaty")
    inherited_from = SelfAttribute("law.jurisdiction")
    subjects = ["patent"]
    source = "C-pca"


class IpOfficeFactory(DjangoModelFactory[IpOffice]):
    class Meta:
        model = IpOffice

    jurisdiction = SubFactory(JurisdictionFactory)
    name_en = "United States Patent and Trademark Office"
    website_host = "www.uspto.gov"
    as_of = "15 September 2023"


class ProtectionTermFactory(DjangoModelFactory[ProtectionTerm]):
    class Meta:
        model = ProtectionTerm

    key: Any = Sequence(lambda n: f"us-patent-term-{n}")
    jurisdiction = SubFactory(JurisdictionFactory)
    right = "patent"
    field = "term"
    value = 20
    unit = "years"
    counted_from = "filing"
    provision = "35 USC 154(a)(2)"
    as_of = "2023-04-20"


class DisputeTypeFactory(DjangoModelFactory[DisputeType]):
    class Meta:
        model = DisputeType
        django_get_or_create = ("code",)

    code = "tm_opposition"
    name_zh = "商标异议"
    name_en = "Trade mark opposition"
    default_role = "respondent"


class DeadlineRuleFactory(DjangoModelFactory[DeadlineRule]):
    class Meta:
        model = DeadlineRule

    rule_id: Any = Sequence(lambda n: f"us-rule-{n}")
    jurisdiction = SubFactory(JurisdictionFactory)
    forum = SubFactory(ForumFactory, jurisdiction=SelfAttribute("..jurisdiction"))
    dispute_type = SubFactory(DisputeTypeFactory)
    role = "right_holder"
    act_zh = "提出异议"
    act_en = "File a notice of opposition"
    trigger_kind = "publication"
    unit = "calendar_day"
    quantity = 30
    fact_status = "verified"
    citation = "15 USC 1063(a)"


class JudgmentFactory(DjangoModelFactory[Judgment]):
    class Meta:
        model = Judgment

    code = Sequence(lambda n: f"J{n:03d}")
    caption = "Alpha v Beta"
    jurisdiction = SubFactory(JurisdictionFactory)
    outcome_zh = "侵权成立"
    outcome_en = "Infringement found"


class GlossaryTermFactory(DjangoModelFactory[GlossaryTerm]):
    """商标 / trademark with its usual synonyms."""

    class Meta:
        model = GlossaryTerm
        django_get_or_create = ("term_zh", "term_en")

    term_zh = "商标"
    term_en = "trademark"
    synonyms_zh = ["商标权"]
    synonyms_en = ["trade mark", "mark"]
    source = "statute"


class GroupFactory(DjangoModelFactory[JurisdictionGroup]):
    class Meta:
        model = JurisdictionGroup
        django_get_or_create = ("code",)

    code = "RCEP"
    name_zh = "区域全面经济伙伴关系"
    name_en = "Regional Comprehensive Economic Partnership"


class GroupMemberFactory(DjangoModelFactory[GroupMember]):
    class Meta:
        model = GroupMember

    group = SubFactory(GroupFactory)
    jurisdiction = SubFactory(JurisdictionFactory)
    member_status = "member"
