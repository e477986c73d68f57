"""Word and Excel files: properties, comments, tracked changes, hidden sheets and rows, what is embedded."""

import re
import zipfile
from collections.abc import Callable, Iterator
from io import BytesIO

from portal.lib.redaction.findings import Finding, Kind, NotReadable, hint_of
from portal.lib.redaction.images import look_at_image

MOST_PARTS = 5_000
MOST_UNPACKED = 150 * 1024 * 1024
MOST_OF_A_PART = 40 * 1024 * 1024
MOST_PICTURES = 200

PEOPLE = (("creator", "Author"), ("lastModifiedBy", "Last modified by"), ("Manager", "Manager"))
PROPERTIES = (("title", "Title"), ("subject", "Subject"), ("description", "Comments"), ("Company", "Company"))
# An element's words; names with any prefix. The quantifiers have ends: no input makes them slow.
ELEMENT = r"<(?:\w{1,20}:)?%s(?:\s[^>]{0,500})?>([^<]{1,2000})<"
TRACKED = re.compile(r"<w:(?:ins|del|moveFrom|moveTo)[\s>]")
VANISHED = re.compile(r"<w:(?:vanish|webHidden)(?:\s*/>|\s+w:val=\"(?:1|true|on)\")")
WHITE = re.compile(r"<w:color[^>]{0,200}w:val=\"FFFFFF\"")
HIDDEN_SHEET = re.compile(r"<(?:\w{1,20}:)?sheet\s[^>]{0,500}state=\"(?:hidden|veryHidden)\"[^>]{0,500}>")
HIDDEN_CELLS = re.compile(r"<(?:\w{1,20}:)?(?:row|col)\s[^>]{0,500}hidden=\"(?:1|true)\"")
SHEET_NAME = re.compile(r"\bname=\"([^\"]{1,200})\"")
WORD_TEXTS = re.compile(r"word/(document|header\d{0,3}|footer\d{0,3}|footnotes|endnotes)\.xml")
SHEETS = re.compile(r"xl/worksheets/[^/]{1,100}\.xml")
PICTURES = re.compile(r"(?:word|xl)/media/[^/]{1,100}\.(?:jpe?g|png)", re.IGNORECASE)


def look_at_office(data: bytes) -> list[Finding]:
    """Raises NotReadable for a damaged or an encrypted package, and for one that unpacks to too much."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as package:
            parts = package.infolist()
            if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
                raise NotReadable(Kind.TOO_LARGE)
            if any(part.flag_bits & 1 for part in parts):
                raise NotReadable(Kind.ENCRYPTED)
            names = {part.filename for part in parts}

            def text(name: str) -> str:
                return _text(package, name) if name in names else ""

            found = [*_properties(text), *_embedded(names)]
            found += _word(names, text) if "word/document.xml" in names else _sheets(names, text)
            for name in sorted(filter(PICTURES.fullmatch, names))[:MOST_PICTURES]:
                # What a picture says is a finding of the file that holds it.
                found += [Finding(one.kind, what=name.rsplit("/", 1)[-1]) for one in _picture(package, name)]
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError, EOFError) as error:
        raise NotReadable(Kind.BROKEN) from error
    return found


def _text(package: zipfile.ZipFile, name: str) -> str:
    """A part as text. Raises NotReadable for one that declares entities of its own or is longer than it says."""
    with package.open(name) as part:
        data = part.read(MOST_OF_A_PART + 1)
    if len(data) > MOST_OF_A_PART:
        raise NotReadable(Kind.TOO_LARGE)
    text = data.decode("utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8", "replace")
    if "<!DOCTYPE" in text[:4096] or "<!ENTITY" in text[:4096]:
        raise NotReadable(Kind.BROKEN)
    return text


def _properties(text: Callable[[str], str]) -> Iterator[Finding]:
    said = text("docProps/core.xml") + text("docProps/app.xml")
    for kind, names in ((Kind.PERSON, PEOPLE), (Kind.PROPERTY, PROPERTIES)):
        for element, name in names:
            value = re.search(ELEMENT % element, said)
            if value and value[1].strip():
                yield Finding(kind, what=name, hint=hint_of(value[1]))
    if re.search(r"<(?:\w{1,20}:)?property\s", text("docProps/custom.xml")):
        yield Finding(Kind.PROPERTY, what="custom.xml")


def _embedded(names: set[str]) -> Iterator[Finding]:
    for name in sorted(names):
        if "/embeddings/" in name or "/activeX/" in name:
            yield Finding(Kind.ATTACHMENT, what=name.rsplit("/", 1)[-1][:80])
        elif name.endswith("vbaProject.bin"):
            yield Finding(Kind.SCRIPT, what=name)
        elif "/externalLinks/externalLink" in name and name.endswith(".xml"):
            yield Finding(Kind.LINK, what=name.rsplit("/", 1)[-1])


def _word(names: set[str], text: Callable[[str], str]) -> Iterator[Finding]:
    if re.search(r"<w:comment[\s/>]", text("word/comments.xml")):
        yield Finding(Kind.COMMENT)
    for name in sorted(filter(WORD_TEXTS.fullmatch, names)):
        body = text(name)
        if TRACKED.search(body):
            yield Finding(Kind.TRACKED_CHANGE, what=name)
        if VANISHED.search(body):
            yield Finding(Kind.HIDDEN_TEXT, what=name)
        if WHITE.search(body):
            yield Finding(Kind.HIDDEN_TEXT, what=f"{name}: FFFFFF")


def _sheets(names: set[str], text: Callable[[str], str]) -> Iterator[Finding]:
    for sheet in HIDDEN_SHEET.findall(text("xl/workbook.xml")):
        named = SHEET_NAME.search(sheet)
        yield Finding(Kind.HIDDEN_SHEET, what=hint_of(named[1]) if named else "")
    if any(re.match(r"xl/(?:threadedComments/|comments)", name) for name in names):
        yield Finding(Kind.COMMENT)
    if any(name.startswith("xl/revisions/") for name in names):
        yield Finding(Kind.TRACKED_CHANGE)
    if any(re.fullmatch(r"xl/pivotCache/pivotCacheRecords[^/]{1,50}\.xml", name) for name in names):
        yield Finding(Kind.CACHED_DATA)
    for name in sorted(filter(SHEETS.fullmatch, names)):
        if HIDDEN_CELLS.search(text(name)):
            yield Finding(Kind.HIDDEN_CELLS, what=name.rsplit("/", 1)[-1])


def _picture(package: zipfile.ZipFile, name: str) -> list[Finding]:
    with package.open(name) as part:
        data = part.read(MOST_OF_A_PART + 1)
    return look_at_image(data) if len(data) <= MOST_OF_A_PART else [Finding(Kind.TOO_LARGE)]
