"""What Celery wakes. Tasks choose ids and call an action; a repeat is harmless."""

import logging

from celery import shared_task

from disputes import emails
from disputes.actions import calling, forgetting, recounting, redaction, reminding, watching
from disputes.actions.priority import raise_by_rule
from disputes.actions.scanning import scan_due
from disputes.caselog import table_is_protected, verify_cases
from disputes.models import Case
from disputes.reconcile import reconcile
from disputes.roots import mail_root, record_root, verify_roots
from portal.lib.errors import Conflict

log = logging.getLogger(__name__)


@shared_task(name="disputes.raise_priorities")
def raise_priorities() -> int:
    """Let the rules look at every case that awaits an answer: dates come nearer by themselves."""
    raised = 0
    for case in Case.objects.awaiting_answer().iterator(chunk_size=200):
        try:
            raised += raise_by_rule(case=case)
        except Conflict:
            # Somebody acted on it at this moment; the next round looks again.
            log.info("case %s changed while its priority was looked at", case.pk)
        except Exception:
            # One case that cannot be reckoned must not keep all later ones from being looked at.
            log.exception("the priority of case %s could not be looked at", case.pk)
    return raised


@shared_task(name="disputes.make_papers")
def make_papers() -> dict[str, int]:
    """Woken by every form that is issued, and by the beat: make the PDF and the DOCX of what has none yet.

    Then the bundles of archived cases, whose form G is among them.
    """
    from disputes.papers.bundle import bundle_due
    from disputes.papers.making import make_due

    return {**make_due(), **{f"bundles {state}": count for state, count in bundle_due().items()}}


@shared_task(name="disputes.scan_documents")
def scan_documents() -> int:
    """Let the virus scanner look at what it has not seen. Woken by an upload and each minute."""
    return scan_due()


@shared_task(name="disputes.check_redaction")
def check_redaction() -> dict[str, int]:
    """Look at what the files of evidence exports say beyond what they show. Woken by an export and each minute."""
    return redaction.check_due()


@shared_task(name="disputes.forget_contacts")
def forget_contacts() -> int:
    """Empty the contacts of cases that ended longer ago than contacts are kept."""
    return forgetting.forget_contacts()


@shared_task(name="disputes.forget_emergencies")
def forget_emergencies() -> int:
    """Delete emergencies that nobody confirmed within the time for which they are kept."""
    return forgetting.forget_emergencies()


@shared_task(name="disputes.record_log_root")
def record_log_root() -> str:
    """Write the day's root over the logs of all cases; the first call of a Shanghai day does it."""
    root = record_root()
    mail_root(root)
    return root.root


@shared_task(name="disputes.verify_case_logs")
def verify_case_logs() -> int:
    """Look at every log and every root, and tell the auditors what was done to them. Returns the number of findings."""
    found = [
        f"{one.name} #{damage.seq}: {damage.kind}" for one in verify_cases(Case.objects.all()) for damage in one.damages
    ]
    found += [f"{damage.day} {damage.name} #{damage.seq} {damage.what}" for damage in verify_roots()]
    if not table_is_protected():
        found.append("disputes_caseevent: no triggers")
    for line in found:
        log.error("the log of a case was tampered with: %s", line)
    if found:
        emails.tell_auditors(found)
    return len(found)


@shared_task(name="disputes.ring_duty")
def ring_duty() -> int:
    """Call the people on duty again for emergencies that nobody has acknowledged, at any hour; how many rang."""
    return calling.ring_due()


@shared_task(name="disputes.remind_deadlines")
def remind_deadlines() -> dict[str, int]:
    """Send the rungs of the reminder ladder that are due, and ask about deadlines whose last minute has passed."""
    return reminding.remind_due()


@shared_task(name="disputes.recompute_deadlines")
def recompute_deadlines() -> dict[str, int]:
    """Count the deadlines again whose rule or holiday calendar changed."""
    return recounting.recount_due()


@shared_task(name="disputes.watch_clocks")
def watch_clocks() -> dict[str, int]:
    """Warn before a service time is broken, tell the head when it is, end applications left without a supplement."""
    return watching.watch()


@shared_task(name="disputes.reconcile_documents")
def reconcile_documents() -> int:
    """Remove what killed uploads left, and say in the log which documents are lost or altered. Returns how many."""
    damaged = [finding for finding in reconcile(fix=True) if not finding.removed]
    for finding in damaged:
        log.error("document %s: its file %s is %s", finding.document, finding.name, finding.kind)
    return len(damaged)
