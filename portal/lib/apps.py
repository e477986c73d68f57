from importlib import import_module

from django.apps import AppConfig


class LibConfig(AppConfig):
    name = "portal.lib"
    label = "lib"

    def ready(self) -> None:
        import_module("portal.checks")  # registers the system checks of the installation
