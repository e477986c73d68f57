"""Each publisher's way of listing and packing, from the list to the text in the library."""

import json
from collections.abc import Callable

import pytest

from laws.models import ImportRun, LawSource, LawVersion, Provision, SourceDocument
from portal.lib import clock
from tests.laws.harvest.publisher import (
    Page,
    Publisher,
    act,
    egov_page,
    japanese_law,
    legis,
    ministry_law,
    zipped,
)

pytestmark = pytest.mark.django_db

Sources = Callable[..., LawSource]
Harvest = Callable[..., ImportRun]


def counts(run: ImportRun) -> tuple[int, int, int, int]:
    return (run.new, run.changed, run.unchanged, run.rejected)


def test_justice_canada_is_read_by_its_index(publisher: Publisher, a_source: Sources, harvest: Harvest) -> None:
    publisher.pages = {
        "/eng/XML/Legis.xml": Page(legis(publisher.url, "A-1", "K-9")),
        "/eng/XML/A-1.xml": Page(act("A-1", "Kites fly.")),
        "/eng/XML/K-9.xml": Page(act("K-9", "Strings hold.", "Tails wag.")),
    }
    run = harvest(a_source(settings={"first": ["K-9"]}))
    assert (run.state, counts(run), run.reason) == ("done", (2, 0, 0, 0), "")
    assert [row.path for row in run.rows.order_by("pk")] == ["K-9.xml", "A-1.xml"], "what is wanted first comes first"
    version = LawVersion.objects.get(law__number__contains="K-9")
    assert (version.articles, version.licence, version.tier) == (2, "Free to copy", "R")
    assert version.retrieved == clock.today()
    assert not any("/fra/" in path for path, _headers in publisher.asked)
    assert all("ip-guidance-portal" in headers["User-Agent"] for _path, headers in publisher.asked)


def test_egov_is_read_page_by_page_and_a_known_revision_is_not_asked_for_again(
    publisher: Publisher, a_source: Sources, harvest: Harvest
) -> None:
    laws = [("334AC1", "334AC1_20250401_1", "凧法"), ("334AC2", "334AC2_20250401_1", "糸法")]

    def listed(query: dict[str, str]) -> Page:
        if query["offset"] == "0":
            return Page(egov_page(laws[:1], following=1))
        return Page(egov_page(laws[1:]))

    publisher.pages = {
        "/api/2/laws": listed,
        "/file/334AC1_20250401_1": Page(japanese_law("凧法", 1, "凧は飛ぶ。", "糸は強い。")),
        "/file/334AC2_20250401_1": Page(japanese_law("糸法", 2, "糸は長い。")),
    }
    source = a_source(
        "egov_jp",
        "/api/2/laws",
        jurisdiction="JP",
        language="ja",
        settings={"document": f"{publisher.url}/file/{{law_revision_id}}", "types": ["Act"]},
    )
    run = harvest(source)
    assert (run.state, counts(run)) == ("done", (2, 0, 0, 0)), list(run.rows.values_list("reason", flat=True))
    assert "law_type=Act" in publisher.asked[0][0]
    again = harvest(source)
    assert counts(again) == (0, 0, 2, 0)
    assert publisher.times("/file/334AC1_20250401_1") == 1


def test_the_ministry_packs_all_laws_into_one_archive(
    publisher: Publisher, a_source: Sources, harvest: Harvest
) -> None:
    laws = [ministry_law("J0070001", "風箏法", "風箏得飛。"), ministry_law("J0070002", "線法", "線須堅。", "線須長。")]
    everything = {"UpdateDate": "20250101", "Laws": laws}
    body = "\ufeff" + json.dumps(everything, ensure_ascii=False)
    publisher.pages = {"/api/Ch/Law/JSON": Page(zipped({"ChLaw.json": body.encode()}), headers={"ETag": '"one"'})}
    source = a_source("moj_tw", "/api/Ch/Law/JSON", jurisdiction="TW", language="zh-Hant", settings={"first": ["*2"]})
    run = harvest(source)
    assert (run.state, counts(run)) == ("done", (2, 0, 0, 0)), list(run.rows.values_list("reason", flat=True))
    assert [row.path for row in run.rows.order_by("pk")] == ["J0070002.json", "J0070001.json"]
    assert (run.done, run.total) == (2, 2)
    again = harvest(source)
    assert counts(again) == (0, 0, 1, 0), "the archive has not changed (304)"


