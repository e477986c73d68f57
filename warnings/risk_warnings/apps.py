from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RiskWarningsConfig(AppConfig):
    name = "risk_warnings"
    label = "warnings"
    verbose_name = _("Risk warnings")

    def ready(self) -> None:
        """Fill the places that pages of other apps leave for warnings."""
        from laws.search import registry
        from portal.lib import figures, panels
        from risk_warnings import documents, stats
        from risk_warnings.panels import newest_warnings, warnings_of

        panels.register("home", newest_warnings, order=10)
        panels.register("jurisdiction", warnings_of, order=30)
        registry.register(documents.WARNINGS)
        for item in stats.FIGURES:
            figures.register(item)
