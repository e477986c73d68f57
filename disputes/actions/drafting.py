"""Drafts of form A, saved field by field, so that two browsers on one draft lose nothing.

A page carries for each of its fields the mark of what was stored when it was loaded. A field that somebody changed
elsewhere since, and here as well, is not overwritten: what is stored stays, what came is kept beside it
(`OTHER` in `draft_data`), and every page of the draft shows both until a person chooses.
"""

import hashlib
import json
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from disputes.choices import CaseKind
from disputes.models import Case
from disputes.states import CaseState
from portal.accounts.models import User
from portal.lib import clock
from portal.lib.errors import Conflict, Invalid
from portal.lib.states import guarded_update
from portal.reference.models import DisputeType, Jurisdiction

# The key in `draft_data` under which texts wait that came second; no field has this name.
OTHER = "_other"

Values = Sequence[str]


@dataclass
class Saved:
    """What became of a save: fields stored (or equal already), and fields that now hold two texts."""

    case: Case
    kept: list[str] = field(default_factory=list)
    split: list[str] = field(default_factory=list)


class Settle(StrEnum):
    """What to do with a text that came second."""

    USE = "use"
    BOTH = "both"
    DROP = "drop"


def draft_for(by: User, key: uuid.UUID, language: str, kind: CaseKind = CaseKind.CONSULTATION) -> Case:
    """The one case of this person and key, new or old, also when two requests race. Runs in a transaction.

    Raises Conflict when the person has too many drafts already.
    """
    found = Case.objects.select_for_update().filter(filer=by, idempotency_key=key).first()
    if found is not None:
        return found
    drafts = Case.objects.filter(filer=by, state=CaseState.DRAFT).count()
    if drafts >= settings.DRAFTS_MAX:
        raise Conflict(
            _("You have %(count)s unfinished drafts; more are not kept. Send or delete one under “My cases” first.")
            % {"count": drafts}
        )
    try:
        with transaction.atomic():
            return Case.objects.create(filer=by, idempotency_key=key, kind=kind, language=language, is_demo=by.is_demo)
    except IntegrityError:
        return Case.objects.select_for_update().get(filer=by, idempotency_key=key)


def mark(values: Values) -> str:
    """A short name for the content of a field; what is empty in any way has one and the same."""
    content = json.dumps([value for value in values if value], ensure_ascii=False)
    return hashlib.sha256(content.encode()).hexdigest()[:16]


def stored(case: Case | None, name: str) -> list[str]:
    """What the draft holds for a field."""
    found: list[str] = (case.draft_data if case else {}).get(name, [])
    return found


def others(case: Case | None, name: str) -> list[list[str]]:
    """The texts of a field that wait for a choice."""
    found: list[list[str]] = (case.draft_data if case else {}).get(OTHER, {}).get(name, [])
    return found


def save_part(
    *,
    by: User,
    key: uuid.UUID,
    typed: Mapping[str, Values],
    marks: Mapping[str, str],
    language: str = "zh-hans",
) -> Saved:
    """Keep some fields of an application. The same `key` finds the same draft, from any device.

    Raises Conflict when the case was filed or given up meanwhile.
    """
    with transaction.atomic():
        case = draft_for(by, key, language, CaseKind.GUIDANCE)
        check_is_draft(case)
        saved = Saved(case)
        data: dict[str, Any] = {**case.draft_data}
        waiting: dict[str, list[list[str]]] = {**data.get(OTHER, {})}
        for name, values in typed.items():
            mine, there = list(values), data.get(name, [])
            seen = marks.get(name, mark(()))
            if mark(mine) == mark(there) or mark(there) == seen:
                data[name] = mine
                saved.kept.append(name)
            elif mark(mine) != seen:
                saved.split.append(name)
                if mine not in waiting.get(name, []):
                    waiting[name] = [*waiting.get(name, []), mine]
        _write(case, data, waiting)
    return saved


def settle(*, by: User, case: Case, name: str, number: int, how: Settle) -> None:
    """A person chose what becomes of a text that came second. Raises Conflict when it is no longer there."""
    with transaction.atomic():
        case = Case.objects.select_for_update().get(pk=case.pk, filer=by)
        check_is_draft(case)
        data: dict[str, Any] = {**case.draft_data}
        waiting: dict[str, list[list[str]]] = {**data.get(OTHER, {})}
        texts = list(waiting.get(name, []))
        if not 0 <= number < len(texts):
            raise Conflict(_("This text was settled already. Look at the field again."))
        other = texts.pop(number)
        if how == Settle.USE:
            data[name] = other
        elif how == Settle.BOTH:
            data[name] = ["\n".join(text for text in (*data.get(name, []), *other) if text)]
        waiting[name] = texts
        _write(case, data, {field: left for field, left in waiting.items() if left})


def check_settled(case: Case) -> None:
    """Raises Invalid while a field holds two texts: nobody files what they have not chosen."""
    if case.draft_data.get(OTHER):
        raise Invalid(_("Some fields hold two texts, because the draft was changed in two places. Choose first."))


def check_is_draft(case: Case) -> None:
    """Raises Conflict, with the number where there is one, when the draft is no draft any more."""
    if case.reference:
        raise Conflict(_("This form was sent already: your case is %(number)s.") % {"number": case.reference})
    if not case.is_draft:
        raise Conflict(_("This draft was deleted. Begin a new one."))


def _write(case: Case, data: dict[str, Any], waiting: Mapping[str, Any]) -> None:
    data.pop(OTHER, None)
    if waiting:
        data[OTHER] = dict(waiting)
    place = (data.get("jurisdiction") or [""])[0]
    kind = (data.get("dispute_type") or [""])[0]
    guarded_update(
        case,
        expected={"state": CaseState.DRAFT},
        draft_data=data,
        updated_at=clock.now(),
        # What lists show and the side panel asks.
        jurisdiction=Jurisdiction.objects.filter(pk=place).first(),
        dispute_type=DisputeType.objects.filter(pk=kind).first(),
    )
