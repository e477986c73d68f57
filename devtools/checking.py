"""`dev.py check`: everything that can be said about the code without running the tests."""

import subprocess
import tempfile
import time
from pathlib import Path

from devtools.console import say
from devtools.environment import PYTHON, ROOT, VENV, data_dir, environment_for_tests
from devtools.install import ensure_installed

# As an installation would be set up; nothing is contacted by checks.
PRODUCTION = {
    "LOCAL_RUN": "0",
    "BASE_URL": "https://portal.example",
    "ALLOWED_HOSTS": "portal.example",
    "BEHIND_PROXY": "1",
    "DATABASE_URL": "postgres://portal@database/portal",
    "BROKER_URL": "redis://redis:6379/0",
    "CACHE_URL": "redis://redis:6379/1",
    "EMAIL_URL": "smtp://mail.example:587?starttls=1",
}


def checks() -> list[tuple[str, list[str], dict[str, str]]]:
    """What is checked: title, command, and what the environment has besides the usual."""
    python = str(PYTHON)
    lint_imports = [python, str(VENV / "bin" / "lint-imports"), "--config", "importlinter.toml"]
    return [
        ("style (ruff)", [python, "-m", "ruff", "check", "."], {}),
        ("format (ruff)", [python, "-m", "ruff", "format", "--check", "."], {}),
        ("types (mypy)", [python, "-m", "mypy", "."], {}),
        ("templates (djlint)", [python, "-m", "djlint", "--lint", "--quiet", "templates"], {}),
        ("import directions (import-linter)", lint_imports, {"PYTHONPATH": str(ROOT / "warnings")}),
        ("migrations", [python, "manage.py", "makemigrations", "--check", "--dry-run"], {}),
        ("translations", [python, "manage.py", "messages", "--check"], {}),
        (
            "settings of a production installation",
            [python, "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
            PRODUCTION,
        ),
    ]


def check() -> int:
    """Run every check, also after one has failed; returns 0 when all are clean."""
    ensure_installed(data_dir() / "log", development=True)
    failed = []
    with tempfile.TemporaryDirectory(prefix="ipg-check-") as name:
        env = environment_for_tests(Path(name))
        prepare = [str(PYTHON), "manage.py", "messages", "--compile"]
        subprocess.run(prepare, cwd=ROOT, env=env, check=False, capture_output=True)
        for title, command, extra in checks():
            started = time.monotonic()
            done = subprocess.run(
                command,
                cwd=ROOT,
                env={**env, **extra},
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
                check=False,
            )
            say(f"{'ok    ' if done.returncode == 0 else 'FAILED'} {title} ({time.monotonic() - started:.1f} s)")
            if done.returncode:
                failed.append(title)
                say(done.stdout.rstrip())
    say(f"\nAll {len(checks())} checks are clean." if not failed else f"\nFailed: {', '.join(failed)}.")
    return 1 if failed else 0
