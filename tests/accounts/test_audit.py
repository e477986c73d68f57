"""The audit log names every subject alike, whoever writes it."""

import ast
from importlib import import_module

import pytest
from django.apps import apps
from django.conf import settings

from portal.accounts.actions.audit import about, record
from portal.accounts.models import AuditEvent
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db
APPS = ("portal", "laws", "experts", "warnings/risk_warnings", "disputes")


def test_what_is_recorded_about_a_row_is_found_by_it() -> None:
    user, other = UserFactory.create(), UserFactory.create()
    record("looked_at", user, by=other)
    assert AuditEvent.objects.get(about(user)).subject_type == "accounts.user"
    assert not AuditEvent.objects.filter(about(other)).exists()


def test_records_from_before_get_the_name_of_their_model() -> None:
    for name in ("case", "user", "accounts.membership"):
        AuditEvent.objects.create(verb="x", subject_type=name, subject_id="1")
    migration = import_module("portal.accounts.migrations.0003_name_audit_subjects_by_model")
    migration.forwards(apps, None)
    names = AuditEvent.objects.order_by("pk").values_list("subject_type", flat=True)
    assert list(names) == ["disputes.case", "accounts.user", "accounts.membership"]


def test_only_one_function_writes_the_log() -> None:
    writers = []
    for folder in APPS:
        for path in (settings.BASE_DIR / folder).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text())):
                if isinstance(node, ast.Call) and ast.unparse(node.func).startswith("AuditEvent.objects.create"):
                    writers.append(path.name)
    assert writers == ["audit.py"]
