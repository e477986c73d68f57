"""A large JSON Lines file is read by a process of its own, so that on two cores reading and storing do not wait for
each other (docs/adr/0108-bulk-loads.md). `python -m laws.importers.apart PATH NAME LANGUAGE` is that process; what it
makes comes through a pipe, as far as the pipe holds it, and it ends with whoever started it.
"""

import gc
import pickle
import subprocess
import sys
from collections.abc import Generator
from contextlib import suppress
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from laws.importers.files import LineFile, read_path
from laws.importers.jsonl import ADAPTER_NAME, changed_meanwhile, first_look
from laws.importers.types import Rejected

if TYPE_CHECKING:
    from laws.importers.batches import Found

# Below this, starting Python again costs more than it brings.
WORTH_IT_BYTES = 4 * 1024 * 1024


def read_apart(file: LineFile) -> "Generator[list[Found], None, None]":
    """The batches (laws.importers.batches) of a file that is `stored`. Raises Rejected where it breaks off, and where
    the process was ended before the file was."""
    # The process starts in the project's folder, wherever this one is.
    where = file.stored.resolve() if file.stored else ""
    command = [sys.executable, "-m", "laws.importers.apart", str(where), file.path, translation.get_language() or ""]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=settings.BASE_DIR) as reader:  # noqa: S603  # our own module
        try:
            _send(first_look(file), reader.stdin)  # taken while the process starts
            while (found := _receive(reader.stdout)) is not None:
                if isinstance(found, Rejected):
                    raise found
                yield found
        except (BrokenPipeError, EOFError, pickle.UnpicklingError) as error:
            words = _("The process that reads the file was ended. What was read before is stored; import it again.")
            raise Rejected(words) from error
        finally:
            reader.kill()  # of no effect on one that has ended
            if reader.stdin is not None:
                with suppress(BrokenPipeError):  # what it has not taken is not sent any more
                    reader.stdin.close()


def _send(thing: Any, pipe: IO[bytes] | None) -> None:
    if pipe is not None:
        pickle.dump(thing, pipe, pickle.HIGHEST_PROTOCOL)
        pipe.flush()


def _receive(pipe: IO[bytes] | None) -> Any:
    return pickle.load(pipe) if pipe is not None else None  # noqa: S301  # made by our own process a moment ago


def answer(path: Path, name: str) -> None:
    """The other end of the pipes: the batches one by one, then None or why there are no more."""
    from laws.importers.batches import read_batches  # models stand behind these: Django must be ready
    from laws.importers.preparing import Prepared, Unfit, as_refusal

    look = _receive(sys.stdin.buffer)
    end: Rejected | None = None
    try:
        for file in read_path(path, name):
            if not isinstance(file, LineFile):  # it was one a moment ago
                raise Rejected(changed_meanwhile())
            for batch in read_batches(file, look):
                for one in batch:
                    if isinstance(one, Prepared | Unfit) and one.parsed is not None:
                        one.parsed.pieces = []  # all that is stored of them stands in its rows
                _send(batch, sys.stdout.buffer)
    except BrokenPipeError:
        raise
    except Exception as error:
        end = as_refusal(error, path=name, adapter=ADAPTER_NAME)
    _send(end, sys.stdout.buffer)


def main(path: str, name: str, language: str) -> None:
    import django

    django.setup()  # which settings, the process that started this one has said
    gc.disable()  # pieces hang in no cycles, and the process ends with the file
    with translation.override(language or None), suppress(BrokenPipeError, EOFError):  # nobody asks any more
        answer(Path(path), name)


if __name__ == "__main__":
    main(*sys.argv[1:4])
