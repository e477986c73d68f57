"""Laws kept as Markdown: which adapter reads them, what it finds, what it says of them."""

import pytest

from laws.importers.choosing import choose
from laws.importers.numbers import number_pieces
from laws.importers.types import LawFile, ParsedLaw, Piece, Rejected
from tests.laws.importers import markdown_samples as samples


def read(text: str, **meta: object) -> ParsedLaw:
    file = LawFile("any-name", text.encode(), meta)
    laws = list(choose(file).parse(file))
    assert len(laws) == 1
    return laws[0]


def outline_of(parsed: ParsedLaw) -> list[tuple[int, str, str, str]]:
    return [(piece.depth, piece.unit, piece.number_raw, piece.heading) for piece in parsed.pieces]


def article(parsed: ParsedLaw, number: str) -> Piece:
    return next(piece for piece in parsed.pieces if piece.number_raw == number)


@pytest.mark.parametrize(
    ("text", "adapter"),
    [
        (samples.SWISS, "legalize"),
        (samples.CHILEAN, "legalize"),
        (samples.IRISH, "legalize"),
        (samples.SWEDISH, "selex"),
        (samples.GERMAN, "bundestag"),
        (samples.CHINESE, "lawrefbook"),
    ],
)
def test_the_adapter_is_chosen_by_the_content(text: str, adapter: str) -> None:
    assert choose(LawFile("notes.bin", text.encode())).name == adapter


def test_a_swiss_law_has_its_letters_notes_and_raised_numbers() -> None:
    parsed = read(samples.SWISS)
    assert outline_of(parsed) == [
        (0, "preamble", "", ""),
        (0, "title", "1. Titel", "Drachen"),
        (1, "chapter", "1. Kapitel", "Allgemeines"),
        (2, "article", "Art. 1", "Gegenstand"),
        (2, "article", "Art. 1a", "Zusatz"),
        (2, "article", "Art. 3", ""),
        (2, "note", "", "Fussnoten"),
        (0, "note", "", ""),
    ]
    assert article(parsed, "Art. 1").text == "¹ Dieses Gesetz regelt:\na. das Steigen;\nb. das Fallen (Art. 2)."
    assert article(parsed, "Art. 1a").text == "Ein Text mit *Stern und Schrägem."
    assert parsed.pieces[-1].text == "3 Fassung gemäss Anhang.\n4 Eingefügt."
    assert (parsed.jurisdiction, parsed.language, parsed.kind) == ("CH", "de", "statute")
    assert (parsed.adopted, parsed.dated, parsed.in_force_from) == ("2001-05-04", "2017-01-01", "")
    assert parsed.status == "in_force"
    assert "Fedlex" in parsed.status_basis
    assert parsed.identifiers == ["K-7", "999.1"]
    assert parsed.titles["fr"] == "Loi sur les cerfs-volants"
    assert any(": 2" in warning for warning in parsed.warnings)


def test_a_chilean_article_loses_the_number_that_is_printed_twice() -> None:
    parsed = read(samples.CHILEAN)
    assert article(parsed, "Artículo 1").text == "Toda cometa tiene cola."
    assert article(parsed, "Artículo 1 BIS").text == "La cola es larga."
    assert (1, "chapter", "CAPITULO I", "De la forma") in outline_of(parsed)
    assert [numbered.anchor for numbered in number_pieces(parsed.pieces)][2:5] == ["art_1", "art_1bis", "art_2nn"]


def test_transitional_provisions_of_another_law_are_attached_and_not_counted() -> None:
    parsed = read(samples.CHILEAN)
    assert parsed.articles == 3
    assert parsed.pieces[-2].unit == "attachment"
    assert number_pieces(parsed.pieces)[-1].anchor.startswith("att_")
    assert (parsed.number, parsed.adopted, parsed.dated) == ("Ley 123", "1970-08-28", "")


def test_a_default_status_is_not_believed() -> None:
    assert read(samples.CHILEAN).status == ""
    assert read(samples.FRENCH).status == ""
    assert read(samples.CHILEAN.replace("in_force", "derogada")).status == "repealed"


