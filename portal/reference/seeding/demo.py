"""Finds what the apps can show in a demonstration: people, guides, warnings and cases, all marked `is_demo`."""

import os
import secrets
from importlib import import_module
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.utils import translation
from django.utils.module_loading import module_has_submodule


def demo_password() -> str:
    """The password of all demonstration people: made once per installation, readable by its owner only."""
    path = Path(settings.DATA_DIR) / "demo-password"
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text(encoding="utf-8").strip()
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        password = secrets.token_urlsafe(12)
        file.write(password + "\n")
    return password


def create_demo() -> list[str]:
    """Calls `create_demo` of each app's `demo` module, people first; returns the apps that have one.

    Each adds only what is missing.
    """
    password = demo_password()
    done = []
    with translation.override(settings.LANGUAGE_CODE):
        for config in apps.get_app_configs():
            if config.module is not None and module_has_submodule(config.module, "demo"):
                import_module(f"{config.name}.demo").create_demo(password=password)
                done.append(config.label)
    return done
