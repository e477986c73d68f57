"""Loading reference files: again and again, without undoing what people have corrected, and never silently."""

import json
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from portal.reference.models import Forum, Industry, Jurisdiction, JurisdictionCode, SeedFile
from portal.reference.seeding.loading import load
from portal.reference.seeding.registry import Seed, all_seeds
from portal.reference.seeding.reports import FileReport, Outcome
from portal.reference.seeds import TABLES

pytestmark = pytest.mark.django_db

PLACES = """\
code,code_system,iso3,m49,name_en,name_zh,kind,parent_code,un_member,un_region_code,un_region_en,un_region_zh,\
un_subregion_code,un_subregion_en,un_subregion_zh,official_languages,official_languages_en,official_languages_zh,\
currency,legal_family,legal_tags,source
HK,ISO3166-1,HKG,344,"Hong Kong, China",中国香港,region,CN,0,,,,,,,zh|en,Chinese|English,中文|英语,HKD,common,,own
CN,ISO3166-1,CHN,156,China,中国,country,,1,,,,,,,zh,Chinese,中文,CNY,civil,,cldr
NA,ISO3166-1,NAM,516,Namibia,纳米比亚,country,,1,,,,,,,en,English,英语,NAD|ZAR,,,cldr
NO,ISO3166-1,NOR,578,Norway,挪威,country,,1,,,,,,,nb|nn,Norwegian,挪威语,NOK,mixed,civil|customary,cldr
"""
Load = Callable[..., FileReport]


@pytest.fixture
def places(tmp_path: Path, settings: Any) -> Seed:
    """A table with a file of four jurisdictions, in a project of its own."""
    settings.BASE_DIR = tmp_path
    seed = Seed(TABLES[0], tmp_path / "jurisdictions.csv", code="1")
    seed.path.write_text(PLACES, encoding="utf-8", newline="")
    return seed


def edit(seed: Seed, old: str, new: str) -> None:
    text = seed.path.read_text(encoding="utf-8")
    assert old in text
    seed.path.write_text(text.replace(old, new), encoding="utf-8", newline="")


def numbers(report: FileReport) -> dict[str, int]:
    return {outcome.value: number for outcome, number in report.counts.items() if number}


def reasons(report: FileReport, outcome: str = "rejected") -> list[tuple[int, str, str]]:
    return [(note.line, note.key, note.reason) for note in report.notes if note.outcome == outcome]


def test_the_codes_of_norway_and_namibia_stay_text(places: Seed) -> None:
    assert numbers(load(places)) == {"new": 4}
    assert list(Jurisdiction.objects.values_list("code", flat=True)) == ["CN", "HK", "NA", "NO"]
    norway = Jurisdiction.objects.get(pk="NO")
    assert (norway.name, norway.languages, norway.un_member) == ("挪威", ["nb", "nn"], True)


def test_a_row_may_refer_to_a_later_row_of_its_file(places: Seed) -> None:
    load(places)
    assert Jurisdiction.objects.get(pk="HK").parent_id == "CN"


def test_other_codes_become_rows_with_the_source_of_their_row(places: Seed) -> None:
    load(places)
    codes = JurisdictionCode.objects.filter(jurisdiction="NO").values_list("scheme", "value", "source")
    assert list(codes) == [("code_system", "ISO3166-1", "cldr"), ("iso3", "NOR", "cldr"), ("m49", "578", "cldr")]


def test_a_second_load_skips_the_file_and_counts_its_rows(places: Seed) -> None:
    load(places)
    again = load(places)
    assert (numbers(again), again.skipped) == ({"unchanged": 4}, True)


def test_a_forced_load_reads_the_file_and_changes_nothing(places: Seed) -> None:
    load(places)
    again = load(places, force=True)
    assert (numbers(again), again.skipped) == ({"unchanged": 4}, False)


def test_a_changed_cell_changes_its_row_only(places: Seed) -> None:
    load(places)
    edit(places, "NOK,mixed,civil|customary", "NOK,civil,")
    report = load(places)
    assert numbers(report) == {"changed": 1, "unchanged": 3}
    assert reasons(report, "changed") == [(5, "NO", "legal_family, legal_tags")]
    norway = Jurisdiction.objects.get(pk="NO")
    assert (norway.legal_family, norway.legal_tags) == ("civil", [])
    assert numbers(load(places)) == {"unchanged": 4}


