"""`dev.py drill NAME` and `dev.py bench NAME`: run one measured scenario on a private PostgreSQL and Redis.

A drill is a module `tests/drills/<name>.py`, a benchmark `tests/benchmarks/<name>.py` (dashes in the name become
underscores). Its `main(services)` is called with Django set up on the migrated private database and yields one
`Measure` for each thing it found out.
"""

import argparse
import importlib
import io
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from devtools import services
from devtools.console import GiveUp, complain, say
from devtools.environment import PYTHON, ROOT, data_dir, environment_for_tests
from devtools.install import ensure_installed

FOLDERS = {"drill": "drills", "bench": "benchmarks"}


@dataclass(frozen=True)
class Measure:
    """One figure, the goal it is held against (as a person reads it, "<= 3"), and whether it holds."""

    name: str
    value: float | int | str
    unit: str
    goal: str
    holds: bool


def names(kind: str) -> list[str]:
    """The drills or benchmarks there are."""
    folder = ROOT / "tests" / FOLDERS[kind]
    return sorted(path.stem.replace("_", "-") for path in folder.glob("[!_]*.py"))


def measure(kind: str, name: str, *, as_json: bool, corpus: str = "") -> int:
    """Run one, or with `all` every one, each in a process of its own; `corpus` is the file of `bench library`.

    Raises GiveUp for an unknown name and for a corpus that is not there.
    """
    known = names(kind)
    chosen = known if name == "all" else [name]
    if not chosen or not set(chosen) <= set(known):
        raise GiveUp(f"There is no {kind} {name!r}; there are: {', '.join(known) or 'none yet'}.")
    if corpus and not Path(corpus).is_file():
        raise GiveUp(f"There is no file {corpus}.")
    ensure_installed(data_dir() / "log", development=True)
    code = 0
    for each in chosen:
        with tempfile.TemporaryDirectory(prefix="ipg-") as folder:
            env = environment_for_tests(Path(folder))
            if corpus:
                env["BENCH_CORPUS"] = str(Path(corpus).resolve())
            command = [str(PYTHON), "-m", "devtools.measures", kind, each, *(["--json"] if as_json else [])]
            code = max(code, subprocess.run(command, cwd=ROOT, env=env, check=False).returncode)
    return code


def run_here(kind: str, name: str, *, as_json: bool) -> int:
    """Inside the environment: services, migrated database, the scenario. Returns 1 when a goal was missed."""
    with services.private_services() as private:
        os.environ.update(private.environment())
        import django
        from django.core.management import call_command

        django.setup()
        call_command("migrate", verbosity=0)
        call_command("messages", "--compile", stdout=io.StringIO())
        scenario = importlib.import_module(f"tests.{FOLDERS[kind]}.{name.replace('-', '_')}")
        all_hold = True
        for found in scenario.main(private):
            all_hold = all_hold and found.holds
            say(json.dumps(asdict(found), ensure_ascii=False) if as_json else as_line(found))
    return 0 if all_hold else 1


def as_line(found: Measure) -> str:
    verdict = "holds" if found.holds else "MISSED"
    return f"{found.name:<48} {found.value!s:>12} {found.unit:<8} goal {found.goal:<12} {verdict}"


def main(arguments: Sequence[str] | None = None) -> int:
    """The child process of `measure`: one drill or benchmark in the environment it was given."""
    parser = argparse.ArgumentParser(prog="python -m devtools.measures")
    parser.add_argument("kind", choices=FOLDERS)
    parser.add_argument("name")
    parser.add_argument("--json", action="store_true")
    chosen = parser.parse_args(arguments)
    try:
        return run_here(chosen.kind, chosen.name, as_json=chosen.json)
    except GiveUp as error:
        complain(str(error))
        return 1


if __name__ == "__main__":
    sys.exit(main())
