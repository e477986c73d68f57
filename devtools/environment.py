"""Where things lie and which environment the portal's programs get."""

import json
import os
import re
import secrets
from pathlib import Path
from typing import Any

from devtools.console import GiveUp

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"


def settings_variables() -> set[str]:
    """Every variable portal/settings.py reads, by its text: Django may not be installed yet."""
    text = (ROOT / "portal" / "settings.py").read_text(encoding="utf-8")
    return set(re.findall(r"\benv_[a-z]+\(\s*\"([A-Z_]+)\"", text))


def data_dir() -> Path:
    """DATA_DIR (default `var/`), made when it is missing. Raises GiveUp when it cannot be written."""
    folder = Path(os.environ.get("DATA_DIR", "").strip() or ROOT / "var").resolve()
    make_folder(folder)
    for name in ("log", "broker", "broker-control"):  # the file broker does not make its folders
        make_folder(folder / name)
    return folder


def make_folder(folder: Path) -> None:
    """Make `folder` and see that files can be written in it. Raises GiveUp."""
    probe = folder / f".write-{os.getpid()}"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)  # documents of cases lie here
        probe.touch()
        probe.unlink()
    except OSError as error:
        raise GiveUp(
            f"{folder} cannot be written ({error.strerror}); make it writable, "
            "or set DATA_DIR to a folder of your own and run the command again."
        ) from error


def kept_secret(path: Path, length: int) -> str:
    """The text in `path`; a new random one, readable by its owner only, when the file is missing or empty."""
    try:
        text = path.read_text(encoding="ascii").strip()
    except FileNotFoundError:
        text = ""
    if not text:
        text = secrets.token_urlsafe(length)
        path.unlink(missing_ok=True)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(text + "\n")
    return text


def local_environment(folder: Path) -> dict[str, str]:
    """The environment of a program that runs for this checkout on this machine."""
    env = dict(os.environ)
    env["DATA_DIR"] = str(folder)
    if not env.get("SECRET_KEY", "").strip():
        env["SECRET_KEY"] = kept_secret(folder / "secret-key", 48)
    env.setdefault("LOCAL_RUN", "1")
    env["DJANGO_SETTINGS_MODULE"] = "portal.settings"
    env["PYTHONUNBUFFERED"] = "1"
    return env


def environment_for_tests(folder: Path) -> dict[str, str]:
    """The environment of tests, checks and drills: the same on every machine, whatever this shell has set."""
    known = settings_variables()
    env = {name: value for name, value in os.environ.items() if name not in known}
    env["DATA_DIR"] = str(folder)
    env["SECRET_KEY"] = "only-for-tests-" * 4
    env["LOCAL_RUN"] = "1"
    env["DJANGO_SETTINGS_MODULE"] = "portal.settings"
    env["PYTHONUNBUFFERED"] = "1"
    return env


def read_json(path: Path) -> dict[str, Any]:
    """A small state file; empty when it is missing or damaged, which only repeats work."""
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return content if isinstance(content, dict) else {}


def write_json(path: Path, content: dict[str, Any]) -> None:
    part = path.with_suffix(f".{os.getpid()}.part")
    part.write_text(json.dumps(content, indent=2, sort_keys=True) + "\n", encoding="utf-8")
    part.replace(path)
