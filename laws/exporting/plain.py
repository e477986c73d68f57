"""A text of a law as plain text."""

from collections.abc import Iterator

from laws.exporting.rows import rows_of
from laws.models import LawVersion


def facts(version: LawVersion) -> Iterator[str]:
    """What stands above the text: which law, which version, from where, under which terms. Unknown facts do not."""
    law = version.law
    yield version.title or law.title_original or law.title_en or law.title_zh or law.ref
    yield from (line for line in (law.number, f"{law.jurisdiction_id} {law.ref} {version.expression}") if line)
    yield from (line for line in (version.publisher, version.source, version.url, version.licence) if line)
    if version.is_translation and version.translation_note:
        yield version.translation_note


def to_text(version: LawVersion) -> Iterator[str]:
    """The text in chunks: facts, then each heading and article on lines of its own."""
    yield "\n".join(facts(version)) + "\n"
    for row in rows_of(version):
        title = " ".join(part for part in (row["number_raw"], row["heading"]) if part)
        yield "\n" + "".join(f"{part}\n" for part in (title, row["text"]) if part)
