"""Erasing a person: wish, seven days to think, then what may go goes and the rest is named with its end.

Rows that other people's work rests on (cases, messages, approvals) keep their foreign key: the person behind it becomes
nameless. Events and the audit log hold ids and are never touched. Why: docs/privacy.md and docs/adr/0048.
"""

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from portal.accounts import outbox
from portal.accounts.actions.audit import record
from portal.accounts.models import ErasureRequest, User
from portal.accounts.models.erasure import COOL_OFF
from portal.accounts.personal_data import Kept, blockers_of, kept_of, sections
from portal.lib import clock
from portal.lib.errors import Conflict


def open_request(user: User) -> ErasureRequest | None:
    return ErasureRequest.objects.filter(user=user, cancelled_at__isnull=True, executed_at__isnull=True).first()


@transaction.atomic
def request_erasure(*, by: User) -> ErasureRequest:
    """Begin the cool-off. Harmless when repeated: the first wish counts.

    Raises Conflict, naming what must be handed over first, or for a person of the demonstration.
    """
    User.objects.select_for_update().get(pk=by.pk)
    if (standing := open_request(by)) is not None:
        return standing
    if by.is_demo:
        raise Conflict(_("People of the demonstration cannot be erased."))
    blockers = blockers_of(by)
    if blockers:
        raise Conflict(" ".join(blockers))
    wish = ErasureRequest.objects.create(user=by, due_at=clock.now() + COOL_OFF)
    record("erasure.requested", wish, by=by)
    _tell(wish, "erasure_requested", due=_day(wish, by))
    return wish


@transaction.atomic
def cancel_erasure(*, by: User) -> None:
    """Take the wish back. Raises Conflict when there is none, or when it has been carried out."""
    open_ones = ErasureRequest.objects.filter(user=by, cancelled_at__isnull=True, executed_at__isnull=True)
    wish = open_ones.first()
    if wish is None or open_ones.update(cancelled_at=clock.now()) != 1:
        raise Conflict(_("There is no request to take back."))
    record("erasure.cancelled", wish, by=by)
    _tell(wish, "erasure_cancelled")


@transaction.atomic
def execute_erasure(*, request: ErasureRequest) -> bool:
    """Carry out a wish whose days have passed; the portal itself acts. Harmless when repeated.

    Returns False when something came up meanwhile that must be handed over first: the person is told once, the wish
    stands and is tried again each night.
    """
    wish = ErasureRequest.objects.select_for_update().get(pk=request.pk)
    if wish.cancelled_at is not None or wish.executed_at is not None or wish.due_at > clock.now():
        return False
    user = User.objects.select_for_update().get(pk=wish.user_id)
    blockers = blockers_of(user)
    if blockers:
        _tell(wish, "erasure_waits", reasons=blockers)
        return False
    address, language = user.email, user.language
    for section in sections():
        section.erase(user)
    wish.executed_at = clock.now()
    wish.save(update_fields=["executed_at"])
    with override(language):
        stays = [_line(kept) for kept in kept_of(user)]
    record("erasure.executed", wish, by=None, user=user.pk)
    outbox.send(
        key=f"erasure:{wish.pk}:done",
        kind="accounts.erasure_done",
        recipient=user,
        address=address,
        language=language,
        context={"stays": stays},
    )
    return True


@transaction.atomic
def erase_what_has_ended(*, request: ErasureRequest) -> bool:
    """Look again at somebody who was erased: what was kept until a day goes when that day has passed.

    Returns True once nothing with an end is left; from then on nobody looks again.
    """
    user, executed_at = request.user, request.executed_at
    if executed_at is None:
        return False
    for section in sections():
        section.erase(user)
    # Within the first days the last mail may still be on its way; its address goes once it is out.
    if any(kept.until is not None for kept in kept_of(user)) or clock.now() < executed_at + COOL_OFF:
        return False
    ErasureRequest.objects.filter(pk=request.pk, settled_at__isnull=True).update(settled_at=clock.now())
    record("erasure.settled", request, by=None, user=user.pk)
    return True


def _tell(wish: ErasureRequest, kind: str, **context: object) -> None:
    outbox.send(key=f"erasure:{wish.pk}:{kind}", kind=f"accounts.{kind}", recipient=wish.user, context=context)


def _day(wish: ErasureRequest, user: User) -> str:
    with override(user.language):
        return date_format(wish.due_at, "DATE_FORMAT")


def _line(kept: Kept) -> str:
    """One thing that stays, in words: `3 × messages in cases: record of a case, no end`."""
    end = _("until %(day)s") % {"day": date_format(kept.until, "DATE_FORMAT")} if kept.until else _("without an end")
    return _("%(what)s (%(count)s): %(end)s. %(basis)s") % {
        "what": kept.what,
        "count": kept.count,
        "end": end,
        "basis": kept.retention.basis,
    }
