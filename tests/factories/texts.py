"""Texts of laws for tests, written the way an import writes them but for the catalogue work around it."""

from collections.abc import Sequence
from typing import Any

from laws.importers.rows import COLUMNS, digest, provision_columns, version_columns
from laws.importers.types import ParsedLaw, Piece
from laws.models import Law, LawVersion, Provision
from portal.lib import clock
from tests.factories.laws import LawFactory

# ISO 639-2, as Akoma Ntoso wants it, for the languages tests use.
LANGUAGES = {"en": "eng", "zh-Hans": "zho", "zh-Hant": "zho", "ja": "jpn", "de": "deu", "fr": "fra"}


def an_act(articles: int = 3, *, text: str = "Everything new is protected.") -> list[Piece]:
    """A short act: one chapter with a few articles."""
    return [
        Piece("chapter", "Chapter I", "General provisions"),
        *(Piece("article", f"Article {number}", f"Title {number}", text, depth=1) for number in range(1, articles + 1)),
    ]


def provision_rows(pieces: Sequence[Piece]) -> list[dict[str, Any]]:
    """What is stored of each piece, by the name of its column."""
    return [dict(zip(COLUMNS, row, strict=True)) for row in zip(*provision_columns(pieces), strict=True)]


def a_text(
    law: Law | None = None,
    pieces: Sequence[Piece] = (),
    *,
    language: str = "en",
    dated: str = "2020-01-01",
    **facts: Any,
) -> LawVersion:
    """A version of `law` with `pieces` as its provisions. It becomes the current one of its language."""
    law = law or LawFactory.create()
    parsed = ParsedLaw(list(pieces) or an_act())
    LawVersion.objects.filter(law=law, language=language).update(current=False)
    version = LawVersion.objects.create(
        law=law,
        language=language,
        dated=dated,
        adapter="test",
        imported_at=clock.now(),
        **(
            {"title": law.title_en, "source": "test", "tier": "R", "sha256": digest(parsed.pieces)}
            | {"expression": f"{LANGUAGES[language]}@{dated or 'undated'}"}
            | version_columns(parsed)
            | facts
        ),
    )
    Provision.objects.bulk_create(Provision(version=version, **row) for row in provision_rows(parsed.pieces))
    return version
