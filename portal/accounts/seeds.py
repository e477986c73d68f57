"""The reference files of this app: the guidance centres and the hours in which centres work by default."""

from pathlib import Path

from django.db.models import Count

from portal.accounts.models import CentreHours, GuidanceCentre
from portal.reference.seeding.tables import By, Table, same

FOLDER = Path(__file__).parent / "reference"

TABLES = [
    Table(
        file="centres.csv",
        model=GuidanceCentre,
        key=("key",),
        columns=same(
            "kind",
            "name_en",
            "name_en_origin",
            "province",
            "industry",
            "jurisdiction",
            "batch_no",
            "batch_year",
            "approved_on",
            "phone",
            "address",
            "time_zone",
            "note",
            "source",
            "as_of",
        )
        | {
            "key": ("seed_key", "slug"),
            "official_name_zh": "name_zh",
            "city_code": "city",
            "city_zh": None,
            "host_organisation_zh": "host_zh",
            "status": "fact_status",
        },
    ),
    Table(
        file="centre_hours.csv",
        model=CentreHours,
        key=("centre", "valid_from"),
        columns=same("valid_from", "weekdays", "opens", "closes", "time_zone", "calendar")
        | {"centre": By("centre", "seed_key"), "source": None},
    ),
]


def counts() -> list[tuple[str, int]]:
    """Guidance centres by kind; demonstration centres are not counted."""
    centres = GuidanceCentre.objects.filter(is_demo=False)
    kinds = centres.order_by("kind").values_list("kind").annotate(Count("pk"))
    return [(f"guidance centres, {kind}", number) for kind, number in kinds]