def test_an_irish_act_has_sections_and_paragraphs_of_schedules() -> None:
    parsed = read(samples.IRISH)
    assert outline_of(parsed) == [
        (0, "part", "PART I", "Kites"),
        (1, "chapter", "Chapter 1", "General"),
        (2, "section", "1", "Short title."),
        (2, "section", "2A", "Tails."),
        (0, "attachment", "FIRST SCHEDULE", "Old kites"),
        (1, "part", "PART I", ""),
        (2, "paragraph", "1", ""),
        (2, "paragraph", "2", ""),
        (0, "attachment", "SECOND SCHEDULE", ""),
        (1, "intro", "", ""),
    ]
    assert parsed.articles == 2
    assert article(parsed, "1").text.split("\n") == [
        "(1) This Act may be cited as the Kites Act.",
        "(2) It applies to section 2.",
    ]
    assert parsed.pieces[6].text == "(1) Old kites stay.\n(2) They fly."
    assert parsed.pieces[-1].text == "Number | Title\n1 | Strings Act"
    assert parsed.titles["ga"] == "An tAcht um Eitleoga"


def test_a_norwegian_number_keeps_no_mark_of_a_note() -> None:
    parsed = read(samples.NORWEGIAN)
    assert article(parsed, "§ 1").heading == "Formål"
    assert article(parsed, "§ 1 b").heading == ""
    assert parsed.adopted == "1999-12-15"
    assert parsed.dated == parsed.last_amended == "2024-05-24"
    assert [(one.identifier, one.acts) for one in parsed.relations] == [
        ("lov/1961-03-03-4", True),
        ("lov/1961-03-03-5", True),
        ("lov/2023-12-20-110", False),
    ]


def test_an_annexed_instrument_is_held_whole_and_its_numbers_counted_once() -> None:
    parsed = read(samples.NORWEGIAN)
    assert [piece.unit for piece in parsed.pieces if piece.number_raw.startswith("Art")] == ["article", "paragraph"]
    assert parsed.articles == 3


def test_a_heading_without_a_rank_beside_the_chapters_is_beside_them() -> None:
    parsed = read(
        samples.legalize(
            "no",
            "## Innledning\n\nOrd.\n\n## Kapittel 1. Drager\n\n##### § 1.\n\nx\n\n## Vedtak\n\nOrd.\n\n"
            "## Kapittel 2. Haler\n\n##### § 2.\n\nx",
        )
    )
    assert [(depth, number or heading) for depth, unit, number, heading in outline_of(parsed) if unit != "intro"] == [
        (0, "Innledning"),
        (0, "Kapittel 1"),
        (1, "§ 1"),
        (0, "Vedtak"),
        (0, "Kapittel 2"),
        (1, "§ 2"),
    ]


def test_french_headings_of_one_level_contain_one_another_by_their_words() -> None:
    parsed = read(samples.FRENCH)
    assert outline_of(parsed) == [
        (0, "hcontainer", "", "Partie législative"),
        (1, "part", "Première partie", "Les cerfs-volants"),
        (2, "book", "Livre Ier", "La toile"),
        (3, "title", "Titre Ier", "Objet"),
        (4, "chapter", "Chapitre Ier", "Nature"),
        (5, "section_group", "Section 1", "Définitions"),
        (6, "article", "Article L111-1", ""),
        (6, "article", "Article R*111-2", ""),
        (3, "title", "Titre II", "Durée"),
        (4, "chapter", "Chapitre unique", ""),
        (5, "article", "Article L121-1", ""),
        (5, "hcontainer", "Annexes", ""),
        (6, "annex", "", "Article Annexe de l'article R. 111-2"),
    ]
    assert article(parsed, "Article R*111-2").text == "1° Elle est bleue ;\n2° Elle est rouge."


def test_a_swedish_law_brings_its_amendments_and_survives_torn_headings() -> None:
    parsed = read(samples.SWEDISH)
    assert [piece.number_raw for piece in parsed.pieces if piece.unit == "section"] == ["1 §", "1 a §", "1 §", "2 §"]
    assert article(parsed, "1 §").text == "En drake får, enligt 2 §, stiga. Lag (1986:235)."
    assert parsed.articles == 5
    assert (parsed.number, parsed.adopted, parsed.dated) == ("SFS 1971:45", "1971-06-29", "2025-06-09")
    assert parsed.last_amended == "1986-07-01"
    assert [(one.identifier, one.date, one.note) for one in parsed.relations] == [
        ("1986:235", "1986-07-01", "ändr. 1 §"),
        ("2025:9", "2030-07-01", ""),
    ]


