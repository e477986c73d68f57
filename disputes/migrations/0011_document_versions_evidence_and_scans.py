import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import portal.lib.clock


class Migration(migrations.Migration):
    dependencies = [
        ("disputes", "0010_duty_calls"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Evidence",
            fields=[
                (
                    "document",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="evidence",
                        serialize=False,
                        to="disputes.casedocument",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("document", "Document"),
                            ("object", "Physical object"),
                            ("recording", "Audio or video recording"),
                            ("electronic", "Electronic data"),
                            ("testimony", "Statement of a witness"),
                            ("party", "Statement of a party"),
                            ("report", "Report of an expert"),
                            ("inspection", "Record of an inspection"),
                        ],
                        max_length=16,
                        verbose_name="kind of evidence",
                    ),
                ),
                (
                    "original_at",
                    models.CharField(blank=True, default="", max_length=200, verbose_name="where the original is"),
                ),
                (
                    "attestation",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "None"),
                            ("notary", "Notarised"),
                            ("apostille", "Apostille"),
                            ("consular", "Consular legalisation"),
                            ("timestamp", "Trusted time stamp"),
                            ("blockchain", "Blockchain record"),
                            ("other", "Another way"),
                        ],
                        default="",
                        max_length=16,
                        verbose_name="attestation",
                    ),
                ),
                ("provider", models.CharField(blank=True, default="", max_length=120, verbose_name="who attested it")),
                (
                    "certificate_number",
                    models.CharField(blank=True, default="", max_length=120, verbose_name="number of the certificate"),
                ),
                (
                    "claimed_sha256",
                    models.CharField(blank=True, default="", max_length=64, verbose_name="SHA-256 on the certificate"),
                ),
                ("version", models.PositiveIntegerField(default=1)),
                ("updated_at", models.DateTimeField(default=portal.lib.clock.now, editable=False)),
            ],
            options={
                "verbose_name": "evidence",
                "verbose_name_plural": "evidence",
            },
        ),
        migrations.AddField(
            model_name="casedocument",
            name="edition",
            field=models.PositiveSmallIntegerField(default=1, verbose_name="version"),
        ),
        migrations.AddField(
            model_name="casedocument",
            name="previous",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="newer",
                to="disputes.casedocument",
                verbose_name="older version",
            ),
        ),
        migrations.AddField(
            model_name="casedocument",
            name="replaced_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="replaced at"),
        ),
        migrations.AddField(
            model_name="casedocument",
            name="scan_found",
            field=models.CharField(blank=True, default="", max_length=120, verbose_name="virus"),
        ),
        migrations.AddField(
            model_name="casedocument",
            name="scanned_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="checked for viruses at"),
        ),
        migrations.AlterField(
            model_name="casedocument",
            name="scan_state",
            field=models.CharField(
                choices=[
                    ("not_scanned", "Not checked for viruses"),
                    ("clean", "No virus found"),
                    ("infected", "Virus found: closed"),
                    ("failed", "The virus check did not work yet; it is tried again"),
                ],
                default="not_scanned",
                max_length=12,
                verbose_name="virus check",
            ),
        ),
        migrations.AddIndex(
            model_name="casedocument",
            index=models.Index(
                condition=models.Q(("scan_state__in", ["not_scanned", "failed"])),
                fields=["scanned_at"],
                name="documents_to_be_scanned",
            ),
        ),
        migrations.AddField(
            model_name="evidence",
            name="updated_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddConstraint(
            model_name="evidence",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("attestation", ""), _negated=True),
                    models.Q(("certificate_number", ""), ("claimed_sha256", ""), ("provider", "")),
                    _connector="OR",
                ),
                name="a_certificate_has_an_attestation",
            ),
        ),
    ]
