"""Importing the corpus beside the bare database: COPY into a like table on PostgreSQL, executemany on SQLite.

Each import runs in a process of its own, so that its peak memory (with that of the process it starts) is its own; only
the import is timed, not the start.
"""

import io
import json
import os
import resource
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from devtools.environment import ROOT, environment_for_tests
from devtools.measures import Measure
from devtools.services import Services

POSTGRES_GOAL, SQLITE_GOAL, MEMORY_GOAL_MB = 3.0, 4.0, 400
TIMES = 3
CHUNK = 20_000
NEEDED = ("jurisdictions.csv", "laws.csv")


def measures(services: Services, corpus: Path) -> Iterator[Measure]:
    """Import twice on each database. The PostgreSQL the services run holds the corpus afterwards."""
    with tempfile.TemporaryDirectory(prefix="ipg-") as folder:
        env = environment_for_tests(Path(folder))
        first, second = _import_twice(env | services.environment(), corpus)
        yield Measure("provisions", first["provisions"], "rows", "> 0", first["provisions"] > 0)
        yield _ratio("PostgreSQL, import : COPY", first["seconds"], _bare_copy(Path(folder)), POSTGRES_GOAL)
        yield _memory("PostgreSQL, peak memory", max(first["peak_mb"], second["peak_mb"]))
        yield from _second("PostgreSQL", first, second)
        path = Path(folder) / "library.sqlite3"
        first, second = _import_twice(env | {"DATABASE_URL": f"sqlite:///{path}"}, corpus)
        yield _ratio("SQLite, import : executemany", first["seconds"], _bare_executemany(path), SQLITE_GOAL)
        yield _memory("SQLite, peak memory", max(first["peak_mb"], second["peak_mb"]))
        yield from _second("SQLite", first, second)


def _ratio(name: str, ours: float, bare: float, goal: float) -> Measure:
    ratio = round(ours / bare, 2)
    return Measure(f"{name} ({ours:.1f} s : {bare:.1f} s)", ratio, "x", f"<= {goal:g}", ratio <= goal)


def _memory(name: str, peak: int) -> Measure:
    return Measure(name, peak, "MB", f"< {MEMORY_GOAL_MB}", peak < MEMORY_GOAL_MB)


def _second(database: str, first: dict[str, Any], second: dict[str, Any]) -> Iterator[Measure]:
    other = second["new"] + second["changed"] + second["rejected"]
    yield Measure(f"{database}, second import, not unchanged", other, "laws", "= 0", not other)
    share = round(second["seconds"] / first["seconds"], 2)
    yield Measure(f"{database}, second import : first", share, "x", "< 1", share < 1)


def _import_twice(env: dict[str, str], corpus: Path) -> tuple[dict[str, Any], dict[str, Any]]:
    return _child(env, "prepare", corpus), _child(env, "again", corpus)


def _child(env: dict[str, str], how: str, corpus: Path) -> dict[str, Any]:
    command = [sys.executable, "-m", "tests.benchmarks._library_import", how, str(corpus)]
    done = subprocess.run(command, cwd=ROOT, env=env, stdout=subprocess.PIPE, text=True, check=True)
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def _bare_copy(folder: Path) -> float:
    """Seconds of a COPY of the same rows into a table with the same columns, indexes and constraints; the median."""
    from django.db import connection, transaction

    dump = folder / "provisions.copy"
    spent = []
    with connection.cursor() as cursor:
        with dump.open("w", encoding="utf-8") as out:
            cursor.copy_expert("COPY laws_provision TO STDOUT", out)
        for _ in range(TIMES):
            cursor.execute("CREATE TABLE bare (LIKE laws_provision INCLUDING ALL)")
            cursor.execute(
                "ALTER TABLE bare ADD FOREIGN KEY (version_id) REFERENCES laws_lawversion DEFERRABLE INITIALLY DEFERRED"
            )
            started = time.monotonic()
            with transaction.atomic(), dump.open(encoding="utf-8") as rows:
                cursor.copy_expert("COPY bare FROM STDIN", rows)
            spent.append(time.monotonic() - started)
            cursor.execute("DROP TABLE bare")
    return sorted(spent)[len(spent) // 2]


def _bare_executemany(path: Path) -> float:
    """The same with SQLite: one transaction, the rows in memory before the clock starts."""
    spent = [_executemany_once(path) for _ in range(TIMES)]
    return sorted(spent)[len(spent) // 2]


def _executemany_once(path: Path) -> float:
    with sqlite3.connect(path, isolation_level=None) as database:
        database.executescript("PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;")
        made = database.execute(
            "SELECT type, name, sql FROM sqlite_master WHERE tbl_name = 'laws_provision' AND sql IS NOT NULL"
        ).fetchall()
        for kind, name, sql in made:
            renamed = sql.replace('"laws_provision"', '"bare"')
            database.execute(renamed if kind == "table" else renamed.replace(f'"{name}"', f'"bare_{name}"'))
        width = len(database.execute("PRAGMA table_info(bare)").fetchall())
        insert = f"INSERT INTO bare VALUES ({', '.join('?' * width)})"  # noqa: S608  # question marks only
        reader = sqlite3.connect(path)
        rows = reader.execute("SELECT * FROM laws_provision ORDER BY id")
        spent = 0.0
        database.execute("BEGIN IMMEDIATE")
        while chunk := rows.fetchmany(CHUNK):
            started = time.monotonic()
            database.executemany(insert, chunk)
            spent += time.monotonic() - started
        reader.close()
        started = time.monotonic()
        database.execute("COMMIT")
        spent += time.monotonic() - started
        database.execute("DROP TABLE bare")
    database.close()
    return spent


def run_import(how: str, corpus: Path) -> None:
    """The child: import once, print what it took."""
    import django

    django.setup()
    from django.core.management import call_command

    from laws.importers.files import read_path
    from laws.importers.importing import finish_run, import_files, start_run
    from laws.models import ImportRun, Provision

    if how == "prepare":
        call_command("migrate", verbosity=0)
        call_command("seed", only=list(NEEDED), stdout=io.StringIO())
    started = time.monotonic()
    run = start_run(ImportRun.Kind.COMMAND, by=None, name=corpus.name)
    totals = import_files(read_path(corpus), by=None, run=run)
    finish_run(run)
    spent = time.monotonic() - started
    # A large file is read by a process of its own (laws.importers.apart): both are the import's.
    peak = sum(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    peak //= 1024 if sys.platform == "linux" else 1024 * 1024
    sys.stdout.write(
        json.dumps({"seconds": spent, "peak_mb": peak, "provisions": Provision.objects.count()} | vars(totals)) + "\n"
    )


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
    run_import(sys.argv[1], Path(sys.argv[2]))
