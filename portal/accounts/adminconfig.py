"""Puts the portal's own admin site in the place of Django's. Apart from it, because apps load before models."""

from django.contrib.admin.apps import AdminConfig


class PortalAdminConfig(AdminConfig):
    default_site = "portal.accounts.adminsite.PortalAdminSite"