def test_a_repository_is_fetched_as_one_archive_and_only_what_changed_is_read(
    publisher: Publisher, a_source: Sources, harvest: Harvest
) -> None:
    members = {
        "kites-abc/README.xml": b"<readme/>",
        "kites-abc/acts/A-1.xml": act("A-1", "Kites fly."),
        "kites-abc/acts/B-2.xml": act("B-2", "Strings hold."),
        "kites-abc/../evil.xml": act("E-1", "Out of here."),
    }
    publisher.pages = {
        "/kites/archive/HEAD.zip": Page(status=302, headers={"Location": "/packed/kites.zip"}),
        "/packed/kites.zip": Page(zipped(members, b"abc123"), headers={"ETag": '"one"'}),
    }
    source = a_source(
        "repository", "/kites/archive/HEAD.zip", settings={"repository": "github:kites", "paths": ["acts/*.xml"]}
    )
    run = harvest(source)
    assert (run.state, counts(run)) == ("done", (2, 0, 0, 0)), list(run.rows.values_list("reason", flat=True))
    assert "github:kites abc123" in LawVersion.objects.first().source  # type: ignore[union-attr]  # just imported

    members["kites-abc/acts/B-2.xml"] = act("B-2", "Strings hold, mostly.")
    publisher.pages["/packed/kites.zip"] = Page(zipped(members, b"abd124"), headers={"ETag": '"two"'})
    again = harvest(source)
    assert counts(again) == (0, 1, 1, 0)
    assert list(
        Provision.objects.filter(version__current=True, text__contains="mostly").values_list("number", flat=True)
    ) == ["1"]
    assert harvest(source).unchanged == 1, "the archive itself (304)"


@pytest.mark.parametrize("shape", ["atom", "rss", "sitemap", "lines", "json"])
def test_any_list_of_addresses_will_do_for_akoma_ntoso(
    shape: str, publisher: Publisher, a_source: Sources, harvest: Harvest
) -> None:
    one, two = f"{publisher.url}/akn/a.xml", f"{publisher.url}/akn/b.xml"
    lists = {
        "atom": '<feed xmlns="http://www.w3.org/2005/Atom">'
        + "".join(
            f'<entry><title>Act</title><link rel="alternate" type="text/html" href="/page"/>'
            f'<link rel="alternate" type="application/akn+xml" href="{url}"/></entry>'
            for url in (one, two)
        )
        + "</feed>",
        "rss": f"<rss><channel><item><link>{one}</link></item><item><link>{two}</link></item></channel></rss>",
        "sitemap": f"<urlset><url><loc>{one}</loc></url><url><loc>{two}</loc></url></urlset>",
        "lines": f"{one}\n{two}\n",
        "json": json.dumps({"results": [{"url": one, "title": "A"}, two]}),
    }
    publisher.pages = {
        "/list": Page(lists[shape].encode()),
        "/akn/a.xml": Page(act("A-1", "Kites fly.")),
        "/akn/b.xml": Page(act("B-2", "Strings hold.")),
    }
    run = harvest(a_source("akn", "/list"))
    assert (run.state, run.done) == ("done", 2)
    assert set(SourceDocument.objects.values_list("url", flat=True)) == {one, two}


def test_a_list_may_not_send_us_to_another_host(publisher: Publisher, a_source: Sources, harvest: Harvest) -> None:
    publisher.pages = {"/list": Page(b"http://127.0.0.2:1/secret.xml\n")}
    run = harvest(a_source("akn", "/list"))
    row = run.rows.get()
    assert (row.outcome, "not the publisher's" in row.reason) == ("rejected", True)
    assert publisher.times("/secret.xml") == 0
