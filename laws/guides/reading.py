"""A revision as its readers see it: parts in the page's language, each with the present status of what it cites."""

from dataclasses import dataclass

from django.utils.translation import get_language

from laws.citations import Cited, resolve_many
from laws.models import GuideRevision


@dataclass(frozen=True)
class Part:
    """One part. `lang` is the language of `text`; `foreign` says that the page's own language is missing."""

    kind: str
    title: str
    text: str
    lang: str
    foreign: bool
    cited: list[Cited]
    zh: str
    en: str


def parts_of(revision: GuideRevision) -> list[Part]:
    """The parts in order. One query for each kind of citation, however many parts cite it."""
    english = (get_language() or "").startswith("en")
    sections = list(revision.sections.all())
    wanted = {(c.kind, c.key): None for section in sections for c in section.citations.all()}
    found = dict(zip(wanted, resolve_many(wanted), strict=True))
    parts = []
    for section in sections:
        own, other = (section.en, section.zh) if english else (section.zh, section.en)
        shows_english = english == bool(own)
        parts.append(
            Part(
                kind=section.kind,
                title=section.get_kind_display(),
                text=own or other,
                lang="en" if shows_english else "zh-Hans",
                foreign=not own and bool(other),
                cited=[found[(c.kind, c.key)] for c in section.citations.all()],
                zh=section.zh,
                en=section.en,
            )
        )
    return parts


def unsound(parts: list[Part]) -> list[Cited]:
    """What the parts rest on that nobody has verified, is no longer in force or no longer in the library; each once."""
    return list({cited.notation: cited for part in parts for cited in part.cited if not cited.sound}.values())
