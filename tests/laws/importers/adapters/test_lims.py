"""Acts and regulations of Justice Canada."""

import pytest

from laws.importers.adapters.lims import ADAPTER
from laws.importers.types import Rejected
from tests.laws.importers.samples import LIMS, LIMS_REGULATION, a_file, outline, the_law


def test_headings_become_containers_by_their_level_and_sections_keep_their_notes() -> None:
    parsed = the_law(ADAPTER, LIMS)
    assert outline(parsed) == [
        (0, "preface", "", ""),
        (0, "preamble", "", ""),
        (0, "section", "1", "Short title"),
        (0, "part", "PART I", "Lanterns"),
        (1, "hcontainer", "", "Interpretation"),
        (2, "section", "2", "Definitions"),
        (2, "section", "2.1", ""),
        (0, "part", "PART II", "Wicks"),
        (1, "section", "3", ""),
        (0, "annex", "SCHEDULE 1", "Fees"),
        (0, "attachment", "", "RELATED PROVISIONS"),
        (1, "hcontainer", "", "2001, c. 3, s. 9"),
        (2, "section", "9", ""),
    ]


def test_sections_of_related_provisions_are_read_but_not_counted() -> None:
    parsed = the_law(ADAPTER, LIMS)
    assert parsed.articles == 4
    assert parsed.pieces[-1].text == "Older lanterns stay lit."


def test_labels_stand_before_the_line_of_their_unit() -> None:
    texts = {piece.number_raw: piece.text for piece in the_law(ADAPTER, LIMS).pieces}
    assert texts["1"] == "This is the Lantern Act."
    assert texts["2"] == "In this Act,\nlantern means a lamp with\n(a) a wick, or\n(b) a cell;"
    assert texts["2.1"] == "Idem\n(1) A lantern burns."
    assert texts["3"] == "[Repealed, 2001, c. 3, s. 4]"
    assert texts["SCHEDULE 1"] == "(Section 2)\nLamp | two dollars"


def test_dates_numbers_and_status_are_those_of_the_publisher() -> None:
    parsed = the_law(ADAPTER, LIMS, number="R.S.C. 1990, c. L-1.5", licence="Free", language="en")
    assert (parsed.jurisdiction, parsed.language, parsed.title, parsed.kind) == ("CA", "en", "Lantern Act", "statute")
    assert (parsed.dated, parsed.last_amended, parsed.adopted) == ("2024-05-01", "2024-04-01", "1990-06-07")
    assert parsed.number == "c. L-1.5"
    assert parsed.identifiers == ["c. L-1.5", "L-1.5", "1990, c. 12", "R.S.C. 1990, c. L-1.5"]
    assert (parsed.status, parsed.licence) == ("in_force", "Free")
    assert 'in-force="yes"' in parsed.status_basis
    (amendment,) = parsed.relations
    assert (amendment.kind, amendment.label, amendment.date) == ("amends", "2024, c. 3", "2024-04-01")


def test_a_french_regulation_names_its_act_and_both_spellings_of_its_number() -> None:
    parsed = the_law(ADAPTER, LIMS_REGULATION)
    assert (parsed.language, parsed.kind, parsed.articles) == ("fr", "regulation", 2)
    assert parsed.identifiers == ["DORS/2020-7", "SOR/2020-7"]
    assert parsed.pieces[-1].text == "Huile"
    assert parsed.status == ""
    (made_under,) = parsed.relations
    assert (made_under.kind, made_under.identifier, made_under.acts) == ("implements", "L-1.5", True)


def test_an_act_without_sections_is_refused() -> None:
    start, _, rest = LIMS.partition("<Body>")
    with pytest.raises(Rejected, match="0 articles found"):
        list(ADAPTER.parse(a_file(start + "<Body></Body>" + rest.partition("</Body>")[2])))
