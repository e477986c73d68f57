"""The library under load: loading a corpus of provisions, against what the bare database does with the same rows.

`python3 dev.py bench library [--corpus FILE]`. Without a file a corpus of invented words is made.
"""

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

from devtools.measures import Measure
from devtools.services import Services
from tests.benchmarks import _library_import, _library_pages
from tests.benchmarks._corpus import write_corpus

# Each yields its measures on the services and the corpus it is given; later parts find the corpus loaded.
PARTS = [_library_import.measures, _library_pages.measures]


def main(services: Services) -> Iterator[Measure]:
    given = os.environ.get("BENCH_CORPUS", "")
    with tempfile.TemporaryDirectory(prefix="ipg-") as folder:
        corpus = Path(given) if given else write_corpus(Path(folder) / "corpus.jsonl.gz")
        for part in PARTS:
            yield from part(services, corpus)
