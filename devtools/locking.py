"""`dev.py lock`: pins everything the requirements pull in, for every platform, into constraints.txt."""

import subprocess

from devtools.console import GiveUp, say
from devtools.environment import ROOT
from devtools.install import find_uv

CONSTRAINTS = ROOT / "constraints.txt"


def lock(*, upgrade: bool) -> None:
    """Write constraints.txt; versions already pinned stay unless `upgrade`. Raises GiveUp."""
    uv = find_uv()
    if not uv:
        raise GiveUp("Locking needs uv; install it (https://docs.astral.sh/uv/) and run the command again.")
    command = [uv, "pip", "compile", "-", "--universal", "--python-version", "3.11", "--quiet"]
    command += ["--no-annotate", "--no-header", "--no-emit-index-url", "--output-file", str(CONSTRAINTS)]
    done = subprocess.run(
        [*command, *(["--upgrade"] if upgrade else [])],
        cwd=ROOT,
        input=pinned(),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise GiveUp(f"The versions could not be resolved:\n{done.stderr.strip()}")
    say(f"{CONSTRAINTS.name} pins {len(CONSTRAINTS.read_text().splitlines())} packages.")


def pinned() -> str:
    """Both requirement files without their references to each other and to the constraints."""
    lines = []
    for name in ("requirements.txt", "requirements-dev.txt"):
        text = (ROOT / name).read_text(encoding="utf-8")
        lines += [line for line in text.splitlines() if not line.startswith(("-r", "-c"))]
    return "\n".join(lines) + "\n"
