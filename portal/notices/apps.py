from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NoticesConfig(AppConfig):
    name = "portal.notices"
    label = "notices"
    verbose_name = _("Notices")

    def ready(self) -> None:
        from portal.accounts import outbox, personal_data
        from portal.notices.actions import queue
        from portal.notices.personal_sections import Mails

        outbox.register(queue)
        personal_data.register(Mails())
