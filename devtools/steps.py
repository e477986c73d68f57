"""Preparation that is skipped while its inputs are unchanged: migrate, translations, static files, seed."""

import hashlib
import os
from collections.abc import Iterable, Mapping
from pathlib import Path

from devtools.console import GiveUp, run_logged, say, tail
from devtools.environment import PYTHON, ROOT, read_json, write_json

APPS = ("portal", "laws", "experts", "warnings", "disputes")
REQUIREMENTS = (ROOT / "requirements.txt", ROOT / "constraints.txt")


class Steps:
    """The steps of one DATA_DIR; `steps.json` there keeps the hash each one was last done with."""

    def __init__(self, folder: Path, env: Mapping[str, str]) -> None:
        self.folder = folder
        self.env = env
        self.state = folder / "steps.json"
        self.done = read_json(self.state)

    def run(self, name: str, doing: str, command: list[str], *, inputs: str, again: bool = False) -> bool:
        """Run `manage.py` with `command` unless it ran with the same inputs; `again` forces it.

        Returns whether it ran. Raises GiveUp when it fails.
        """
        if not again and self.done.get(name) == inputs:
            return False
        say(f"{doing} …")
        log = self.folder / "log" / f"{name}.log"
        if run_logged([str(PYTHON), "manage.py", *command], log=log, env=self.env, cwd=ROOT):
            self.done.pop(name, None)
            write_json(self.state, self.done)
            raise GiveUp(f"`manage.py {' '.join(command)}` failed; the end of {log} says why.\n{tail(log)}")
        self.done[name] = inputs
        write_json(self.state, self.done)
        return True

    def prepare(self, *, demo: bool) -> None:
        """Everything a server needs before it starts."""
        if self.env.get("DATABASE_URL") or not (self.folder / "portal.sqlite3").exists():
            # Another database, or none yet: it may be empty, whatever this folder remembers.
            self._forget("migrate", "seed", "seed-demo")
        self.run(
            "migrate",
            "Bringing the database up to date",
            ["migrate", "--noinput"],
            inputs=digest(files("*.py", under="migrations"), REQUIREMENTS),
        )
        self.translations()
        is_collected = (self.folder / "static" / "staticfiles.json").exists()
        self.run(
            "static",
            "Collecting static files" if is_collected else "Collecting static files, packing each the first time",
            ["collectstatic", "--noinput", "--clear"],
            inputs=digest((ROOT / "static").rglob("*"), REQUIREMENTS),
            again=not is_collected,
        )
        if demo:
            inputs = digest(files("*.py"), reference_files(), [self.folder / "demo-password"])
            self.run("seed-demo", "Loading the reference data and the demonstration", ["seed", "--demo"], inputs=inputs)
        else:
            inputs = digest(files("*.py"), reference_files())
            self.run("seed", "Loading the reference data", ["seed"], inputs=inputs)

    def translations(self) -> None:
        """Compile the catalogues, as long as one is new or uncompiled."""
        catalogues = sorted(files("*.po"))
        self.run(
            "translations",
            "Compiling the translations",
            ["messages", "--compile"],
            inputs=digest(catalogues),
            again=any(is_uncompiled(path) for path in catalogues),
        )

    def _forget(self, *names: str) -> None:
        for name in names:
            self.done.pop(name, None)
        write_json(self.state, self.done)


def is_uncompiled(catalogue: Path) -> bool:
    compiled = catalogue.with_suffix(".mo")
    return not compiled.exists() or compiled.stat().st_mtime < catalogue.stat().st_mtime


def files(pattern: str, *, under: str = "") -> Iterable[Path]:
    """Files of the apps that match; with `under`, only those below a folder of that name."""
    for app in APPS:
        for path in (ROOT / app).rglob(pattern):
            if not under or under in path.parts:
                yield path


def reference_files() -> Iterable[Path]:
    for pattern in ("*.csv", "*.json", "*.md", "*.yaml"):
        yield from files(pattern)


def digest(*groups: Iterable[Path]) -> str:
    """One hash over names and contents."""
    result = hashlib.sha256()
    for path in sorted({path for group in groups for path in group}):
        if path.is_file():
            result.update(os.fsencode(path) + b"\0" + path.read_bytes() + b"\0")
    return result.hexdigest()
