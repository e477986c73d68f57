"""The shell of the portal: settings, addresses, shared ground."""

# Celery must exist before the first task is sent, also from a web process.
from portal.celery import app as celery_app

__all__ = ["celery_app"]
