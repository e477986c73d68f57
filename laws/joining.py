"""Who is bound by a treaty, and who joined since a day; what the lists do not say is told apart."""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from laws.models import Treaty, TreatyParty, TreatySignatory
from portal.lib.fields import validate_partial_date
from portal.lib.forms import TextField


class SinceForm(forms.Form):
    """From when on somebody joined, known as exactly as the reader types it."""

    since = TextField(
        label=_("Joined since"),
        required=False,
        max_length=10,
        help_text=_("A year, a month or a day: 2019, 2019-05 or 2019-05-08."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "size": "12"}),
    )

    def clean_since(self) -> str:
        typed: str = self.cleaned_data["since"]
        if typed:
            validate_partial_date(typed)
            first, _last = span(typed)
            if first[:4] == "0000":
                raise ValidationError(_("Use a date as YYYY, YYYY-MM or YYYY-MM-DD."))
        return typed


@dataclass(frozen=True)
class Joined:
    """Parties and extensions, those since `since` if it is given.

    `unclear` may have joined since then: their date is known to the year or month only. `undated` have no date.
    """

    since: str
    parties: list[TreatyParty]
    extensions: list[TreatyParty]
    unclear: list[TreatyParty]
    undated: list[TreatyParty]
    party_codes: frozenset[str]


def span(partial: str) -> tuple[str, str]:
    """The first and the last day that a date of lesser precision can mean."""
    parts = partial.split("-")
    year = int(parts[0])
    month = int(parts[1]) if len(parts) > 1 else 0
    if len(parts) == 3:
        return partial, partial
    first, last = (month, month) if month else (1, 12)
    days = monthrange(max(year, 1), last)[1]
    return f"{year:04d}-{first:02d}-01", f"{year:04d}-{last:02d}-{days:02d}"


def read(treaty: Treaty, since: str = "") -> Joined:
    """The rows of the treaty's lists. One query."""
    rows = list(treaty.parties.select_related("jurisdiction"))
    parties = [row for row in rows if row.basis == TreatyParty.Basis.PARTY]
    extensions = [row for row in rows if row.basis != TreatyParty.Basis.PARTY]
    codes = frozenset(row.jurisdiction_id for row in parties)
    if not since:
        return Joined("", parties, extensions, [], [], codes)
    start, _end = span(since)
    sure = [row for row in rows if row.in_force_date and span(row.in_force_date)[0] >= start]
    unclear = [
        row for row in rows if row.in_force_date and span(row.in_force_date)[0] < start <= span(row.in_force_date)[1]
    ]
    undated = [row for row in rows if not row.in_force_date]
    return Joined(
        since,
        [row for row in sure if row in parties],
        [row for row in sure if row in extensions],
        unclear,
        undated,
        codes,
    )


HEADING = (
    "treaty",
    "jurisdiction",
    "name_zh",
    "name_en",
    "region_en",
    "standing",
    "in_force_date",
    "instrument_date",
    "instrument_type",
    "source",
    "list_completeness",
    "list_as_of",
)


def csv_rows(treaty: Treaty, joined: Joined) -> Iterator[list[str]]:
    """The lists as a table: codes and dates as they are held. Signatories only where nothing is narrowed."""
    for rows, mark in (
        (joined.parties, ""),
        (joined.extensions, ""),
        (joined.unclear, "?"),
        (joined.undated, "?" if joined.since else ""),
    ):
        for row in rows:
            yield _line(treaty, row, f"{row.basis}{mark}", row.in_force_date, row.instrument_date, row.instrument_type)
    if not joined.since:
        for signed in treaty.signatories.select_related("jurisdiction"):
            yield _line(treaty, signed, "signatory", "", signed.signature_date, "signature")


def _line(
    treaty: Treaty, row: TreatyParty | TreatySignatory, standing: str, in_force: str, date: str, kind: str
) -> list[str]:
    place = row.jurisdiction
    return [
        treaty.code,
        place.code,
        place.name_zh,
        place.name_en,
        place.region_en,
        standing,
        in_force,
        date,
        kind,
        row.source,
        treaty.completeness,
        treaty.as_of,
    ]