def test_a_changed_item_replaces_the_child_row(places: Seed) -> None:
    load(places)
    edit(places, "NOR,578", "NOR,999")
    assert numbers(load(places)) == {"changed": 1, "unchanged": 3}
    assert JurisdictionCode.objects.get(jurisdiction="NO", scheme="m49").value == "999"
    assert JurisdictionCode.objects.filter(jurisdiction="NO").count() == 3


def test_a_row_edited_here_is_kept_and_said_so_with_its_line(places: Seed) -> None:
    load(places)
    Jurisdiction.objects.filter(pk="NA").update(name_zh="纳米比亚共和国")
    edit(places, "挪威", "挪威王国")
    report = load(places)
    assert numbers(report) == {"changed": 1, "unchanged": 2, "kept": 1}
    assert reasons(report, "kept") == [(4, "NA", "edited here (name_zh)")]
    assert Jurisdiction.objects.get(pk="NA").name_zh == "纳米比亚共和国"


def test_an_edited_row_is_reported_although_the_file_is_unchanged(places: Seed) -> None:
    load(places)
    Jurisdiction.objects.filter(pk="NA").update(currency="NAD")
    assert numbers(load(places)) == {"unchanged": 3, "kept": 1}
    assert numbers(load(places, force=True)) == {"unchanged": 3, "kept": 1}


def test_an_edit_of_a_child_row_counts_as_an_edit(places: Seed) -> None:
    load(places)
    JurisdictionCode.objects.filter(jurisdiction="NA", scheme="iso3").delete()
    assert reasons(load(places), "kept") == [(4, "NA", "edited here (jurisdictioncode:value:iso3)")]


def test_a_row_counts_as_seeded_again_once_the_file_says_the_same(places: Seed) -> None:
    load(places)
    Jurisdiction.objects.filter(pk="NA").update(currency="NAD")
    edit(places, "NAD|ZAR", "NAD")
    assert numbers(load(places)) == {"unchanged": 4}
    edit(places, ",NAD,", ",NAD|ZAR,")
    assert numbers(load(places)) == {"changed": 1, "unchanged": 3}


def test_a_row_entered_here_is_not_overwritten_by_a_file(places: Seed) -> None:
    Jurisdiction.objects.create(code="NO", kind="country", name_zh="挪威", name_en="Norway (ours)")
    report = load(places)
    assert numbers(report) == {"new": 3, "kept": 1}
    assert reasons(report, "kept")[0][2].startswith("entered here, not by a file")
    assert Jurisdiction.objects.get(pk="NO").name_en == "Norway (ours)"


def test_a_deleted_row_is_added_again(places: Seed) -> None:
    load(places)
    Jurisdiction.objects.filter(pk="NA").delete()
    assert numbers(load(places)) == {"new": 1, "unchanged": 3}


def test_a_row_gone_from_the_file_is_reported_and_stays(places: Seed) -> None:
    load(places)
    lines = places.path.read_text(encoding="utf-8").splitlines(keepends=True)
    places.path.write_text("".join(lines[:-1]), encoding="utf-8", newline="")
    report = load(places)
    assert numbers(report) == {"unchanged": 3}
    assert reasons(report, "gone") == [(0, "NO", "seeded before, no longer in the file; left as it is")]
    assert Jurisdiction.objects.filter(pk="NO").exists()


def test_changed_code_loads_an_unchanged_file_again(places: Seed) -> None:
    load(places)
    assert load(Seed(places.table, places.path, code="2")).skipped is False


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("挪威,country", "挪威,planet", "kind “planet” does not fit: Value 'planet' is not a valid choice."),
        ("挪威,country", "挪威,", "kind must not be empty."),
        ("country,,1,,,,,,,nb", "country,,yes,,,,,,,nb", "un_member “yes” is neither 1 nor 0."),
        ("nb|nn", "nb||nn", "official_languages has an empty item between two | signs."),
        ("挪威,country,", "挪威,country,XX", "parent_code “XX” is not known."),
        ("customary,cldr\n", "customary,\n", "source must not be empty: say where the fact comes from."),
        ("customary,cldr\n", "customary,cldr,more\n", "The row has 23 cells, the header has 22."),
        ("\nNO,", "\nNA,", "The same key stands in line 4."),
    ],
)
def test_a_row_that_does_not_fit_is_refused_with_line_and_reason(places: Seed, old: str, new: str, said: str) -> None:
    edit(places, old, new)
    report = load(places)
    assert numbers(report) == {"new": 3, "rejected": 1}
    assert [(line, reason) for line, _, reason in reasons(report)] == [(5, said)]
    assert not Jurisdiction.objects.filter(pk="NO").exists()


