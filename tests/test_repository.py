"""What must hold for the repository as a whole, whoever changes it."""

import ast
import importlib.machinery
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from importlinter import cli as import_linter

from devtools.environment import settings_variables

ROOT = Path(__file__).resolve().parent.parent
APPS = ("portal", "laws", "experts", "warnings/risk_warnings", "disputes")
MODULE_LINES = 400

pytestmark = pytest.mark.once


def tracked(pattern: str = "*") -> list[Path]:
    """Files git would commit: known ones and new ones that are not ignored."""
    done = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", pattern],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return sorted(ROOT / line for line in set(done.stdout.splitlines()) if (ROOT / line).is_file())


def named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def templates() -> list[Path]:
    return [path for path in (ROOT / "templates").rglob("*") if path.is_file()]


def pages() -> Iterator[tuple[str, str]]:
    """HTML templates that a browser gets. Mails are not pages: their readers load no style sheets."""
    for path in templates():
        if path.suffix == ".html" and "emails" not in path.parts:
            text = re.sub(r"\{#.*?#\}|\{% comment %\}.*?\{% endcomment %\}", "", path.read_text(), flags=re.S)
            yield named(path), text


class TestTree:
    def test_the_folders_and_files_of_the_design_are_there(self) -> None:
        expected = [
            *("manage.py", "dev.py", "pyproject.toml", "requirements.txt", "requirements-dev.txt", "constraints.txt"),
            *("docker-compose.yml", "Dockerfile", "README.md", "CHANGELOG.md", ".ci/run"),
            *(f"portal/{name}.py" for name in ("settings", "urls", "celery", "wsgi", "env", "checks")),
            *(f"portal/{name}" for name in ("lib", "reference", "accounts", "notices", "pages")),
            *("laws", "experts", "warnings/README.md", "warnings/risk_warnings", "disputes"),
            *("templates/base.html", "templates/components", "static/css/tokens.css"),
            *(f"tests/{name}" for name in ("__init__.py", "factories", "browser", "drills", "benchmarks")),
            *("docs/architecture.md", "docs/operations.md", "docs/adr"),
        ]
        assert [name for name in expected if not (ROOT / name).exists()] == []

    def test_the_warnings_folder_is_no_package(self) -> None:
        # A root package `warnings` hides Python's own module and stops Django, Celery and pytest.
        assert not (ROOT / "warnings" / "__init__.py").exists()
        assert not (ROOT / "warnings.py").exists()
        standard = importlib.machinery.PathFinder.find_spec("warnings")
        import warnings

        assert standard
        assert warnings.__file__ == standard.origin
        assert ROOT not in Path(warnings.__file__).parents

    def test_python_finds_its_own_warnings_from_the_root_folder(self) -> None:
        done = subprocess.run(
            [sys.executable, "-c", "import warnings; warnings.warn; print(warnings.__file__)"],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0
        assert not Path(done.stdout.strip()).is_relative_to(ROOT)

    def test_no_compiled_or_local_file_is_kept(self) -> None:
        unwanted = (".mo", ".pyc", ".sqlite3", ".log", ".eml", ".dat", ".bak")
        assert [named(path) for path in tracked() if path.suffix in unwanted or "var" in path.parts[:1]] == []

    def test_modules_stay_short_enough_to_read(self) -> None:
        long = {
            named(path): lines
            for path in tracked("*.py")
            if "migrations" not in path.parts and (lines := len(path.read_text().splitlines())) > MODULE_LINES
        }
        assert long == {}

    def test_nothing_is_left_for_later(self) -> None:
        marks = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b|pytest\.mark\.(skip|xfail)|pytest\.skip\(")
        here = Path(__file__)
        found = [
            f"{named(path)}: {match.group()}"
            for path in tracked()
            if path != here and path.suffix in {".py", ".html", ".css", ".js", ".md", ".txt", ".toml", ".yml"}
            for match in marks.finditer(path.read_text(encoding="utf-8"))
        ]
        assert found == []


class TestImports:
    def test_imports_run_one_way(self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        monkeypatch.chdir(ROOT)
        status = import_linter.lint_imports(config_filename="importlinter.toml", no_cache=True)
        assert status == 0, capsys.readouterr().out

    def test_no_app_imports_the_views_forms_or_tasks_of_another(self) -> None:
        # portal.lib is no app: its forms are there to be shared.
        private = re.compile(r"^(portal\.(?!lib)\w+|laws|experts|risk_warnings|disputes)\.(views|forms|tasks)\b")
        found = []
        for app in [*APPS[1:], *(f"portal/{name}" for name in ("lib", "reference", "accounts", "notices", "pages"))]:
            own = app.removeprefix("warnings/").replace("/", ".")
            for path in (ROOT / app).rglob("*.py"):
                for node in ast.walk(ast.parse(path.read_text())):
                    names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
                    if isinstance(node, ast.ImportFrom) and node.module:
                        names = [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
                    found += [
                        f"{named(path)} imports {name}"
                        for name in names
                        if (match := private.match(name)) and match.group(1) != own
                    ]
        assert found == []


class TestMigrations:
    def test_each_has_a_name_that_says_what_it_does(self) -> None:
        found = [path for app in APPS for path in (ROOT / app).rglob("migrations/[0-9]*.py")]
        assert len(found) >= 5
        assert [
            named(path) for path in found if re.search(r"^\d{4}_(auto|alter_\w+_options)?(_|$|\d)", path.stem)
        ] == []
        assert [named(path) for path in found if path.stem.startswith("0001_") and path.stem != "0001_initial"] == []


class TestRequirements:
    PIN = re.compile(r"^[a-z0-9-]+(\[[a-z0-9,-]+\])?==[0-9][^\s]*\s+# \S.*$")

    @pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
    def test_each_is_pinned_and_says_why_it_is_here(self, name: str) -> None:
        lines = [line for line in (ROOT / name).read_text().splitlines() if line and not line.startswith("#")]
        assert [line for line in lines if not line.startswith("-") and not self.PIN.match(line)] == []

    @pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt", "constraints.txt"])
    def test_none_names_an_index_or_an_address(self, name: str) -> None:
        text = (ROOT / name).read_text()
        assert not re.search(r"://|^--|@ ", text, flags=re.M)

    def test_everything_they_name_is_pinned_to_the_same_version_in_the_constraints(self) -> None:
        pinned = set(re.findall(r"^([a-z0-9-]+==[^\s;]+)", (ROOT / "constraints.txt").read_text(), flags=re.M))
        for name in ("requirements.txt", "requirements-dev.txt"):
            for package, version in re.findall(
                r"^([a-z0-9-]+)(?:\[[^\]]+\])?==(\S+)", (ROOT / name).read_text(), flags=re.M
            ):
                assert f"{package}=={version}" in pinned


class TestPages:
    # Addresses a page may load something from; links for readers (<a href>) may go anywhere.
    LOADS = re.compile(
        r"<(?:script|img|iframe|source|video|audio|embed|object|use|image)\b[^>]*?\b(?:src|srcset|data|href)\s*=\s*"
        r"[\"']\s*((?:https?:)?//[^\"']*)"
        r"|<link\b(?![^>]*rel=[\"'](?:canonical|alternate|license)[\"'])[^>]*?href\s*=\s*[\"']\s*((?:https?:)?//[^\"']*)",
        flags=re.I | re.S,
    )

    def test_no_page_loads_from_another_host(self) -> None:
        assert [(name, match.group()) for name, text in pages() for match in self.LOADS.finditer(text)] == []

    def test_no_style_sheet_or_script_loads_from_another_host(self) -> None:
        loads = re.compile(r"(?:url\(|@import|import\s*\(?|fetch\(|from)\s*[\"']?\s*(?:https?:)?//", flags=re.I)
        found = [
            named(path)
            for pattern in ("*.css", "*.js", "*.svg")
            for path in (ROOT / "static").rglob(pattern)
            if loads.search(path.read_text())
        ]
        assert found == []

    def test_no_page_has_inline_script_style_or_handlers(self) -> None:
        inline = re.compile(
            r"<script\b(?![^>]*\bsrc=)(?![^>]*type=[\"']application/(?:json|ld\+json)[\"'])[^>]*>|<style\b"
            r"|<[a-z][^<>]*\s(?:style|on[a-z]+)\s*=|javascript:",
            flags=re.I,
        )
        assert [(name, match.group()) for name, text in pages() for match in inline.finditer(text)] == []


class TestSettings:
    def test_dev_py_finds_every_variable_that_settings_read(self) -> None:
        calls = [
            node
            for node in ast.walk(ast.parse((ROOT / "portal" / "settings.py").read_text()))
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id.startswith("env_")
        ]
        assert {call.args[0].value for call in calls if isinstance(call.args[0], ast.Constant)} == settings_variables()
        assert len(settings_variables()) >= 20

    def test_only_the_settings_read_the_environment(self) -> None:
        allowed = {"portal/env.py", "portal/celery.py", "portal/wsgi.py"}
        readers = [
            named(path)
            for app in APPS
            for path in (ROOT / app).rglob("*.py")
            if re.search(r"os\.(environ|getenv)", path.read_text()) and named(path) not in allowed
        ]
        assert readers == []

    def test_every_variable_is_explained_to_operators(self) -> None:
        text = (ROOT / "docs" / "operations.md").read_text()
        assert [name for name in sorted(settings_variables()) if f"`{name}`" not in text] == []

    def test_every_variable_can_be_set_for_the_containers_or_is_none_of_theirs(self) -> None:
        compose = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
        offered = set(compose["services"]["web"]["environment"])
        # A production installation is neither a demonstration nor somebody's desk.
        assert settings_variables() - offered == {
            *("DEBUG", "DEMO", "LOCAL_RUN", "SESSION_COOKIE_NAME", "WEBHOOK_ALLOW_PRIVATE")
        }


def test_example_patterns_find_what_they_are_for() -> None:
    """The patterns above must be able to fail."""
    assert TestPages.LOADS.search('<script src="https://cdn.example/x.js"></script>')
    assert TestPages.LOADS.search('<link rel="stylesheet" href="//cdn.example/x.css">')
    assert not TestPages.LOADS.search('<a href="https://www.wipo.int/">WIPO</a>')
    assert not TestPages.LOADS.search('<link rel="canonical" href="https://portal.example/">')
    assert not TestRequirements.PIN.match("django>=5.2  # frame")
    assert not TestRequirements.PIN.match("django==5.2.19")
