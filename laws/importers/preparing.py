"""A parsed text made fit to be stored: cleaned, within the bounds of the columns, its facts checked."""

import logging
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import models
from django.utils.translation import gettext as _

from laws.importers.bulk import Rows, as_stored
from laws.importers.languages import language_code
from laws.importers.rows import digest, provision_columns, version_columns
from laws.importers.spelling import publisher_ids
from laws.importers.types import ARTICLES, CONTAINERS, TEXTS, ParsedLaw, Piece, Rejected
from laws.models import Law, LawVersion, Provision, Tier
from portal.lib.fields import PARTIAL_DATE, clean_text

log = logging.getLogger(__name__)

KINDS, STATUSES, TIERS = (frozenset(choices.values) for choices in (Law.Kind, Law.Status, Tier))
UNITS = CONTAINERS | ARTICLES | TEXTS


def width(model: type[models.Model], name: str) -> int:
    """How many characters a column holds."""
    return getattr(model._meta.get_field(name), "max_length", None) or 0


NUMBER_RAW = width(Provision, "number_raw")
FIRST_YEAR, LAST_YEAR = 1000, 2200
DATES = ("dated", "in_force_from", "in_force_to", "adopted", "last_amended")
SHORT = ("title", "number", "kind", "status_basis", "translation_note", "publisher", "source", "url", "licence")
WIDTHS = {
    name: width(model, name)
    for model, names in (
        (LawVersion, ("title", "translation_note", "publisher", "source", "url", "licence")),
        (Law, ("number", "kind", "status_basis")),
    )
    for name in names
}
is_url = URLValidator(schemes=["http", "https"])


@dataclass
class Prepared:
    """A text that may be stored. `path` is its line in the report, `ref` the law that meta.json names outright.

    `counts` are columns of its LawVersion, `rows` its provisions (laws.importers.bulk): all that is stored of the
    pieces, so that nothing of them is asked for later. `ids` are what its publisher calls it, as they are stored.
    """

    path: str
    adapter: str
    parsed: ParsedLaw
    sha256: str
    counts: dict[str, Any]
    rows: Rows
    ids: list[str]
    ref: str = ""
    warnings: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Unfit:
    """What may not be stored, and the sentence that says why: a text, or what is left of a file (`parsed` is None)."""

    path: str
    adapter: str
    reason: str
    parsed: ParsedLaw | None = None


def ready(parsed: ParsedLaw, *, path: str, adapter: str, ref: str = "") -> Prepared | Unfit:
    """`parsed` as `prepare` makes it, or why it may not be stored."""
    try:
        return prepare(parsed, path=path, adapter=adapter, ref=ref)
    except Rejected as refusal:
        return Unfit(path, adapter, str(refusal), parsed)


def as_refusal(error: Exception, *, path: str, adapter: str) -> Rejected:
    """Why a file is not read any further.

    Adapters raise Rejected only. One that does not must not keep the other files of a harvest waiting; the log says
    what it met.
    """
    if isinstance(error, Rejected):
        return error
    log.error("The adapter %s failed on %s", adapter, path, exc_info=error)
    return Rejected(_("The file could not be read: the program met an error."))


def prepare(parsed: ParsedLaw, *, path: str, adapter: str, ref: str = "") -> Prepared:
    """`parsed` cleaned in place. Raises Rejected for a text without articles or without a language."""
    path, ref = clean_text(path), clean_text(ref)
    parsed.jurisdiction = clean_text(parsed.jurisdiction).upper()
    for piece in parsed.pieces:
        _clean(piece)
    parsed.pieces = [piece for piece in parsed.pieces if piece.number_raw or piece.heading or piece.text]
    if not parsed.articles:
        raise Rejected(_("0 articles found: this is no text of a law, or its layout is not known."))
    for name in SHORT:
        if said := getattr(parsed, name):
            setattr(parsed, name, clean_text(said)[: WIDTHS[name]])
    warnings = [clean_text(warning)[:500] for warning in parsed.warnings]
    said, parsed.language = parsed.language, language_code(parsed.language)
    if not parsed.language:
        raise Rejected(
            _("“%(code)s” is not the code of a language. Say the language in meta.json, for example “en”.")
            % {"code": said[:40]}
            if said
            else _("The language is not known. Say it in a meta.json beside the file, for example “en”.")
        )
    for name in DATES:
        _check_date(parsed, name, warnings)
    if parsed.retrieved:
        parsed.retrieved = _day(parsed.retrieved)
    if parsed.url and not _is_url(parsed.url):
        warnings.append(_("“%(url)s” is not an address and was left out.") % {"url": parsed.url[:80]})
        parsed.url = ""
    parsed.kind = parsed.kind if parsed.kind in KINDS else ""
    parsed.status = parsed.status if parsed.status in STATUSES and parsed.status_basis else ""
    parsed.tier = parsed.tier if parsed.tier in TIERS else ""
    parsed.identifiers = [clean_text(found)[:300] for found in parsed.identifiers if found.strip()]
    parsed.titles = {language_code(code): clean_text(title) for code, title in parsed.titles.items() if title.strip()}
    return Prepared(
        path=path,
        adapter=adapter,
        parsed=parsed,
        sha256=digest(parsed.pieces),
        counts=version_columns(parsed),
        rows=as_stored(provision_columns(parsed.pieces)),
        ids=publisher_ids(parsed.identifiers),
        ref=ref,
        warnings=warnings,
    )


def _clean(piece: Piece) -> None:
    if piece.unit not in UNITS:
        raise Rejected(_("The adapter gave a piece of the unknown kind “%(unit)s”.") % {"unit": piece.unit[:20]})
    piece.text = clean_text(piece.text)
    if piece.heading:
        piece.heading = clean_text(piece.heading)
    if piece.number_raw:
        piece.number_raw = clean_text(piece.number_raw)
    if len(piece.number_raw) > NUMBER_RAW:  # no number is so long: the line is a heading
        piece.heading = f"{piece.number_raw} {piece.heading}".strip()
        piece.number_raw = piece.number_raw[:NUMBER_RAW]


def _check_date(parsed: ParsedLaw, name: str, warnings: list[str]) -> None:
    said = clean_text(getattr(parsed, name))
    if said and not (PARTIAL_DATE.fullmatch(said) and _in_calendar(said)):
        warnings.append(
            _("“%(said)s” is not a date of a law and was left out (%(field)s).") % {"said": said[:40], "field": name}
        )
        said = ""
    setattr(parsed, name, said)


def _in_calendar(said: str) -> bool:
    """Whether the day exists, in a year in which a law can be: 0000 and 9999 are what publishers write for unknown."""
    return FIRST_YEAR <= int(said[:4]) <= LAST_YEAR and (len(said) < 10 or bool(_day(said)))


def _day(said: str) -> str:
    try:
        day = date.fromisoformat(said[:10])
    except ValueError:
        return ""
    return day.isoformat() if FIRST_YEAR <= day.year <= LAST_YEAR else ""


def _is_url(said: str) -> bool:
    try:
        is_url(said)
    except ValidationError:
        return False
    return True
