from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LawsConfig(AppConfig):
    name = "laws"
    label = "laws"
    verbose_name = _("Law library")

    def ready(self) -> None:
        from laws import stats  # models are loaded only now
        from laws.guides import registering as guides
        from laws.importdesk import registering as importdesk
        from laws.judgments import registering as judgments
        from laws.personal_sections import Guides, Imports, Judgments, Rules, Titles
        from laws.ruledesk import registering as ruledesk
        from laws.search import documents
        from laws.texts import desk as texts
        from laws.titles import registering as titles
        from portal.accounts import personal_data

        documents.register_all()
        texts.register_all()
        stats.register()
        guides.register_all()
        importdesk.register_all()
        ruledesk.register_all()
        judgments.register_all()
        titles.register_all()
        personal_data.register(Guides())
        personal_data.register(Rules())
        personal_data.register(Imports())
        personal_data.register(Judgments())
        personal_data.register(Titles())
