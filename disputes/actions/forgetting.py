"""Taking personal text out of cases: the portal's own acts, for a person who is erased or because the time has passed.

The record of the case stays: its events hold ids and hashes only, and no column that a figure rests on is touched.
"""

from functools import partial

from django.db import models, transaction

from disputes.actions.changing import change
from disputes.choices import FilingState
from disputes.emergency_mails import forget_mails
from disputes.models import (
    Case,
    CaseAnswer,
    CaseContact,
    CaseDocument,
    EmergencyFiling,
    EmergencyNetwork,
    GuidanceApplication,
    LegalHold,
)
from disputes.states import ENDED_STATES, CaseState
from portal.accounts.models import User
from portal.accounts.retention import retention
from portal.lib import clock

# What somebody typed into a draft. Choices and dates without these texts tell nothing of a person.
TYPED = ("what_happened", "counterparty", "forum_name", "docket", "papers", "next_date_what", "company_text")


@transaction.atomic
def forget_drafts(*, user: User) -> int:
    """Give up the person's drafts and empty what they held, the files among it. Harmless when repeated."""
    drafts = Case.objects.select_for_update().filter(filer=user, reference__isnull=True)
    for case in drafts:
        if case.state == CaseState.DRAFT:
            change(case, by=None, kind="withdrawn", to=CaseState.WITHDRAWN, draft_data={})
        for document in CaseDocument.objects.filter(case=case):
            storage, name = document.file.storage, str(document.file.name)
            document.delete()
            transaction.on_commit(partial(storage.delete, name))
        for model in (CaseContact, CaseAnswer, GuidanceApplication):
            model._default_manager.filter(case=case).delete()
    return drafts.update(draft_data={}, **dict.fromkeys(TYPED, ""))


def forget_contacts(*, of: User | None = None) -> int:
    """Empty the contacts of cases that ended longer ago than contacts are kept; `of` a person who filed them, or all.

    The row stays, so that it is plain that there was one. Returns how many were emptied.
    """
    before = retention("case_contact").starts_that_ended(clock.today())
    if before is None:
        return 0
    ended = models.Q(case__closed_at__date__lt=before) | models.Q(
        case__closed_at__isnull=True, case__updated_at__date__lt=before
    )
    past = CaseContact.objects.filter(ended, case__state__in=ENDED_STATES).exclude(name="", phone="", email="")
    held = LegalHold.objects.filter(lifted_at__isnull=True)
    past = past.exclude(case__in=held.values("case"))
    if of is not None:
        past = past.filter(case__filer=of)
    filings = EmergencyFiling.objects.filter(case__in=list(past.values_list("case", flat=True)))
    forget_mails(filings.values_list("pk", flat=True))
    filings.update(phone_typed="", phone="", phone_extension="", email="")
    return past.update(name="", phone="", email="")


def forget_emergencies() -> int:
    """Delete emergencies that nobody confirmed in time, and the networks from which nothing is kept any more.

    What was typed, telephone and e-mail go with the row; a filed one keeps no network. Returns how many went.
    """
    before = retention("emergency_waiting").starts_that_ended(clock.today())
    if before is None:
        return 0
    past = EmergencyFiling.objects.filter(created_at__date__lt=before)
    unfiled = past.exclude(state=FilingState.FILED)
    forget_mails(list(unfiled.values_list("pk", flat=True)))
    gone, _kinds = unfiled.delete()
    past.filter(state=FilingState.FILED).update(network="")
    EmergencyNetwork.objects.exclude(network__in=EmergencyFiling.objects.values("network")).delete()
    return gone
