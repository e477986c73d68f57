"""Which law of the catalogue a text is.

    1. the law that meta.json names by its `ref`
    2. a number, id or address that the catalogue knows, in whatever spelling ("Ley 17.336", "17336")
    3. the exact title, letters and digits only

All within the jurisdiction. A title decides only where neither side carries a number or id that says otherwise: two
acts of one name are two acts. Of several of one title the one last changed on the date of the text is it. Where
several fit still, nothing is chosen (docs/adr/0106-which-law-a-text-is.md).
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from hashlib import sha1

from django.utils.translation import gettext as _

from laws.importers.preparing import Prepared
from laws.importers.spelling import id_form, id_keys, number_keys, plain_ids, stem_of, title_keys, url_keys
from laws.importers.types import Rejected
from laws.models import Law, LawIdentifier
from portal.reference.models import Jurisdiction

PUBLISHER = "publisher"
# A title that more laws than this have in common names a collection, not a law.
TITLE_SHARED_BY = 20


@dataclass(eq=False)
class Held:
    """A law the catalogue holds, as far as finding it needs. `files` and `ids` are what publishers call it."""

    pk: int
    ref: str
    numbers: set[str] = field(default_factory=set)
    files: set[str] = field(default_factory=set)
    ids: set[str] = field(default_factory=set)
    titles: set[str] = field(default_factory=set)
    dates: frozenset[str] = frozenset()

    def knows(self, identifier: str) -> bool:
        return id_form(identifier) in self.files or id_form(identifier) in self.ids

    def is_other_file(self, files: set[str]) -> bool:
        """Whether the same publisher keeps the two in different files."""
        return bool(files and self.files) and self.files.isdisjoint(files)

    def is_other_number(self, numbers: set[str], ids: set[str]) -> bool:
        """Whether number or id say that a law of the same title is another one."""
        by_number = bool(numbers and self.numbers) and self.numbers.isdisjoint(numbers)
        return by_number or (bool(ids and self.ids) and self.ids.isdisjoint(ids))


class Place:
    """The laws of one jurisdiction, by everything they can be found by."""

    def __init__(self, code: str) -> None:
        self.code = code
        self.by_ref: dict[str, Held] = {}
        self.by_key: dict[str, set[Held]] = {}
        identifiers: dict[int, list[tuple[str, str]]] = {}
        rows = LawIdentifier.objects.filter(law__jurisdiction=code).order_by()
        for pk, scheme, value in rows.values_list("law_id", "scheme", "value"):
            identifiers.setdefault(pk, []).append((scheme, value))
        columns = ("pk", "ref", "number", "url", "adopted", "last_amended", "title_original", "title_en", "title_zh")
        laws = Law.objects.filter(jurisdiction=code).order_by("pk").values_list(*columns)
        for pk, ref, number, url, adopted, amended, *titles in laws.iterator(chunk_size=2000):
            numbers = [number, *(value for scheme, value in identifiers.get(pk, ()) if scheme == "number")]
            ids = [value for scheme, value in identifiers.get(pk, ()) if scheme == PUBLISHER]
            held = Held(pk, ref, dates=frozenset(filter(None, (adopted, amended))))
            self.add(held, numbers=numbers, ids=ids, url=url, titles=titles)

    def add(self, held: Held, *, numbers: Iterable[str], ids: Iterable[str], url: str, titles: Iterable[str]) -> None:
        """Hold a law, or let one that is held be found by more."""
        self.by_ref[held.ref] = held
        for number in filter(None, numbers):
            held.numbers |= number_keys(number, self.code)
        keys = set(held.numbers)
        for identifier in ids:
            (held.files if "/" in identifier else held.ids).add(id_form(identifier))
            keys |= id_keys(identifier, self.code) | {f"x:{id_form(identifier)}"}
        held.titles |= title_keys(titles)
        keys |= held.titles | (url_keys(url) if url else set())
        for key in keys:
            self.by_key.setdefault(key, set()).add(held)

    def find(self, text: Prepared) -> Held | None:
        """The law that `text` is; None for one that is not held. Raises Rejected where several fit."""
        if text.ref:
            if text.ref not in self.by_ref:
                raise Rejected(
                    _("meta.json names the law “%(ref)s”, which is not in the catalogue.") % {"ref": text.ref[:80]}
                )
            return self.by_ref[text.ref]
        parsed = text.parsed
        for identifier in parsed.identifiers:
            if identifier in self.by_ref:  # the API's own export names a law by its reference
                return self.by_ref[identifier]
        files = {id_form(one) for one in text.ids if "/" in one}
        ids = {id_form(one) for one in text.ids if "/" not in one}
        numbers = set(number_keys(parsed.number, self.code)) if parsed.number else set()
        titles = title_keys((parsed.title, *parsed.titles.values()))
        keys = numbers | {f"x:{one}" for one in files | ids}
        for one in parsed.identifiers:
            keys |= id_keys(one, self.code)
        if parsed.url:
            keys |= url_keys(parsed.url)
        hits = Counter(held for key in keys for held in self.by_key.get(key, ()) if not held.is_other_file(files))
        if hits:
            return self._one_of(hits, titles)
        return self._by_title(text, titles, numbers, files, ids)

    def _by_title(
        self, text: Prepared, titles: set[str], numbers: set[str], files: set[str], ids: set[str]
    ) -> Held | None:
        sharing = [self.by_key[title] for title in titles if title in self.by_key]
        has_id = bool(files or ids)
        if has_id and any(len(held) > TITLE_SHARED_BY for held in sharing):
            return None  # "United States Code, Title 15" of a thousand files is the name of none of them
        named = {
            held
            for several in sharing
            for held in several
            if not held.is_other_number(numbers, ids) and not held.is_other_file(files)
        }
        if len(named) > 1:
            dates = {text.parsed.dated, text.parsed.last_amended} - {""}
            named = {held for held in named if held.dates & dates} or named
        if len(named) > 1 and not has_id:
            raise Rejected(
                _(
                    "%(count)d laws of the catalogue have this title: %(refs)s. Say in meta.json which it is, for"
                    ' example "ref": "%(first)s".'
                )
                % {"count": len(named), "refs": _refs(named), "first": min(held.ref for held in named)}
            )
        if len(named) > 1:
            text.warnings.append(
                _(
                    "%(count)d laws of the catalogue have this title (%(refs)s); as its id is none of theirs, it was"
                    " kept as a law of its own."
                )
                % {"count": len(named), "refs": _refs(named)}
            )
            return None
        return next(iter(named), None)

    def _one_of(self, hits: "Counter[Held]", titles: set[str]) -> Held:
        """The law most keys lead to; of several the one that has the title as well."""
        if len(hits) > 1:
            most = max(hits.values())
            best = {held for held, count in hits.items() if count == most}
            fitting = {held for held in best if held.titles & titles} or {held for held in hits if held.titles & titles}
            found = fitting if len(fitting) == 1 else best
            if len(found) > 1:
                raise Rejected(
                    _(
                        "Its number fits %(count)d laws of the catalogue: %(refs)s. Say in meta.json which it is, for"
                        ' example "ref": "%(first)s".'
                    )
                    % {"count": len(hits), "refs": _refs(hits), "first": min(held.ref for held in hits)}
                )
            return next(iter(found))
        return next(iter(hits))

    def new_ref(self, text: Prepared) -> str:
        """A ref for a law that is not held: its number, else words of its title and the year (docs/importing.md)."""
        parsed, code = text.parsed, self.code.lower()
        year = (parsed.adopted or parsed.dated)[:4]
        for candidate in (parsed.number, *map(stem_of, parsed.identifiers)):
            if candidate.isascii() and any(char.isdigit() for char in candidate):
                slug = _slug(candidate).removeprefix(f"{code}-")
                break
        else:
            words = _slug(parsed.titles.get("en") or parsed.title)
            whole = parsed.title.isascii() or len(words) >= 12
            slug = "-".join(filter(None, (words[:60].rstrip("-"), year))) if whole and words else ""
        if not slug:
            slug = f"{year or 'nd'}-{_hash(parsed.title)}"
        ref = f"{code}-{slug}"[:80].rstrip("-")
        if ref in self.by_ref:
            # Two laws of one name: the id of each tells them apart, whichever is imported first.
            ref = f"{ref[:71].rstrip('-')}-{_hash(' '.join(sorted(plain_ids(parsed.identifiers))) or text.sha256)}"
        return ref


class Catalogue:
    """The places an import has looked at so far; each is read from the database once."""

    def __init__(self) -> None:
        self._places: dict[str, Place] = {}
        self._codes = set(Jurisdiction.objects.values_list("code", flat=True))

    def place(self, code: str) -> Place:
        """Raises Rejected for a jurisdiction that is not in the list."""
        if not code:
            raise Rejected(
                _('The jurisdiction is not known. Say it in a meta.json beside the file: "jurisdiction": "CA".')
            )
        if code not in self._codes:
            raise Rejected(
                _("“%(code)s” is not the code of a country, region or organisation here.") % {"code": code[:20]}
            )
        if code not in self._places:
            self._places[code] = Place(code)
        return self._places[code]

    def forget(self) -> None:
        """Read every place again: somebody else wrote meanwhile, or what was added has been undone."""
        self._places.clear()


def _refs(laws: Iterable[Held]) -> str:
    refs = sorted(held.ref for held in laws)
    return ", ".join(refs[:5]) + (" …" if len(refs) > 5 else "")


def _slug(text: str) -> str:
    ascii_text = unicodedata.normalize("NFKD", text.casefold()).encode("ascii", "ignore").decode()
    return re.sub("[^a-z0-9]+", "-", ascii_text).strip("-")


def _hash(text: str) -> str:
    return sha1(text.encode(), usedforsecurity=False).hexdigest()[:8]
