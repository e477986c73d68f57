"""What the actions take: a record as somebody typed or imported it, checked but not stored."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from experts.choices import ANY, LanguageLevel, SkillLevel


@dataclass(frozen=True)
class SkillInput:
    """One row of place x right x industry x kind of dispute; ANY where nothing narrower was said."""

    jurisdiction: str = ANY
    right: str = ANY
    industry: str = ANY
    matter: str = ANY
    level: int = SkillLevel.SOLID
    note: str = ""

    @property
    def key(self) -> tuple[str, str, str, str]:
        return self.jurisdiction, self.right, self.industry, self.matter


@dataclass(frozen=True)
class LanguageInput:
    language: str
    level: str = LanguageLevel.WORKING


@dataclass(frozen=True)
class LicenceInput:
    body: str
    number: str
    jurisdiction: str = ""
    expires_on: date | None = None


@dataclass(frozen=True)
class EmploymentInput:
    organisation: str
    position: str = ""
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True)
class ExpertInput:
    """A whole record. The rows replace those that stand."""

    email: str
    name_zh: str = ""
    name_en: str = ""
    phone: str = ""
    kinds: Sequence[str] = ()
    skills: Sequence[SkillInput] = ()
    languages: Sequence[LanguageInput] = ()
    licences: Sequence[LicenceInput] = ()
    employments: Sequence[EmploymentInput] = ()
    outposts: Sequence[int] = field(default=())
    experience: str = ""
    rate_amount: Decimal | None = None
    rate_currency: str = ""
    pro_bono_hours: int | None = None
    confidentiality_signed_on: date | None = None
    max_open_cases: int = 3
