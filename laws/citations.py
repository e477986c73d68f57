"""Anything that a guide, an answer or a warning may cite, under one short notation.

    law:us-patent-act   treaty:PARIS   term:us-trademark-term-10   rule:us-itc-response   guide:US

Citations are stored as (kind, key) and resolved when shown, so that a page always tells the present status of what
it rests on. A key that no longer resolves is shown as missing, never dropped.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from laws.models import CountryGuide, DeadlineRule, Law, ProtectionTerm, Treaty
from portal.lib.errors import Invalid

Citation = tuple[str, str]


@dataclass(frozen=True)
class Cited:
    """A citation as a page shows it. `status` is a word for people; `sound` is False where a banner is due."""

    kind: str
    key: str
    label: str
    url: str
    status: str
    sound: bool

    @property
    def notation(self) -> str:
        return f"{self.kind}:{self.key}"


def _laws(keys: list[str]) -> list[Cited]:
    return [
        Cited("law", law.ref, law.title, law.get_absolute_url(), law.get_status_display(), law.status == "in_force")
        for law in Law.objects.filter(ref__in=keys)
    ]


def _treaties(keys: list[str]) -> list[Cited]:
    return [
        Cited(
            "treaty", t.code, t.name, t.get_absolute_url(), t.get_completeness_display(), t.completeness == "complete"
        )
        for t in Treaty.objects.filter(code__in=keys)
    ]


def _terms(keys: list[str]) -> list[Cited]:
    return [
        Cited(
            "term",
            term.key,
            f"{term.get_right_display()}: {term.provision}",
            reverse("jurisdiction", args=[term.jurisdiction_id]) + "#terms",
            _("Text checked, copy of %(date)s") % {"date": term.as_of}
            if term.as_of
            else _("Age of the copy not known"),
            bool(term.as_of),
        )
        for term in ProtectionTerm.objects.filter(key__in=keys)
    ]


def _rules(keys: list[str]) -> list[Cited]:
    found = []
    for rule in DeadlineRule.objects.filter(rule_id__in=keys):
        checked = rule.fact_status == "verified"
        if rule.reviewed_on:
            status = _("Reviewed on %(date)s") % {"date": rule.reviewed_on.isoformat()}
        else:
            status = _("Text checked, not reviewed by a person") if checked else _("Not verified")
        label = f"{rule.act} ({rule.citation})" if rule.citation else rule.act
        found.append(Cited("rule", rule.rule_id, label, rule.get_absolute_url(), status, checked))
    return found


def _guides(keys: list[str]) -> list[Cited]:
    guides = CountryGuide.objects.filter(jurisdiction__in=keys, revisions__state="published").select_related(
        "jurisdiction"
    )
    return [
        Cited("guide", g.jurisdiction_id, g.jurisdiction.name, g.get_absolute_url(), _("Published"), True)
        for g in guides
    ]


RESOLVERS: dict[str, Callable[[list[str]], list[Cited]]] = {
    "law": _laws,
    "treaty": _treaties,
    "term": _terms,
    "rule": _rules,
    "guide": _guides,
}


def resolve_many(citations: Iterable[Citation]) -> list[Cited]:
    """What each citation stands for, in the given order; one query a kind. A missing one says so."""
    wanted = list(citations)
    found: dict[Citation, Cited] = {}
    for kind, resolver in RESOLVERS.items():
        keys = [key for wanted_kind, key in wanted if wanted_kind == kind]
        if keys:
            found.update({(c.kind, c.key): c for c in resolver(keys)})
    missing = _("No longer in the library")
    return [found.get((kind, key)) or Cited(kind, key, f"{kind}:{key}", "", missing, False) for kind, key in wanted]


def parse(text: str, *, field: str = "citations") -> list[Citation]:
    """Citations typed one a line or separated by commas. Raises Invalid naming what is not in the library."""
    notations = [item.strip() for line in text.splitlines() for item in line.split(",") if item.strip()]
    citations: list[Citation] = []
    for notation in dict.fromkeys(notations):
        kind, colon, key = notation.partition(":")
        if not colon or kind not in RESOLVERS:
            raise Invalid(
                _("“%(text)s” is not a citation. Write for example law:us-… or rule:us-itc-response.")
                % {"text": notation},
                field=field,
            )
        citations.append((kind, key.strip()))
    for cited in resolve_many(citations):
        if not cited.url:
            raise Invalid(_("“%(text)s” is not in the library.") % {"text": cited.notation}, field=field)
    return citations


def suggest(query: str, *, jurisdiction: str = "", limit: int = 20) -> list[Cited]:
    """What a person may want to cite: by words of a title or by reference, within a jurisdiction if one is given."""
    query = query.strip()
    if not query:
        return []
    laws = Law.objects.filter(
        Q(title_zh__icontains=query)
        | Q(title_en__icontains=query)
        | Q(title_original__icontains=query)
        | Q(ref__icontains=query)
    )
    rules = DeadlineRule.objects.filter(
        Q(act_zh__icontains=query)
        | Q(act_en__icontains=query)
        | Q(rule_id__icontains=query)
        | Q(citation__icontains=query)
    )
    treaties = Treaty.objects.filter(Q(name_zh__icontains=query) | Q(name_en__icontains=query) | Q(code__iexact=query))
    if jurisdiction:
        laws, rules = laws.filter(jurisdiction=jurisdiction), rules.filter(jurisdiction=jurisdiction)
    return [
        *_rules(list(rules.values_list("rule_id", flat=True)[:limit])),
        *_laws(list(laws.values_list("ref", flat=True)[:limit])),
        *_treaties(list(treaties.values_list("code", flat=True)[:limit])),
    ][:limit]
