"""Facts of a law from the front matter of a Markdown text, whatever the names of its keys."""

import re
from collections.abc import Mapping

from laws.importers.dates import short_date
from laws.importers.frontmatter import Value, fact, rows
from laws.importers.markdown import inline
from laws.importers.types import ParsedLaw, Relation

# The language of a country's texts where the front matter does not name one.
LANGUAGES = {
    "ad": "ca", "ar": "es", "at": "de", "be": "fr", "br": "pt", "ch": "de", "cl": "es", "co": "es", "cz": "cs",
    "de": "de", "dk": "da", "ec": "es", "ee": "et", "es": "es", "fi": "fi", "fr": "fr", "gr": "el", "ie": "en",
    "is": "is", "it": "it", "jp": "ja", "kr": "ko", "li": "de", "lt": "lt", "lu": "fr", "lv": "lv", "mx": "es",
    "nl": "nl", "no": "no", "pe": "es", "pl": "pl", "pt": "pt", "py": "es", "ro": "ro", "ru": "ru", "se": "sv",
    "sk": "sk", "ua": "uk", "uk": "en", "gb": "en", "us": "en", "uy": "es", "cn": "zh-Hans", "tw": "zh-Hant",
}  # fmt: skip
# Countries whose repositories take the status from the official database; elsewhere "in_force" is only a default.
STATUS_READ = {"ch": "Fedlex", "no": "Lovdata", "fi": "Finlex", "sk": "Slov-Lex"}
REPEALED = frozenset(("repealed", "abrogated", "derogada", "derogado", "abroge", "aufgehoben", "opphevet", "upphavd"))
KINDS = {
    "constitution": ("constitu", "grundgesetz", "grunnlov", "verfassung", "ustava", "ustavny_zakon"),
    "treaty": ("treaty", "tratado", "traite", "staatsvertrag", "convenio"),
    "decree": ("decreto", "decret", "dekret", "arrete"),
    "rules": ("resoluci", "reglement_grand_ducal", "rules", "vyhlas"),
    "regulation": ("verordnung", "reglament", "regulation", "forskrift", "forordning", "asetus", "narizen",
                   "statutory"),
    "statute": ("act", "ley", "loi", "lov", "law", "gesetz", "code", "codigo", "zakon", "laki", "seadus", "lag", "llei",
                "bundesgesetz", "nomos", "decreto_con_fuerza_de_ley", "ordonnance"),
}  # fmt: skip
NUMBER_KEYS = (
    "sr_number",
    "lgbl_number",
    "lr_number",
    "official_number",
    "number",
    "numero",
    "law_number",
    "beteckning",
)
ID_KEYS = (
    "identifier", "sr_number", "lgbl_number", "lr_number", "official_number", "beteckning", "refid", "dokid", "eli",
    "celex", "jurabk", "boe_id", "law_number",
)  # fmt: skip
# Norway names an act by the day it was passed: lov/1967-12-15-9.
NAMED_BY_DATE = re.compile(r"(?:lov|for|LOV|FOR)[/-](\d{4}-\d\d-\d\d)-\d{1,5}")
CHANGE = re.compile(r"(?P<law>\S{4,80})(?:\s+fra\s+(?P<date>\d{4}-\d\d-\d\d))?")
REGLEMENT = re.compile(
    r"reglamentad[ao] por:?\s{0,3}(?P<law>[^.;]{3,200}?)(?: de (?P<date>\d\d/\d\d/\d{4}))?[.;]?\s*$", re.IGNORECASE
)


def date(data: Mapping[str, Value], *names: str) -> str:
    """The first of the named facts that is a date."""
    for name in names:
        found = short_date(fact(data, name))
        if found:
            return found
    return ""


def kind_of(rank: str) -> str:
    """The kind of a law by its publisher's word for it; empty where the word says nothing."""
    folded = rank.lower()
    if folded.startswith("decreto_con_fuerza") or folded.startswith("decreto con fuerza") or "decreto_ley" in folded:
        return "statute"
    return next((kind for kind, words in KINDS.items() if folded.startswith(words) or folded.endswith(words)), "")