def test_a_german_law_has_its_list_of_facts_read_and_not_in_its_text() -> None:
    parsed = read(samples.GERMAN)
    assert outline_of(parsed) == [
        (0, "preamble", "", ""),
        (0, "section_group", "Abschnitt 1", "Steigen"),
        (1, "section", "§ 1", "Zweck"),
        (1, "note", "§§ 2 bis 4", "(weggefallen)"),
        (1, "section", "§ 5a", ""),
        (1, "annex", "Anhang", "(zu § 1)"),
    ]
    assert parsed.pieces[0].text == "Dieses Gesetz dient dem Steigen vom 12. Mai."
    assert article(parsed, "§ 1").text == "(1) Ein Drache, der steigt, ist\n1. leicht oder bunt und\n2. neu."
    assert parsed.pieces[-1].text == "Bilder 1 - 2."
    assert (parsed.adopted, parsed.last_amended, parsed.dated) == ("1999-09-09", "2021-08-10", "2021-08-10")
    assert parsed.identifiers == ["DrachenG 1999", "DrachenG", "drachg_1999"]
    assert [one.kind for one in parsed.relations] == ["amends", "amends"]
    assert parsed.status == ""


def test_a_chinese_law_has_its_history_and_articles_at_the_head_of_lines() -> None:
    parsed = read(samples.CHINESE)
    assert outline_of(parsed) == [
        (0, "chapter", "第一章", "总 则"),
        (1, "article", "第一条", ""),
        (1, "article", "第二条", ""),
        (1, "section_group", "第一节", "线"),
        (2, "article", "第二条之一", ""),
        (2, "article", "第三条", ""),
        (0, "attachment", "附件", ""),
        (1, "intro", "", ""),
    ]
    assert article(parsed, "第二条").text == "风筝分为下列种类：\n（一）大的；\n（二）小的。\n第一条规定的除外。"
    assert (parsed.adopted, parsed.last_amended, parsed.dated) == ("1993-09-02", "2019-04-23", "2019-04-23")
    assert (parsed.title, parsed.language, parsed.kind) == ("中华人民共和国风筝法", "zh-Hans", "statute")
    assert [(one.kind, one.label, one.acts) for one in parsed.relations] == [("repeals", "风筝暂行办法", True)]


