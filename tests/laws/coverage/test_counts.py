"""The numbers of the coverage page equal a count made straight from the tables, row by row."""

import csv
import io
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from laws.coverage import counts
from laws.importers.types import Piece
from laws.models.choices import Subject
from tests.factories.laws import LawFactory
from tests.factories.texts import a_text, an_act
from tests.laws.coverage.library import a_varied_library

pytestmark = pytest.mark.django_db


def rows(sql: str) -> list[dict[str, Any]]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def counted_by_hand(place: str, right: str) -> dict[str, Any]:
    """One place and right, counted in Python from the rows of five tables; nothing is shared with the page."""
    subjects: dict[int, set[str]] = {}
    for row in rows("SELECT law_id, subject FROM laws_lawsubject"):
        subjects.setdefault(row["law_id"], set()).add(row["subject"])
    everything = {row["id"]: row for row in rows("SELECT * FROM laws_law")}
    texts = rows("SELECT * FROM laws_lawversion")
    with_text = {text["law_id"] for text in texts}
    laws = [
        law
        for law in everything.values()
        if law["jurisdiction_id"] == place and (not right or right in subjects.get(law["id"], set()))
    ]
    own = {law["id"] for law in laws}
    held = [text for text in texts if text["law_id"] in own]
    inherited = []
    for row in rows("SELECT jurisdiction_id, law_id, CAST(subjects AS text) AS subjects FROM laws_lawinheritance"):
        on_right = not right or f'"{right}"' in row["subjects"]
        if row["jurisdiction_id"] == place and on_right and everything[row["law_id"]]["status"] != "repealed":
            inherited.append(row["law_id"])
    titled = [law for law in laws if law["title_zh"]]
    return {
        "laws": len(laws),
        "repealed": sum(law["status"] == "repealed" for law in laws),
        "status_unknown": sum(law["status"] == "unknown" for law in laws),
        "with_text": len(own & with_text),
        "repealed_with_text": sum(law["status"] == "repealed" and law["id"] in with_text for law in laws),
        "inherited": len(inherited),
        "inherited_with_text": len(set(inherited) & with_text),
        "texts": len(held),
        "articles": sum(text["articles"] for text in held if text["current"]),
        "languages": {text["language"] for text in held},
        "newest": max((text["dated"] for text in held), default=""),
        "fetched": max((str(text["retrieved"]) for text in held if text["retrieved"]), default=None),
        "zh_sourced": sum(law["title_zh_basis"] == "sourced" for law in titled),
        "zh_reviewed": sum(law["title_zh_basis"] == "reviewed" for law in titled),
        "zh_unreviewed": sum(law["title_zh_basis"] not in ("sourced", "reviewed") for law in titled),
        "zh_missing": len(laws) - len(titled),
    }


def as_dict(held: counts.Held) -> dict[str, Any]:
    return vars(held) | {"fetched": str(held.fetched) if held.fetched else None}


def test_every_place_and_right_equals_a_count_by_hand() -> None:
    a_varied_library()
    covered = counts.coverage()
    for place in ("US", "DE", "JP", "EP", "XX"):
        for right in ("", *Subject.values):
            assert as_dict(counts.of_place(covered, place, right)) == counted_by_hand(place, right), (place, right)


def test_the_library_of_the_test_has_something_of_everything() -> None:
    a_varied_library()
    total = counts.total(counts.coverage())
    assert all(getattr(total, name) for name in counts.NUMBERS)
    assert (total.laws, total.texts, total.articles) == (8, 6, 5 + 5 + 7 + 2 + 4)
    assert total.languages == {"en", "zh-Hans", "de", "fr"}


def test_the_articles_told_are_those_that_are_stored() -> None:
    a_varied_library()
    (stored,) = rows(
        "SELECT COUNT(*) AS number FROM laws_provision p JOIN laws_lawversion v ON v.id = p.version_id "
        "WHERE p.kind = 'article' AND v.current"
    )
    assert counts.total(counts.coverage()).articles == stored["number"]


def test_articles_of_attachments_are_stored_but_not_counted_and_the_page_says_so(client: Client) -> None:
    supplement = [Piece("attachment", "Supplement", ""), Piece("article", "Article 1", "", "Begins.", depth=1)]
    version = a_text(LawFactory.create(), [*an_act(3), *supplement])
    assert version.provisions.filter(kind="article").count() == 4
    assert counts.total(counts.coverage()).articles == 3
    told = "nor do articles of supplementary provisions and attachments with numbers of their own"
    assert told in client.get("/en/coverage/").content.decode()
    assert told in client.get("/en/statistics/").content.decode()
    assert "另行编号的附则和附件中的条文可在此阅读，但不计入" in client.get("/coverage/").content.decode()


def test_the_file_holds_the_same_numbers(client: Client) -> None:
    a_varied_library()
    text = client.get("/en/coverage/coverage.csv").content.decode("utf-8-sig")
    _head, *lines = csv.reader(io.StringIO(text))
    found = {(line[0], line[3]): line[4:] for line in lines}
    words = {"All rights": "", **{str(subject.label): subject.value for subject in Subject}}
    assert {place for place, _right in found} == {"US", "DE", "JP", "EP"}
    for (place, right), numbers in found.items():
        hand = counted_by_hand(place, words[right])
        assert [int(number) for number in numbers[:4]] == [
            hand[key] for key in ("laws", "repealed", "status_unknown", "with_text")
        ]
        assert [int(numbers[6]), int(numbers[7])] == [hand["texts"], hand["articles"]]
        assert numbers[10] == (hand["fetched"] or "")


def test_counting_takes_five_queries_however_many_laws_there_are(django_assert_num_queries: Any) -> None:
    a_varied_library()
    for number in range(20):
        a_text(LawFactory.create(slug=f"more-{number}", subjects=["patent", "trademark"]))
    with django_assert_num_queries(5):
        counts.coverage()