def test_a_name_that_is_too_long_is_refused_on_every_database(places: Seed) -> None:
    edit(places, "Norway", "N" * 256)
    [(line, key, reason)] = reasons(load(places))
    assert (line, key) == (5, "NO")
    assert "at most 255 characters" in reason


def test_a_row_that_leans_on_a_refused_row_is_refused_too(places: Seed) -> None:
    edit(places, "China,中国,country", "China,中国,empire")
    report = load(places)
    assert {key for _, key, _ in reasons(report)} == {"HK", "CN"}
    assert numbers(report) == {"new": 2, "rejected": 2}


def test_a_file_with_a_refused_row_is_loaded_again_until_it_is_clean(places: Seed) -> None:
    edit(places, "挪威,country,", "挪威,country,SE")
    assert numbers(load(places)) == {"new": 3, "rejected": 1}
    Jurisdiction.objects.create(code="SE", kind="country")
    assert numbers(load(places)) == {"new": 1, "unchanged": 3}


def test_line_numbers_count_the_lines_of_the_file_not_the_rows(places: Seed) -> None:
    edit(places, '"Hong Kong, China"', '"Hong Kong,\nChina"')
    edit(places, "挪威,country", "挪威,planet")
    assert [line for line, _, _ in reasons(load(places))] == [6]


@pytest.mark.parametrize(
    ("content", "line", "said"),
    [
        (b"\xef\xbb\xbf" + PLACES.encode(), 1, "byte order mark"),
        (PLACES.replace("\n", "\r\n").encode(), 1, "Windows line ends"),
        (PLACES.encode().replace("挪威".encode(), "Norv\xe8ge".encode("latin-1")), 5, "not UTF-8"),
        (PLACES.replace("iso3,", "alpha3,").encode(), 1, "Columns missing: iso3. Columns not known: alpha3."),
        (PLACES.replace('"Hong Kong, China"', '"Hong" Kong').encode(), 2, "not CSV"),
        (b"", 1, "Columns missing"),
    ],
)
def test_a_file_that_cannot_be_trusted_is_refused_as_a_whole(
    places: Seed, content: bytes, line: int, said: str
) -> None:
    places.path.write_bytes(content)
    report = load(places)
    assert report.unreadable
    assert numbers(report) == {"rejected": 1}
    assert report.notes[0].line == line
    assert said in report.notes[0].reason
    assert not Jurisdiction.objects.exists()


def test_a_missing_file_is_reported(places: Seed) -> None:
    places.path.unlink()
    report = load(places)
    assert (report.unreadable, report.notes[0].reason) == (True, "The file cannot be opened.")


def test_many_to_many_items_are_looked_up_in_the_same_file(tmp_path: Path, settings: Any) -> None:
    settings.BASE_DIR = tmp_path
    [table] = [table for table in TABLES if table.model is Industry]
    seed = Seed(table, tmp_path / "industries.csv", code="1")
    header = "code,level,scheme,parent,name_zh,name_en,maps_to,status,source\n"
    rows = "KEY-PV,key_industry,own,,光伏,Photovoltaic,C38|C39,,own\nC38,division,GB,,电气,Electrical,,,memory\n"
    seed.path.write_text(header + rows + "C39,division,GB,,电子,Electronic,,,memory\n", encoding="utf-8")
    assert numbers(load(seed)) == {"new": 3}
    assert [row.code for row in Industry.objects.get(pk="KEY-PV").maps_to.order_by("pk")] == ["C38", "C39"]

    edit(seed, "C38|C39", "C39|C99")
    assert reasons(load(seed)) == [(2, "KEY-PV", "maps_to “C99” is not known.")]
    assert Industry.objects.get(pk="KEY-PV").maps_to.count() == 2


def test_control_characters_never_reach_a_name(places: Seed) -> None:
    edit(places, "Norway,", "Nor\x00way\u202e ,")
    load(places)
    assert Jurisdiction.objects.get(pk="NO").name_en == "Norway"


# --- the commands -----------------------------------------------------------------------------


