"""Everything the reading page of a law is given, in at most eight queries whatever the size of the law.

law · texts · contents and part · part of the other text · relations · guides · rules · panel of warnings.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import urlencode

from laws.guides.access import cited_by
from laws.models import LawVersion
from laws.texts import citing, facts
from laws.texts.forms import AsOfForm, JumpForm
from laws.texts.languages import language_name
from laws.texts.later import later_change
from laws.texts.reading import Part, part_of_position, read
from laws.texts.shelf import AsOf, Shelf
from portal.lib import clock, panels


@dataclass(frozen=True)
class Choice:
    """One way of reading: a language alone, or two side by side."""

    label: str
    url: str
    current: bool
    note: str = ""


@dataclass(frozen=True)
class Wanted:
    """What the address asks for. `at_work`: it names no text, so the current one is shown. `near`: label and address of
    articles like the one that was asked for and is not there."""

    version: LawVersion
    at_work: bool
    part: int = 1
    marked: str = ""
    beside: LawVersion | None = None
    beside_asked: bool = False
    as_of: AsOf | None = None
    jump: JumpForm | None = None
    near: Sequence[tuple[str, str]] = ()
    day: AsOfForm | None = None


def base_address(shelf: Shelf, wanted: Wanted) -> str:
    """The address of the text without part or provision."""
    stays = wanted.at_work and wanted.version == shelf.main
    return shelf.law.get_absolute_url() if stays else wanted.version.get_absolute_url()


def provision_address(version: LawVersion, anchor: str, *, at_work: bool = False) -> str:
    """The permanent address of a provision, with its place on the page."""
    law = version.law
    which = [law.jurisdiction_id, law.slug, *([] if at_work else [version.expression]), anchor]
    return f"{reverse('law_provision', args=which)}#{anchor}"


def canonical_path(shelf: Shelf, version: LawVersion, part: int) -> str:
    """The one address of a part: that of the law for its current text, else that of the text."""
    path = shelf.law.get_absolute_url() if version == shelf.main else version.get_absolute_url()
    return f"{path}?part={part}" if part > 1 else path


def context_of(request: HttpRequest, shelf: Shelf, wanted: Wanted) -> dict[str, Any]:
    """The context of `laws/text/page.html`. Raises NotHere for a part that is not there."""
    law, version = shelf.law, wanted.version
    number = part_of_position(version, shelf.places[version.pk]) if wanted.marked else wanted.part
    part = read(version, number, beside=wanted.beside)
    base = base_address(shelf, wanted)
    path = canonical_path(shelf, version, number)
    relations = facts.relations_of(law)
    linked = citing.legislation(law, version, address=f"{settings.BASE_URL}{path}", base_url=settings.BASE_URL)
    return {
        "law": law,
        "version": version,
        "shelf": shelf,
        "part": part,
        "marked": name_of_marked(part, wanted),
        "wanted": wanted,
        "base": base,
        "part_query": part_query(wanted),
        "publisher": facts.publisher_of(version),
        "language": language_name(version.language),
        "beside_language": language_name(wanted.beside.language) if wanted.beside else "",
        "choices": choices(shelf, wanted),
        "dates": shelf.of_language(version.language),
        "age": facts.age_of(version),
        "relations": relations,
        "later_change": later_change(version, shelf.versions, facts.amendments(relations)) if version.current else "",
        "guides": cited_by("law", law.ref),
        "rules": facts.rules_citing(law),
        "panels": panels.fill("law", request, law),
        "jump": wanted.jump or JumpForm(),
        "day": wanted.day or AsOfForm(),
        "canonical": path,
        "page_url": f"{settings.BASE_URL}{path}",
        "linked": citing.embedded(linked),
        "citation": citing.text_label(version),
        "articles": article_citations(part, wanted),
        "api_url": reverse("api-law-detail", args=[law.ref]),
        "now": clock.now(),
    }


def name_of_marked(part: Part, wanted: Wanted) -> str:
    """The number of the provision that the address names, as printed; without one its heading. Empty for the law."""
    row = next((row for row in part.rows if row.anchor == wanted.marked), None)
    return " ".join((row.number_raw or row.heading or row.anchor).split()) if row else ""


def article_citations(part: Part, wanted: Wanted) -> list[tuple[Any, str, str]]:
    """(row, permanent address, citation to copy) of each row of the part. The address names the text it was read in."""
    version = wanted.version
    first = reverse("law_provision", args=[version.law.jurisdiction_id, version.law.slug, version.expression, "_"])
    stem = first.removesuffix("_/")
    label = citing.text_label(version)
    return [
        (
            row,
            f"{stem}{row.anchor}/#{row.anchor}",
            f"{row.number_raw or row.heading or row.anchor}, {label}, {settings.BASE_URL}{stem}{row.anchor}/",
        )
        for row in part.rows
    ]


def part_query(wanted: Wanted) -> str:
    """What stands before the number of a part in links to the other parts."""
    kept = {"beside": wanted.beside.expression} if wanted.beside and wanted.beside_asked else {}
    return f"?{urlencode({**kept, 'part': ''})}"


def choices(shelf: Shelf, wanted: Wanted) -> list[Choice]:
    """The text alone, the current texts of other languages alone, and each of them beside this one."""
    version = wanted.version
    found = [Choice(language_name(version.language), version.get_absolute_url(), wanted.beside is None)]
    others = shelf.beside(version)
    found += [Choice(language_name(one.language), one.get_absolute_url(), False) for one in others]
    for one in others:
        both = f"{language_name(version.language)} + {language_name(one.language)}"
        url = f"{version.get_absolute_url()}?{urlencode({'beside': one.expression})}"
        found.append(Choice(both, url, wanted.beside == one))
    return found if others else []
