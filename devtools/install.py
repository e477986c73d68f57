"""Makes `.venv` and installs the pinned requirements, with uv where it is found and pip elsewhere."""

import fcntl
import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from devtools.console import GiveUp, run_logged, say, tail
from devtools.environment import PYTHON, ROOT, VENV, make_folder, read_json, write_json

STATE = VENV / "installed.json"
RUNTIME = ("requirements.txt", "constraints.txt")
DEVELOPMENT = (*RUNTIME, "requirements-dev.txt")
# What pip and uv print when no index answers.
NO_NETWORK = (
    "name resolution",
    "name or service not known",
    "failed to establish a new connection",
    "max retries exceeded",
    "dns error",
    "failed to lookup address",
    "connection refused",
    "network is unreachable",
    "newconnectionerror",
    "connecttimeout",
    "error sending request",
    "failed to fetch",
    "timed out",
)


def ensure_installed(log_folder: Path, *, development: bool) -> None:
    """See that `.venv` holds what requirements say; does nothing when it already does. Raises GiveUp."""
    kind = "development" if development else "runtime"
    wanted = {"runtime": digest(RUNTIME)}
    if development:
        wanted["development"] = digest(DEVELOPMENT)
    if venv_works() and wanted.items() <= read_json(STATE).items():
        return
    make_folder(ROOT)
    with one_at_a_time():
        make_venv(log_folder)
        if wanted.items() <= read_json(STATE).items():
            return  # another dev.py has just done it
        file = "requirements-dev.txt" if development else "requirements.txt"
        command, tool = install_command(log_folder)
        say(f"Installing the packages of {file} with {tool} (the first time about a minute) …")
        log = log_folder / "install.log"
        env = {**os.environ, "PIP_DISABLE_PIP_VERSION_CHECK": "1", "PIP_RETRIES": "2", "PIP_NO_INPUT": "1"}
        if not os.access(Path.home(), os.W_OK):
            env["UV_NO_CACHE"] = "1"  # uv stops where it cannot keep its cache
        if run_logged([*command, "-r", file], log=log, env=env, cwd=ROOT):
            raise GiveUp(why_install_failed(log, kind))
        write_json(STATE, {**read_json(STATE), **wanted})


def digest(files: tuple[str, ...]) -> str:
    """One hash over requirement files and the Python they are installed for."""
    result = hashlib.sha256(f"{sys.version_info[:2]}".encode())
    for name in files:
        result.update((ROOT / name).read_bytes())
    return result.hexdigest()


def venv_works() -> bool:
    """Whether `.venv` has a Python that starts and is new enough."""
    if not PYTHON.exists():
        return False
    probe = "import sys; raise SystemExit(sys.version_info < (3, 11))"
    try:
        return subprocess.run([PYTHON, "-I", "-c", probe], capture_output=True, check=False).returncode == 0
    except OSError:
        return False


def find_uv() -> str:
    """The path of a uv that works, or ""."""
    uv = shutil.which("uv")
    if not uv:
        return ""
    try:
        works = subprocess.run([uv, "--version"], capture_output=True, check=False).returncode == 0
    except OSError:
        works = False
    return uv if works else ""


def make_venv(log_folder: Path) -> None:
    """Make `.venv`, or make it again when its Python no longer starts. Raises GiveUp."""
    if venv_works():
        return
    uv = find_uv()
    if uv:
        command = [uv, "venv", "--quiet", "--clear", "--python", sys.executable, str(VENV)]
    else:
        require_venv_module()
        command = [sys.executable, "-m", "venv", "--clear", str(VENV)]
    say("Making the environment .venv …")
    log = log_folder / "venv.log"
    if run_logged(command, log=log, cwd=ROOT) or not venv_works():
        raise GiveUp(f"The environment {VENV} could not be made; remove it and try again.\n{tail(log)}")


def require_venv_module() -> None:
    if not all(importlib.util.find_spec(name) for name in ("venv", "ensurepip")):
        raise GiveUp(
            "This Python cannot make environments (its venv or ensurepip module is missing); install it "
            "(Debian, Ubuntu: apt-get install python3-venv), or install uv, and run the command again."
        )


def install_command(log_folder: Path) -> tuple[list[str], str]:
    """How packages get into `.venv` here, and the name of the tool. Raises GiveUp."""
    uv = find_uv()
    if uv:
        return [uv, "pip", "install", "--python", str(PYTHON)], "uv"
    has_pip = subprocess.run([PYTHON, "-m", "pip", "--version"], capture_output=True, check=False).returncode == 0
    if not has_pip:  # the environment was made by uv, which is no longer there
        log = log_folder / "venv.log"
        if run_logged([str(PYTHON), "-m", "ensurepip"], log=log, cwd=ROOT):
            require_venv_module()
            raise GiveUp(f"pip could not be put into {VENV}; remove that folder and try again.\n{tail(log)}")
    return [str(PYTHON), "-m", "pip", "install", "--progress-bar", "off"], "pip"


def why_install_failed(log: Path, kind: str) -> str:
    text = log.read_text(encoding="utf-8", errors="replace").lower()
    if any(sign in text for sign in NO_NETWORK):
        return (
            "The packages could not be fetched because no package index answers; connect this machine to the "
            f"network and run the command again (details: {log})."
        )
    return f"The {kind} packages could not be installed; the end of {log} says why.\n{tail(log)}"


@contextmanager
def one_at_a_time() -> Iterator[None]:
    """Two copies started together must not install into one `.venv` at the same time."""
    with (ROOT / ".venv.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            say("Another dev.py is installing; waiting for it …")
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield
