from django.db import migrations

from portal.lib.appendonly import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("disputes", "0014_archived_files_and_holds")]

    operations = [AppendOnly("caseevent", again=True)]
