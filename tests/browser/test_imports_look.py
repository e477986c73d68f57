"""The import desk in a browser: upload, live progress, the report and the sources."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from laws.importers import working
from laws.models import ImportRun, LawSource
from portal.lib import clock
from tests.browser.looking import Looker
from tests.factories.accounts import a_member
from tests.factories.reference import JurisdictionFactory
from tests.laws.harvest.publisher import act, zipped

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_an_editor_uploads_texts_and_watches_them_come_in(
    browser_page: Page, login_as: Callable[[Any], None], looker: Looker, tmp_path: Path
) -> None:
    JurisdictionFactory.create(code="CA")
    LawSource.objects.create(
        code="kites",
        name_zh="风筝法律",
        name_en="Kite laws",
        publisher="Ministry of Kites",
        jurisdiction_id="CA",
        layout="akn",
        index_url="https://kites.example/list",
        licence="Free to copy, with due diligence for accuracy",
        rhythm_days=7,
        brings=950,
        source="memory",
        fact_status="memory",
    )
    editor = a_member("editor")
    login_as(editor)
    archive = tmp_path / "acts.zip"
    archive.write_bytes(zipped({"a/A.xml": act("A-1", "Kites fly."), "b/B.xml": b"<Statute><Body>"}))

    browser_page.goto("/en/editorial/imports/")
    browser_page.set_input_files("input[type=file]", str(archive))
    browser_page.get_by_role("button", name="Upload").click()
    browser_page.wait_for_selector("#import-progress")
    run = ImportRun.objects.get()
    assert "A worker takes it within a minute" in browser_page.inner_text("#import-progress")
    looker.assert_looks_right(f"/editorial/imports/{run.pk}/", "import-waiting", user=editor)

    ImportRun.objects.update(state="running", done=3, total=12, leased_until=clock.now(), started_at=clock.now())
    browser_page.goto(f"/en/editorial/imports/{run.pk}/")
    browser_page.wait_for_selector("text=3 of 12 looked at")
    ImportRun.objects.update(done=0, total=None, leased_until=None)
    while working.work_next():
        pass
    browser_page.wait_for_selector("text=Kite Protection Act A-1")  # the page came again by itself
    assert browser_page.locator("progress").count() == 0

    looker.assert_looks_right(f"/editorial/imports/{run.pk}/", "import-report", user=editor)
    looker.assert_looks_right("/editorial/imports/", "imports", user=editor)
    looker.assert_looks_right("/editorial/imports/sources/", "law-sources", user=editor)
    looker.assert_looks_right("/editorial/imports/sources/kites/", "law-source", user=editor)
