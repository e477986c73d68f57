"""A mail kind of the tests' own and a real SMTP server on loopback that can be told to refuse."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from pytest_django import Settings

from tests.notices.smtp import SmtpServer


@pytest.fixture(autouse=True)
def test_mail_kind(settings: Settings) -> None:
    (engine,) = django_settings.TEMPLATES
    folders = [django_settings.BASE_DIR / "templates", Path(__file__).parent / "templates"]
    settings.TEMPLATES = [{**engine, "DIRS": folders}]


@pytest.fixture
def smtp(settings: Settings) -> Iterator[SmtpServer]:
    server = SmtpServer()
    server.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = server.host, server.port
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
    settings.EMAIL_TIMEOUT = 5
    yield server
    server.stop()
