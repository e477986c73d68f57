"""Takes a recalled warning out of what is still to be mailed, and tells those who have been mailed.

Runs inside the recall's transaction. Digests are locked first and their notices second, so that neither a closing
nor a sweeper can slip the warning out between our looking and our writing.
"""

from django.utils import translation

from portal.notices.actions import insert, prepare
from portal.notices.links import absolute
from portal.notices.models import Notice, NoticeState
from risk_warnings.digests import build_notices, list_headers
from risk_warnings.models import Digest, DigestItem, DigestState, RiskWarning, Subscription
from risk_warnings.tokens import unsubscribe_token

NOT_OUT = (NoticeState.PENDING, NoticeState.RETRY, NoticeState.CLAIMED)
# A claimed mail may be on the line in this moment: its reader is told as if it had arrived.
TOLD = (NoticeState.CLAIMED, NoticeState.SENT)


def take_back(warning: RiskWarning) -> None:
    """Drop `warning`, which is recalled by now, from all that waits and queue the word of its recall."""
    digests = Digest.objects.filter(items__warning=warning).order_by("pk")
    # A closing that is under way ends first; NO KEY, so that a match may go on adding items beside us.
    list(digests.select_for_update(no_key=True, of=("self",)).values_list("pk", flat=True))
    drop_from_open_digests(warning)
    closed = list(digests.filter(state=DigestState.CLOSED, notice__isnull=False).select_related("user"))
    ids = [digest.notice_id for digest in closed if digest.notice_id]
    notices = {row.pk: row for row in Notice.objects.filter(pk__in=ids).select_for_update(no_key=True).order_by("pk")}
    mailed = [(digest, notices[digest.notice_id]) for digest in closed if digest.notice_id]
    _rewrite([pair for pair in mailed if pair[1].state in NOT_OUT])
    _tell(warning, [pair for pair in mailed if pair[1].state in TOLD])


def drop_from_open_digests(warning: RiskWarning) -> None:
    """A digest that still collects forgets it; one that is left empty closes without a mail."""
    DigestItem.objects.filter(warning=warning, digest__state=DigestState.OPEN).delete()


def _rewrite(mailed: list[tuple[Digest, Notice]]) -> None:
    """Write the mails anew without what is no longer in force; one with nothing left is not sent.

    A claimed one too: its sweeper may fail and try again later. An empty one is taken from the sweeper for good.
    """
    anew = build_notices([digest for digest, _notice in mailed])
    for digest, notice in mailed:
        if digest.pk in anew:
            notice.payload = anew[digest.pk].payload
    empty = [notice.pk for digest, notice in mailed if digest.pk not in anew]
    Notice.objects.filter(pk__in=empty).update(
        state=NoticeState.SUPPRESSED, lease=None, leased_until=None, last_error="the warning was recalled"
    )
    Notice.objects.bulk_update([notice for _digest, notice in mailed], ["payload"], batch_size=200)


def _tell(warning: RiskWarning, mailed: list[tuple[Digest, Notice]]) -> None:
    """One mail to each person who was told and still wants warning mails, in the language of the first one."""
    wanting = set(
        Subscription.objects.filter(
            active=True, user__is_active=True, user__in=[digest.user_id for digest, _notice in mailed]
        ).values_list("user", flat=True)
    )
    insert([_word_of(warning, digest, notice.language) for digest, notice in mailed if digest.user_id in wanting])


def _word_of(warning: RiskWarning, digest: Digest, language: str) -> Notice:
    unsubscribe = absolute("unsubscribe", unsubscribe_token(digest.user), language=language)
    with translation.override(language):
        context = {
            "ref": warning.ref,
            "title": warning.title,
            "reason": warning.recall_reason,
            "url": absolute("warning", warning.ref, language=language),
            "unsubscribe_url": unsubscribe,
            "subscriptions_url": absolute("subscriptions", language=language),
        }
    return prepare(
        key=f"warnings:recalled:{warning.pk}:{digest.user_id}",
        kind="warnings.recalled",
        recipient=digest.user,
        language=language,
        context=context,
        headers=list_headers(unsubscribe),
    )
