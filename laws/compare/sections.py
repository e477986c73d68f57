"""The comparison as sections of rows and cells. A cell says what is known and where from, or that it is not known."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from laws import words
from laws.compare.choice import RIGHTS
from laws.compare.reading import Held, HeldLaw, main_first
from laws.models import DeadlineRule, ProtectionTerm, Treaty, TreatyParty
from laws.models.choices import Subject
from portal.reference.models import Jurisdiction

LAWS_SHOWN, RULES_SHOWN = 3, 4

# Asked of every place where the right is shown, so that a gap is seen: what an enterprise needs first.
ASKED: dict[str, tuple[str, ...]] = {
    Subject.PATENT: ("term", "opposition_window"),
    Subject.UTILITY_MODEL: ("term",),
    Subject.DESIGN: ("term",),
    Subject.TRADEMARK: ("term", "opposition_window", "non_use"),
}
# laws/reference/treaties.csv: subject. Treaties of no subject named here stand under every right.
TREATY_RIGHTS: dict[str, tuple[str, ...]] = {
    "patent filing": (Subject.PATENT, Subject.UTILITY_MODEL),
    "patent procedure": (Subject.PATENT,),
    "patent litigation": (Subject.PATENT,),
    "regional patent": (Subject.PATENT,),
    "regional patent/design": (Subject.PATENT, Subject.UTILITY_MODEL, Subject.DESIGN),
    "genetic resources": (Subject.PATENT,),
    "trademark registration": (Subject.TRADEMARK,),
    "trademark procedure": (Subject.TRADEMARK,),
    "regional trademark": (Subject.TRADEMARK,),
    "olympic symbol": (Subject.TRADEMARK,),
    "design registration": (Subject.DESIGN,),
    "design procedure": (Subject.DESIGN,),
    "copyright": (Subject.COPYRIGHT,),
    "copyright limitations": (Subject.COPYRIGHT,),
    "related rights": (Subject.COPYRIGHT,),
    "geographical indications": (Subject.GI,),
    "indications of source": (Subject.GI, Subject.TRADEMARK),
    "plant varieties": (Subject.PLANT_VARIETY,),
    "integrated circuits": (Subject.OTHER,),
}
# portal/reference/data/dispute_types.csv: which right a kind of dispute is about. Kinds not named: any right.
DISPUTE_RIGHTS: dict[str, tuple[str, ...]] = {
    "patent_litigation": (Subject.PATENT, Subject.UTILITY_MODEL),
    "patent_invalidity": (Subject.PATENT, Subject.UTILITY_MODEL),
    "patent_opposition": (Subject.PATENT, Subject.UTILITY_MODEL),
    "sep_frand": (Subject.PATENT,),
    "tm_infringement": (Subject.TRADEMARK,),
    "tm_squatting": (Subject.TRADEMARK,),
    "tm_opposition": (Subject.TRADEMARK,),
    "tm_invalidation": (Subject.TRADEMARK,),
    "tm_nonuse": (Subject.TRADEMARK,),
    "bulk_squatting": (Subject.TRADEMARK,),
    "counterfeit": (Subject.TRADEMARK,),
    "domain_name": (Subject.TRADEMARK, Subject.DOMAIN),
    "design": (Subject.DESIGN,),
    "copyright": (Subject.COPYRIGHT,),
    "software_opensource": (Subject.COPYRIGHT,),
    "trade_secret": (Subject.TRADE_SECRET,),
    "geographical_indication": (Subject.GI,),
    "plant_variety": (Subject.PLANT_VARIETY,),
}


@dataclass(frozen=True)
class Line:
    """One fact in a cell. `inherited` names the place it comes from, `source` and `as_of` say how it is known."""

    text: str
    url: str = ""
    notes: tuple[str, ...] = ()
    inherited: str = ""
    status: tuple[str, str] | None = None  # code and word
    source: str = ""
    as_of: str = ""
    fact_status: str = ""
    lang: str = ""  # where the words are in a language of their own


@dataclass(frozen=True)
class Cell:
    """What is known of one place. Without a line `empty` says what that means."""

    place: Jurisdiction
    lines: list[Line] = field(default_factory=list)
    empty: str = ""
    more: str = ""
    more_url: str = ""


@dataclass(frozen=True)
class Row:
    label: str
    cells: list[Cell]
    url: str = ""
    note: str = ""


@dataclass(frozen=True)
class Section:
    key: str
    title: str
    rows: list[Row]
    note: str = ""


def sections(held: Held, right: str) -> list[Section]:
    """Every section that has a row, narrowed to one right if one is given."""
    rights = [right] if right else _rights(held)
    found = [
        _places(held),
        *_terms(held, rights),
        Section(
            "laws",
            _("Main laws by right"),
            [_laws_row(held, one) for one in rights],
            _("The first few of each place, its main law first. A rule chooses it; no lawyer confirmed it."),
        ),
        _treaties(held, right),
        _rules(held, right),
    ]
    return [section for section in found if section.rows]


def _rights(held: Held) -> list[str]:
    """The rights of which one of the places has a law or a term, in their usual order."""
    known = {subject for laws in held.laws.values() for law in laws for subject in law.subjects}
    known |= {term.right for place in held.places for term in held.terms.get(place.code, [])}
    return [right.value for right in RIGHTS if right.value in known]


def _row(held: Held, label: str, cell: Callable[[Jurisdiction], Cell], *, url: str = "", note: str = "") -> Row:
    return Row(label, [cell(place) for place in held.places], url, note)


def _places(held: Held) -> Section:
    not_known = _("not known")

    def office(place: Jurisdiction) -> Cell:
        found = getattr(place, "ip_office", None)
        if found is None:
            return Cell(place, empty=not_known)
        facts = {"source": found.source, "as_of": found.as_of, "fact_status": found.fact_status, "lang": "en"}
        lines = [Line(found.name_en, **facts)] if found.name_en else []
        if found.trademark_authority_en and found.trademark_authority_en != found.name_en:
            lines.append(Line(found.trademark_authority_en, notes=(_("Trade marks"),), **facts))
        if found.refers_to is not None:
            url = reverse("jurisdiction", args=[found.refers_to_id])
            lines.append(Line(found.refers_to.name, url, (_("rights are filed there"),), **facts | {"lang": ""}))
        return Cell(place, lines, empty=not_known)

    def part_of(place: Jurisdiction) -> Cell:
        lines = [Line(place.get_kind_display())]
        if place.parent is not None:
            url = reverse("jurisdiction", args=[place.parent.code])
            lines.append(Line(place.parent.name, url, notes=(_("Part of"),)))
        return Cell(place, lines)

    def guide(place: Jurisdiction) -> Cell:
        url = held.guides.get(place.code)
        return Cell(place, [Line(_("Read the guide"), url)] if url else [], empty=_("none yet"))

    def cases(place: Jurisdiction) -> Cell:
        count = held.judgments.get(place.code, 0)
        said = ngettext("%(count)d case", "%(count)d cases", count) % {"count": count}
        lines = [Line(said, f"{reverse('judgments')}?jurisdiction={place.code}")] if count else []
        return Cell(place, lines, empty=_("none held"))

    def laws(place: Jurisdiction) -> Cell:
        own = [law for law in held.laws.get(place.code, []) if law.inherited is None]
        inherited = len(held.laws.get(place.code, [])) - len(own)
        texts = sum(law.held for law in own)
        said = ngettext("%(count)d law", "%(count)d laws", len(own)) % {"count": len(own)}
        notes = [ngettext("%(count)d with its text", "%(count)d with their text", texts) % {"count": texts}]
        if inherited:
            notes.append(
                ngettext("%(count)d more inherited", "%(count)d more inherited", inherited) % {"count": inherited}
            )
        return Cell(place, [Line(said, f"{reverse('jurisdiction', args=[place.code])}#laws", tuple(notes))])

    rows = [
        _row(held, _("Office"), office),
        _row(held, pgettext("jurisdiction", "Kind"), part_of),
        _row(held, _("Laws listed"), laws),
        _row(held, _("Country guide"), guide),
        _row(held, _("Typical cases"), cases),
    ]
    return Section("places", _("The places"), rows)


def _terms(held: Held, rights: Iterable[str]) -> list[Section]:
    found = []
    for right in rights:
        by_place = {place.code: _terms_of(held, place, right) for place in held.places}
        known = {term.field for terms in by_place.values() for term, _from in terms}
        names = [*ASKED.get(right, ()), *sorted(known - set(ASKED.get(right, ())))]

        def cell(place: Jurisdiction, name: str, by_place: dict[str, list[tuple[ProtectionTerm, str]]]) -> Cell:
            lines = [_term_line(term, origin) for term, origin in by_place[place.code] if term.field == name]
            return Cell(place, lines, empty=_("not known"))

        rows = [Row(words.term_field(name), [cell(place, name, by_place) for place in held.places]) for name in names]
        title = _("Terms and windows: %(right)s") % {"right": Subject(right).label}
        note = _("Read in the provision named. The date is the age of the copy that was read.")
        found.append(Section(f"terms-{right}", title, rows, note))
    return found


def _terms_of(held: Held, place: Jurisdiction, right: str) -> list[tuple[ProtectionTerm, str]]:
    """The place's own terms, then those of the makers of what it inherits on this right, with the maker's name."""
    own = [(term, "") for term in held.terms.get(place.code, []) if term.right == right]
    makers: dict[str, str] = {}
    for one in held.laws.get(place.code, []):
        if one.inherited is not None and right in one.subjects:
            makers.setdefault(one.inherited.inherited_from_id, one.inherited.inherited_from.name)
    others = [(term, name) for code, name in makers.items() for term in held.terms.get(code, []) if term.right == right]
    return [*own, *others]


def _term_line(term: ProtectionTerm, origin: str) -> Line:
    notes = [
        words.counted_from(term.counted_from) if term.counted_from else "",
        term.provision,
        _("copy of %(date)s") % {"date": term.as_of} if term.as_of else _("age of the copy not known"),
    ]
    return Line(
        words.length(term.value, term.unit),
        notes=tuple(note for note in notes if note),
        inherited=origin,
        source=term.source,
        as_of=term.as_of,
        fact_status=term.fact_status,
    )


def _laws_row(held: Held, right: str) -> Row:
    def cell(place: Jurisdiction) -> Cell:
        found = main_first(held.laws.get(place.code, []), right)
        rest = len(found) - LAWS_SHOWN
        more = ngettext("%(count)d more", "%(count)d more", rest) % {"count": rest} if rest > 0 else ""
        url = f"{reverse('jurisdiction', args=[place.code])}?right={right}#laws" if more else ""
        lines = [_law_line(law) for law in found[:LAWS_SHOWN]]
        return Cell(place, lines, empty=_("none held: not known"), more=more, more_url=url)

    return _row(held, str(Subject(right).label), cell)


def _law_line(one: HeldLaw) -> Line:
    law = one.law
    date = law.last_amended or law.in_force or law.adopted or (str(law.year) if law.year else "")
    notes = [
        _dated(law.last_amended, law.in_force, law.adopted, date),
        _("Translated title (unreviewed)") if law.title_is_unreviewed else "",
        _("text held") if one.held else _("no text held"),
    ]
    return Line(
        law.title,
        law.get_absolute_url(),
        tuple(note for note in notes if note),
        one.inherited.inherited_from.name if one.inherited else "",
        (law.status, str(law.get_status_display())),
        one.inherited.source if one.inherited else law.source,
        law.as_of,
        law.fact_status,
    )


def _dated(amended: str, in_force: str, adopted: str, date: str) -> str:
    if not date:
        return _("date not known")
    if amended:
        return _("amended %(date)s") % {"date": date}
    if in_force:
        return _("in force from %(date)s") % {"date": date}
    return _("adopted %(date)s") % {"date": date} if adopted else date


def _treaties(held: Held, right: str) -> Section:
    rows, silent = [], 0
    for treaty in held.treaties:
        about = TREATY_RIGHTS.get(treaty.subject)
        if right and about and right not in about:
            continue
        named = any(
            (treaty.code, place.code) in held.parties or (treaty.code, place.code) in held.signatures
            for place in held.places
        )
        if not named:
            silent += 1
            continue
        note = (
            f"{treaty.get_completeness_display()} ({treaty.as_of})"
            if treaty.as_of
            else treaty.get_completeness_display()
        )
        cells = [_treaty_cell(held, treaty, place) for place in held.places]
        rows.append(Row(treaty.name, cells, treaty.get_absolute_url(), str(note)))
    note = ngettext(
        "%(count)d more treaty names none of these places, as a party or as a signatory.",
        "%(count)d more treaties name none of these places, as a party or as a signatory.",
        silent,
    ) % {"count": silent}
    return Section("treaties", _("Treaties"), rows, note if silent else "")


def _treaty_cell(held: Held, treaty: Treaty, place: Jurisdiction) -> Cell:
    party = held.parties.get((treaty.code, place.code))
    if party is not None:
        notes = () if party.basis == TreatyParty.Basis.PARTY else (str(party.get_basis_display()),)
        said = (
            _("since %(date)s") % {"date": party.in_force_date} if party.in_force_date else _("party, date not known")
        )
        return Cell(place, [Line(said, notes=notes, source=party.source, as_of=treaty.as_of)])
    signed = held.signatures.get((treaty.code, place.code))
    if signed is not None:
        notes = (signed.signature_date,) if signed.signature_date else ()
        return Cell(place, [Line(_("signed, not party"), notes=notes, source=signed.source, as_of=treaty.as_of)])
    # The lists name states: what binds a territory or an organisation without a row of its own is not known.
    is_state = place.kind == Jurisdiction.Kind.COUNTRY
    if is_state and treaty.completeness == Treaty.Completeness.COMPLETE:
        return Cell(place, [Line(_("not a party"), source=treaty.source, as_of=treaty.as_of)])
    return Cell(place, empty=_("not known"))


def _rules(held: Held, right: str) -> Section:
    def wanted(rule: DeadlineRule) -> bool:
        about = DISPUTE_RIGHTS.get(rule.dispute_type_id)
        return not right or (about is not None and right in about)

    found = {place.code: [rule for rule in held.rules.get(place.code, []) if wanted(rule)] for place in held.places}
    kinds = {rule.dispute_type_id: rule.dispute_type.name for rules in found.values() for rule in rules}

    def count(place: Jurisdiction) -> Cell:
        number = len(found[place.code])
        said = ngettext("%(count)d rule", "%(count)d rules", number) % {"count": number}
        lines = [Line(said, f"{reverse('jurisdiction', args=[place.code])}#rules")] if number else []
        return Cell(place, lines, empty=_("none held: not known"))

    def of_kind(place: Jurisdiction, kind: str) -> Cell:
        # Days to act by first: what somebody else does or what lapses comes after them.
        rules = sorted((r for r in found[place.code] if r.dispute_type_id == kind), key=lambda rule: not rule.is_due)
        rest = len(rules) - RULES_SHOWN
        more = ngettext("%(count)d more", "%(count)d more", rest) % {"count": rest} if rest > 0 else ""
        url = f"{reverse('deadline_rules')}?jurisdiction={place.code}&dispute_type={kind}" if more else ""
        lines = [_rule_line(rule) for rule in rules[:RULES_SHOWN]]
        return Cell(place, lines, empty=_("none held: not known"), more=more, more_url=url)

    if not kinds:
        return Section("rules", _("Deadline rules"), [])
    rows = [_row(held, _("Number of rules"), count)]
    for kind, name in sorted(kinds.items(), key=lambda pair: pair[1]):
        rows.append(Row(name, [of_kind(place, kind) for place in held.places]))
    note = _("Periods as the law states them; one marked as not verified may be wrong. Check it before you rely on it.")
    return Section("rules", _("Deadline rules"), rows, note)


def _rule_line(rule: DeadlineRule) -> Line:
    notes = [
        _("from: %(trigger)s") % {"trigger": words.trigger(rule.trigger_kind)} if rule.quantity else "",
        rule.citation,
        words.review_words(rule).label,
    ]
    return Line(
        f"{rule.act}: {words.length(rule.quantity, rule.unit)}",
        rule.get_absolute_url(),
        tuple(note for note in notes if note),
        source=rule.source,
        as_of=rule.as_of,
        fact_status=rule.fact_status,
    )
