"""The promise of a first answer moves from the case into a row of its own."""

from datetime import datetime

from django.db import migrations

OWED = ("submitted", "in_consultation")


def copy(apps, schema_editor):
    cases = apps.get_model("disputes", "Case").objects
    clocks = apps.get_model("disputes", "CaseClock").objects
    for case in cases.exclude(due_at=None).iterator():
        runs = case.state in OWED
        clocks.create(
            case=case,
            kind="first_answer",
            priority=case.priority,
            started_at=datetime.fromisoformat(case.clock_data["start"]) if case.clock_data else case.submitted_at,
            due_at=case.due_at,
            paused_at=case.paused_at if runs else None,
            ended_at=None if runs else case.answered_at or case.closed_at or case.updated_at,
            in_time=None if runs else case.answered_in_time,
            snapshot={"kind": "first_answer", "centre": case.centre_id, **case.clock_data},
        )
        confirmed = bool(case.clock_data.get("calendar_confirmed", False))
        columns = {"due_confirmed": confirmed} if runs else {"due_at": None, "paused_at": None, "waiting_on": "none"}
        cases.filter(pk=case.pk).update(**columns)


class Migration(migrations.Migration):
    dependencies = [("disputes", "0002_guidance_cases_and_clocks")]

    operations = [migrations.RunPython(copy, migrations.RunPython.noop)]
