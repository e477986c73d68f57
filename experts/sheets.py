"""Reading a CSV or XLSX file of experts: cells first, then records, each fault with its row and column."""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from django.core.files.base import File
from django.utils.translation import gettext as _

from experts.checking import Known, check
from experts.choices import ANY, Kind, LanguageLevel, SkillLevel
from experts.inputs import EmploymentInput, ExpertInput, LanguageInput, LicenceInput, SkillInput
from portal.lib.errors import Invalid
from portal.lib.fields import clean_text
from portal.lib.sheets import LONGEST_CELL, MAX_COLUMNS, Problem, bytes_of, xlsx_rows

MAX_ROWS = 5000

# Column -> what a person writes above it. Chinese, English and the code itself are all read.
COLUMNS: dict[str, tuple[str, str]] = {
    "name_zh": ("姓名", "Name (Chinese)"),
    "name_en": ("英文姓名", "Name (English)"),
    "email": ("电子邮箱", "E-mail"),
    "phone": ("电话", "Telephone"),
    "kinds": ("类别", "Kinds"),
    "jurisdictions": ("国家或地区", "Countries"),
    "rights": ("权利", "Rights"),
    "industries": ("行业", "Industries"),
    "matters": ("纠纷类型", "Kinds of dispute"),
    "languages": ("语言", "Languages"),
    "licences": ("执业证", "Licences"),
    "employers": ("任职经历", "Employers"),
    "pro_bono_hours": ("年度公益小时", "Free hours a year"),
    "rate": ("小时费率", "Hourly rate"),
    "confidentiality_signed_on": ("保密承诺签署日", "Confidentiality signed on"),
    "experience": ("经历", "Experience"),
}
REQUIRED = ("email", "kinds", "jurisdictions", "rights", "languages")
# Field of a record -> the column a person must look at.
COLUMN_OF = {"skills": "jurisdictions", "employments": "employers", "rate_amount": "rate", "rate_currency": "rate"}
EXAMPLE = {
    "name_zh": "张三",
    "name_en": "Zhang San",
    "email": "zhangsan@example.com",
    "kinds": "legal; ip_agency",
    "jurisdictions": "US; DE",
    "rights": "patent; trade_secret",
    "industries": "*",
    "matters": "*",
    "languages": "zh:native; en:working",
    "licences": "中华全国律师协会 | 13302201810000000 | CN | 2028-12-31",
    "employers": "某某律师事务所 | 合伙人 | 2015-03-01 | ",
    "pro_bono_hours": "40",
    "rate": "1500 CNY",
    "confidentiality_signed_on": "2026-01-15",
}

Row = dict[str, str]


