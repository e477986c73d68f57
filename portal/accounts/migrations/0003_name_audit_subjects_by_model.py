"""Two apps named the subject of an audit record by a word of their own; the log names every subject by its model."""

from django.db import migrations

NAMES = {"case": "disputes.case", "user": "accounts.user"}


def rename(apps, names):
    event = apps.get_model("accounts", "AuditEvent")
    for old, new in names.items():
        event.objects.filter(subject_type=old).update(subject_type=new)


def forwards(apps, schema_editor):
    rename(apps, NAMES)


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_user_session_epoch")]
    # Backwards nothing is renamed: rows that always carried the model's name cannot be told apart.
    operations = [migrations.RunPython(forwards, migrations.RunPython.noop)]
