"""House rules that every template keeps."""

import re
from pathlib import Path

import pytest
from django.conf import settings

TEMPLATES = Path(settings.BASE_DIR) / "templates"
PAGES = sorted(path for path in TEMPLATES.rglob("*.html") if "emails" not in path.parts)
# A data block (HTML): no browser runs it, and the content policy does not concern it (docs/adr/0114).
DATA_BLOCK = '<script type="application/ld+json">'


def name_of(path: Path) -> str:
    return str(path.relative_to(TEMPLATES))


@pytest.mark.parametrize("path", PAGES, ids=name_of)
def test_a_comment_ends_on_its_line(path: Path) -> None:
    # Django prints a {# comment #} that runs over two lines instead of leaving it out.
    assert [line for line in path.read_text().splitlines() if "{#" in line and "#}" not in line] == []


@pytest.mark.parametrize("path", PAGES, ids=name_of)
def test_no_page_carries_inline_script_or_style(path: Path) -> None:
    text = path.read_text().replace(DATA_BLOCK, "")  # data is never run
    assert re.findall(r"<style\b|\sstyle=|\son[a-z]+=[\"']|javascript:|<script(?![^>]*\bsrc=)", text) == []


@pytest.mark.parametrize("path", PAGES, ids=name_of)
def test_no_page_loads_a_file_from_another_host(path: Path) -> None:
    text = path.read_text()
    assert re.findall(r"<(?:script|img|iframe|source|video|audio)\b[^>]*\ssrc=[\"'](?:https?:)?//", text) == []
    assert re.findall(r"<link\b(?![^>]*rel=[\"']alternate)[^>]*\shref=[\"'](?:https?:)?//", text) == []


@pytest.mark.parametrize("path", sorted((TEMPLATES / "components").glob("*.html")), ids=name_of)
def test_a_component_says_its_parameters_at_the_top(path: Path) -> None:
    assert path.read_text().startswith("{# ")


def test_every_component_is_in_the_guide_for_page_builders() -> None:
    guide = (Path(settings.BASE_DIR) / "docs" / "ui.md").read_text()
    own = {"account_slot", "emergency_button", "field_mark", "field_notes", "navigation", "language_switch", "messages"}
    tags = {"status_pill": "status", "deadline_chip": "deadline"}
    names = {path.stem for path in (TEMPLATES / "components").glob("*.html")} - own
    assert [name for name in sorted(names) if not re.search(rf"`(?:{{% )?{tags.get(name, name)}\b", guide)] == []
