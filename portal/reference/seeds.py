"""The reference files of this app: places, industries, kinds of dispute, groups, forums, markets."""

from pathlib import Path

from django.db.models import Count

from portal.reference.models import (
    City,
    DisputeType,
    Forum,
    GroupMember,
    Industry,
    Jurisdiction,
    JurisdictionCode,
    JurisdictionGroup,
    Market,
    Province,
)
from portal.reference.seeding.tables import Each, Table, same

FOLDER = Path(__file__).parent / "data"


def _code(scheme: str) -> Each:
    return Each(JurisdictionCode, "jurisdiction", "value", fixed={"scheme": scheme}, copies=("source",), split=False)


TABLES = [
    Table(
        file="jurisdictions.csv",
        model=Jurisdiction,
        key=("code",),
        columns=same(
            "code", "kind", "name_zh", "name_en", "un_member", "currency", "legal_family", "legal_tags", "source"
        )
        | {
            "code_system": _code("code_system"),
            "iso3": _code("iso3"),
            "m49": _code("m49"),
            "parent_code": "parent",
            "un_region_code": "region_code",
            "un_region_zh": "region_zh",
            "un_region_en": "region_en",
            "un_subregion_code": "subregion_code",
            "un_subregion_zh": "subregion_zh",
            "un_subregion_en": "subregion_en",
            "official_languages": "languages",
            "official_languages_zh": "languages_zh",
            "official_languages_en": "languages_en",
        },
    ),
    Table(
        file="provinces.csv",
        model=Province,
        key=("code",),
        columns=same("code", "name_zh", "name_en", "kind", "region_zh", "region_en", "source")
        | {"scheme": None, "status": "fact_status"},
    ),
    Table(
        file="cities.csv",
        model=City,
        key=("code",),
        columns=same("code", "name_zh", "province", "source", "as_of"),
    ),
    Table(
        file="industries.csv",
        model=Industry,
        key=("code",),
        columns=same("code", "level", "scheme", "parent", "name_zh", "name_en", "source")
        | {"maps_to": Each(Industry.maps_to.through, "from_industry", "to_industry"), "status": "fact_status"},
    ),
    Table(
        file="dispute_types.csv",
        model=DisputeType,
        key=("code",),
        columns=same(
            "code", "name_zh", "name_en", "forum_kinds", "default_role", "checklist_zh", "checklist_en", "source"
        ),
    ),
    Table(
        file="groups.csv",
        model=JurisdictionGroup,
        key=("code",),
        columns=same("code", "name_zh", "name_en", "source", "as_of")
        | {"organisation": "jurisdiction", "status": "fact_status"},
    ),
    Table(
        file="group_members.csv",
        model=GroupMember,
        key=("group", "member"),
        columns=same("group", "member_status", "joined", "source", "as_of")
        | {"member": "jurisdiction", "status": "fact_status"},
    ),
    Table(
        file="forums.csv",
        model=Forum,
        key=("code",),
        columns=same(
            "code",
            "name_zh",
            "name_en",
            "jurisdiction",
            "kind",
            "parent",
            "calendar",
            "time_zone",
            "filing_cutoff_local",
            "cutoff_status",
            "cutoff_source",
            "month_rule",
            "roll_rule",
            "counting_status",
            "counting_zh",
            "counting_en",
            "citation",
            "source_quote",
            "note",
            "source",
        )
        | {"status": "fact_status"},
    ),
    Table(
        file="markets.csv",
        model=Market,
        key=("code",),
        columns=same("rank", "basis", "source") | {"code": "jurisdiction", "value_usd_2023_2024": "value_usd"},
    ),
]


def counts() -> list[tuple[str, int]]:
    """Jurisdictions by kind, and the other tables of this app."""
    kinds = Jurisdiction.objects.order_by("kind").values_list("kind").annotate(Count("pk"))
    return [
        *((f"jurisdictions, {kind}", number) for kind, number in kinds),
        ("groups of jurisdictions", JurisdictionGroup.objects.count()),
        ("provinces", Province.objects.count()),
        ("cities", City.objects.count()),
        ("industries", Industry.objects.count()),
        ("kinds of dispute", DisputeType.objects.count()),
        ("forums", Forum.objects.count()),
        ("export markets", Market.objects.count()),
    ]
