"""What the page says about a law beside its text: relations, who cites it, how old the text is."""

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.db.models import Q, Value
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from laws.models import DeadlineRule, Law, LawIdentifier, LawRelation, LawSubject, LawVersion
from laws.models.choices import Subject
from laws.texts.days import first_day, is_to_come
from portal.lib import clock

# After which a reader is told in plain sight that the law may have changed since.
OLD_COPY_DAYS = 365
OLD_TEXT_DAYS = 730
HAN = re.compile("[\u3400-\u9fff]")


@dataclass(frozen=True)
class Related:
    """The other law of a relation: held here, or known by its name only."""

    law: Law | None
    label: str
    date: str
    note: str


@dataclass(frozen=True)
class RelationGroup:
    """One kind of relation in one direction; `amends_this` where the others change the law."""

    title: str
    rows: list[Related]
    amends_this: bool = False


@dataclass(frozen=True)
class Age:
    """How old a text is, in a sentence. `old` where a reader should look at the source before relying on it."""

    sentence: str
    old: bool
    short: str


@dataclass(frozen=True)
class Marks:
    """Subjects (their words) and identifiers (scheme, value) of a law."""

    subjects: list[str]
    identifiers: list[tuple[str, str]]


def relations_of(law: Law) -> list[RelationGroup]:
    """What the law does to others and others to it, one group for each kind and direction. One query."""
    rows = LawRelation.objects.filter(Q(actor=law) | Q(target=law)).select_related("actor", "target")
    groups: dict[tuple[str, bool], list[Related]] = {}
    for row in rows:
        acts = row.actor_id == law.pk
        other, label = (row.target, row.target_label) if acts else (row.actor, row.actor_label)
        groups.setdefault((row.kind, acts), []).append(Related(other, label, row.date, row.note))
    return [
        RelationGroup(title, groups[kind, acts], (kind, acts) == (LawRelation.Kind.AMENDS.value, False))
        for (kind, acts), title in _titles().items()
        if (kind, acts) in groups
    ]


def amendments(groups: list[RelationGroup]) -> list[str]:
    """The dates of the acts known to amend the law."""
    return [row.date for group in groups if group.amends_this for row in group.rows]


def _titles() -> dict[tuple[str, bool], str]:
    kind = LawRelation.Kind
    return {
        (kind.AMENDS.value, False): _("Amended by"),
        (kind.AMENDS.value, True): _("Amends"),
        (kind.REPEALS.value, False): _("Repealed by"),
        (kind.REPEALS.value, True): _("Repeals"),
        (kind.IMPLEMENTS.value, False): _("Implemented by"),
        (kind.IMPLEMENTS.value, True): _("Implements"),
        (kind.COMMENCES.value, False): _("Brought into force by"),
        (kind.COMMENCES.value, True): _("Brings into force"),
    }


def rules_citing(law: Law) -> list[DeadlineRule]:
    """Deadline rules in use whose citation begins with a title or the number of the law. One query.

    A citation is free text, so only a whole name counts: 商标法第48条 cites 商标法 and not 商标法实施细则.
    """
    names = [name for name in (law.title_zh, law.title_en, law.title_original, law.number) if len(name) > 2]
    if not names:
        return []
    wanted = Q()
    for name in names:
        wanted |= Q(citation__istartswith=name)
    rules = DeadlineRule.objects.filter(
        wanted, jurisdiction=law.jurisdiction_id, withdrawn_on__isnull=True, replaced_by__isnull=True
    ).order_by("rule_id")
    return [rule for rule in rules if any(_names(rule.citation, name) for name in names)]


def _names(citation: str, name: str) -> bool:
    after = citation[len(name) :]
    if not citation.lower().startswith(name.lower()):
        return False
    return not after or (after[0] in " 第,;(（" if HAN.match(after[:1]) is None else after[0] == "第")


def marks_of(law: Law) -> Marks:
    """Subjects and identifiers in one query: the page has few to spend."""
    subjects = LawSubject.objects.filter(law=law).order_by().values_list(Value("subject"), "subject")
    others = LawIdentifier.objects.filter(law=law).order_by().values_list("scheme", "value")
    found = sorted(set(subjects.union(others, all=True)))
    words = {choice.value: str(choice.label) for choice in Subject}
    return Marks(
        [words[value] for scheme, value in found if scheme == "subject" and value in words],
        [(scheme, value) for scheme, value in found if scheme not in {"subject", "number"}],
    )


def age_of(version: LawVersion) -> Age:
    """How old the text is, and how long ago it was taken from its source: the newest copy may hold an old text."""
    sentences, short, old = [], "", False
    waits = is_to_come(version.in_force_from)
    dated = first_day(version.dated) if version.dated else None
    if waits:
        short = _("not yet in force")
        sentences.append(
            _("This wording is not yet in force: it begins on %(date)s.") % {"date": version.in_force_from}
        )
    if dated and is_to_come(version.dated):
        waits = True
        short = short or _("dated in the future")
        sentences.append(_("The text is dated %(date)s, which is still to come.") % {"date": version.dated})
    elif dated:
        days = (clock.today() - dated).days
        old = days > OLD_TEXT_DAYS
        short = short or _("a text of %(age)s") % {"age": _ago(days)}
        sentences.append(_("The text is dated %(date)s (%(age)s).") % {"date": version.dated, "age": _ago(days)})
    else:
        sentences.append(_("The text carries no date."))
    if version.retrieved:
        days = (clock.today() - version.retrieved).days
        if days > OLD_COPY_DAYS and not old:
            old = True
            short = short if waits else _("taken from the source %(age)s") % {"age": _ago(days)}
        words = _("It was taken from the source on %(date)s (%(age)s); later changes are not in it.")
        sentences.append(words % {"date": version.retrieved.isoformat(), "age": _ago(days)})
    else:
        sentences.append(_("When it was taken from the source is not recorded."))
    if not (dated or waits or version.retrieved):
        old, short = True, _("age not known")
    return Age(" ".join(sentences), old or waits, short)


def publisher_of(version: LawVersion) -> str:
    """Who a reader may hold to the text, in a word: the publisher, else the site or the repository it came from."""
    if version.publisher:
        return version.publisher
    host = urlsplit(version.url).hostname
    return host or version.source.removeprefix("github:").partition(" ")[0]


def _ago(days: int) -> str:
    if days < 1:
        return _("today")
    if days < 60:
        return ngettext("%(count)d day ago", "%(count)d days ago", days) % {"count": days}
    months = days // 30
    if months < 24:
        return ngettext("%(count)d month ago", "%(count)d months ago", months) % {"count": months}
    return ngettext("%(count)d year ago", "%(count)d years ago", days // 365) % {"count": days // 365}
