"""Every pair of colours that carries text keeps its contrast, light and dark, and literals stay in one file."""

import re
from pathlib import Path

import pytest
from django.conf import settings

CSS = Path(settings.BASE_DIR) / "static" / "css"
TEXT_ON_GROUND = [
    *[(ink, ground) for ink in ("ink", "ink-muted", "brand", "brand-strong") for ground in ("paper", "surface")],
    *[
        (tone, ground)
        for tone in ("danger", "caution", "ok", "info")
        for ground in ("paper", "surface", f"{tone}-tint")
    ],
    *[("ink", f"{tone}-tint") for tone in ("danger", "caution", "ok", "info", "brand")],
    ("brand", "brand-tint"),
    ("brand-strong", "brand-tint"),
    ("ink-muted", "brand-tint"),
    ("on-brand", "brand"),
    ("on-brand", "brand-strong"),
    ("on-danger", "danger"),
]
SHAPE_ON_GROUND = [("line-strong", "paper"), ("focus", "paper"), ("focus", "surface"), ("brand", "surface")]


def schemes() -> dict[str, dict[str, str]]:
    light, _, dark = (CSS / "tokens.css").read_text().partition("@media (prefers-color-scheme: dark)")
    colour = re.compile(r"--([a-z-]+): (#[0-9a-f]{6});")
    day = dict(colour.findall(light))
    return {"light": day, "dark": {**day, **dict(colour.findall(dark))}}


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_the_formula_knows_black_on_white() -> None:
    assert round(contrast("#000000", "#ffffff"), 1) == 21.0


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("text", "ground"), TEXT_ON_GROUND)
def test_text_keeps_four_and_a_half_to_one(scheme: str, text: str, ground: str) -> None:
    colours = schemes()[scheme]
    assert contrast(colours[text], colours[ground]) >= 4.5


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("shape", "ground"), SHAPE_ON_GROUND)
def test_borders_of_controls_and_the_focus_ring_keep_three_to_one(scheme: str, shape: str, ground: str) -> None:
    colours = schemes()[scheme]
    assert contrast(colours[shape], colours[ground]) >= 3


def test_the_dark_scheme_restates_every_colour() -> None:
    _, _, dark = (CSS / "tokens.css").read_text().partition("@media (prefers-color-scheme: dark)")
    missing = [name for name in schemes()["light"] if f"--{name}:" not in dark]
    assert missing == []


@pytest.mark.parametrize("path", sorted(CSS.glob("*.css")), ids=lambda path: path.name)
def test_no_stylesheet_but_the_tokens_holds_a_colour(path: Path) -> None:
    if path.name in {"tokens.css", "print.css"}:  # paper has no scheme: ink on white
        return
    text = re.sub(r"/\*.*?\*/", "", path.read_text(), flags=re.S)
    assert re.findall(r"#[0-9a-fA-F]{3,8}\b(?=[;\s,)])|\brgba?\(|\bhsla?\(", text) == []


@pytest.mark.parametrize("path", sorted(CSS.glob("*.css")), ids=lambda path: path.name)
def test_every_token_that_is_used_exists(path: Path) -> None:
    defined = set(re.findall(r"(--[a-z0-9-]+):", (CSS / "tokens.css").read_text()))
    used = set(re.findall(r"var\((--[a-z0-9-]+)", path.read_text()))
    assert used <= defined
