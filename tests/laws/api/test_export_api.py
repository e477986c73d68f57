"""The library to take along: streamed a batch at a time, gone on with after a break, read back as the same texts."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.test import Client

from laws.api import lines
from laws.importers.types import Piece
from laws.models import Law, LawVersion
from tests.factories.laws import JudgmentFactory, LawFactory
from tests.factories.texts import a_text, an_act

pytestmark = pytest.mark.django_db

Budget = Callable[[int], Any]
LAWS, PROVISIONS = "/api/v1/export/laws.jsonl", "/api/v1/export/provisions.jsonl"
# Nested and without gaps, with every kind of piece.
CODE = [
    Piece("preamble", text="Having seen what there is."),
    Piece("part", "Part I", "Rights"),
    Piece("chapter", "Chapter I", "Marks", depth=1),
    Piece("article", "Article 1", "Scope", "All marks.", depth=2),
    Piece("article", "Article 1 bis", "", "And names, “quoted”\nin two lines.", depth=2),
    Piece("annex", "Annex", "Fees", "Ten."),
]


def taken(client: Client, path: str) -> list[dict[str, Any]]:
    response = client.get(path)
    assert response.streaming
    assert response.status_code == 200
    assert response["Content-Type"].startswith("application/jsonl")
    return [json.loads(line) for line in b"".join(response).decode().splitlines()]


@pytest.fixture
def texts() -> list[LawVersion]:
    code = a_text(LawFactory.create(slug="code"), pieces=CODE, licence="CC0", dated="2019-05-01")
    old = a_text(LawFactory.create(ref="de-act", jurisdiction__code="DE"), language="de", dated="2010-01-01")
    new = a_text(old.law, language="de", dated="2020-01-01", pieces=an_act(2, text="Alles Neue."))
    return [code, new]


def test_provisions_carry_the_keys_of_a_bulk_load_and_more(client: Client, texts: list[LawVersion]) -> None:
    rows = taken(client, PROVISIONS)
    assert [(row["law_id"], row["unit"], row["article"]) for row in rows] == [
        ("us-code", "preamble", ""),
        ("us-code", "part", "Part I"),
        ("us-code", "chapter", "Chapter I"),
        ("us-code", "article", "Article 1"),
        ("us-code", "article", "Article 1 bis"),
        ("us-code", "annex", "Annex"),
        ("de-act", "chapter", "Chapter I"),
        ("de-act", "article", "Article 1"),
        ("de-act", "article", "Article 2"),
    ]
    assert rows[4] == {
        "jurisdiction": "US",
        "law": "Patent Act",
        "law_id": "us-code",
        "language": "en",
        "article": "Article 1 bis",
        "heading": "",
        "text": "And names, “quoted”\nin two lines.",
        "unit": "article",
        "depth": 2,
        "anchor": "art_1bis",
        "expression": "eng@2019-05-01",
        "dated": "2019-05-01",
        "is_translation": False,
        "source": "test",
        "tier": "R",
        "licence": "CC0",
        "cursor": f"{texts[0].pk}-4",
    }


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("jurisdiction=DE", {"de-act"}),
        ("law=us-code", {"us-code"}),
        ("language=de", {"de-act"}),
        ("language=fr", set()),
    ],
)
def test_provisions_are_narrowed(client: Client, texts: list[LawVersion], query: str, found: set[str]) -> None:
    assert {row["law_id"] for row in taken(client, f"{PROVISIONS}?{query}")} == found


@pytest.mark.parametrize("at_once", [1, 3, 2000])
def test_whoever_was_cut_off_goes_on_behind_any_line(
    client: Client, texts: list[LawVersion], monkeypatch: pytest.MonkeyPatch, at_once: int
) -> None:
    monkeypatch.setattr(lines, "PROVISIONS_AT_ONCE", at_once)
    rows = taken(client, PROVISIONS)
    assert len({row["cursor"] for row in rows}) == len(rows) == 9
    for number, row in enumerate(rows):
        cache.clear()  # nobody asks so often
        assert taken(client, f"{PROVISIONS}?after={row['cursor']}") == rows[number + 1 :]


def test_laws_come_by_reference_with_all_that_is_known(
    client: Client, texts: list[LawVersion], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lines, "LAWS_AT_ONCE", 1)
    LawFactory.create(slug="act-without-text")
    rows = taken(client, LAWS)
    assert [row["ref"] for row in rows] == ["de-act", "us-act-without-text", "us-code"]
    assert [len(row["versions"]) for row in rows] == [2, 0, 1]
    assert [row["ref"] for row in taken(client, f"{LAWS}?after=de-act")] == ["us-act-without-text", "us-code"]
    assert [row["ref"] for row in taken(client, f"{LAWS}?has_text=true&jurisdiction=US")] == ["us-code"]
    assert client.get("/api/v1/laws/us-code/").json() == rows[2]


@pytest.mark.parametrize(
    ("path", "field"),
    [
        (f"{PROVISIONS}?jurisdiction=XX", "jurisdiction"),
        (f"{PROVISIONS}?after=soon", "after"),
        (f"{PROVISIONS}?after=1-2-3", "after"),
        (f"{PROVISIONS}?after=1-2%0A", "after"),
        (f"{PROVISIONS}?after=١-٢", "after"),
        (f"{PROVISIONS}?page=2", "page"),
        (f"{LAWS}?subject=cheese", "subject"),
        (f"{LAWS}?page=2", "page"),
        (f"{LAWS}?in_force_on=0001-01-01", "in_force_on"),
    ],
)
def test_a_value_that_means_nothing_is_refused(client: Client, texts: list[LawVersion], path: str, field: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 400
    assert list(answer.json()["fields"]) == [field]


def test_whatever_a_program_accepts_it_gets_lines(client: Client, texts: list[LawVersion]) -> None:
    assert client.get(LAWS, headers={"accept": "application/x-ndjson"}).status_code == 200


def test_it_is_read_a_batch_at_a_time(
    client: Client, monkeypatch: pytest.MonkeyPatch, django_assert_num_queries: Budget
) -> None:
    monkeypatch.setattr(lines, "PROVISIONS_AT_ONCE", 40)
    for number in range(6):
        a_text(LawFactory.create(slug=f"act-{number}"), pieces=an_act(19))
    response = client.get(PROVISIONS)
    stream = iter(response)
    with django_assert_num_queries(2):
        first = next(stream)
    assert first.count(b"\n") == 40
    with django_assert_num_queries(5):  # two more batches, and one look that finds no more
        assert sum(part.count(b"\n") for part in stream) == 80


def test_thirty_exports_an_hour_are_enough(client: Client) -> None:
    codes = [client.get(LAWS).status_code for _ in range(31)]
    assert codes == [200] * 30 + [429]
    assert client.get("/api/v1/laws/").status_code == 200


def test_it_is_read_back_as_the_same_texts(client: Client, texts: list[LawVersion], tmp_path: Path) -> None:
    file = tmp_path / "provisions.jsonl"
    file.write_bytes(b"".join(client.get(PROVISIONS)))
    before = list(LawVersion.objects.order_by("pk").values_list("pk", "sha256", "current"))
    call_command("import_laws", str(file))
    assert list(LawVersion.objects.order_by("pk").values_list("pk", "sha256", "current")) == before


def test_another_installation_reads_the_same_pieces(client: Client, texts: list[LawVersion], tmp_path: Path) -> None:
    file = tmp_path / "provisions.jsonl"
    file.write_bytes(b"".join(client.get(PROVISIONS)))
    told = {one.expression: (one.sha256, one.dated, one.tier, one.licence, one.source) for one in texts}
    LawVersion.objects.all().delete()
    Law.objects.all().delete()
    call_command("import_laws", str(file))
    found = LawVersion.objects.all()
    assert {one.expression: (one.sha256, one.dated, one.tier, one.licence, one.source) for one in found} == told


def test_typical_cases_keep_awarded_and_collected_apart(client: Client, django_assert_max_num_queries: Budget) -> None:
    JudgmentFactory.create(code="J1", decision_date="2019-03", amount="5.00", currency="USD", right="patent")
    JudgmentFactory.create(code="J2", decision_date="2021", jurisdiction__code="DE", right="trademark")
    with django_assert_max_num_queries(2):
        listed = client.get("/api/v1/judgments/").json()
    assert [row["code"] for row in listed["results"]] == ["J2", "J1"]
    found = client.get("/api/v1/judgments/j1/").json()
    assert (found["amount"], found["collected_amount"], found["currency"]) == ("5.00", None, "USD")
    assert "reviewed_by" not in found
    for query, codes in (("year=2019", ["J1"]), ("jurisdiction=DE", ["J2"]), ("right=patent", ["J1"])):
        assert [row["code"] for row in client.get(f"/api/v1/judgments/?{query}").json()["results"]] == codes
    assert list(client.get("/api/v1/judgments/?right=cheese").json()["fields"]) == ["right"]
    assert client.get("/api/v1/judgments/J9/").status_code == 404
