from django.db import migrations

from portal.lib.appendonly import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("experts", "0003_sheets_keep_no_report")]

    operations = [AppendOnly("engagementevent"), AppendOnly("expertevent")]
