"""Texts as rows: laws, versions and provisions of a group of texts in one transaction, or nothing of it.

A text is known by law, language and SHA-256 of what it says: the same text again changes nothing but what the same
source says about it. A changed text is a new version. The newest is `current`: by its date, then a text that names its
source before one that does not, then by the order of import; so an older consolidation that comes later does not become
current. Nor does a text of a day to come while another is held (laws.importers.commencing). A text that goes back to an
earlier wording makes that one current again.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Count, Q
from django.utils.translation import gettext as _

from laws.importers.bulk import insert_new, insert_provisions, insert_rows
from laws.importers.languages import iso_639_2
from laws.importers.matching import PUBLISHER, Catalogue, Held, Place
from laws.importers.preparing import Prepared, width
from laws.importers.relating import add_relations
from laws.importers.reporting import CHANGED, NEW, REJECTED, UNCHANGED, refused, shortened, store
from laws.importers.types import ParsedLaw, Rejected
from laws.models import ImportRow, ImportRun, Law, LawIdentifier, LawVersion
from laws.seeds import LAWS
from laws.texts.days import is_to_come
from portal.lib import clock
from portal.lib.stamp import touch
from portal.reference.seeding.learning import learn

# What a source says about its text. The same source may correct it; another may only fill what is empty.
FACTS = ("url", "publisher", "source", "licence", "tier", "translation_note", "in_force_from", "in_force_to", "title")


@dataclass
class Writing:
    """One text on its way into the tables. `is_new_law`: the catalogue did not hold the law before this text.

    `fresh_ids` are ids of the text that the law was not known by.
    """

    text: Prepared
    place: Place
    held: Held
    is_new_law: bool
    fresh_ids: list[str]
    outcome: str = UNCHANGED
    brought_back: LawVersion | None = None
    version: LawVersion | None = None


@dataclass
class Shelf:
    """The versions a law has, as far as deciding needs them."""

    versions: list[LawVersion] = field(default_factory=list)

    def same(self, language: str, sha256: str) -> LawVersion | None:
        return next((one for one in self.versions if (one.language, one.sha256) == (language, sha256)), None)

    def current(self, language: str) -> LawVersion | None:
        return next((one for one in self.versions if one.language == language and one.current), None)

    def free_expression(self, language: str, dated: str) -> str:
        base = expression = f"{iso_639_2(language)}@{dated or 'undated'}"
        taken, again = {one.expression for one in self.versions}, 1
        while expression in taken:
            again += 1
            expression = f"{base}.{again}"
        return expression


def write(texts: Sequence[Prepared], *, run: ImportRun, catalogue: Catalogue, dry_run: bool) -> list[ImportRow]:
    """Store `texts` and their lines of the report in one transaction; with `dry_run` the lines alone.

    Raises DatabaseError, and then nothing is stored. A text that fits no law or several is a line of the report.
    """
    try:
        with transaction.atomic():
            touch()
            rows = _write(texts, run, catalogue)
            if dry_run:
                transaction.set_rollback(True)
            else:
                store(run, rows)
    except BaseException:
        catalogue.forget()  # laws that this group added are not there
        raise
    if dry_run:
        if any(row.outcome == NEW for row in rows):
            catalogue.forget()
        with transaction.atomic():
            store(run, rows)
    return rows


def _write(texts: Sequence[Prepared], run: ImportRun, catalogue: Catalogue) -> list[ImportRow]:
    rows: list[ImportRow] = []
    writings: list[Writing | ImportRow] = []
    laws: dict[Held, Law] = {}
    for text in texts:
        try:
            place = catalogue.place(text.parsed.jurisdiction)
            held = place.find(text)
            is_new = held is None
            if held is None:
                held = _new_held(place, text)
                laws[held] = _new_law(held, text, place)
            writings.append(Writing(text, place, held, is_new, _fresh_ids(place, held, text)))
        except Rejected as refusal:
            writings.append(_line(run, text, refused(run, text.path, str(refusal))))
    found = [one for one in writings if isinstance(one, Writing)]
    _store_laws(laws)
    _store_identifiers(found)
    shelves = _lock_and_read(found)
    beside = Counter((one.held.pk, one.text.parsed.language) for one in found)
    for one in found:
        is_alone = beside[one.held.pk, one.text.parsed.language] == 1
        _decide(one, shelves[one.held.pk], run if is_alone else None)
    _store_versions(found, shelves)
    for each in writings:
        rows.append(each if isinstance(each, ImportRow) else _line(run, each.text, _outcome(run, each)))
    return rows


def _new_held(place: Place, text: Prepared) -> Held:
    """Found by the next text of the group already; its key follows when the row is stored."""
    held = Held(0, place.new_ref(text))
    parsed = text.parsed
    titles = (parsed.title, *parsed.titles.values())
    place.add(held, numbers=[parsed.number], ids=(), url=parsed.url, titles=titles)
    return held


def _fresh_ids(place: Place, held: Held, text: Prepared) -> list[str]:
    """Known from now on, so that the next text of the group is held against them."""
    fresh: list[str] = []
    for one in text.ids:
        if not held.knows(one):
            fresh.append(one)
            place.add(held, numbers=(), ids=[one], url="", titles=())
    return fresh


def _new_law(held: Held, text: Prepared, place: Place) -> Law:
    parsed = text.parsed
    titles = {"title_original": "", "title_en": "", "title_zh": ""}
    given = {parsed.language: parsed.title} | parsed.titles
    for language, title in given.items():
        column = {"en": "title_en", "zh-Hans": "title_zh"}.get(language, "title_original")
        if not titles[column] or language == parsed.language:
            titles[column] = title[: width(Law, column)]
    # A title in traditional letters is a Chinese one: nobody needs to translate it.
    titles["title_zh"] = titles["title_zh"] or given.get("zh-Hant", "")[: width(Law, "title_zh")]
    own = Law.TitleBasis.OWN if parsed.language != "en" else Law.TitleBasis.SOURCED
    year = (parsed.adopted or parsed.dated)[:4]
    return Law(
        ref=held.ref,
        jurisdiction_id=place.code,
        **titles,
        title_en_basis=own if titles["title_en"] else "",
        title_zh_basis=Law.TitleBasis.SOURCED if titles["title_zh"] else "",
        kind=parsed.kind or Law.Kind.UNKNOWN,
        number=parsed.number,
        year=int(year) if year else None,
        adopted=parsed.adopted,
        last_amended=parsed.last_amended,
        status=parsed.status or Law.Status.UNKNOWN,
        status_basis=parsed.status_basis if parsed.status else "",
        url=parsed.url[:300] if len(parsed.url) <= 300 else "",
        source=parsed.source or parsed.publisher or f"import: {text.path}"[:300],
        as_of=parsed.retrieved,
    )


def _store_laws(laws: dict[Held, Law]) -> None:
    ordered = sorted(laws.items(), key=lambda pair: pair[0].ref)  # the same order in every import: no deadlock
    insert_new([law for _, law in ordered])
    for held, law in ordered:
        held.pk = law.pk


def _store_identifiers(found: Sequence[Writing]) -> None:
    rows = []
    for one in found:
        if one.is_new_law and one.text.parsed.number:
            rows.append((one.held.pk, "number", one.text.parsed.number))
        rows += [(one.held.pk, PUBLISHER, value) for value in one.fresh_ids]
    insert_rows(LawIdentifier, ("law_id", "scheme", "value"), rows)


def _lock_and_read(found: Sequence[Writing]) -> dict[int, Shelf]:
    """The versions of every law concerned, and the laws locked, so that two imports of a law wait for each other."""
    keys = {one.held.pk for one in found}
    told = {one.held.pk for one in found if not one.is_new_law and _told(one)}
    list(Law.objects.select_for_update().filter(pk__in=keys).order_by("pk").values_list("pk"))
    laws = Law.objects.in_bulk(told)
    shelves = {pk: Shelf() for pk in keys}
    old = {one.held.pk for one in found if not one.is_new_law}
    for version in LawVersion.objects.filter(law__in=old).order_by("pk").defer("part_starts"):
        shelves[version.law_id].versions.append(version)
    for one in found:
        if one.held.pk in told and not one.is_new_law:
            _learn(one, laws[one.held.pk])
    return shelves


def _learn(one: Writing, law: Law) -> None:
    """Fill what the catalogue does not know; nothing that a source gave or a person wrote is changed."""
    filled = learn(LAWS, law, _told(one))
    if "status" in filled:
        Law.objects.filter(pk=law.pk).update(status_basis=one.text.parsed.status_basis)


def _told(one: Writing) -> dict[str, str]:
    """What a text tells of its law that the catalogue may not know."""
    parsed = one.text.parsed
    told = {"adopted": parsed.adopted, "last_amended": parsed.last_amended, "status": parsed.status}
    return {name: value for name, value in told.items() if value}


def _decide(one: Writing, shelf: Shelf, run: ImportRun | None) -> None:
    """`run` where the text is the only one of its law and language that is written now."""
    parsed = one.text.parsed
    same = shelf.same(parsed.language, one.text.sha256)
    if same is not None:
        _take_facts(one, same)
        if run is not None:
            _bring_back(one, shelf, same, run)
        return
    before = shelf.current(parsed.language)
    has_any = any(version.language == parsed.language for version in shelf.versions)
    one.outcome = CHANGED if has_any else NEW
    waits = _waits(parsed)
    if before is None:
        becomes_current = True
    elif waits != _waits(before):
        becomes_current = not waits
    else:
        becomes_current = _standing(parsed) >= _standing(before)
    if not becomes_current and before is not None:
        one.text.warnings.append(_why_not(parsed, before, waits))
    one.version = LawVersion(
        law_id=one.held.pk,
        language=parsed.language,
        expression=shelf.free_expression(parsed.language, parsed.dated),
        dated=parsed.dated,
        current=becomes_current,
        is_translation=parsed.is_translation,
        retrieved=date.fromisoformat(parsed.retrieved) if parsed.retrieved else None,
        adapter=one.text.adapter,
        sha256=one.text.sha256,
        imported_at=clock.now(),
        **{name: getattr(parsed, name) for name in FACTS},
    )
    if becomes_current and before is not None:
        before.current = False
    shelf.versions.append(one.version)


def _waits(text: ParsedLaw | LawVersion) -> bool:
    return is_to_come(text.dated) or is_to_come(text.in_force_from)


def _standing(text: ParsedLaw | LawVersion) -> tuple[str, bool]:
    """The later text is the current one; of two of one date not the one of which nobody can say where it is from."""
    return text.dated, bool(text.source or text.publisher or text.url)


def _why_not(parsed: ParsedLaw, before: LawVersion, waits: bool) -> str:
    if waits:
        words = _("The text is of a day to come (%(day)s): until then the one held before stays current.")
        return words % {"day": max(parsed.dated, parsed.in_force_from)}
    if parsed.dated == before.dated:
        words = _("A text of the same date that names its source stays current (%(expression)s): this one names none.")
        return words % {"expression": before.expression}
    if parsed.dated:
        words = _("The text of %(date)s stays the current one; this one is of %(dated)s.")
        return words % {"date": before.dated, "dated": parsed.dated}
    return _("The text of %(date)s stays the current one; this one is without a date.") % {"date": before.dated}


def _bring_back(one: Writing, shelf: Shelf, same: LawVersion, run: ImportRun) -> None:
    """A wording that comes again after another one is current again, unless its date says that it is the older one.

    Two texts that one import brings beside each other are no going back, however often they are imported.
    """
    before = shelf.current(same.language)
    if before is None or before is same or _waits(same) or _standing(one.text.parsed) < _standing(before):
        return
    rows = ImportRow.objects.filter(ref=one.held.ref, language=same.language, run__dry_run=False)
    by_run = rows.exclude(outcome=REJECTED).order_by().values("run").annotate(texts=Count("pk"))
    if by_run.filter(Q(texts__gt=1) | Q(run=run.pk)).exists():
        return
    before.current, same.current = False, True
    one.outcome, one.brought_back = CHANGED, same
    words = _("The text went back to an earlier wording: that of %(expression)s is the current one again.")
    one.text.warnings.append(words % {"expression": same.expression})


def _take_facts(one: Writing, version: LawVersion) -> None:
    """The same text again: what its own source says about it may be corrected, another source fills what is empty."""
    parsed = one.text.parsed
    is_same_source = not version.source or version.source == parsed.source
    changes: dict[str, Any] = {}
    for name in FACTS:
        said, stored = getattr(parsed, name), getattr(version, name)
        if said and said != stored and (is_same_source or not stored):
            changes[name] = said
    if not changes:
        return
    words = _("The text is the same; now recorded with it: %(facts)s.")
    one.text.warnings.append(words % {"facts": ", ".join(sorted(changes))})
    for name, value in changes.items():
        setattr(version, name, value)
    if version.pk:
        LawVersion.objects.filter(pk=version.pk).update(**changes)


def _store_versions(found: Sequence[Writing], shelves: dict[int, Shelf]) -> None:
    fresh = [one for one in found if one.version is not None]
    replaced = [one.pk for shelf in shelves.values() for one in shelf.versions if one.pk and not one.current]
    back = [one.brought_back.pk for one in found if one.brought_back is not None]
    if fresh or back:
        LawVersion.objects.filter(pk__in=replaced, current=True).update(current=False)
    if back:
        LawVersion.objects.filter(pk__in=back).update(current=True)
    for one in fresh:
        for name, value in one.text.counts.items():
            setattr(one.version, name, value)
    insert_new([one.version for one in fresh if one.version is not None])
    insert_provisions([(one.version.pk, one.text.rows) for one in fresh if one.version is not None])
    for one in fresh:
        if one.text.parsed.relations:
            source = one.text.parsed.source or one.text.path
            add_relations(one.held.pk, one.text.parsed.relations, place=one.place, source=source)


def _outcome(run: ImportRun, one: Writing) -> ImportRow:
    return ImportRow(run_id=run.pk, path=shortened(one.text.path), outcome=one.outcome, ref=one.held.ref)


def _line(run: ImportRun, text: Prepared, row: ImportRow) -> ImportRow:
    """`row` with what is known of the text."""
    parsed = text.parsed
    row.jurisdiction = parsed.jurisdiction[:10]
    row.title = parsed.title
    row.language = parsed.language
    row.adapter = text.adapter
    row.articles = text.counts["articles"]
    row.containers = text.counts["containers"]
    row.warnings = text.warnings
    return row
