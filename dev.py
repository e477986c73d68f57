#!/usr/bin/env python3
"""One command for everything a developer does with the portal: python3 dev.py --help

Needs nothing but Python 3.11 or newer. What it does is in devtools/; this file stays readable for an older Python,
so that it can say which one is needed.
"""

import sys

if sys.version_info < (3, 11):  # noqa: UP036  # the very Python this is for may be an old one
    sys.exit(
        "dev.py: this is Python {}.{}; the portal needs 3.11 or newer. "
        "Start it with a newer one, for example: python3.11 dev.py run".format(*sys.version_info[:2])
    )

from devtools.cli import main

if __name__ == "__main__":
    sys.exit(main())