def template() -> str:
    """An empty sheet with the heading and one example, as CSV that a spreadsheet opens with its characters right."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    writer.writerow([EXAMPLE.get(name, "") for name in COLUMNS])
    return "\ufeff" + out.getvalue()


def read(file: "File[bytes]") -> list[Row]:
    """The filled rows of a sheet as text by column, with `_row` as the sheet counts it.

    Raises Invalid when it is no sheet, too large, or lacks a column that is needed.
    """
    data = bytes_of(file)
    cells = _xlsx(data) if data[:4] == b"PK\x03\x04" else _csv(data)
    return _rows(cells)


def records(rows: Sequence[Row], known: Known) -> tuple[list[tuple[int, ExpertInput]], list[Problem]]:
    """The good rows as records, and every fault of the others."""
    good: list[tuple[int, ExpertInput]] = []
    problems: list[Problem] = []
    seen: dict[str, int] = {}
    for row in rows:
        number = int(row["_row"])
        reader = _Reader(number)
        record = reader.record(row)
        found = reader.problems or _checked(number, record, known)
        first = seen.setdefault(record.email, number)
        if record.email and first != number:
            found = [
                *found,
                Problem(number, "email", _("This address stands in row %(row)s already.") % {"row": first}),
            ]
        problems += found
        if not found:
            good.append((number, record))
    return good, problems


def _checked(number: int, record: ExpertInput, known: Known) -> list[Problem]:
    try:
        check(record, known)
    except Invalid as error:
        return [Problem(number, COLUMN_OF.get(name, name), text) for name, text in error.fields.items()]
    return []


def _xlsx(data: bytes) -> Iterator[tuple[int, list[str]]]:
    return ((number, [_cell(value) for value in row]) for number, row in xlsx_rows(data))


def _csv(data: bytes) -> Iterator[tuple[int, list[str]]]:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" in text:
            break
        reader = csv.reader(io.StringIO(text, newline=""))
        try:
            for row in reader:
                yield reader.line_num, [clean_text(value) for value in row[:MAX_COLUMNS]]
        except csv.Error:
            break
        return
    raise Invalid(_("This file cannot be read as a sheet. Save it as XLSX or CSV."), field="file")


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return clean_text(str(value))


def _rows(cells: Iterator[tuple[int, list[str]]]) -> list[Row]:
    heading: list[str] = []
    rows: list[Row] = []
    for number, values in cells:
        if not any(values):
            continue
        if not heading:
            heading = _heading(values)
            continue
        if len(rows) >= MAX_ROWS:
            raise Invalid(_("This sheet has more than %(limit)s rows.") % {"limit": MAX_ROWS}, field="file")
        row = {name: value[:LONGEST_CELL] for name, value in zip(heading, values, strict=False) if name}
        rows.append({**row, "_row": str(number)})
    if not rows:
        raise Invalid(_("This sheet has no rows."), field="file")
    return rows


def _heading(values: Sequence[str]) -> list[str]:
    words = {word.casefold(): name for name, said in COLUMNS.items() for word in (name, *said)}
    heading = [words.get(value.strip().casefold(), "") for value in values]
    missing = [name for name in REQUIRED if name not in heading]
    if missing:
        raise Invalid(_("These columns are missing: %(columns)s.") % {"columns": ", ".join(missing)}, field="file")
    if len({name for name in heading if name}) != len([name for name in heading if name]):
        raise Invalid(_("A column stands there twice."), field="file")
    return heading


class _Reader:
    """Turns one row of text into a record and remembers what could not be read."""

    def __init__(self, number: int) -> None:
        self.number = number
        self.problems: list[Problem] = []

    def record(self, row: Mapping[str, str]) -> ExpertInput:
        amount, currency = self.rate(row.get("rate", ""))
        return ExpertInput(
            email=row.get("email", "").lower(),
            name_zh=row.get("name_zh", ""),
            name_en=row.get("name_en", ""),
            phone=row.get("phone", ""),
            kinds=[self.choice("kinds", word, Kind.choices) for word in parts(row.get("kinds", ""))],
            skills=self.skills(row),
            languages=[self.language(word) for word in parts(row.get("languages", ""))],
            licences=[self.licence(line) for line in parts(row.get("licences", ""))],
            employments=[self.employment(line) for line in parts(row.get("employers", ""))],
            experience=row.get("experience", ""),
            rate_amount=amount,
            rate_currency=currency,
            pro_bono_hours=self.whole("pro_bono_hours", row.get("pro_bono_hours", "")),
            confidentiality_signed_on=self.day("confidentiality_signed_on", row.get("confidentiality_signed_on", "")),
        )

    def skills(self, row: Mapping[str, str]) -> list[SkillInput]:
        """Every combination of the listed values: a sheet says them side by side."""
        places, rights = parts(row.get("jurisdictions", "")), parts(row.get("rights", ""))
        industries, matters = parts(row.get("industries", "")) or [ANY], parts(row.get("matters", "")) or [ANY]
        return [
            SkillInput(place.upper(), right, industry, matter, SkillLevel.SOLID)
            for place in places
            for right in rights
            for industry in industries
            for matter in matters
        ]

    def language(self, word: str) -> LanguageInput:
        code, _colon, level = word.partition(":")
        return LanguageInput(code.strip().lower(), level.strip() or LanguageLevel.WORKING)

    def licence(self, line: str) -> LicenceInput:
        body, number, place, until = fields(line, 4)
        return LicenceInput(body, number, place.upper(), self.day("licences", until))

    def employment(self, line: str) -> EmploymentInput:
        organisation, position, since, until = fields(line, 4)
        return EmploymentInput(organisation, position, self.day("employers", since), self.day("employers", until))

    def choice(self, column: str, word: str, choices: Sequence[tuple[str, Any]]) -> str:
        """A code, or its word in the language of the page."""
        known = {str(label).casefold(): code for code, label in choices} | {code: code for code, _label in choices}
        return known.get(word.casefold(), word)

    def rate(self, text: str) -> tuple[Decimal | None, str]:
        if not text:
            return None, ""
        amount, _space, currency = text.partition(" ")
        try:
            return Decimal(amount), currency.strip().upper()
        except InvalidOperation:
            self.fault("rate", _("Write an amount and a currency, such as 1500 CNY."))
            return None, ""

    def whole(self, column: str, text: str) -> int | None:
        if not text:
            return None
        if not (text.isascii() and text.isdigit() and len(text) < 6):
            self.fault(column, _("This is not a whole number."))
            return None
        return int(text)

    def day(self, column: str, text: str) -> date | None:
        if not text:
            return None
        try:
            return date.fromisoformat(text.replace("/", "-"))
        except ValueError:
            self.fault(column, _("“%(text)s” is no day; write it as YYYY-MM-DD.") % {"text": text[:40]})
            return None

    def fault(self, column: str, reason: str) -> None:
        self.problems.append(Problem(self.number, column, reason))


def parts(text: str) -> list[str]:
    """Values of one cell, separated by semicolons of either width or line breaks."""
    found = text.replace("；", ";").replace("\n", ";").split(";")
    return list(dict.fromkeys(word.strip() for word in found if word.strip()))


def fields(line: str, number: int) -> list[str]:
    """Parts of one entry, separated by bars; missing ones are empty."""
    found = [part.strip() for part in line.replace("｜", "|").split("|")]
    return (found + [""] * number)[:number]
