"""Whether a record can stand in the pool: the same rules for the form and for a sheet of two thousand rows."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from experts.choices import ANY, Kind, Language, LanguageLevel, SkillLevel
from experts.inputs import ExpertInput
from laws.models.choices import Subject
from portal.accounts.models import GuidanceCentre
from portal.lib import clock
from portal.lib.errors import Invalid
from portal.reference.models import DisputeType, Industry, Jurisdiction

MAX_ROWS = 60  # of each kind in one record
EARLIEST = date(1940, 1, 1)


@dataclass(frozen=True)
class Known:
    """The codes a record may use, read once for any number of records."""

    jurisdictions: frozenset[str]
    industries: frozenset[str]
    matters: frozenset[str]
    outposts: frozenset[int]

    @classmethod
    def load(cls) -> "Known":
        outposts = GuidanceCentre.objects.filter(kind=GuidanceCentre.Kind.OVERSEAS_OUTPOST)
        return cls(
            frozenset(Jurisdiction.objects.values_list("pk", flat=True)),
            frozenset(Industry.objects.values_list("pk", flat=True)),
            frozenset(DisputeType.objects.values_list("pk", flat=True)),
            frozenset(outposts.values_list("pk", flat=True)),
        )


def check(record: ExpertInput, known: Known) -> None:
    """Raises Invalid naming every field at fault (`skills`, `email` …), not only the first."""
    found: dict[str, str] = {}
    for name, rule in RULES:
        said = rule(record, known)
        if said and name not in found:
            found[name] = said
    if found:
        raise Invalid(_("Some fields are not filled in as they should be."), fields=found)


def _email(record: ExpertInput, known: Known) -> str:
    try:
        validate_email(record.email)
    except ValidationError:
        return _("This is not an e-mail address.")
    return ""


def _name(record: ExpertInput, known: Known) -> str:
    return "" if record.name_zh or record.name_en else _("Give the name in Chinese or in English.")


def _kinds(record: ExpertInput, known: Known) -> str:
    if not record.kinds:
        return _("Choose at least one kind.")
    return _unknown(record.kinds, set(Kind.values))


def _skills(record: ExpertInput, known: Known) -> str:
    rows = record.skills
    if not rows:
        return _("Say at least once what the expert knows.")
    if len({row.key for row in rows}) != len(rows):
        return _("The same skill stands there twice.")
    if any(row.level not in SkillLevel.values for row in rows):
        return _("There is no such level.")
    return (
        _unknown((row.jurisdiction for row in rows), {ANY, *known.jurisdictions})
        or _unknown((row.right for row in rows), {ANY, *Subject.values})
        or _unknown((row.industry for row in rows), {ANY, *known.industries})
        or _unknown((row.matter for row in rows), {ANY, *known.matters})
    )


def _languages(record: ExpertInput, known: Known) -> str:
    codes = [row.language for row in record.languages]
    if not codes:
        return _("Name at least one language.")
    if len(set(codes)) != len(codes):
        return _("The same language stands there twice.")
    return _unknown(codes, set(Language.values)) or _unknown(
        (row.level for row in record.languages), set(LanguageLevel.values)
    )


def _licences(record: ExpertInput, known: Known) -> str:
    rows = record.licences
    if any(not row.body or not row.number for row in rows):
        return _("A licence needs the body that gave it and its number.")
    if len({(row.body, row.number) for row in rows}) != len(rows):
        return _("The same licence stands there twice.")
    return _unknown((row.jurisdiction for row in rows if row.jurisdiction), known.jurisdictions)


def _employments(record: ExpertInput, known: Known) -> str:
    rows = record.employments
    if any(not row.organisation for row in rows):
        return _("Name the employer.")
    if any(row.since and row.until and row.until < row.since for row in rows):
        return _("An employment ends before it begins.")
    days = [day for row in rows for day in (row.since, row.until) if day]
    if any(day < EARLIEST or day > clock.months_after(clock.today(), 12) for day in days):
        return _("A date lies too far away.")
    return ""


def _outposts(record: ExpertInput, known: Known) -> str:
    return "" if set(record.outposts) <= known.outposts else _("Choose outposts of the list.")


def _rate(record: ExpertInput, known: Known) -> str:
    amount = record.rate_amount
    if amount is None:
        return ""
    if not amount.is_finite() or amount < 0 or amount >= 10**8:
        return _("Give an amount of zero or more.")
    return "" if record.rate_currency else _("Say in which currency.")


def _currency(record: ExpertInput, known: Known) -> str:
    code = record.rate_currency
    return "" if not code or (len(code) == 3 and code.isascii() and code.isupper()) else _("Use a code such as CNY.")


def _hours(record: ExpertInput, known: Known) -> str:
    hours = record.pro_bono_hours
    return "" if hours is None or 0 <= hours <= 2000 else _("Give a number from 0 to 2000.")


def _confidentiality(record: ExpertInput, known: Known) -> str:
    day = record.confidentiality_signed_on
    return "" if day is None or EARLIEST <= day <= clock.today() else _("This day has not come yet.")


def _most_cases(record: ExpertInput, known: Known) -> str:
    return "" if 1 <= record.max_open_cases <= 50 else _("Give a number from 1 to 50.")


def _sizes(record: ExpertInput, known: Known) -> str:
    rows = (record.skills, record.languages, record.licences, record.employments)
    if any(len(each) > MAX_ROWS for each in rows):
        return _("There are too many rows: at most %(limit)s of each kind.") % {"limit": MAX_ROWS}
    return ""


def _unknown(codes: Iterable[str], known: "set[str] | frozenset[str]") -> str:
    for code in codes:
        if code not in known:
            return _("“%(code)s” is not known here.") % {"code": code}
    return ""


Rule = Callable[[ExpertInput, Known], str]
RULES: list[tuple[str, Rule]] = [
    ("email", _email),
    ("name_zh", _name),
    ("kinds", _kinds),
    ("skills", _sizes),
    ("skills", _skills),
    ("languages", _languages),
    ("licences", _licences),
    ("employments", _employments),
    ("outposts", _outposts),
    ("rate_amount", _rate),
    ("rate_currency", _currency),
    ("pro_bono_hours", _hours),
    ("confidentiality_signed_on", _confidentiality),
    ("max_open_cases", _most_cases),
]


def fits(model: Any, **values: Any) -> dict[str, str]:
    """Which of `values` are longer than their columns, each with a sentence."""
    found = {}
    for name, value in values.items():
        limit = model._meta.get_field(name).max_length
        if limit is not None and len(str(value)) > limit:
            found[name] = _("This text is too long: at most %(limit)s characters.") % {"limit": limit}
    return found
