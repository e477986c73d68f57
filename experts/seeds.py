"""The reference files of this app: service providers and support schemes."""

from pathlib import Path

from experts.models import ServiceProvider, SupportScheme
from portal.reference.seeding.tables import Each, Table, same

FOLDER = Path(__file__).parent / "reference"

TABLES = [
    Table(
        file="providers.csv",
        model=ServiceProvider,
        key=("code",),
        columns=same("code", "name_zh", "name_en", "languages", "website_host", "source")
        | {
            "kind": "kinds",
            "jurisdiction": Each(ServiceProvider.jurisdictions.through, "serviceprovider", "jurisdiction"),
            "seat": "seats",
            "rules_or_note": "note",
            "verified_on": "checked_on",
            "status": "fact_status",
        },
    ),
    Table(
        file="schemes.csv",
        model=SupportScheme,
        key=("code",),
        columns=same(
            "code",
            "name_zh",
            "region_code",
            "province",
            "city",
            "kind",
            "who",
            "what",
            "cap_amount",
            "currency",
            "rate_percent",
            "conditions",
            "overlap_rule",
            "valid_from",
            "valid_to",
            "source",
            "as_of",
        )
        | {"status": "fact_status"},
    ),
]


def counts() -> list[tuple[str, int]]:
    return [
        ("service providers", ServiceProvider.objects.count()),
        ("support schemes", SupportScheme.objects.count()),
    ]
