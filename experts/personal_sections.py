"""The record of the expert pool, seen from the expert."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from experts.models import Expert, ExpertEvent
from experts.states import ExpertState
from portal.accounts.models import User
from portal.accounts.personal_data import Kept, Section
from portal.accounts.personal_sections import nameless
from portal.accounts.retention import retention
from portal.lib import clock

NOBODY = "–"


class PoolRecord(Section):
    """Whoever is in the pool leaves it first, through their centre; then the record stays for checks of conflicts."""

    code, label, retention = "expert_pool", gettext_lazy("Record in the expert pool"), "expert_pool"

    def collect(self, user: User) -> list[dict[str, Any]]:
        return [
            {
                "name_zh": expert.name_zh,
                "name_en": expert.name_en,
                "email": expert.email,
                "telephone": expert.phone,
                "experience": expert.experience,
                "state": expert.state,
                "term": [expert.term_from, expert.term_to],
                "skills": [str(skill) for skill in expert.skills.all()],
                "engagements": [
                    {"state": engagement.state, "invited": engagement.invited_at}
                    for engagement in expert.engagements.all()
                ],
            }
            for expert in Expert.objects.filter(user=user)
        ]

    def blockers(self, user: User) -> list[str]:
        if not Expert.objects.filter(user=user).exclude(state=ExpertState.REMOVED).exists():
            return []
        return [_("You are in the expert pool. Ask your centre to take you out of it first.")]

    def kept(self, user: User) -> list[Kept]:
        held = retention(self.retention)
        records = [expert for expert in Expert.objects.filter(user=user) if expert.email != nameless(user)]
        until = held.until(max(map(_left_on, records))) if records else None
        return [Kept(_("record in the expert pool"), len(records), held, until)]

    def erase(self, user: User) -> None:
        before = retention(self.retention).starts_that_ended(clock.today())
        for expert in Expert.objects.filter(user=user, state=ExpertState.REMOVED):
            columns: dict[str, Any] = {"phone": "", "experience": "", "rate_amount": None, "rate_currency": ""}
            if before is not None and _left_on(expert) < before:
                columns |= {"name_zh": NOBODY, "name_en": "", "email": nameless(user)}
            Expert.objects.filter(pk=expert.pk).update(**columns)


def _left_on(expert: Expert) -> date:
    """The day of the last act on the record: nothing happens to one that was taken out."""
    last = ExpertEvent.objects.filter(subject=expert).order_by("-seq").first()
    return (last.at if last else expert.created_at).astimezone(clock.SHANGHAI).date()
