"""Conflicts of interest that the portal can see by itself (domain facts, part 10). Pure: facts in, hits out.

Two things are looked at within the window before the day of the check: for whom the expert works or worked, and on
which other cases they were let in. What only the expert can know is asked in the declaration.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from experts.choices import NameRole
from portal.lib import clock

# Forms of companies: `Acme Inc` and `Acme` are one name to a check that would rather ask once too often.
COMPANY_FORMS = re.compile(
    r"\b(incorporated|inc|corporation|corp|company|co|limited|ltd|llc|llp|lp|plc|gmbh|ag|kg|ohg|se|sa|sas|sarl|srl|spa"
    r"|bv|nv|ab|as|oy|aps|kk|pte|pty|sdn|bhd|the)\b"
)
COMPANY_FORMS_ZH = re.compile("(股份)?(有限)?(责任)?公司|律师事务所|事务所|集团")
# A shorter core says too little to be found inside a longer name.
LEAST_CORE, LEAST_CORE_ZH = 5, 2


class HitKind(StrEnum):
    EMPLOYER = "employer"
    ENGAGED = "engaged"


SENTENCES: dict[str, Promise] = {
    HitKind.EMPLOYER: _("works or worked for a name of this case within the window"),
    HitKind.ENGAGED: _("advised in another case with a name of this one within the window"),
}


@dataclass(frozen=True)
class Name:
    """A name of the case and on which side it stands (`NameRole`)."""

    role: str
    name: str


@dataclass(frozen=True)
class Job:
    """An employment; `until` None: still today."""

    organisation: str
    until: date | None = None


@dataclass(frozen=True)
class PastCase:
    """Another case that the expert was let into; `until` None: still at work on it."""

    names: Sequence[Name]
    until: date | None = None


@dataclass(frozen=True)
class Hit:
    """One conflict: its kind, the name of the present case, and what it matched."""

    kind: HitKind
    name: str
    matched: str


def core(name: str) -> str:
    """A name without width, case, punctuation and company form: what two spellings of one name share."""
    plain = unicodedata.normalize("NFKC", name).casefold()
    plain = re.sub(r"[^\w\s]", " ", plain.replace(".", ""))
    stripped = COMPANY_FORMS_ZH.sub("", COMPANY_FORMS.sub(" ", plain))
    return "".join((stripped.strip() or plain).split())


def same(one: str, other: str) -> bool:
    """Whether two names may mean the same body: equal cores, or one long enough inside the other."""
    first, second = sorted((core(one), core(other)), key=len)
    if not first:
        return False
    least = LEAST_CORE if first.isascii() else LEAST_CORE_ZH
    return first == second or (len(first) >= least and first in second)


def window_start(today: date, months: int) -> date:
    """The first day that still counts."""
    return clock.months_after(today, -months)


def automatic_hits(
    names: Iterable[Name], *, jobs: Iterable[Job], past: Iterable[PastCase], today: date, months: int
) -> list[Hit]:
    """Every conflict between the names of a case and what is known of an expert.

    Advising the same enterprise again is none; any other name of this case met in another case is.
    """
    first_day = window_start(today, months)
    named = [one for one in names if one.name.strip()]
    hits = [
        Hit(HitKind.EMPLOYER, one.name, job.organisation)
        for job in jobs
        if job.until is None or job.until >= first_day
        for one in named
        if same(one.name, job.organisation)
    ]
    for case in past:
        if case.until is not None and case.until < first_day:
            continue
        hits += [
            Hit(HitKind.ENGAGED, one.name, met.name)
            for one in named
            for met in case.names
            if not (one.role == met.role == NameRole.CLIENT) and same(one.name, met.name)
        ]
    return list(dict.fromkeys(hits))
