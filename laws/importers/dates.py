"""Dates as publishers write them, as partial dates: Western, of Japanese eras and of the Republic of China."""

import re

from laws.importers.numbers import han_to_int

# The year before the first of each era.
ERAS = {"明治": 1867, "大正": 1911, "昭和": 1925, "平成": 1988, "令和": 2018, "中華民國": 1911, "民國": 1911}
ERA_NAMES = {"meiji": 1867, "taisho": 1911, "showa": 1925, "heisei": 1988, "reiwa": 2018}
HAN = "[〇零一二三四五六七八九十百元]"
LONG = re.compile(
    rf"(中華民國|民國|明治|大正|昭和|平成|令和|公元|西元)?\s*(\d{{1,4}}|{HAN}{{1,5}})\s*年"
    rf"(?:\s*(\d{{1,2}}|{HAN}{{1,3}})\s*月)?(?:\s*(\d{{1,2}}|{HAN}{{1,3}})\s*日)?"
)
# A date that stands for none: Taiwan's "not yet decided" and the like.
NEVER = ("9999", "0000", "0001")


def partial(year: int, month: int = 0, day: int = 0) -> str:
    """YYYY, YYYY-MM or YYYY-MM-DD; "" where there is no such date."""
    if not 1000 <= year <= 2999:
        return ""
    if not 1 <= month <= 12:
        return f"{year:04}"
    return f"{year:04}-{month:02}" + (f"-{day:02}" if 1 <= day <= 31 else "")


def era_date(era: str, year: str, month: str = "", day: str = "") -> str:
    """A date of a Japanese era by its Western name: ("Showa", "34", "04", "13") → 1959-04-13."""
    first = ERA_NAMES.get(era.strip().lower())
    numbers = [int(part) if part.isdecimal() and len(part) <= 4 else 0 for part in (year, month, day)]
    return partial(first + numbers[0], numbers[1], numbers[2]) if first and numbers[0] else ""


def number(text: str) -> int:
    """Arabic or Chinese numerals; 元, the first year of an era, is 1."""
    if not text:
        return 0
    return int(text) if text.isdecimal() else 1 if text == "元" else han_to_int(text.replace("元", "一"))


def long_date(text: str) -> str:
    """The first date written out in Chinese or Japanese in `text`: 中華民國一百十二年五月二十四日 → 2023-05-24."""
    for found in LONG.finditer(text[:400]):
        era, year, month, day = found.groups()
        if value := partial(ERAS.get(era or "", 0) + number(year), number(month or ""), number(day or "")):
            return value
    return ""


def short_date(raw: object) -> str:
    """20230524, 1120524 (of the Republic), 2023-05-24, 2023/5/24, 2023.5.24, 2023, or a date written out."""
    text = str(raw).strip() if isinstance(raw, str | int) and not isinstance(raw, bool) else ""
    if not text or text.startswith(NEVER):
        return ""
    if re.fullmatch(r"\d{8}", text, re.ASCII):
        return partial(int(text[:4]), int(text[4:6]), int(text[6:]))
    if re.fullmatch(r"[01]?\d{6}", text, re.ASCII):
        return partial(1911 + int(text[:-4]), int(text[-4:-2]), int(text[-2:]))
    if found := re.match(r"(\d{4})(?:[-/.](\d{1,2})(?:[-/.](\d{1,2}))?)?(?!\d)", text, re.ASCII):
        return partial(*(int(part or 0) for part in found.groups()))
    return long_date(text)
