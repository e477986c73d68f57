from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DisputesConfig(AppConfig):
    name = "disputes"
    label = "disputes"
    verbose_name = _("Cases")

    def ready(self) -> None:
        from disputes import expertise, guidance_stats, panels, personal_sections, stats
        from disputes.actions.behalf import take_over
        from disputes.actions.inviting import Cases, note_accepted
        from disputes.actions.joining import join_enterprise
        from disputes.papers import fonts  # noqa: F401 - registers its check
        from experts import gaps
        from portal.accounts import personal_data
        from portal.accounts.actions.claims import on_claim_verified
        from portal.accounts.actions.invitations import on_invitation_accepted
        from portal.accounts.actions.memberships import case_places

        on_claim_verified.append(join_enterprise)
        on_invitation_accepted.extend([note_accepted, take_over])
        case_places.append(Cases())
        gaps.register_demand(expertise.demand)
        panels.register()
        stats.register()
        guidance_stats.register()
        for section in personal_sections.SECTIONS:
            personal_data.register(section)
