"""The sheet of last year's cases: a template to fill in, and reading it back, each fault with its row and column.

A sheet comes from outside: its size unpacked, its rows and its cells are limited, and formulas are refused, because
what one computes here is not what the sender saw.
"""

import io
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.core.files.base import File
from django.utils.translation import gettext as _
from openpyxl import Workbook

from disputes.choices import CaseKind, OurRole, Right
from portal.accounts.credit_code import clean_credit_code
from portal.lib import clock
from portal.lib.errors import Invalid
from portal.lib.fields import clean_text
from portal.lib.sheets import LONGEST_CELL, MAX_COLUMNS, Formula, Problem, bytes_of, xlsx_rows
from portal.reference.models import DisputeType, Jurisdiction, Province

MAX_ROWS = 2000
EARLIEST = date(2000, 1, 1)

# Column -> its heading in Chinese and English; the code itself is read as well.
COLUMNS: dict[str, tuple[str, str]] = {
    "old_number": ("原编号", "Old number"),
    "kind": ("类型", "Kind"),
    "company": ("企业名称", "Company"),
    "uscc": ("统一社会信用代码", "Unified social credit code"),
    "province": ("省份", "Province"),
    "jurisdiction": ("国家或地区", "Country or region"),
    "dispute_type": ("纠纷类型", "Kind of dispute"),
    "right": ("权利类型", "Right"),
    "our_role": ("我方地位", "Our position"),
    "filed_on": ("受理日期", "Filed on"),
    "closed_on": ("办结日期", "Closed on"),
    "docket": ("案号", "Docket"),
    "counterparty": ("对方当事人", "Other side"),
    "summary": ("案情摘要", "Summary"),
}
REQUIRED = ("old_number", "company", "jurisdiction", "dispute_type", "filed_on", "closed_on", "summary")
LENGTHS = {"old_number": 60, "company": 120, "docket": 100, "counterparty": 200}
EXAMPLE = (
    "（示例）2025-017",
    "guidance",
    "某某电器有限公司",
    "",
    "330000",
    "US",
    "itc_337",
    "patent",
    "accused",
    "2025-03-04",
    "2025-11-20",
    "337-TA-1400",
    "Acme Inc.",
    "美国337调查，达成和解。",
)
EXAMPLE_MARK = "（示例）"


@dataclass(frozen=True)
class OldCase:
    """A good row."""

    row: int
    old_number: str
    kind: str
    company: str
    uscc: str
    province: Province | None
    jurisdiction: Jurisdiction
    dispute_type: DisputeType
    right: str
    our_role: str
    filed_on: date
    closed_on: date
    docket: str
    counterparty: str
    summary: str


@dataclass
class Sheet:
    """What a file holds: good rows, and every fault of the others."""

    rows: int = 0
    good: list[OldCase] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def template() -> bytes:
    """An empty sheet with one example, and a second sheet that lists the codes."""
    book = Workbook(write_only=True)
    cases = book.create_sheet("案件 Cases")
    cases.append([f"{zh} {en}" for zh, en in COLUMNS.values()])
    cases.append(list(EXAMPLE))
    codes = book.create_sheet("代码 Codes")
    codes.append(["列 Column", "代码 Code", "中文", "English"])
    for name, model in (("jurisdiction", Jurisdiction), ("dispute_type", DisputeType), ("province", Province)):
        for row in model.objects.order_by("pk"):
            codes.append([name, row.pk, row.name_zh, row.name_en])
    for name, choices in (("kind", CaseKind), ("right", Right), ("our_role", OurRole)):
        for code in choices.values:
            codes.append([name, code])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def read(file: "File[bytes]") -> Sheet:
    """Raises Invalid when it is no sheet, too large or lacks a needed column; faults of rows are in the answer."""
    cells = xlsx_rows(bytes_of(file), formulas=True)
    _number, heading = next(cells, (1, []))
    places = _columns([str(value or "") for value in heading])
    known = _Known()
    sheet = Sheet()
    seen: dict[str, int] = {}
    for number, values in cells:
        if not any(value not in (None, "") for value in values):
            continue
        sheet.rows += 1
        if sheet.rows > MAX_ROWS:
            raise Invalid(_("At most %(limit)s rows. Split the sheet.") % {"limit": MAX_ROWS}, field="file")
        row = {name: values[at] if at < len(values) else None for name, at in places.items()}
        if str(row["old_number"] or "").startswith(EXAMPLE_MARK):
            sheet.rows -= 1
            continue
        reader = _Row(number, row, known)
        found = reader.case()
        if found is not None and seen.setdefault(found.old_number, number) != number:
            reader.fault(
                "old_number", _("This number stands in row %(row)s already.") % {"row": seen[found.old_number]}
            )
        if reader.problems:
            sheet.problems += reader.problems
        elif found is not None:
            sheet.good.append(found)
    return sheet


