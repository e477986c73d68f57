"""The process in which a file is looked at: bytes in, findings out, within limits it sets itself.

python -m portal.lib.redaction MIME < file > findings.json
"""

import json
import resource
import sys

from portal.lib.redaction.findings import Finding, Kind

MEMORY = 2 * 1024 * 1024 * 1024
CPU_SECONDS = 60


def main() -> None:
    # pdfium and its fonts reserve far more addresses than they use.
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS + 1))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        from portal.lib.redaction.looking import look

        found = look(sys.stdin.buffer.read(), sys.argv[1])
    except MemoryError:
        found = [Finding(Kind.TOO_LARGE)]
    sys.stdout.write(json.dumps([finding.as_json() for finding in found]))


if __name__ == "__main__":
    main()
