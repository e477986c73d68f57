"""Drafting, checking, issuing and taking back a warning (the workflow of `portal.lib.publication`).

Every act names the `version` the person looked at: nobody submits, approves or issues a text that somebody else has
changed meanwhile.
"""

import uuid
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from portal.accounts.access import require
from portal.accounts.models import User
from portal.accounts.permissions import Permission
from portal.lib import clock, events, publication
from portal.lib.errors import Conflict, Invalid
from portal.lib.fields import clean_text
from portal.lib.publication import PublicationState as S
from portal.lib.states import guarded_update
from portal.notices.waking import wake_on_commit
from risk_warnings.inputs import WarningInput
from risk_warnings.models import (
    RiskWarning,
    WarningCitation,
    WarningEvent,
    WarningNumber,
    WarningScope,
    WarningSource,
)
from risk_warnings.reach import write_reach
from risk_warnings.recalls import drop_from_open_digests, take_back

MATCH = "warnings.match"
# What readers need of a warning in each language before anybody may be asked to stand behind it.
NEEDED = ("title_zh", "title_en", "summary_zh", "summary_en", "happened_zh", "happened_en", "todo_zh", "todo_en")


def draft_warning(*, by: User, text: WarningInput, key: uuid.UUID | None = None, is_demo: bool = False) -> RiskWarning:
    """Begin a warning; its number is given now. The same `key` again returns the row it made the first time."""
    require(by, Permission.DRAFT_WARNING)
    text = text.cleaned()
    mine = RiskWarning.objects.filter(idempotency_key=key, author=by) if key else RiskWarning.objects.none()
    if made := mine.first():
        return made
    try:
        with transaction.atomic():
            warning = RiskWarning.objects.create(
                ref=_next_ref(), author=by, idempotency_key=key, is_demo=is_demo, **text.columns()
            )
            _write_rows(warning, text)
            _log(warning, "drafted", by, new_state=warning.state, data={"text": text.fingerprint()})
    except IntegrityError:
        if made := mine.first():  # the other half of a doubled click was faster
            return made
        raise
    return warning


def edit_warning(*, warning: RiskWarning, by: User, text: WarningInput, version: int) -> None:
    """Change a draft. Whoever edits has written in it and can no longer approve or issue it."""
    require(by, Permission.DRAFT_WARNING)
    text = text.cleaned()
    with transaction.atomic():
        _hold(warning, version)
        if warning.state != S.DRAFT:
            raise Conflict(_("Only a draft can be changed. Ask for it to be returned first."))
        guarded_update(
            warning,
            expected={"state": S.DRAFT, "version": version},
            **text.columns(),
            updated_at=clock.now(),
        )
        _write_rows(warning, text)
        _log(warning, "edited", by, data={"text": text.fingerprint()})


def submit_warning(*, warning: RiskWarning, by: User, version: int) -> None:
    """Ask another person to look. Raises Invalid naming every part that is missing."""
    require(by, Permission.DRAFT_WARNING)
    with transaction.atomic():
        _hold(warning, version)
        _check_complete(warning)
        old = publication.submit_for_review(warning, by_id=by.pk)
        guarded_update(warning, expected={"state": S.IN_REVIEW}, return_note="")
        _log(warning, "submitted", by, old_state=old)


def return_warning(*, warning: RiskWarning, by: User, version: int, note: str) -> None:
    """Give it back to its authors with what is to be mended."""
    require(by, Permission.ISSUE_WARNING)
    note = clean_text(note)
    if not note:
        raise Invalid(_("Say what is to be mended."), field="note")
    with transaction.atomic():
        _hold(warning, version)
        old = publication.return_to_draft(warning, by_id=by.pk)
        guarded_update(warning, expected={"state": S.DRAFT}, return_note=note[:500])
        _log(warning, "returned", by, old_state=old)


def approve_warning(*, warning: RiskWarning, by: User, version: int) -> None:
    """A second person stands behind the text (with three hands a third one issues it)."""
    require(by, Permission.ISSUE_WARNING)
    with transaction.atomic():
        _hold(warning, version)
        old = publication.approve(warning, by_id=by.pk)
        _log(warning, "approved", by, old_state=old)


def issue_warning(*, warning: RiskWarning, by: User, version: int) -> None:
    """Publish it and have its subscribers found.

    With two hands the issuer's approval and issue are one act; with three the approval must stand already.
    """
    require(by, Permission.ISSUE_WARNING)
    with transaction.atomic():
        _hold(warning, version)
        _check_complete(warning)
        old = warning.state
        if warning.state == S.IN_REVIEW and settings.PUBLICATION_HANDS == 2:
            publication.approve(warning, by_id=by.pk)
            _log(warning, "approved", by, old_state=old)
            old = warning.state
        publication.publish(warning, by_id=by.pk)
        write_reach(warning)
        _log(warning, "issued", by, old_state=old)
        wake_on_commit(MATCH)


