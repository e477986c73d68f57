from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ExpertsConfig(AppConfig):
    name = "experts"
    label = "experts"
    verbose_name = _("Experts")

    def ready(self) -> None:
        """Whoever takes up an invitation as an expert is joined to their record of the pool."""
        from experts.actions.accounts import link_account
        from experts.personal_sections import PoolRecord
        from portal.accounts import personal_data
        from portal.accounts.actions.invitations import on_invitation_accepted

        on_invitation_accepted.append(link_account)
        personal_data.register(PoolRecord())
