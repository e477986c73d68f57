"""Everything the page of one jurisdiction says, read in a fixed number of queries whatever the place holds."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from django.core.paginator import Page, Paginator
from django.db.models import Exists, F, OuterRef

from laws.mainlaw import MAIN_RIGHTS, main_law
from laws.models import (
    DeadlineRule,
    GlossaryTerm,
    IpOffice,
    Judgment,
    Law,
    LawInheritance,
    LawVersion,
    ProtectionTerm,
    Treaty,
    TreatyParty,
    TreatySignatory,
)
from laws.models.choices import Subject
from portal.accounts.models import GuidanceCentre
from portal.reference.models import Forum, GroupMember, Jurisdiction

# A list of more laws than this is folded under its heading.
OPEN_LIST = 25
# A place may hold thousands of laws: so many are listed on one page.
LAWS_SHOWN = 200
CASES_SHOWN = 5


@dataclass(frozen=True)
class LawGroup:
    """The laws of one kind: those on the page, and how many there are in all."""

    kind: str
    label: str
    laws: Sequence[Law]
    count: int
    is_open: bool


@dataclass(frozen=True)
class Laws:
    """The catalogue of the place. `subjects` is (code, label, number) for what it holds."""

    groups: list[LawGroup]
    page: Page[Law]
    count: int
    texts: int
    repealed: int
    subjects: list[tuple[str, str, int]]
    subject: str = ""


@dataclass(frozen=True)
class Treaties:
    """Treaties by what is known of the place. "No row" is "not a party" only where the list names every state."""

    parties: list[TreatyParty]
    signed: list[TreatySignatory]
    not_party: list[Treaty]
    not_known: list[Treaty]


@dataclass(frozen=True)
class Inherited:
    """What applies here because of one other place: a regional instrument, or the law of the territory's parent."""

    place: Jurisdiction
    from_parent: bool
    rows: list[LawInheritance]


@dataclass(frozen=True)
class Profile:
    office: IpOffice | None
    treaties: Treaties
    terms: list[tuple[str, list[ProtectionTerm]]]
    laws: Laws
    inherited: list[Inherited]
    groups: list[GroupMember]
    rules: list[tuple[Forum, list[DeadlineRule]]]
    cases: list[Judgment]
    case_count: int
    equivalents: list[tuple[GlossaryTerm, str]]
    centres: list[GuidanceCentre]
    parts: list[Jurisdiction]

    @property
    def rule_count(self) -> int:
        return sum(len(rules) for _, rules in self.rules)

    @property
    def inherited_count(self) -> int:
        return sum(len(group.rows) for group in self.inherited)

    @property
    def rules_open(self) -> bool:
        return self.rule_count <= OPEN_LIST


def of(jurisdiction: Jurisdiction, *, subject: str = "", page: int = 1) -> Profile:
    """The profile; the list of laws narrowed to `subject` if one is given, and of it the page asked for."""
    here = {"jurisdiction": jurisdiction}
    cases = list(
        Judgment.objects.filter(**here).select_related("dispute_type", "reviewed_by").order_by("-decision_date", "code")
    )
    return Profile(
        office=_office(jurisdiction),
        treaties=_treaties(jurisdiction),
        terms=_by(Subject, ProtectionTerm.objects.filter(**here)),
        laws=_laws(jurisdiction, subject, page),
        inherited=_inherited(jurisdiction),
        groups=list(GroupMember.objects.filter(**here).select_related("group")),
        rules=_rules(jurisdiction),
        cases=cases[:CASES_SHOWN],
        case_count=len(cases),
        equivalents=list(_equivalents(jurisdiction.code)),
        centres=list(GuidanceCentre.objects.standing().filter(**here).order_by("kind", "name_zh")),
        parts=list(jurisdiction.parts.order_by("code")),
    )


def _office(jurisdiction: Jurisdiction) -> IpOffice | None:
    return IpOffice.objects.select_related("refers_to__ip_office").filter(jurisdiction=jurisdiction).first()


def _treaties(jurisdiction: Jurisdiction) -> Treaties:
    parties = list(
        TreatyParty.objects.filter(jurisdiction=jurisdiction)
        .select_related("treaty")
        .order_by(F("treaty__administrator").asc(), "treaty__adopted_year", "treaty")
    )
    signed = list(TreatySignatory.objects.filter(jurisdiction=jurisdiction).select_related("treaty"))
    known = {row.treaty_id for row in parties} | {row.treaty_id for row in signed}
    others = list(Treaty.objects.exclude(code__in=known))
    # The lists name states. What binds a territory or an organisation without a row of its own is not known.
    is_state = jurisdiction.kind == Jurisdiction.Kind.COUNTRY
    complete = [treaty for treaty in others if is_state and treaty.completeness == Treaty.Completeness.COMPLETE]
    return Treaties(
        parties, signed, [t for t in complete if not t.is_regional], [t for t in others if t not in complete]
    )


