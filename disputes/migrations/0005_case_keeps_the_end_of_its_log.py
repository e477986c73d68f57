from typing import Any

from django.db import migrations, models


def take_over(apps: Any, schema_editor: Any) -> None:
    """Cases of before keep the end their log has now."""
    case_model = apps.get_model("disputes", "Case")
    event_model = apps.get_model("disputes", "CaseEvent")
    newest = event_model.objects.filter(subject=models.OuterRef("pk")).order_by("-seq")
    case_model.objects.filter(models.Exists(newest)).update(
        event_count=models.Subquery(newest.values("seq")[:1]), event_head=models.Subquery(newest.values("hash")[:1])
    )


class Migration(migrations.Migration):
    dependencies = [("disputes", "0004_drop_clock_data")]

    operations = [
        migrations.AddField(
            model_name="case",
            name="event_count",
            field=models.PositiveIntegerField(default=0, editable=False, verbose_name="number of events"),
        ),
        migrations.AddField(
            model_name="case",
            name="event_head",
            field=models.CharField(
                default="0" * 64, editable=False, max_length=64, verbose_name="hash of the newest event"
            ),
        ),
        migrations.RunPython(take_over, migrations.RunPython.noop),
    ]
