from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RiskWarningsConfig(AppConfig):
    name = "risk_warnings"
    label = "warnings"
    verbose_name = _("Risk warnings")

    def ready(self) -> None:
        """Fill the places that pages of other apps leave for warnings."""
        from laws.search import registry
        from portal.accounts import personal_data
        from portal.accounts.permissions import Permission
        from portal.lib import desk, figures, panels
        from risk_warnings import documents, stats
        from risk_warnings.panels import newest_warnings, warnings_citing, warnings_of
        from risk_warnings.personal_sections import Subscriptions

        panels.register("home", newest_warnings, order=10)
        panels.register("jurisdiction", warnings_of, order=30)
        panels.register("law", warnings_citing, order=30)
        registry.register(documents.WARNINGS)
        desk.register(
            desk.Door(
                key="warnings",
                url_name="desk_warnings",
                label=_("Risk warnings"),
                text=_("Draft warnings, issue what somebody else drafted, recall what turned out to be wrong."),
                permissions=(Permission.DRAFT_WARNING, Permission.ISSUE_WARNING),
                order=20,
            )
        )
        personal_data.register(Subscriptions())
        for item in stats.FIGURES:
            figures.register(item)
