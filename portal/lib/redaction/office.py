"""Word and Excel files: properties, what is embedded, and each part as `wordfiles` and `sheetfiles` read it."""

import hashlib
import re
import zipfile
from collections.abc import Iterator
from io import BytesIO
from xml.etree.ElementTree import Element

from portal.lib.redaction import sheetfiles, wordfiles
from portal.lib.redaction.findings import Finding, Kind, NotReadable, hint_of
from portal.lib.redaction.images import look_at_image
from portal.lib.redaction.xmlparts import every, local, parsed

MOST_PARTS = 5_000
MOST_UNPACKED = 150 * 1024 * 1024
MOST_OF_A_PART = 40 * 1024 * 1024
MOST_PICTURES = 200

PEOPLE = (("creator", "Author"), ("lastModifiedBy", "Last modified by"), ("Manager", "Manager"))
PROPERTIES = (("title", "Title"), ("subject", "Subject"), ("description", "Comments"), ("Company", "Company"))
SHEETS = re.compile(r"xl/worksheets/[^/]{1,100}\.xml")
PICTURES = re.compile(r"(?:word|xl)/media/[^/]{1,100}\.(?:jpe?g|png)", re.IGNORECASE)
XML = re.compile(r".{1,300}\.(?:xml|rels|vml)", re.IGNORECASE | re.DOTALL)
# Parts without XML that an ordinary file has: fonts, and how the printer was set.
ORDINARY = re.compile(r"(?:word/fonts/[^/]{1,100}\.(?:odttf|fntdata)|xl/printerSettings/[^/]{1,100}\.bin|.{0,300}/)")
HOMES = ("http://schemas.openxmlformats.org/", "http://purl.oclc.org/ooxml/", "http://schemas.microsoft.com/")
# The picture of an empty page that python-docx puts into each file it begins.
EMPTY_PREVIEW = "96367138dc44ce09bf2c8f0f8e49348a1478d2c5c0af69bbc2bbc38b63cdcead"


