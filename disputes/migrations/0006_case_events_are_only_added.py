from django.db import migrations

from portal.lib.appendonly import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("disputes", "0005_case_keeps_the_end_of_its_log")]

    operations = [AppendOnly("caseevent")]
