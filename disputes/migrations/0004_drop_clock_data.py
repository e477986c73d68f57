from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("disputes", "0003_promises_become_clocks")]

    operations = [migrations.RemoveField(model_name="case", name="clock_data")]
