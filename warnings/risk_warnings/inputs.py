"""What the forms hand to the actions: plain values, cleaned once more on the way in."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, fields, replace
from datetime import date

from django.utils.translation import gettext as _

from laws.citations import Citation
from laws.models.choices import Subject
from portal.lib.errors import Invalid
from portal.lib.fields import clean_text
from portal.lib.richtext import clean_markdown
from portal.reference.models import Industry, Jurisdiction, JurisdictionGroup
from risk_warnings.models import GROUP_PREFIX, Dimension, Level

MARKDOWN = ("happened_zh", "happened_en", "affected_zh", "affected_en", "todo_zh", "todo_en")
TEXTS = ("title_zh", "title_en", "summary_zh", "summary_en", *MARKDOWN)


@dataclass(frozen=True)
class ScopeInput:
    """Chosen values; an empty dimension means all."""

    places: Sequence[str] = ()
    industries: Sequence[str] = ()
    rights: Sequence[str] = ()

    def rows(self) -> list[tuple[str, str]]:
        """(dimension, value) pairs, each once. Raises Invalid for a value that is not in the reference tables."""
        _check(
            self.places,
            {
                *Jurisdiction.objects.filter(code__in=self.places).values_list("code", flat=True),
                *(
                    GROUP_PREFIX + code
                    for code in JurisdictionGroup.objects.filter(
                        code__in=[p.removeprefix(GROUP_PREFIX) for p in self.places if p.startswith(GROUP_PREFIX)]
                    ).values_list("code", flat=True)
                ),
            },
            "places",
        )
        known = Industry.objects.filter(code__in=self.industries).values_list("code", flat=True)
        _check(self.industries, set(known), "industries")
        _check(self.rights, set(Subject.values), "rights")
        by_dimension = {
            Dimension.JURISDICTION: self.places,
            Dimension.INDUSTRY: self.industries,
            Dimension.RIGHT: self.rights,
        }
        return [(str(d), value) for d, values in by_dimension.items() for value in dict.fromkeys(values)]


def _check(values: Iterable[str], known: set[str], field: str) -> None:
    for value in values:
        if value not in known:
            raise Invalid(_("“%(value)s” is not in the list. Choose another one.") % {"value": value}, field=field)


@dataclass(frozen=True)
class SourceInput:
    title: str
    url: str
    published_on: str = ""


@dataclass(frozen=True)
class WarningInput:
    """The whole text of a warning as a form gives it."""

    level: str = Level.GENERAL
    title_zh: str = ""
    title_en: str = ""
    summary_zh: str = ""
    summary_en: str = ""
    happened_zh: str = ""
    happened_en: str = ""
    affected_zh: str = ""
    affected_en: str = ""
    todo_zh: str = ""
    todo_en: str = ""
    expires_on: date | None = None
    scope: ScopeInput = ScopeInput()
    sources: Sequence[SourceInput] = ()
    citations: Sequence[Citation] = ()

    def cleaned(self) -> "WarningInput":
        """Without control characters, the long texts without HTML. Raises Invalid for what cannot stand."""
        if self.level not in Level.values:
            raise Invalid(_("Choose one of the levels."), field="level")
        texts = {name: clean_text(getattr(self, name)) for name in TEXTS}
        texts.update({name: clean_markdown(texts[name]) for name in MARKDOWN})
        if not texts["title_zh"]:
            raise Invalid(_("Give the warning a Chinese title."), field="title_zh")
        sources = [SourceInput(clean_text(s.title), s.url.strip(), s.published_on.strip()) for s in self.sources]
        return replace(self, sources=sources, **texts)  # type: ignore[arg-type]  # every name in TEXTS is a text

    def columns(self) -> dict[str, object]:
        """What stands in the warning's own row."""
        names = {f.name for f in fields(self)} - {"scope", "sources", "citations"}
        return {name: getattr(self, name) for name in names}

    def fingerprint(self) -> str:
        """A hash of everything, for the event: the log proves what stood there and holds no text."""
        content = json.dumps(asdict(self), default=str, ensure_ascii=False, sort_keys=True)
        return hashlib.sha256(content.encode()).hexdigest()


@dataclass(frozen=True)
class SubscriptionInput:
    """What a person wants to hear of, how often and in which language."""

    scope: ScopeInput = ScopeInput()
    least_level: str = Level.GENERAL
    rhythm: str = "daily"
    language: str = "zh-hans"
    enterprise_id: int | None = None