UNSEEN = [
    (
        "sk",
        "## PRVÁ ČASŤ\n\n### Prvá hlava Let\n\n##### § 1 Let\n\nText.\n\n##### § 2a\n\nx\n",
        "part_1 part_1__title_1 sec_1 sec_2a",
    ),
    (
        "cz",
        "## ČÁST PRVNÍ\n\n### HLAVA I\n\n#### Díl 1\n\n##### § 1.\n\nx\n\n##### § 2b\n\nx",
        "part_1 part_1__title_1 part_1__title_1__dvs_1 sec_1 sec_2b",
    ),
    (
        "lu",
        "### Chapitre I<sup>er</sup>. - Vol\n\n###### Art. 1<sup>er</sup>. Vol\n\nx\n\n###### Art. 2.-\n\n"
        "x\n\n###### Art. 3bis\n\nx",
        "chp_1 art_1 art_2 art_3bis",
    ),
    (
        "ar",
        "## CAPITULO I\n\n###### ARTICULO 1º — Vuelo\n\nx\n\n###### Art.2\n\nx\n\n###### ARTICULO 3 bis\n\nx",
        "chp_1 art_1 art_2 art_3bis",
    ),
    (
        "li",
        "### I. Flug\n\n##### Art. 1[^1]\n\nx\n\n##### Art. 2a [^2]\n\nx",
        "hcontainer_1 art_1 art_2a",
    ),
    (
        "ad",
        "## Capítol I. Vol\n\n##### Article 1. Vol\n\nx\n\n##### Disposició final primera\n\nx",
        "chp_1 art_1 art_df1",
    ),
    (
        "fi",
        "## 1 luku Lento\n\n##### 1 § Lento\n\nx\n\n##### 2 a § Muu\n\nx",
        "chp_1 sec_1 sec_2a",
    ),
    (
        "pe",
        "## TÍTULO I\n\n##### Artículo 1.- Vuelo\n\nx\n\n##### Artículo 2°.- Caída\n\nx",
        "title_1 art_1 art_2",
    ),
    (
        "co",
        "## CAPITULO I.\n\n##### ARTÍCULO 1o. VUELO.\n\nx\n\n##### Artículo Segundo\n\nx\n\n##### ARTÍCULO 3A.\n\nx",
        "chp_1 art_1 art_2 art_3a",
    ),
    (
        "ee",
        "## 1. peatükk Lend\n\n##### § 1. Lend\n\nx\n\n##### § 1<sup>1</sup>. Veel\n\nx",
        "chp_1 sec_1 sec_1-1",
    ),
    (
        "gr",
        "## ΚΕΦΑΛΑΙΟ Α΄\n\n##### Άρθρο 1 Πτήση\n\nx\n\n##### Άρθρο 1Α\n\nx\n\n##### ΑΡΘΡΟ 2\n\nx",
        "chp_a art_1 art_1a art_2",
    ),
    (
        "es",
        "##### Artículo 1 quinquies. Vuelo.\n\nx\n\n##### Disposición adicional primera. Más.\n\nx",
        "art_1quinquies art_da1",
    ),
    (
        "no",
        "## Kapittel II\n\n##### § 2-1. Flyging\n\nx\n\n##### § 2-1 a. Mer\n\nx",
        "chp_2 sec_2-1 sec_2-1a",
    ),
    (
        "ie",
        "## PART I\n\n**1.**—(1) This Act.\n\n**1A.**—More.",
        "part_1 sec_1 sec_1a",
    ),
    ("ie", "## PART I\n\n##### 1\n\nx\n\n##### 1A Tails.\n\nx", "part_1 sec_1 sec_1a"),
    ("fr", "## Livre Ier\n\n##### L111-1\n\nx\n\n##### R*111-2\n\nx", "book_1 art_l111-1 art_r111-2"),
    (
        "xx",
        "## 101. Kites\n\nx\n\n## 102. Tails\n\nx\n\n## 103. Strings\n\nx",
        "sec_101 sec_102 sec_103",
    ),
]


@pytest.mark.parametrize(("country", "body", "anchors"), UNSEEN)
def test_the_headings_of_another_country_are_understood(country: str, body: str, anchors: str) -> None:
    parsed = read(samples.legalize(country, body))
    assert [n.anchor for n in number_pieces(parsed.pieces) if not n.anchor.endswith("note")] == anchors.split()


def test_facts_without_a_text_are_refused() -> None:
    with pytest.raises(Rejected, match="0 articles found"):
        read(samples.legalize("cl", "Solo datos."))


def test_front_matter_that_is_no_yaml_is_read_line_by_line() -> None:
    broken = samples.CHILEAN.replace('title: "Law on Kites"', 'title: "Law on "Kites": all of them"')
    assert read(broken).title == 'Law on "Kites": all of them'


def test_front_matter_with_aliases_is_not_expanded() -> None:
    bomb = "a: &a [x,x]\n" + "".join(
        f"{chr(98 + n)}: &{chr(98 + n)} [*{chr(97 + n)},*{chr(97 + n)}]\n" for n in range(20)
    )
    assert read(samples.CHILEAN.replace('country: "cl"\n', f'country: "cl"\n{bomb}')).articles == 3


def test_what_meta_says_fills_what_the_text_leaves_open() -> None:
    parsed = read(samples.CHINESE, number="主席令第1号", licence="none", jurisdiction="XX")
    assert parsed.identifiers[-1] == "主席令第1号"
    assert (parsed.jurisdiction, parsed.licence) == ("CN", "none")


def test_lost_characters_are_said() -> None:
    assert any("\ufffd" in warning for warning in read(samples.CHILEAN.replace("larga", "l\ufffdrga")).warnings)
