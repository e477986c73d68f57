"""Looking at a file in a process of its own: what a hostile file breaks is that process alone."""

import json
import logging
import subprocess
import sys
from pathlib import Path
from typing import IO

from portal.lib.redaction.findings import Finding, Kind

log = logging.getLogger(__name__)

SECONDS = 90.0
LONGEST_ANSWER = 2_000_000
ROOT = Path(__file__).resolve().parents[3]


def check_file(file: IO[bytes], mime: str, *, seconds: float = SECONDS) -> list[Finding]:
    """The findings on `file`, which is read from its beginning. A crash or a time-out is the finding `too_large`
    or `broken`: such a file was not checked, and nobody may take it for clean.
    """
    file.seek(0)
    try:
        done = subprocess.run(  # noqa: S603  # our own interpreter and module; the file comes through a pipe
            [sys.executable, "-m", "portal.lib.redaction", mime],
            input=file.read(),
            capture_output=True,
            timeout=seconds,
            cwd=ROOT,
            # No secret of ours goes into the process that reads strangers' files.
            env={"PYTHONDONTWRITEBYTECODE": "1", "LANG": "C.UTF-8"},
            check=False,
        )
    except subprocess.TimeoutExpired:
        return [Finding(Kind.TOO_LARGE)]
    if done.returncode != 0 or len(done.stdout) > LONGEST_ANSWER:
        log.warning("a redaction check ended with %s: %s", done.returncode, done.stderr[-500:].decode(errors="replace"))
        return [Finding(Kind.BROKEN)]
    return [Finding(Kind(row["kind"]), row["page"], row["what"], row["hint"]) for row in json.loads(done.stdout)]