def from_front_matter(parsed: ParsedLaw, data: Mapping[str, Value]) -> None:
    """Write what the front matter says into `parsed`. What is not there, or is only a default, stays empty."""
    country = (fact(data, "country", "pais", "jurisdiction") or "").lower()[:10]
    parsed.jurisdiction = country.upper()
    parsed.language = fact(data, "language", "lang", "idioma") or LANGUAGES.get(country, "")
    parsed.title = " ".join(inline(fact(data, "title", "titulo", "rubrik", "Title", "nombre")).split())
    for key, value in data.items():
        found = re.fullmatch(r"title_([a-z]{2})", key)
        if found and isinstance(value, str):
            parsed.titles[found[1]] = value.strip()
    if parsed.language and parsed.title:
        parsed.titles.setdefault(parsed.language, parsed.title)
    parsed.number = fact(data, *NUMBER_KEYS)
    if parsed.number.isdecimal() and fact(data, "official_type"):
        parsed.number = f"{fact(data, 'official_type')} {parsed.number}"
    parsed.identifiers = list(dict.fromkeys(value for key in ID_KEYS if (value := fact(data, key))))
    parsed.kind = kind_of(fact(data, "rank", "official_type", "tipo", "type"))
    # Not `department`: that is the ministry that answers for an act, or the people who signed it.
    parsed.publisher = fact(data, "publisher")[:200]
    source = fact(data, "source", "url", "fuente", "pdf_url", "official_url")
    parsed.url = source if source.startswith(("http://", "https://")) else ""
    published = date(data, "publication_date", "fecha_publicacion", "fecha")
    parsed.adopted = date(data, "promulgation_date", "utfardad_datum", "enactment_date", "adopted")
    named = NAMED_BY_DATE.fullmatch(fact(data, "refid", "identifier"))
    parsed.adopted = parsed.adopted or (named[1] if named else published)
    updated = date(data, "last_updated", "ultima_actualizacion")
    # The day of the gazette is a default where repositories know no other: a consolidated text is not of that day.
    parsed.dated = updated if updated not in (published, parsed.adopted) else date(data, "publicerad_datum")
    changes(parsed, data)
    entered = date(data, "entry_into_force", "date_in_force", "ikraft_datum", "effective_date")
    # The day an act came into force is that of this wording only where nothing changed it since.
    is_first = parsed.dated and parsed.dated <= max(published, parsed.adopted, entered)
    if entered and not parsed.last_amended and is_first:
        parsed.in_force_from = entered
    status = fact(data, "status", "estado").lower()
    if status == "in_force" and country in STATUS_READ:
        parsed.status, parsed.status_basis = "in_force", f"{STATUS_READ[country]}: status {status}"
    elif status in REPEALED:
        parsed.status, parsed.status_basis = "repealed", f"Front matter of the publisher's copy: {status}"


def changes(parsed: ParsedLaw, data: Mapping[str, Value]) -> None:
    """What changed the law and what it changes."""
    for row in rows(data, "andringsforfattningar"):
        label = row.get("rubrik") or row.get("beteckning", "")
        day = short_date(row.get("ikraft_datum", ""))
        if label:
            note = row.get("anteckningar", "")[:500]
            parsed.relations.append(Relation("amends", label[:300], row.get("beteckning", ""), date=day, note=note))
        # An amendment that is decided but not yet in force is not in the text.
        if day and day <= parsed.dated:
            parsed.last_amended = max(parsed.last_amended, day)
    for name, acts in (("changes_to", True), ("last_changed_by", False)):
        for part in fact(data, name).split(","):
            found = CHANGE.match(part.strip())
            if found:
                day = found["date"] or ""
                parsed.relations.append(Relation("amends", found["law"], found["law"], acts=acts, date=day))
                if not acts and day:
                    parsed.last_amended = parsed.dated = max(parsed.dated, day)
    for line in inline(fact(data, "references_html")).split("\n"):
        found = REGLEMENT.search(line.strip())
        if found:
            day = "-".join(reversed((found["date"] or "").split("/"))) if found["date"] else ""
            parsed.relations.append(Relation("implements", found["law"].strip(), date=day))
