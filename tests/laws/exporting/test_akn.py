"""Texts as Akoma Ntoso: well built, and read back as they were."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from laws.exporting import to_akn
from laws.exporting.akn import AKN, Document
from laws.exporting.rows import ATTACHED
from laws.importers.adapters.akn import ADAPTER
from laws.importers.rows import digest
from laws.importers.types import ARTICLES, CONTAINERS, TEXTS, Piece
from laws.models import LawVersion
from portal.lib.fields import clean_text
from tests.factories.laws import LawFactory
from tests.factories.texts import a_text, an_act, provision_rows
from tests.laws.importers.samples import a_file, the_law

# What the schema allows inside the elements that this library writes.
INSIDE = {
    "akomaNtoso": {"act"},
    "act": {"meta", "preface", "preamble", "body", "conclusions", "attachments"},
    "attachments": {"attachment"},
    "attachment": {"num", "heading", "doc"},
    "doc": {"meta", "mainBody"},
    "content": {"p"},
    "intro": {"p"},
    "preface": {"p"},
    "preamble": {"p"},
    "conclusions": {"p"},
}
NATIVE = {"article", "section", "rule", "book", "part", "title", "subtitle", "chapter", "subchapter", "division"}

characters = st.characters(exclude_categories=("Cs", "Cc", "Cn")) | st.sampled_from("\n\t <>&\"' \u3000")
words = st.text(characters, max_size=30).map(clean_text)
line = words.map(lambda text: " ".join(text.split("\n")))


@st.composite
def acts(draw: st.DrawFn) -> list[Piece]:
    """A tree of pieces as adapters make them: a piece stands at most one deeper than the container before it."""
    pieces = [Piece("article", "1", "", "Light.")]
    open_containers = 0
    units = st.sampled_from(sorted(CONTAINERS | ARTICLES | TEXTS))
    for unit in draw(st.lists(units, max_size=12)):
        depth = draw(st.integers(0, open_containers))
        pieces.append(Piece(unit, draw(line), draw(line), draw(words), depth))
        open_containers = depth + (unit in CONTAINERS)
    if draw(st.booleans()):
        start = [Piece("preface", text=draw(words)), Piece("preamble", text=draw(words))]
        pieces = start[draw(st.integers(0, 1)) :] + pieces
    return pieces


def written(pieces: Sequence[Piece]) -> str:
    rows = provision_rows(pieces)
    top = [row["position"] for row in rows if row["depth"] == 0 and row["unit"] not in ATTACHED]
    return "".join(Document("eng@2020", "<identification/>", "").write(rows, max(top, default=-1)))


def ids_of(root: etree._Element) -> list[str]:
    return [str(element.get("eId")) for element in root.iter() if element.get("eId")]


@given(acts())
def test_whatever_is_written_comes_back_with_the_same_pieces_anchors_and_digest(pieces: list[Piece]) -> None:
    back = the_law(ADAPTER, written(pieces)).pieces
    assert back == pieces
    assert digest(back) == digest(pieces)
    anchors = {row["anchor"] for row in provision_rows(back)}
    assert anchors == set(ids_of(etree.fromstring(written(pieces).encode())))


@given(acts())
def test_every_element_stands_where_the_schema_allows_it(pieces: list[Piece]) -> None:
    root = etree.fromstring(written(pieces).encode())
    ids = ids_of(root)
    assert len(ids) == len(set(ids)) == len(pieces)
    for element in root.iter():
        kind, children = etree.QName(element).localname, [etree.QName(child).localname for child in element]
        assert etree.QName(element).namespace == AKN
        if kind in INSIDE:
            assert set(children) <= INSIDE[kind]
            assert children
        if kind == "body":
            assert set(children) <= NATIVE | {"hcontainer"}
            assert children
        if kind == "hcontainer":
            assert element.get("name")
        if kind in NATIVE | {"hcontainer"}:
            order = [name for name in children if name in ("num", "heading", "intro", "content")]
            assert order == sorted(order, key=["num", "heading", "intro", "content"].index)
            assert ("content" in children) != bool(set(children) & (NATIVE | {"hcontainer"}))
    parts = [etree.QName(child).localname for child in root[0]]
    assert parts == sorted(parts, key=["meta", "preface", "preamble", "body", "conclusions", "attachments"].index)


def text_of(version: LawVersion) -> str:
    return "".join(to_akn(version))


@pytest.mark.django_db
def test_a_version_names_its_work_its_language_and_its_source() -> None:
    law = LawFactory.create(title_en="Lantern & Wick Act", number="c. L-1", adopted="1990-06-07")
    version = a_text(
        law, dated="2024-05", in_force_from="2024-05-02", publisher="Lantern Gazette", licence="CC0", source="gazette"
    )
    parsed = the_law(ADAPTER, text_of(version))
    assert parsed.title == "Lantern & Wick Act"
    assert (parsed.jurisdiction, parsed.language, parsed.dated) == (law.jurisdiction_id, "en", "2024-05")
    assert (parsed.adopted, parsed.in_force_from, parsed.number) == ("1990-06-07", "2024-05-02", "c. L-1")
    assert (parsed.publisher, parsed.licence, parsed.source) == ("Lantern Gazette", "CC0", "gazette")
    assert digest(parsed.pieces) == version.sha256
    assert f"/akn/{law.jurisdiction_id.lower()}/act/{law.slug}/{version.expression}" in text_of(version)


@pytest.mark.django_db
def test_what_is_not_known_is_left_out() -> None:
    version = a_text(LawFactory.create(number="", adopted=""), dated="")
    parsed = the_law(ADAPTER, text_of(version))
    assert (parsed.dated, parsed.adopted, parsed.number, parsed.licence, parsed.url) == ("", "", "", "", "")
    assert "FRBRnumber" not in text_of(version)
    assert 'name="imported"' in text_of(version)


@pytest.mark.django_db
def test_a_long_code_is_written_in_small_chunks_with_few_queries(django_assert_max_num_queries: object) -> None:
    pieces = [*an_act(1500, text="Everything new is protected. " * 40), Piece("annex", "Annex 1", "Fees", "One.")]
    version = LawVersion.objects.select_related("law__jurisdiction").get(pk=a_text(pieces=pieces).pk)
    with django_assert_max_num_queries(3):  # type: ignore[operator]  # a fixture of pytest-django without a public type
        chunks = list(to_akn(version))
    assert max(map(len, chunks)) < 10_000
    assert the_law(ADAPTER, "".join(chunks)).pieces == pieces


def test_a_translation_is_read_back_as_one(db: None) -> None:
    version = a_text(is_translation=True, translation_note="Ministry of Lamps")
    parsed = the_law(ADAPTER, text_of(version))
    assert (parsed.is_translation, parsed.translation_note) == (True, "Ministry of Lamps")


def test_a_file_of_this_library_is_recognised_by_its_content() -> None:
    assert ADAPTER.sniff(a_file(written(an_act()))) == 95