def recall_warning(*, warning: RiskWarning, by: User, version: int, reason_zh: str, reason_en: str) -> None:
    """Take back what should not have been said. Its page says so and why.

    Digests and mails that have not gone out drop it; whoever was told of it is told that it no longer holds.
    """
    require(by, Permission.ISSUE_WARNING)
    reasons = {"recall_reason_zh": clean_text(reason_zh)[:300], "recall_reason_en": clean_text(reason_en)[:500]}
    for field, reason in reasons.items():
        if not reason:
            raise Invalid(_("Tell the readers why, in both languages."), field=field.replace("recall_", ""))
    with transaction.atomic():
        _hold(warning, version)
        old = publication.end(warning, into=S.RECALLED, by_id=by.pk)
        guarded_update(warning, expected={"state": S.RECALLED}, **reasons)
        take_back(warning)
        _log(warning, "recalled", by, old_state=old)


def withdraw_warning(*, warning: RiskWarning, by: User, version: int) -> None:
    """Give up a warning that was never issued."""
    require(by, Permission.DRAFT_WARNING)
    if warning.state == S.PUBLISHED:
        raise Conflict(_("It has been issued. Recall it and tell the readers why."))
    with transaction.atomic():
        _hold(warning, version)
        old = publication.end(warning, into=S.WITHDRAWN, by_id=by.pk)
        _log(warning, "withdrawn", by, old_state=old)


def expire_warnings() -> int:
    """End every published warning that is past its last day. A system act: nobody is named."""
    number = 0
    for warning in list(RiskWarning.objects.past_their_day()):
        try:
            with transaction.atomic():
                old = publication.end(warning, into=S.EXPIRED, by_id=None)
                drop_from_open_digests(warning)
                _log(warning, "expired", None, old_state=old)
        except Conflict:  # recalled or expired by somebody else in this moment
            continue
        number += 1
    return number


def _next_ref() -> str:
    """The next number of the Shanghai year. Runs inside the draft's transaction: two at once get two numbers."""
    year = clock.today().year
    WarningNumber.objects.get_or_create(year=year)
    WarningNumber.objects.filter(year=year).update(last=F("last") + 1)
    last = WarningNumber.objects.values_list("last", flat=True).get(year=year)
    return f"RW-{year}-{last:04d}"


def _hold(warning: RiskWarning, version: int) -> None:
    """Lock the row and bring it up to date; raises Conflict saying who changed it since `version`, and when."""
    RiskWarning.objects.select_for_update().filter(pk=warning.pk).values_list("pk").get()
    warning.refresh_from_db()
    if warning.version == version:
        return
    last = warning.events.order_by("-seq").first()
    who = User.objects.filter(pk=last.actor_id).first() if last and last.actor_id else None
    raise Conflict(
        _("%(who)s changed this at %(when)s. Look at the new version, then do it again.")
        % {
            "who": who or _("The system"),
            "when": localtime(last.at if last else warning.updated_at, clock.SHANGHAI).strftime("%Y-%m-%d %H:%M"),
        }
    )


def _check_complete(warning: RiskWarning) -> None:
    missing = {name: _("This part is needed in both languages.") for name in NEEDED if not getattr(warning, name)}
    if warning.expires_on is None:
        missing["expires_on"] = _("Say until when the warning is in force.")
    elif warning.expires_on < clock.today():
        missing["expires_on"] = _("This day has passed. Choose a later one.")
    if not warning.sources.exists():
        missing["sources"] = _("Name at least one source.")
    if missing:
        raise Invalid(_("The warning is not complete yet."), fields=missing)


def _write_rows(warning: RiskWarning, text: WarningInput) -> None:
    """Scope, sources and citations in place of those that stood there."""
    scope = text.scope.rows()
    for rows in (warning.scopes, warning.sources, warning.citations):
        rows.all().delete()
    WarningScope.objects.bulk_create([WarningScope(warning=warning, dimension=d, value=v) for d, v in scope])
    WarningSource.objects.bulk_create(
        [
            WarningSource(warning=warning, order=order, title=s.title, url=s.url, published_on=s.published_on)
            for order, s in enumerate(text.sources)
        ]
    )
    WarningCitation.objects.bulk_create(
        [WarningCitation(warning=warning, kind=kind, key=key) for kind, key in dict.fromkeys(text.citations)]
    )


def _log(
    warning: RiskWarning,
    kind: str,
    by: User | None,
    *,
    old_state: str = "",
    new_state: str = "",
    data: Mapping[str, Any] | None = None,
) -> None:
    new_state = new_state or (warning.state if old_state else "")
    events.append(
        WarningEvent,
        subject=warning,
        kind=kind,
        actor_id=by.pk if by else None,
        old_state=old_state,
        new_state=new_state,
        data={"version": warning.version, **(data or {})},
    )
