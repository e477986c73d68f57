"""Reading ahead: the next texts are read while the database stores the ones before."""

from collections.abc import Generator, Iterable
from queue import Full, Queue
from threading import Event, Thread
from typing import TypeVar

from django.utils import translation

T = TypeVar("T")

PATIENCE_SECONDS = 0.2


class _Failed:
    def __init__(self, error: BaseException) -> None:
        self.error = error


_END = object()


def read_ahead(items: Iterable[T], limit: int) -> Generator[T, None, None]:
    """`items`, made in a thread of their own, at most `limit` before they are asked for.

    What making them raises is raised here, in its place. Whoever stops asking stops the thread as well. Making them
    must not use the database: the thread would open a connection of its own.
    """
    language = translation.get_language()  # a thread begins with the default one
    made: Queue[object] = Queue(limit)
    stopped = Event()

    def give(item: object) -> bool:
        while not stopped.is_set():
            try:
                made.put(item, timeout=PATIENCE_SECONDS)
            except Full:
                continue
            return True
        return False

    def work() -> None:
        try:
            with translation.override(language):
                for item in items:
                    if not give(item):
                        return
            give(_END)
        except BaseException as error:
            give(_Failed(error))

    thread = Thread(target=work, name="read-ahead", daemon=True)
    thread.start()
    try:
        while (item := made.get()) is not _END:
            if isinstance(item, _Failed):
                raise item.error
            yield item  # type: ignore[misc]  # the queue holds what `items` gives, and the two marks above
    finally:
        stopped.set()
        thread.join()
