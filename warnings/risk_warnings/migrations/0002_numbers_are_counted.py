"""Numbers come from a counter, which goes on where the references stand; decisions have who and when."""

from collections import Counter
from typing import Any

from django.conf import settings
from django.db import migrations, models


def count_what_was_given(apps: Any, schema_editor: Any) -> None:
    """The highest number of each year, read as a number: as text 9999 stands after 10000."""
    last: Counter[int] = Counter()
    for ref in apps.get_model("warnings", "RiskWarning").objects.values_list("ref", flat=True):
        _prefix, year, number = ref.split("-")
        last[int(year)] = max(last[int(year)], int(number))
    numbers = apps.get_model("warnings", "WarningNumber")
    numbers.objects.bulk_create([numbers(year=year, last=number) for year, number in last.items()])


def who_and_when(act: str) -> migrations.AddConstraint:
    return migrations.AddConstraint(
        model_name="riskwarning",
        constraint=models.CheckConstraint(
            condition=models.Q(
                models.Q((f"{act}_at__isnull", True), (f"{act}_by__isnull", True)),
                models.Q((f"{act}_at__isnull", False), (f"{act}_by__isnull", False)),
                _connector="OR",
            ),
            name=f"warning_{act}_who_and_when",
        ),
    )


class Migration(migrations.Migration):
    dependencies = [
        ("warnings", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="WarningNumber",
            fields=[
                ("year", models.PositiveSmallIntegerField(primary_key=True, serialize=False)),
                ("last", models.PositiveIntegerField(default=0)),
            ],
            options={"ordering": ["year"]},
        ),
        migrations.RunPython(count_what_was_given, migrations.RunPython.noop),
        who_and_when("approved"),
        who_and_when("published"),
    ]