def _columns(heading: Sequence[str]) -> dict[str, int]:
    """Where each column stands. Raises Invalid naming those that are needed and not there."""
    places: dict[str, int] = {}
    for at, text in enumerate(heading):
        for name, (zh, en) in COLUMNS.items():
            if clean_text(text) in {name, zh, en, f"{zh} {en}"}:
                places.setdefault(name, at)
    missing = ["".join(COLUMNS[name][0]) for name in REQUIRED if name not in places]
    if missing:
        raise Invalid(_("These columns are missing: %(names)s.") % {"names": ", ".join(missing)}, field="file")
    return {**dict.fromkeys(COLUMNS, MAX_COLUMNS), **places}


class _Known:
    """Rows by code and by name, read once for the whole sheet."""

    def __init__(self) -> None:
        self.rows: dict[str, dict[str, Any]] = {}
        for name, model in (("jurisdiction", Jurisdiction), ("dispute_type", DisputeType), ("province", Province)):
            found: dict[str, Any] = {}
            for row in model.objects.all():
                for word in (row.name_zh, row.name_en, row.pk):
                    if word:
                        found[str(word).casefold()] = row
            self.rows[name] = found


class _Row:
    """Reads one row and collects its faults."""

    def __init__(self, number: int, row: dict[str, Any], known: _Known) -> None:
        self.number, self.row, self.known = number, row, known
        self.problems: list[Problem] = []

    def fault(self, name: str, reason: str) -> None:
        self.problems.append(Problem(self.number, COLUMNS[name][0], reason))

    def case(self) -> OldCase | None:
        place, kind = self._one_of("jurisdiction"), self._one_of("dispute_type")
        filed_on, closed_on = self._day("filed_on"), self._day("closed_on")
        if filed_on and closed_on and closed_on < filed_on:
            self.fault("closed_on", _("The case was closed before it was filed."))
        texts = {name: self._text(name) for name in ("old_number", "company", "docket", "counterparty", "summary")}
        uscc = self._code()
        chosen = {
            "kind": self._choice("kind", CaseKind.values, CaseKind.CONSULTATION),
            "right": self._choice("right", Right.values, Right.UNKNOWN),
            "our_role": self._choice("our_role", OurRole.values, OurRole.ACCUSED),
        }
        province = self._one_of("province")
        if self.problems or place is None or kind is None or filed_on is None or closed_on is None:
            return None
        return OldCase(
            row=self.number,
            uscc=uscc,
            province=province,
            jurisdiction=place,
            dispute_type=kind,
            filed_on=filed_on,
            closed_on=closed_on,
            **texts,
            **chosen,
        )

    def _text(self, name: str) -> str:
        value = self.row[name]
        if isinstance(value, Formula):
            self.fault(name, _("This cell holds a formula. Paste its value."))
            return ""
        text = clean_text("" if value is None else str(value))
        limit = LENGTHS.get(name, LONGEST_CELL)
        if len(text) > limit:
            self.fault(name, _("This text is too long: at most %(limit)s characters.") % {"limit": limit})
        if not text and name in REQUIRED:
            self.fault(name, _("This cell is empty."))
        return text

    def _one_of(self, name: str) -> Any:
        text = self._text(name)
        found = self.known.rows[name].get(text.casefold())
        if text and found is None:
            self.fault(name, _("“%(code)s” is not known. Use a code of the second sheet.") % {"code": text[:60]})
        return found

    def _choice(self, name: str, values: Sequence[str], default: str) -> str:
        text = self._text(name) or default
        if text not in values:
            told = {"code": text[:60], "codes": ", ".join(values)}
            self.fault(name, _("“%(code)s” is not known. Use one of: %(codes)s.") % told)
        return text

    def _code(self) -> str:
        text = self._text("uscc")
        if not text:
            return ""
        try:
            return clean_credit_code(text)
        except Invalid as error:
            self.fault("uscc", str(error.message))
            return ""

    def _day(self, name: str) -> date | None:
        value = self.row[name]
        if isinstance(value, datetime):
            day: date | None = value.date()
        else:
            text = self._text(name)
            try:
                day = date.fromisoformat(text) if text else None
            except ValueError:
                self.fault(name, _("Write the day as YYYY-MM-DD."))
                return None
        if day is not None and not EARLIEST <= day <= clock.today():
            self.fault(name, _("This day lies in the future or before 2000."))
            return None
        return day
