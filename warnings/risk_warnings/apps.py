from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RiskWarningsConfig(AppConfig):
    name = "risk_warnings"
    label = "warnings"
    verbose_name = _("Risk warnings")
