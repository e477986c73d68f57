"""Which combinations of settings are refused, warned about or left alone."""

import os
from pathlib import Path

import pytest
from django.core.checks import run_checks
from django.core.exceptions import ImproperlyConfigured
from pytest_django import Settings

from portal import checks
from portal.lib import messages


@pytest.fixture(autouse=True)
def production(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """An installation as docs/operations.md describes it; each test spoils one thing."""
    settings.PRODUCTION = True
    settings.LOCAL_RUN = settings.DEBUG = settings.DEMO = False
    settings.BASE_URL, settings.BASE_HOST = "https://portal.example", "portal.example"
    settings.ALLOWED_HOSTS = ["portal.example"]
    settings.EMAIL_URL = "smtp://mail.example:587?starttls=1"
    settings.BROKER_URL = "redis://redis:6379/0"
    settings.SECRET_KEY = "Xm4-qT9wz_eB1kP7vLs2dRj8uYh3fCn6"
    monkeypatch.setitem(settings.DATABASES["default"], "ENGINE", "django.db.backends.postgresql")
    return settings


def ids() -> list[str | None]:
    return [found.id for found in run_checks(tags=[checks.TAG])]


def test_a_sound_installation_passes() -> None:
    assert ids() == []


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("EMAIL_URL", "file:", "portal.E001"),
        ("DEMO", True, "portal.E002"),
        ("SECRET_KEY", "changeme" * 5, "portal.E005"),
        ("ALLOWED_HOSTS", ["*"], "portal.E006"),
        ("WEBHOOK_ALLOW_PRIVATE", True, "portal.E009"),
        ("ALLOWED_HOSTS", ["other.example"], "portal.E007"),
        ("BROKER_URL", "filesystem:", "portal.W002"),
        ("BASE_URL", "http://portal.example", "portal.W003"),
    ],
)
def test_each_harmful_setting_is_found(production: Settings, name: str, value: object, expected: str) -> None:
    setattr(production, name, value)
    assert ids() == [expected]


def test_sqlite_is_a_warning(production: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(production.DATABASES["default"], "ENGINE", "django.db.backends.sqlite3")
    assert ids() == ["portal.W001"]


@pytest.mark.parametrize(("name", "expected"), [("DEBUG", "portal.E003"), ("LOCAL_RUN", "portal.E004")])
def test_modes_of_one_machine_are_refused_on_a_public_address(production: Settings, name: str, expected: str) -> None:
    production.PRODUCTION = False
    setattr(production, name, True)
    assert ids() == [expected]


@pytest.mark.parametrize("host", ["127.0.0.1", "127.3.2.1", "::1", "localhost"])
def test_on_loopback_files_for_mails_and_the_demonstration_are_fine(production: Settings, host: str) -> None:
    production.PRODUCTION, production.LOCAL_RUN, production.DEMO = False, True, True
    production.EMAIL_URL, production.BROKER_URL = "file:", "filesystem:"
    production.BASE_URL, production.BASE_HOST = f"http://{host}:8000", host
    production.ALLOWED_HOSTS = [host]
    assert ids() == []


def test_a_name_below_an_allowed_domain_is_allowed(production: Settings) -> None:
    production.ALLOWED_HOSTS = [".example"]
    assert ids() == []


def test_a_data_folder_that_cannot_be_written_is_refused(
    production: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    production.DATA_DIR = tmp_path / "not" / "yet"
    monkeypatch.setattr(os, "access", lambda path, mode: path != tmp_path)
    assert ids() == ["portal.E008"]


def test_translations_that_are_not_compiled_are_a_warning(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(messages, "not_compiled", lambda: ["laws"])
    assert ids() == ["portal.W004"]


def test_a_process_does_not_start_on_an_error(production: Settings) -> None:
    production.EMAIL_URL = "file:"
    with pytest.raises(ImproperlyConfigured, match=r"portal\.E001: EMAIL_URL=file: writes"):
        checks.refuse_bad_settings()


def test_a_process_starts_with_warnings(production: Settings) -> None:
    production.BROKER_URL = "filesystem:"
    checks.refuse_bad_settings()
    assert ids() == ["portal.W002"]
