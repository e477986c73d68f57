"""The words of a revision as one value: what a form hands in, what is compared, copied and hashed."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from laws.citations import Citation
from laws.models import GuideCitation, GuideRevision, GuideSection
from portal.lib.richtext import clean_markdown

KINDS: Sequence[str] = GuideSection.Kind.values


@dataclass(frozen=True)
class SectionText:
    """One part of a guide in both languages, with what it rests on."""

    kind: str
    zh: str = ""
    en: str = ""
    citations: tuple[Citation, ...] = ()

    @property
    def is_empty(self) -> bool:
        return not (self.zh or self.en or self.citations)

    def cleaned(self) -> "SectionText":
        return SectionText(self.kind, clean_markdown(self.zh), clean_markdown(self.en), self.citations)


def text_of(section: GuideSection) -> SectionText:
    """What is stored. Costs no query when the citations are prefetched."""
    citations = tuple((citation.kind, citation.key) for citation in section.citations.all())
    return SectionText(section.kind, section.zh, section.en, citations)


def texts_of(revision: GuideRevision) -> dict[str, SectionText]:
    """Every part of `revision` by kind, the missing ones empty, in the order of the guide."""
    found = {section.kind: text_of(section) for section in revision.sections.prefetch_related("citations")}
    return {kind: found.get(kind, SectionText(kind)) for kind in KINDS}


def digest(texts: Iterable[SectionText]) -> str:
    """A hash of the words, for the event log: it proves what stood there without holding it."""
    content = [[text.kind, text.zh, text.en, text.citations] for text in texts if not text.is_empty]
    return hashlib.sha256(json.dumps(content, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def write(revision: GuideRevision, texts: Iterable[SectionText]) -> None:
    """Store `texts` as parts of `revision`; one without words or citations is taken out."""
    for text in texts:
        if text.is_empty:
            revision.sections.filter(kind=text.kind).delete()
            continue
        section, _created = GuideSection.objects.update_or_create(
            revision=revision,
            kind=text.kind,
            defaults={"zh": text.zh, "en": text.en, "order": KINDS.index(text.kind)},
        )
        section.citations.all().delete()
        GuideCitation.objects.bulk_create(
            GuideCitation(section=section, kind=kind, key=key) for kind, key in dict.fromkeys(text.citations)
        )
