"""Which law of the catalogue a text is, and what an import may add to the catalogue."""

import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from laws.importers.spelling import id_keys, number_keys, spelled_number, url_keys
from laws.models import Law, LawIdentifier, LawRelation
from laws.seeds import LAWS
from portal.reference.seeding.learning import learn
from tests.factories.laws import LawFactory, LawIdentifierFactory
from tests.factories.reference import JurisdictionFactory
from tests.laws.importers.bringing import a_line, a_ministry_file, imported, lines
from tests.laws.importers.samples import LIMS

pytestmark = pytest.mark.django_db


def a_law(code: str, slug: str, **facts: Any) -> Law:
    law: Law = LawFactory.create(
        jurisdiction=JurisdictionFactory.create(code=code), slug=slug, **({"title_zh": "", "title_en": ""} | facts)
    )
    return law


def the_ref(path: Path, content: str, name: str = "x.jsonl", **meta: Any) -> str:
    """The ref that the text in `content` gets; "" when it is rejected."""
    (path / name).write_text(content)
    if meta:
        (path / "meta.json").write_text(json.dumps(meta))
    ((row,), _status) = imported(path)
    return str(row["ref"])


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ley 17.336", "17336"),
        ("Ley Nº 17011", "17011"),
        ("SFS 1960:729", "1960:729"),
        ("SR 232.14", "232.14"),
        ("LOV-1967-12-15-9", "lov/1967-12-15-9"),
        ("Act No. 125 of 1959", "ACT No 125 OF 1959"),
    ],
)
def test_spellings_of_one_number_have_a_key_in_common(one: str, other: str) -> None:
    assert number_keys(one, "XX") & number_keys(other, "XX")


@pytest.mark.parametrize(
    ("one", "other"), [("c. T-13", "c. T-1.3"), ("1960:729", "1960:7"), ("Decreto 17.336", "17336"), ("4", "4")]
)
def test_numbers_that_are_not_the_same_have_none(one: str, other: str) -> None:
    assert not number_keys(one, "XX") & number_keys(other, "XX")


def test_an_id_is_found_in_the_address_of_the_catalogue() -> None:
    known = url_keys("https://www.bcn.cl/leychile/navegar?idNorma=28933")
    assert id_keys("cl/CL-28933.md", "CL") & known
    assert url_keys("http://bcn.cl/leychile/navegar/?idNorma=28933") & known
    assert id_keys("ch/cc-1955-871_893_899.md", "CH") & url_keys("https://fedlex.data.admin.ch/eli/cc/1955/871_893_899")
    assert not id_keys("cl/CL-28934.md", "CL") & known


def test_dots_of_thousands_are_no_part_of_a_number_and_others_are() -> None:
    assert spelled_number("17.336") == "17336"
    assert spelled_number("T-1.3") == "t1-3"


def test_a_text_lands_on_the_law_its_number_names(tmp_path: Path) -> None:
    law = a_law("CA", "c-l-1-5", number="c. L-1.5", title_en="An older name")
    assert the_ref(tmp_path, LIMS, "L-1.5.xml", jurisdiction="CA") == law.ref
    assert set(law.identifiers.values_list("scheme", flat=True)) == {"publisher"}


def test_a_text_lands_on_the_law_of_its_exact_title(tmp_path: Path) -> None:
    law = a_law("CN", "2020-aaaaaaaa", title_zh="灯笼法")
    a_law("CN", "2020-bbbbbbbb", title_zh="灯笼法实施细则")
    row = a_line("第一条", jurisdiction="CN", law="中华人民共和国灯笼法", law_id="", language="zh-Hans")
    assert the_ref(tmp_path, lines([row])) == law.ref


def test_of_several_laws_of_one_title_the_one_changed_on_that_date_is_it(tmp_path: Path) -> None:
    a_law("CN", "2010-aaaaaaaa", title_zh="灯笼法", last_amended="2010-02-03")
    law = a_law("CN", "2020-bbbbbbbb", title_zh="灯笼法", last_amended="2020-02-03")
    row = a_line("第一条", jurisdiction="CN", law="灯笼法", law_id="法律/灯笼法(2020-02-03).md", language="zh-Hans")
    assert the_ref(tmp_path, lines([row])) == law.ref


def test_an_ambiguous_title_is_rejected_with_the_laws_named_and_meta_json_decides(tmp_path: Path) -> None:
    first, second = a_law("CA", "a", title_en="Lantern Act"), a_law("CA", "b", title_en="Lantern Act")
    (tmp_path / "x.txt").write_text("Lantern Act\n\nSection 1\nLanterns shall be lit.\n\nSection 2\nWicks burn.\n")
    meta = {"jurisdiction": "CA", "language": "en", "title": "Lantern Act"}
    (tmp_path / "meta.json").write_text(json.dumps(meta))
    ((row,), status) = imported(tmp_path)
    assert (row["outcome"], status) == ("rejected", 1)
    assert f"{first.ref}, {second.ref}" in row["reason"]
    (tmp_path / "meta.json").write_text(json.dumps(meta | {"ref": second.ref}))
    ((row,), _) = imported(tmp_path)
    assert (row["outcome"], row["ref"]) == ("new", second.ref)


