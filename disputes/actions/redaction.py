"""The redaction check of documents: rows are the queue, one process of its own looks at each file."""

from collections import Counter

from disputes.models import CaseDocument, RedactionCheck
from disputes.papers import leases
from portal.lib import clock
from portal.lib.redaction.looking import ENGINE
from portal.lib.redaction.running import check_file
from portal.notices.waking import wake_on_commit

TASK = "disputes.check_redaction"


def ask_for_check(document: CaseDocument) -> None:
    """Have the file looked at unless the present check has done so. Inside the transaction of the act that needs it."""
    check, made = RedactionCheck.objects.get_or_create(document=document)
    if not made and check.engine != ENGINE and check.state == "made":
        RedactionCheck.objects.filter(pk=check.pk).update(state="waiting", not_before=clock.now())
    wake_on_commit(TASK)


def check_due(limit: int = 20) -> dict[str, int]:
    """Look at what is due, at most `limit` files; how many ended in which state."""
    counts: Counter[str] = Counter()
    for _round in range(limit):
        check = leases.claim(RedactionCheck)
        if check is None:
            break
        counts[leases.make(check, look_at)] += 1
    return dict(counts)


def look_at(check: RedactionCheck) -> bool:
    """Look at the file of a claimed row and write what was found; False when the lease was lost."""
    document = check.document
    with document.file.open("rb") as file:
        found = check_file(file, document.mime)
    return leases.finish(
        check, findings=[finding.as_json() for finding in found], engine=ENGINE, checked_at=clock.now()
    )
