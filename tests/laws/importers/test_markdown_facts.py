"""What the facts of a Markdown text prove: of which day it is, what is worked into it, who publishes it."""

import pytest

from laws.importers.choosing import choose
from laws.importers.types import LawFile, ParsedLaw, Rejected
from tests.laws.importers import markdown_samples as samples


def read(text: str) -> ParsedLaw:
    file = LawFile("any-name", text.encode())
    (parsed,) = choose(file).parse(file)
    return parsed


def german(said: str) -> ParsedLaw:
    """The German sample, its last amendment with these words behind it."""
    before, mark, _rest = samples.GERMAN.partition("(Nr. 53) ")
    return read(f"{before}{mark}{said}\n\n## Abschnitt 1\n\n### § 1\n\nEin Drache steigt.\n")


@pytest.mark.parametrize(
    "said",
    [
        "textlich nachgewiesen, dokumentarisch noch nicht abschließend bearbeitet",
        "ist berücksichtigt",
    ],
)
def test_a_german_amendment_that_is_in_the_text_dates_it(said: str) -> None:
    parsed = german(said)
    assert (parsed.dated, parsed.last_amended, parsed.in_force_from) == ("2021-08-10", "2021-08-10", "")
    assert [(one.date, one.note) for one in parsed.relations] == [("2021-06-23", ""), ("2021-08-10", "")]


@pytest.mark.parametrize("said", ["noch nicht berücksichtigt", "textlich noch nicht eingearbeitet"])
def test_a_german_amendment_that_is_not_worked_in_does_not_date_the_text(said: str) -> None:
    parsed = german(said)
    assert (parsed.dated, parsed.last_amended) == ("2021-06-23", "2021-06-23")
    assert parsed.relations[-1].note == "noch nicht eingearbeitet"


def test_the_day_of_the_gazette_is_not_the_date_of_a_text() -> None:
    facts = {
        "publication_date": "1940-06-27",
        "update_label": "Documento Actualizado",
        "entry_into_force": "1940-07-01",
    }
    body = "##### Artículo 1\n\nVuela. (Redacción dada por Ley 17.616 de 2003.)\n"
    defaulted = read(samples.legalize("uy", body, last_updated="1940-06-27", **facts))
    assert (defaulted.dated, defaulted.in_force_from, defaulted.adopted) == ("", "", "1940-06-27")
    assert read(samples.legalize("uy", body, **facts)).dated == ""
    assert read(samples.legalize("uy", body, last_updated="2019-01-01", **facts)).dated == "2019-01-01"


def test_a_ministry_or_a_signature_is_no_publisher() -> None:
    body = "##### Artículo 1\n\nVuela.\n"
    assert read(samples.legalize("uy", body, department="TERRA - EDUARDO", organismo="Ministerio")).publisher == ""
    assert read(samples.legalize("uy", body, department="TERRA", publisher="Gaceta")).publisher == "Gaceta"


def test_a_german_line_that_is_only_wrapped_begins_no_item() -> None:
    wrapped = (
        "(1) Die Richtlinie (ABl. S.\n81) und die Verordnung\n(EU) 2018/302 gelten\n\n"
        "1.  für Drachen\n    (EU) und\n2.  für Schnüre."
    )
    text = read(samples.GERMAN.replace("Er fällt.", wrapped)).pieces[-2].text
    assert text.split("\n") == [
        "(1) Die Richtlinie (ABl. S. 81) und die Verordnung (EU) 2018/302 gelten",
        "1. für Drachen (EU) und",
        "2. für Schnüre.",
    ]


@pytest.mark.parametrize("facts", ["note: " + "x" * 310_000 + "\n---", "note: never closed"])
def test_front_matter_without_an_end_is_refused(facts: str) -> None:
    with pytest.raises(Rejected, match="front matter is not closed"):
        read(f"---\ntitle: Law on Kites\n{facts}\n# Law on Kites\n\n##### Article 1\n\nIt flies.\n")


def test_long_front_matter_is_read() -> None:
    facts = {f"note_{place}": "x" * 1000 for place in range(100)}
    assert read(samples.legalize("uy", "##### Artículo 1\n\nVuela.\n", **facts)).title == "Law on Kites"