def test_two_acts_of_one_title_with_different_numbers_are_two_laws(tmp_path: Path) -> None:
    law = a_law("TW", "z0990009", number="Z0990009", title_original="燈籠法")
    assert the_ref(tmp_path, a_ministry_file(pcode="Z0990001"), "x.json") == "tw-z0990001"
    assert not law.versions.exists()


def test_two_files_of_one_publisher_are_two_laws_whatever_their_title(tmp_path: Path) -> None:
    a_law("US", "17-u-s-c", title_original="Code, Title 17")
    path = tmp_path / "x.jsonl"
    rows = [
        a_line(jurisdiction="US", law="Code, Title 17", law_id=f"title-17/chunk-{number}.md", text=f"Text {number}.")
        for number in range(1, 5)
    ]
    path.write_text(lines(rows))
    found, _ = imported(path)
    assert [row["outcome"] for row in found] == ["new"] * 4
    assert len({row["ref"] for row in found}) == 4
    assert [row["outcome"] for row in imported(path)[0]] == ["unchanged"] * 4


@pytest.mark.parametrize(
    ("facts", "ref"),
    [
        ({"law_id": "ca/L-1.5.xml"}, "ca-l-1-5"),
        ({"law_id": "", "law": "Lantern and Wick Act"}, "ca-lantern-and-wick-act"),
        ({"law_id": "", "law": "灯笼法", "language": "zh-Hans"}, "ca-nd-"),
        ({"law_id": "x/灯笼法(2020-02-03).md", "law": "灯笼法", "language": "zh-Hans"}, "ca-2020-"),
    ],
)
def test_a_law_that_is_not_held_gets_a_ref_by_the_rule(tmp_path: Path, facts: dict[str, str], ref: str) -> None:
    JurisdictionFactory.create(code="CA")
    found = the_ref(tmp_path, lines([a_line(**facts)]))
    assert found.startswith(ref)
    assert len(found) == len(ref) + (8 if ref.endswith("-") else 0)
    law = Law.objects.get()
    assert (law.kind, law.status, law.status_basis) == ("unknown", "unknown", "")


def test_an_id_too_long_for_its_column_is_still_recognised(tmp_path: Path) -> None:
    JurisdictionFactory.create(code="CA")
    path = tmp_path / "x.jsonl"
    path.write_text(lines([a_line(law_id=f"folder/{'x' * 200}.md")]))
    assert imported(path)[0][0]["outcome"] == "new"
    path.write_text(lines([a_line(law_id=f"folder/{'x' * 200}.md", law="Another name")]))
    assert imported(path)[0][0]["outcome"] == "unchanged"
    assert Law.objects.count() == 1


def test_relations_lead_to_the_law_held_here(tmp_path: Path) -> None:
    amending = a_law("CA", "2024-c-3", number="2024, c. 3")
    assert the_ref(tmp_path, LIMS, "L-1.5.xml", jurisdiction="CA") == "ca-c-l-1-5"
    relation = LawRelation.objects.get(kind="amends")
    assert (relation.actor, relation.target.ref if relation.target else "") == (amending, "ca-c-l-1-5")
    imported(tmp_path)
    assert LawRelation.objects.count() == 1


def test_what_a_text_tells_is_learned_and_the_next_seed_neither_undoes_nor_reports_it(tmp_path: Path) -> None:
    call_command("seed", only=["jurisdictions.csv", "laws.csv"], stdout=io.StringIO())
    law = Law.objects.get(ref="cn-2020-68fb73dd")
    title = law.title_original
    assert learn(LAWS, law, {"adopted": "1984-03-12", "status": "in_force"}) == {
        "adopted": "1984-03-12",
        "status": "in_force",
    }
    assert learn(LAWS, law, {"adopted": "1999-01-01"}) == {}
    LawIdentifierFactory.create(law=law, scheme="publisher", value="an id")
    out = io.StringIO()
    call_command("seed", only=["laws.csv"], force=True, stdout=out)
    assert out.getvalue().splitlines()[-1] == "total: 0 new, 0 changed, 1841 unchanged, 0 kept, 0 rejected"
    law.refresh_from_db()
    assert (law.adopted, law.status, law.title_original) == ("1984-03-12", "in_force", title)
    assert LawIdentifier.objects.filter(law=law, scheme="publisher").exists()


def test_a_law_that_a_person_has_edited_stays_recognisable(tmp_path: Path) -> None:
    call_command("seed", only=["jurisdictions.csv", "laws.csv"], stdout=io.StringIO())
    law = Law.objects.get(ref="cn-2020-68fb73dd")
    law.title_en = "Patent Law, edited"
    law.save()
    learn(LAWS, law, {"adopted": "1984-03-12"})
    out = io.StringIO()
    call_command("seed", only=["laws.csv"], force=True, stdout=out)
    assert "edited here" in out.getvalue()
    law.refresh_from_db()
    assert (law.title_en, law.adopted) == ("Patent Law, edited", "1984-03-12")
