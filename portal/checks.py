"""System checks of the installation: combinations of settings that would harm people are refused.

`manage.py check` shows them all. The web server, the worker and beat refuse to start on an error, because none of
them runs Django's checks by itself (see `refuse_bad_settings`).
"""

import ipaddress
import os
from collections.abc import Sequence
from typing import Any

from django.apps.config import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning, register, run_checks
from django.core.exceptions import ImproperlyConfigured

from portal.lib import messages

TAG = "portal"


def is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


@register(TAG)
def check_production(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """What may not be, or is better not, in an installation that serves real people."""
    found: list[CheckMessage] = []
    if not settings.PRODUCTION:
        return found
    if settings.EMAIL_URL == "file:":
        found.append(
            Error(
                "EMAIL_URL=file: writes mails into files that nobody receives.",
                hint="Set EMAIL_URL to the mail server, for example smtp://user:password@mail.example:587?starttls=1",
                id="portal.E001",
            )
        )
    if settings.DEMO:
        found.append(
            Error(
                "DEMO opens accounts whose password is known.",
                hint="Unset DEMO; show the demonstration with `python3 dev.py run --demo` on one machine.",
                id="portal.E002",
            )
        )
    if len(set(settings.SECRET_KEY)) < 10:
        found.append(
            Error(
                "SECRET_KEY can be guessed.",
                hint="Make one: python3 -c 'import secrets; print(secrets.token_urlsafe(48))'",
                id="portal.E005",
            )
        )
    if "*" in settings.ALLOWED_HOSTS:
        found.append(
            Error(
                "ALLOWED_HOSTS=* lets a forged Host header decide where links in mails point.",
                hint="List the names the portal is reached by.",
                id="portal.E006",
            )
        )
    if settings.WEBHOOK_ALLOW_PRIVATE:
        found.append(
            Error(
                "WEBHOOK_ALLOW_PRIVATE lets whoever adds a webhook reach machines inside the house.",
                hint="Unset WEBHOOK_ALLOW_PRIVATE; a receiver of production has a public https address.",
                id="portal.E009",
            )
        )
    if settings.DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
        found.append(
            Warning(
                "SQLite takes one writer at a time and ties the portal to one host.",
                hint="Set DATABASE_URL to a PostgreSQL server.",
                id="portal.W001",
            )
        )
    if settings.BROKER_URL == "filesystem:":
        # A warning and no error: the database is the queue, so a message lost with the folder delays a mail by a
        # minute and loses nothing. A small installation on one host may live with that.
        found.append(
            Warning(
                "BROKER_URL=filesystem: is polled once a second and reaches workers on this host only.",
                hint="Set BROKER_URL to a Redis server.",
                id="portal.W002",
            )
        )
    if not settings.BASE_URL.startswith("https://"):
        found.append(
            Warning(
                "BASE_URL is not https: passwords and case files travel readable, cookies are not protected.",
                hint="Put a TLS proxy in front, set BASE_URL=https://… and BEHIND_PROXY=1.",
                id="portal.W003",
            )
        )
    return found


@register(TAG)
def check_reach(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """Addresses and modes that contradict each other."""
    found: list[CheckMessage] = []
    if settings.DEBUG and not is_loopback(settings.BASE_HOST):
        found.append(
            Error(
                f"DEBUG shows settings and code to everybody who reaches {settings.BASE_HOST}.",
                hint="Unset DEBUG, or set BASE_URL to a loopback address.",
                id="portal.E003",
            )
        )
    if settings.LOCAL_RUN and not is_loopback(settings.BASE_HOST):
        found.append(
            Error(
                f"LOCAL_RUN switches the rules of production off, but the portal is reached as {settings.BASE_HOST}.",
                hint="Unset LOCAL_RUN; only `python3 dev.py run` sets it, on a loopback address.",
                id="portal.E004",
            )
        )
    hosts = settings.ALLOWED_HOSTS
    suffixes = tuple(host for host in hosts if host.startswith("."))
    if settings.BASE_HOST not in hosts and "*" not in hosts and not f".{settings.BASE_HOST}".endswith(suffixes):
        found.append(
            Error(
                f"ALLOWED_HOSTS does not list {settings.BASE_HOST}, to which BASE_URL and links in mails point.",
                hint=f"Add {settings.BASE_HOST} to ALLOWED_HOSTS.",
                id="portal.E007",
            )
        )
    return found


@register(TAG)
def check_files(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """What must lie, or must be writable, on this host."""
    found: list[CheckMessage] = []
    folder = settings.DATA_DIR
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    if not os.access(folder, os.W_OK | os.X_OK):
        found.append(
            Error(
                f"DATA_DIR {settings.DATA_DIR} cannot be written.",
                hint="Give it to the account the portal runs as, or set DATA_DIR to another folder.",
                id="portal.E008",
            )
        )
    if stale := messages.not_compiled():
        found.append(
            Warning(
                f"Translations are not compiled: {', '.join(stale)}. Chinese pages would show English or old text.",
                hint="Run `python manage.py messages --compile`.",
                id="portal.W004",
            )
        )
    return found


def refuse_bad_settings() -> None:
    """Raise ImproperlyConfigured when a check of this module finds an error. Called where a process starts."""
    errors = [found for found in run_checks(tags=[TAG]) if isinstance(found, Error)]
    if errors:
        raise ImproperlyConfigured("\n".join(f"{each.id}: {each.msg} {each.hint}" for each in errors))