def _inherited(jurisdiction: Jurisdiction) -> list[Inherited]:
    """Inherited laws under the place that made them, the parent's first."""
    rows: Iterable[LawInheritance] = (
        LawInheritance.objects.filter(jurisdiction=jurisdiction)
        .select_related("law", "inherited_from", "basis_treaty")
        .annotate(text_held=Exists(LawVersion.objects.filter(law=OuterRef("law"))))
        .order_by("inherited_from", "law")
    )
    groups = []
    for place, group in groupby(rows, key=lambda row: row.inherited_from):
        # The address of a law needs the code of its jurisdiction only.
        groups.append(Inherited(place, place.pk == jurisdiction.parent_id, list(group)))
    return sorted(groups, key=lambda group: not group.from_parent)


def _laws(jurisdiction: Jurisdiction, subject: str, number: int) -> Laws:
    everything = list(Law.objects.filter(jurisdiction=jurisdiction).with_texts().prefetch_related("subjects"))
    counts: dict[str, int] = {}
    for law in everything:
        law.jurisdiction = jurisdiction
        for row in law.subjects.all():
            counts[row.subject] = counts.get(row.subject, 0) + 1
    shown = [law for law in everything if not subject or subject in {row.subject for row in law.subjects.all()}]
    main = _main_laws(shown, subject)
    kinds = Counter(law.kind for law in shown)
    ordered = sorted(shown, key=lambda law: (Law.Kind.values.index(law.kind), _main_first(law, main)))
    page = Paginator(ordered, LAWS_SHOWN).get_page(number)
    groups: list[LawGroup] = []
    for kind, laws in groupby(page.object_list, key=lambda law: law.kind):
        is_open = len(shown) <= OPEN_LIST or not groups
        groups.append(LawGroup(kind, str(Law.Kind(kind).label), list(laws), kinds[kind], is_open))
    subjects = [(code.value, str(code.label), counts[code.value]) for code in Subject if code.value in counts]
    repealed = sum(law.status == Law.Status.REPEALED for law in everything)
    texts = sum(bool(getattr(law, "has_text", False)) for law in everything)
    return Laws(groups, page, len(everything), texts, repealed, subjects, subject)


def _main_laws(laws: Sequence[Law], subject: str) -> list[Law]:
    """The main law on the right asked for, else on each of the main rights, in their order."""
    standing = [law for law in laws if law.status != Law.Status.REPEALED]
    by_right = [
        (right, [law for law in standing if right in {row.subject for row in law.subjects.all()}])
        for right in ([Subject(subject)] if subject else MAIN_RIGHTS)
    ]
    found = [main_law(on_right, right) for right, on_right in by_right]
    return list(dict.fromkeys(law for law in found if law is not None))


def _main_first(law: Law, main: Sequence[Law]) -> tuple[int, bool, int, str]:
    """The main laws, then the newest first, then those that are repealed."""
    place = main.index(law) if law in main else len(main)
    return place, law.status == Law.Status.REPEALED, -(law.year or 0), law.ref


def _rules(jurisdiction: Jurisdiction) -> list[tuple[Forum, list[DeadlineRule]]]:
    rules = (
        DeadlineRule.objects.filter(jurisdiction=jurisdiction, withdrawn_on__isnull=True)
        .select_related("forum", "dispute_type")
        .order_by("forum", "dispute_type", "rule_id")
    )
    return [(forum, list(group)) for forum, group in groupby(rules, key=lambda rule: rule.forum)]


def _equivalents(code: str) -> Iterator[tuple[GlossaryTerm, str]]:
    """Words of the field as the place writes them: `DE: Marke`."""
    # The text of the list is searched in the database, so that few rows are read; the code itself is told apart below.
    for term in GlossaryTerm.objects.filter(equivalents__icontains=f"{code}:"):
        for item in term.equivalents:
            place, _, word = item.partition(":")
            if place.strip() == code:
                yield term, word.strip()


def _by(choices: type[Subject], terms: Iterable[ProtectionTerm]) -> list[tuple[str, list[ProtectionTerm]]]:
    """Terms under their right, in the order of the choices."""
    found: dict[str, list[ProtectionTerm]] = {}
    for term in terms:
        found.setdefault(term.right, []).append(term)
    return [(str(choice.label), found[choice.value]) for choice in choices if choice.value in found]
