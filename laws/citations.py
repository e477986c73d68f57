"""Anything that a guide, an answer or a warning may cite, under one short notation.

    law:us-patent-act   treaty:PARIS   term:us-trademark-term-10   rule:us-itc-response   guide:US
    law:us-patent-act#sec_102   one provision of it, by its eId

Citations are stored as (kind, key) and resolved when shown, so that a page always tells the present status of what
it rests on. A key that no longer resolves is shown as missing, never dropped.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from laws.importers.numbers import normalise
from laws.models import CountryGuide, DeadlineRule, Law, ProtectionTerm, Provision, Treaty
from portal.lib.errors import Invalid

Citation = tuple[str, str]
PROVISION = "#"
# The shortest column that holds a key (of guides and warnings).
LONGEST_KEY = 120
# "patent act § 102", "专利法第42条", "us-patent-act#102": a law and what looks like the number of an article of it.
LAW_AND_NUMBER = re.compile(
    r"(?P<law>.{2,200}?)[\s,，#]*(?P<number>(?:第|§|\b(?:art|sec)).{1,20}|[\s#]\d.{0,20})", re.I
)


@dataclass(frozen=True)
class Cited:
    """A citation as a page shows it. `status` is a word for people; `sound` is False where a banner is due."""

    kind: str
    key: str
    label: str
    url: str
    status: str
    sound: bool
    text_held: bool = False

    @property
    def notation(self) -> str:
        return f"{self.kind}:{self.key}"


def _laws(keys: list[str]) -> list[Cited]:
    whole = Law.objects.with_texts().filter(ref__in=[key for key in keys if PROVISION not in key])
    found = [_law(law) for law in whole]
    deep = [key for key in keys if PROVISION in key]
    return [*found, *_provisions(deep)] if deep else found


def _law(law: Law) -> Cited:
    status, held = law.get_status_display(), bool(getattr(law, "has_text", False))
    return Cited("law", law.ref, law.title, law.get_absolute_url(), status, law.status == "in_force", held)


def _provisions(keys: list[str]) -> list[Cited]:
    """Each in the text that is shown of its law; where that has it no more, in the newest text that had it."""
    wanted = [key.partition(PROVISION) for key in keys]
    rows = (
        Provision.objects.filter(
            version__law__ref__in={ref for ref, _mark, _anchor in wanted},
            anchor__in={anchor for _ref, _mark, anchor in wanted},
        )
        .select_related("version__law")
        .defer("text")
        .order_by("-version__current", "version__is_translation", "-version__dated", "-version")
    )
    found: dict[str, Cited] = {}
    for row in rows:
        key = f"{row.version.law.ref}{PROVISION}{row.anchor}"
        if key in keys and key not in found:
            found[key] = _provision(key, row)
    return list(found.values())


def _provision(key: str, row: Provision) -> Cited:
    law, current = row.version.law, row.version.current
    which = [law.jurisdiction_id, law.slug, *([] if current else [row.version.expression]), row.anchor]
    label = f"{law.title}, {row.number_raw or row.heading or row.anchor}"
    status = law.get_status_display() if current else _("No longer in the newest text held")
    url = f"{reverse('law_provision', args=which)}#{row.anchor}"
    return Cited("law", key, label, url, status, current and law.status == "in_force", True)


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
    """What each citation stands for, in the given order. A missing one says so.

    One query a kind, and one more for all provisions.
    """
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
        if len(cited.key) > LONGEST_KEY:
            raise Invalid(_("“%(text)s” is too long. Cite the law as a whole.") % {"text": cited.notation}, field=field)
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
        *_articles(query, jurisdiction),
        *_rules(list(rules.values_list("rule_id", flat=True)[:limit])),
        *_laws(list(laws.values_list("ref", flat=True)[:limit])),
        *_treaties(list(treaties.values_list("code", flat=True)[:limit])),
    ][:limit]


def _articles(query: str, jurisdiction: str, limit: int = 5) -> list[Cited]:
    """Articles of laws whose text is held, where the query names a law and a number."""
    found = LAW_AND_NUMBER.fullmatch(query)
    number = normalise(found["number"].lstrip("# ")) if found else ""
    if not found or not number:
        return []
    name = found["law"]
    laws = Law.objects.filter(
        Q(title_zh__icontains=name) | Q(title_en__icontains=name) | Q(title_original__icontains=name) | Q(ref=name)
    )
    if jurisdiction:
        laws = laws.filter(jurisdiction=jurisdiction)
    rows = (
        Provision.objects.filter(
            version__law__in=laws, version__current=True, kind=Provision.Kind.ARTICLE, number=number
        )
        .select_related("version__law")
        .defer("text")
        .order_by("version__is_translation", "version__law", "position")
    )
    offered: dict[str, Cited] = {}
    for row in rows[: limit * 4]:
        key = f"{row.version.law.ref}{PROVISION}{row.anchor}"
        if len(key) <= LONGEST_KEY:
            offered.setdefault(key, _provision(key, row))
    return list(offered.values())[:limit]
