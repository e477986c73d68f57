"""The Celery application. Tasks only wake work that the database already holds (docs/architecture.md)."""

import os
from typing import Any

from celery import Celery
from celery.signals import beat_init, worker_init

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")

app = Celery("portal")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@worker_init.connect
@beat_init.connect
def check_settings(**kwargs: Any) -> None:
    """A worker that would write mails into files nobody reads must not start."""
    from django.core.exceptions import ImproperlyConfigured

    from portal import checks

    try:
        checks.refuse_bad_settings()
    except ImproperlyConfigured as error:
        raise SystemExit(str(error)) from error  # Celery swallows every other exception of a receiver
