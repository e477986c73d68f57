"""Nominating an expert and keeping the record."""

from dataclasses import replace
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from experts.checking import Known, check, fits
from experts.inputs import ExpertInput
from experts.models import (
    Employment,
    Expert,
    ExpertEvent,
    ExpertKind,
    ExpertLanguage,
    Licence,
    Skill,
)
from experts.states import ExpertState
from portal.accounts.access import require, rights_of
from portal.accounts.models import GuidanceCentre, User
from portal.accounts.permissions import Permission
from portal.lib import events
from portal.lib.errors import Conflict, Invalid, NotAllowed
from portal.lib.states import guarded_update

COLUMNS = (
    "email",
    "name_zh",
    "name_en",
    "phone",
    "experience",
    "rate_amount",
    "rate_currency",
    "pro_bono_hours",
    "confidentiality_signed_on",
    "max_open_cases",
)
# What an expert may not write about themselves: it was checked by others, or decides who may see what.
OFFICIAL = ("email", "confidentiality_signed_on")


@transaction.atomic
def nominate(
    *, centre: GuidanceCentre, by: User, record: ExpertInput, is_demo: bool = False, known: Known | None = None
) -> Expert:
    """Put somebody up for the pool. Raises NotAllowed, or Invalid naming each field at fault.

    `known` is handed in by whoever nominates many.
    """
    require(by, Permission.NOMINATE_EXPERT, centre=centre.pk)
    record = replace(record, email=record.email.strip().lower())
    check(record, known or Known.load())
    expert = Expert(centre=centre, nominated_by=by, is_demo=is_demo, **_columns(record))
    _check_address(record.email, but=None)
    try:
        with transaction.atomic():
            expert.save(force_insert=True)
    except IntegrityError as error:  # somebody else nominated the same person at this moment
        raise Invalid(_("Somebody with this address is in the pool already."), field="email") from error
    _write_rows(expert, record)
    note(expert, "nominated", by=by, new=ExpertState.NOMINATED)
    return expert


@transaction.atomic
def edit(*, expert: Expert, by: User, record: ExpertInput, version: int) -> None:
    """Correct a record: the nominating centre's people all of it, the expert everything that nobody else vouched for.

    Raises NotAllowed, Conflict for a stale page or a removed expert, Invalid naming each field at fault.
    """
    own = is_own(expert, by)
    if not own:
        require(by, Permission.NOMINATE_EXPERT, centre=expert.centre_id)
    if expert.state == ExpertState.REMOVED:
        raise Conflict(_("This person has left the pool; the record is closed."))
    record = replace(record, email=record.email.strip().lower())
    if own:
        record = replace(record, **{name: getattr(expert, name) for name in OFFICIAL})
    check(record, Known.load())
    _check_address(record.email, but=expert)
    guarded_update(expert, expected={"version": version}, **_columns(record))
    for rows in (expert.kinds, expert.skills, expert.languages, expert.licences, expert.employments):
        rows.all().delete()
    _write_rows(expert, record)
    note(expert, "edited", by=by, own=own)


def is_own(expert: Expert, user: User) -> bool:
    """Whether the record is about this person."""
    return expert.user_id is not None and expert.user_id == user.pk


def may_edit(expert: Expert, user: User) -> bool:
    """Whether the page offers it; `edit` decides again."""
    keeps = rights_of(user).may(Permission.NOMINATE_EXPERT, centre=expert.centre_id)
    return expert.state != ExpertState.REMOVED and (keeps or is_own(expert, user))


def refuse_self(expert: Expert, by: User) -> None:
    """Raises NotAllowed when somebody would decide about themselves."""
    if is_own(expert, by) or expert.email == by.email:
        raise NotAllowed(_("Nobody decides about their own record. Ask a colleague."))


def note(expert: Expert, kind: str, *, by: User | None, old: str = "", new: str = "", **data: Any) -> ExpertEvent:
    """Write the event of an act on `expert`."""
    return events.append(
        ExpertEvent,
        subject=expert,
        kind=kind,
        actor_id=by.pk if by else None,
        old_state=old,
        new_state=new,
        data=data,
    )


def _columns(record: ExpertInput) -> dict[str, Any]:
    values = {name: getattr(record, name) for name in COLUMNS}
    long = fits(Expert, **{name: values[name] for name in ("email", "name_zh", "name_en", "phone")})
    if long:
        raise Invalid(_("Some fields are not filled in as they should be."), fields=long)
    return values


def _check_address(email: str, *, but: Expert | None) -> None:
    others = Expert.objects.filter(email=email)
    if (others.exclude(pk=but.pk) if but is not None else others).exists():
        raise Invalid(_("Somebody with this address is in the pool already."), field="email")


def _write_rows(expert: Expert, record: ExpertInput) -> None:
    ExpertKind.objects.bulk_create(ExpertKind(expert=expert, kind=kind) for kind in dict.fromkeys(record.kinds))
    Skill.objects.bulk_create(
        Skill(
            expert=expert,
            jurisdiction=row.jurisdiction,
            right=row.right,
            industry=row.industry,
            matter=row.matter,
            level=row.level,
            note=row.note,
        )
        for row in record.skills
    )
    ExpertLanguage.objects.bulk_create(
        ExpertLanguage(expert=expert, language=row.language, level=row.level) for row in record.languages
    )
    Licence.objects.bulk_create(
        Licence(
            expert=expert,
            body=row.body,
            number=row.number,
            jurisdiction_id=row.jurisdiction or None,
            expires_on=row.expires_on,
        )
        for row in record.licences
    )
    Employment.objects.bulk_create(
        Employment(
            expert=expert,
            organisation=row.organisation,
            position=row.position,
            since=row.since,
            until=row.until,
        )
        for row in record.employments
    )
    expert.outposts.set(record.outposts)
