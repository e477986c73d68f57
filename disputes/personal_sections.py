"""Cases, seen from one person: drafts, contacts, what they wrote and uploaded."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from disputes.actions.forgetting import forget_contacts, forget_drafts
from disputes.choices import FilingState
from disputes.models import (
    CalendarLink,
    Case,
    CaseAccessToken,
    CaseContact,
    CaseDocument,
    CaseMessage,
    EmergencyFiling,
    GateAnswer,
)
from disputes.states import OPEN_STATES
from portal.accounts.models import User
from portal.accounts.personal_data import File, Kept, Section
from portal.accounts.retention import retention
from portal.lib import clock


class Drafts(Section):
    """What was begun and not filed: nobody else has seen it."""

    code, label, retention = "case_drafts", gettext_lazy("Drafts of cases"), "at_once"

    def collect(self, user: User) -> list[dict[str, Any]]:
        rows = Case.objects.filter(filer=user, reference__isnull=True)
        return [{"begun": case.created_at, "typed": case.draft_data, "text": case.what_happened} for case in rows]

    def files(self, user: User) -> Iterable[File]:
        for document in CaseDocument.objects.filter(case__filer=user, case__reference__isnull=True):
            yield File(f"drafts/{document.case_id}/{document.pk}-{document.name}", document.file, document.size)

    def erase(self, user: User) -> None:
        forget_drafts(user=user)


class Contacts(Section):
    """Whom to reach about a case the person filed."""

    code, label, retention = "case_contacts", gettext_lazy("Contacts in cases"), "case_contact"

    def collect(self, user: User) -> list[dict[str, Any]]:
        return [
            {"case": c.case.reference, "name": c.name, "telephone": c.phone, "email": c.email} for c in self._of(user)
        ]

    def kept(self, user: User) -> list[Kept]:
        held, today = retention(self.retention), clock.today()
        rows = [contact for contact in self._of(user) if contact.name]
        if not rows:
            return []
        # A case that is still open counts as if it ended today: the day moves on with it.
        last = max(_day(contact.case.closed_at) or today for contact in rows)
        return [Kept(_("contacts in cases"), len(rows), held, held.until(last))]

    def erase(self, user: User) -> None:
        forget_contacts(of=user)

    @staticmethod
    def _of(user: User) -> QuerySet[CaseContact]:
        filed = Case.objects.filed().filter(filer=user, on_behalf=False)
        return CaseContact.objects.filter(case__in=filed).select_related("case")


class Records(Section):
    """What the person wrote and uploaded in cases: part of the file, under no name once they are erased."""

    code, label, retention = "case_records", gettext_lazy("Cases, messages and papers"), "case_record"

    def collect(self, user: User) -> list[dict[str, Any]]:
        cases = Case.objects.filed().of_own_side(user).order_by("submitted_at")
        messages = CaseMessage.objects.filter(author=user, case__in=cases)
        written: dict[object, list[dict[str, Any]]] = {}
        for message in messages:
            written.setdefault(message.case_id, []).append({"at": message.created_at, "text": message.text})
        return [
            {
                "number": case.reference,
                "kind": case.kind,
                "state": case.state,
                "filed": case.submitted_at,
                "what_happened": case.what_happened if case.filer_id == user.pk else "",
                "my_messages": written.get(case.pk, []),
            }
            for case in cases
        ]

    def files(self, user: User) -> Iterable[File]:
        cases = Case.objects.filed().of_own_side(user)
        for document in CaseDocument.objects.filter(uploader=user, case__in=cases).select_related("case"):
            name = f"cases/{document.case.reference}/{document.pk}-{document.name}"
            yield File(name, document.file, document.size)

    def blockers(self, user: User) -> list[str]:
        held = Case.objects.filter(holder=user, state__in=OPEN_STATES)
        alone = Case.objects.filed().filter(filer=user, enterprise__isnull=True, on_behalf=False, state__in=OPEN_STATES)
        sentences = [
            (held, _("You hold open cases (%(numbers)s). Hand them to a colleague first.")),
            (
                alone,
                _(
                    "Your cases %(numbers)s are open and nobody else stands for them."
                    " Withdraw them or wait for their end."
                ),
            ),
        ]
        return [
            sentence % {"numbers": ", ".join(sorted(str(case) for case in cases))}
            for cases, sentence in sentences
            if cases.exists()
        ]

    def kept(self, user: User) -> list[Kept]:
        held = self.retention_class
        messages = CaseMessage.objects.filter(author=user).count()
        papers = CaseDocument.objects.filter(uploader=user).exclude(case__reference__isnull=True).count()
        cases = Case.objects.filed().filter(filer=user).count()
        return [
            Kept(_("cases you filed"), cases, held),
            Kept(_("messages in cases"), messages, held),
            Kept(_("papers in cases"), papers, held),
        ]

    def erase(self, user: User) -> None:
        """Nothing of the file: the person behind it loses the name with their own row. Links into cases end."""
        CaseAccessToken.objects.filter(recipient=user).delete()


class Emergencies(Section):
    """What the person sent through the emergency door while logged in, or took over from there."""

    code, label, retention = "emergencies", gettext_lazy("Emergencies reported"), "emergency_waiting"

    def collect(self, user: User) -> list[dict[str, Any]]:
        rows = EmergencyFiling.objects.filter(Q(filed_by=user) | Q(taken_over_by=user)).select_related("case")
        return [
            {
                "sent": row.created_at,
                "kind": row.kind,
                "state": row.state,
                "case": row.case.reference if row.case else "",
                "telephone": row.phone_typed,
                "email": row.email,
                "typed": row.values,
            }
            for row in rows
        ]

    def erase(self, user: User) -> None:
        """What is no case goes at once; of a case the contact follows the contacts of cases."""
        EmergencyFiling.objects.filter(filed_by=user).exclude(state=FilingState.FILED).delete()


class GateAnswers(Section):
    """What the person answered at the evidence-export gate: part of the file, under no name once they are erased."""

    code, label, retention = "gate_answers", gettext_lazy("Answers at the evidence-export gate"), "case_record"

    def collect(self, user: User) -> list[dict[str, Any]]:
        rows = GateAnswer.objects.filter(by=user).select_related("item__export__case").order_by("pk")
        return [
            {
                "case": row.item.export.case.reference,
                "export": row.item.export.number,
                "question": row.question,
                "answer": row.answer,
                "note": row.note,
                "at": row.at,
            }
            for row in rows
        ]

    def kept(self, user: User) -> list[Kept]:
        count = GateAnswer.objects.filter(by=user).count()
        return [Kept(_("answers at the evidence-export gate"), count, self.retention_class)]

    def erase(self, user: User) -> None:
        """Nothing: who answered what must be known as long as the file; the name goes with the person's own row."""


class Calendars(Section):
    """The addresses of the person's calendar of deadlines: when they were made and read, never the secret."""

    code, label, retention = "calendar_links", gettext_lazy("Calendar of deadlines"), "at_once"

    def collect(self, user: User) -> list[dict[str, Any]]:
        links = CalendarLink.objects.filter(user=user)
        return [{"made": link.created_at, "revoked": link.revoked_at, "last_read": link.last_read_on} for link in links]

    def erase(self, user: User) -> None:
        CalendarLink.objects.filter(user=user).delete()


def _day(moment: datetime | None) -> date | None:
    return moment.astimezone(clock.SHANGHAI).date() if moment else None


SECTIONS = (Drafts(), Contacts(), Emergencies(), Records(), GateAnswers(), Calendars())