def look_at_office(data: bytes) -> list[Finding]:
    """Raises NotReadable for a damaged or an encrypted package, and for one that unpacks to too much."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as package:
            parts = package.infolist()
            if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
                raise NotReadable(Kind.TOO_LARGE)
            if any(part.flag_bits & 1 for part in parts):
                raise NotReadable(Kind.ENCRYPTED)
            names = sorted({part.filename for part in parts})
            found = []
            if package.comment or len(names) != len(parts) or min(part.header_offset for part in parts):
                found.append(Finding(Kind.HIDDEN_DATA, what="zip"))
            roots = {name: parsed(_read(package, name)) for name in names if XML.fullmatch(name)}
            found += [*_properties(roots), *_embedded(package, names, roots)]
            found += _word(roots) if "word/document.xml" in roots else _sheets(roots)
            pictures = list(filter(PICTURES.fullmatch, names))
            if len(pictures) > MOST_PICTURES:
                raise NotReadable(Kind.TOO_LARGE)
            for name in pictures:
                # What a picture says is a finding of the file that holds it.
                seen = look_at_image(_read(package, name))
                found += [Finding(one.kind, what=name.rsplit("/", 1)[-1]) for one in seen]
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError, EOFError) as error:
        raise NotReadable(Kind.BROKEN) from error
    return found


def _read(package: zipfile.ZipFile, name: str) -> bytes:
    """Raises NotReadable for a part that is longer than it says."""
    with package.open(name) as part:
        data = part.read(MOST_OF_A_PART + 1)
    if len(data) > MOST_OF_A_PART:
        raise NotReadable(Kind.TOO_LARGE)
    return data


def _properties(roots: dict[str, Element]) -> Iterator[Finding]:
    for part in ("docProps/core.xml", "docProps/app.xml"):
        if part not in roots:
            continue
        for kind, names in ((Kind.PERSON, PEOPLE), (Kind.PROPERTY, PROPERTIES)):
            for element, name in names:
                value = "".join(one.text or "" for one in every(roots[part], element))
                if value.strip():
                    yield Finding(kind, what=name, hint=hint_of(value))
    if "docProps/custom.xml" in roots and any(True for _one in every(roots["docProps/custom.xml"], "property")):
        yield Finding(Kind.PROPERTY, what="custom.xml")


def _embedded(package: zipfile.ZipFile, names: list[str], roots: dict[str, Element]) -> Iterator[Finding]:
    for name in names:
        short = name.rsplit("/", 1)[-1][:80]
        if name.endswith("vbaProject.bin"):
            yield Finding(Kind.SCRIPT, what=name)
        elif name.startswith("docProps/thumbnail."):
            if hashlib.sha256(_read(package, name)).hexdigest() != EMPTY_PREVIEW:
                yield Finding(Kind.PREVIEW, what=short)
        elif "/embeddings/" in name or "/activeX/" in name:
            yield Finding(Kind.ATTACHMENT, what=short)
        elif name.startswith("customXml/item") and name in roots:
            if not _is_empty_list(roots[name]):
                yield Finding(Kind.HIDDEN_DATA, what=name)
        elif name in roots:
            if not roots[name].tag.lstrip("{").startswith(HOMES) and not name.endswith(".vml"):
                yield Finding(Kind.ATTACHMENT, what=short)
        elif not PICTURES.fullmatch(name) and not ORDINARY.fullmatch(name):
            yield Finding(Kind.ATTACHMENT, what=short)
        if "/externalLinks/externalLink" in name and name in roots and "/_rels/" not in name:
            yield Finding(Kind.LINK, what=short)
            if any((one.text or "").strip() for one in every(roots[name], "v", "val")):
                yield Finding(Kind.HIDDEN_DATA, what=short)


def _is_empty_list(root: Element) -> bool:
    """The list of sources that Word writes without being asked, or the note that says what an item is."""
    if local(root.tag) == "datastoreItem":
        return True
    return local(root.tag) == "Sources" and not len(root) and not (root.text or "").strip()


def _word(roots: dict[str, Element]) -> Iterator[Finding]:
    styles = wordfiles.styles_of(roots.get("word/styles.xml"))
    for name, root in roots.items():
        if "/_rels/" in name or name.startswith(("docProps/", "customXml/")) or local(root.tag) == "styles":
            continue
        yield from wordfiles.look_at_word_part(root, name, styles)
        if "glossary/document" in name and any((one.text or "").strip() for one in every(root, "t")):
            yield Finding(Kind.HIDDEN_DATA, what=name)


def _sheets(roots: dict[str, Element]) -> Iterator[Finding]:
    if "xl/workbook.xml" in roots:
        yield from sheetfiles.look_at_book(roots["xl/workbook.xml"])
    if any(re.match(r"xl/(?:.{1,50}/)?(?:threadedComments/|threadedComment|comments)", name) for name in roots):
        yield Finding(Kind.COMMENT)
    if any(name.startswith("xl/revisions/") for name in roots):
        yield Finding(Kind.TRACKED_CHANGE)
    if any(re.fullmatch(r"xl/pivotCache/pivotCacheRecords[^/]{1,50}\.xml", name) for name in roots):
        yield Finding(Kind.CACHED_DATA)
    unseen = sheetfiles.unseen_styles(roots.get("xl/styles.xml"))
    sheets = [name for name in roots if SHEETS.fullmatch(name)]
    for name in sheets:
        yield from sheetfiles.look_at_sheet(roots[name], name.rsplit("/", 1)[-1], unseen)
    yield from sheetfiles.look_at_strings(roots.get("xl/sharedStrings.xml"), (roots[name] for name in sheets))
    for name, root in roots.items():
        if name.startswith("xl/drawings/") and "/_rels/" not in name and not name.endswith(".vml"):
            if sheetfiles.lies_over_cells(root):
                yield Finding(Kind.COVERING_SHAPE, what=name.rsplit("/", 1)[-1])
            if wordfiles.is_cropped(root):
                yield Finding(Kind.COVERED_IMAGE, what=name.rsplit("/", 1)[-1])