@pytest.fixture
def project(places: Seed, monkeypatch: pytest.MonkeyPatch) -> Seed:
    """The commands see the small project."""
    for module in ("seed", "import_reference"):
        monkeypatch.setattr(f"portal.reference.management.commands.{module}.all_seeds", lambda: [places])
    return places


def run(*arguments: str) -> str:
    out = StringIO()
    call_command(*arguments, stdout=out)
    return out.getvalue()


def test_seed_ends_with_the_total_also_when_all_files_were_skipped(project: Seed) -> None:
    assert run("seed").splitlines()[-1] == "total: 4 new, 0 changed, 0 unchanged, 0 kept, 0 rejected"
    again = run("seed")
    assert "(file unchanged)" in again
    assert again.splitlines()[-1] == "total: 0 new, 0 changed, 4 unchanged, 0 kept, 0 rejected"


def test_seed_names_line_and_key_of_what_it_kept_and_refused(project: Seed) -> None:
    run("seed")
    Jurisdiction.objects.filter(pk="NA").update(currency="NAD")
    edit(project, "挪威,country", "挪威,planet")
    out = run("seed")
    assert "line 4 [NA] kept: edited here (currency)" in out
    assert "line 5 [NO] rejected: kind “planet” does not fit" in out


def test_seed_as_json_is_one_object_a_line(project: Seed) -> None:
    edit(project, "挪威,country", "挪威,planet")
    lines = [json.loads(line) for line in run("seed", "--json").splitlines()]
    assert lines[0]["new"] == 3
    assert lines[1]["line"] == 5
    assert lines[-1] == {"total": {"new": 3, "changed": 0, "unchanged": 0, "kept": 0, "rejected": 1}}


def test_seed_of_an_unreadable_file_ends_with_an_error_after_the_total(project: Seed) -> None:
    project.path.write_bytes(b"\xff")
    out = StringIO()
    with pytest.raises(CommandError, match="could not be read"):
        call_command("seed", stdout=out)
    assert out.getvalue().splitlines()[-1] == "total: 0 new, 0 changed, 0 unchanged, 0 kept, 1 rejected"


def test_seed_only_takes_the_name_or_the_path_of_a_file() -> None:
    assert "portal/reference/data/provinces.csv" in run("seed", "--only", "provinces.csv")
    assert Jurisdiction.objects.count() == 0
    with pytest.raises(CommandError, match=r"No reference file is called planets\.csv"):
        run("seed", "--only", "planets.csv")


def test_import_takes_a_part_of_a_file_and_reports_nothing_gone(project: Seed, tmp_path: Path) -> None:
    run("seed")
    part = tmp_path / "elsewhere" / "jurisdictions.csv"
    part.parent.mkdir()
    header, *rows = PLACES.splitlines(keepends=True)
    part.write_text(header + rows[-1].replace("Norway", "Kingdom of Norway"), encoding="utf-8", newline="")
    out = run("import_reference", str(part.parent))
    assert "gone" not in out
    assert out.splitlines()[-1] == "total: 0 new, 1 changed, 0 unchanged, 0 kept, 0 rejected"
    assert Jurisdiction.objects.get(pk="NO").name_en == "Kingdom of Norway"


def test_import_stores_the_good_rows_and_ends_with_an_error(project: Seed) -> None:
    edit(project, "挪威,country", "挪威,planet")
    with pytest.raises(CommandError, match=r"1 row\(s\) were refused"):
        run("import_reference", str(project.path))
    assert Jurisdiction.objects.count() == 3
    assert not SeedFile.objects.exclude(sha256="").exists()


@pytest.mark.parametrize(
    ("name", "said"), [("nowhere", "There is no file"), ("empty", "no .csv file"), ("planets.csv", "Not the name")]
)
def test_import_refuses_what_is_no_reference_file(tmp_path: Path, name: str, said: str) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "planets.csv").write_text("code\n", encoding="utf-8")
    with pytest.raises(CommandError, match=said):
        run("import_reference", str(tmp_path / name))


def test_every_table_is_described_once() -> None:
    seeds = all_seeds()
    assert len({seed.path.name for seed in seeds}) == len(seeds)
    assert Forum in {seed.table.model for seed in seeds}
    assert {seed.path.suffix for seed in seeds} == {".csv"}
    assert Outcome.KEPT in FileReport("x").counts
