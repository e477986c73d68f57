from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "portal.accounts"
    label = "accounts"
    verbose_name = _("People and organisations")

    def ready(self) -> None:
        from allauth.mfa import signals

        from portal.accounts import personal_data, personal_sections, stats  # models are loaded only now
        from portal.accounts.actions import second_factor

        stats.register()
        for section in personal_sections.SECTIONS:
            personal_data.register(section)
        # The only way allauth offers to act when a person sets up or removes a factor.
        signals.authenticator_added.connect(second_factor.note_added)
        signals.authenticator_removed.connect(second_factor.note_removed)
