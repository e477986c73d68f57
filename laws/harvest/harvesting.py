"""One harvest, in steps that can be cut off anywhere: list, fetch, import, remember where to go on.

What the run needs to go on lies in its cursor: the name of the work list (one `Listed` a line, written once), the
line it stands at, and for an archive its file and the member it stands at. A worker that is killed loses at most the
document in its hands.
"""

import errno
import json
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from functools import cached_property
from io import BytesIO
from itertools import islice
from typing import IO, Any, BinaryIO, cast
from urllib.parse import urlsplit

from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage
from django.utils.translation import gettext_noop

from laws.harvest import documents
from laws.harvest.layouts import LAYOUTS
from laws.harvest.reporting import Reporter
from laws.harvest.shapes import check_shape, text_setting, texts_of
from laws.harvest.types import Fault, Later, Layout, Listed
from laws.harvest.visiting import PAUSE, Got, Visitor
from laws.importers.files import BadFile
from laws.importers.leases import Lease
from laws.importers.types import LawFile
from laws.models import ImportRun, LawSource, SourceDocument

MAX_FAULTS = 10
MAX_LATER = 5
BATCH = 20

NO_LAYOUT = gettext_noop("This source names a layout that the portal does not know")
OTHER_HOST = gettext_noop("The list names a document on a host that is not the publisher's")
NOT_KEPT = gettext_noop("This machine could not keep the document: look whether its disk is full")
TOO_MANY_FAULTS = gettext_noop("Too many documents in a row could not be fetched")
BUSY = gettext_noop("The publisher asked to wait again and again")


class Harvest:
    """One claimed run. `until` (monotonic seconds) ends a slice; `patient` waits here when a publisher is busy."""

    def __init__(
        self,
        lease: Lease,
        *,
        until: float | None = None,
        patient: bool = False,
        on_row: Callable[[Any], None] | None = None,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        if lease.run.source is None:
            raise Fault(NO_LAYOUT)
        self.lease, self.run = lease, lease.run
        self.source: LawSource = lease.run.source
        self.layout = layout_of(self.source)
        self.until, self.patient, self.sleep = until, patient, sleep
        self.cursor: dict[str, Any] = dict(self.run.cursor or {})
        self.report = Reporter(self.run, on_row=on_row)
        pause = float(text_setting(self.source, "pause", str(PAUSE)))
        self.visitor = Visitor(pause=pause, beat=lease.beat, sleep=sleep)

    def go_on(self) -> bool:
        """Work until the end (True) or until the slice is over (False): at least one document is done.

        Raises Fault when the run cannot go on, Later when the publisher asks to wait and nobody is here to, and what
        `Lease.beat` raises.
        """
        if "list" not in self.cursor:
            self._with_patience(self._write_list)
        while (listed := self._current()) is not None:
            self.lease.beat(force=True)
            if not self._one(listed, self._archive if listed.archive else self._document):
                return False
            if self._is_over():
                return self._current() is None
        return True

    # --- the list ------------------------------------------------------------------------------

    def _write_list(self) -> None:
        lines: list[str] = []
        tries = int(self.cursor.get("later", 0))
        for listed in self.layout.listed(self.source, lambda url: self.visitor.get(url, tries=tries).body):
            lines.append(json.dumps(listed.as_json(), ensure_ascii=False))
            if self.run.limit and len(lines) >= self.run.limit:
                break
        name = f"imports/harvest-{self.run.pk}-list.jsonl"
        name = _kept(name, ContentFile("\n".join(lines).encode(), name=name))
        is_archive = len(lines) == 1 and json.loads(lines[0])["archive"]
        self._go_to(total=None if is_archive else len(lines), list=name, at=0)

    @cached_property
    def _list(self) -> list[str]:
        with default_storage.open(str(self.cursor["list"])) as lines:
            return cast(bytes, lines.read()).decode().split("\n")

    def _current(self) -> Listed | None:
        at = int(self.cursor["at"])
        return Listed(**json.loads(self._list[at])) if at < len(self._list) and self._list[at] else None

    # --- one document --------------------------------------------------------------------------

    def _one(self, listed: Listed, act: Callable[[Listed], bool]) -> bool:
        """Do one document and go to the next. A fault is a row of the report, and too many in a row end the run."""
        try:
            if not self._is_allowed(listed.url):
                raise Fault(OTHER_HOST, _host(listed.url))
            if not self._with_patience(lambda: act(listed)):
                return False
        except Fault as fault:
            faults = int(self.cursor.get("faults", 0)) + 1
            self.report.rejected(listed.key, fault)
            self._next(faults=faults)
            if listed.archive or faults >= MAX_FAULTS:
                raise Fault(fault.sentence if listed.archive else TOO_MANY_FAULTS, fault.detail or str(fault)) from None
            return True
        self._next(faults=0)
        return True

    def _document(self, listed: Listed) -> bool:
        held = documents.known(self.source, [listed.url]).get(listed.url)
        if held is not None and listed.fixed:
            self.report.unchanged(listed.key, held)
            return True
        got = self._get(listed, held)
        if got.unchanged and held is not None:
            self.report.unchanged(listed.key, held)
            return True
        check_shape(self.layout.kind, got.body)
        digest = documents.fingerprint(got.body)
        outcome = documents.Outcome.UNCHANGED.value
        if held is not None and held.sha256 == digest:
            self.report.unchanged(listed.key, held)
        else:
            files = list(self.layout.files(self.source, listed, BytesIO(got.body)))
            outcome = documents.worst(self.report.imported(files).values())
        self._remember(listed.url, got, outcome, digest)
        return True

    def _get(self, listed: Listed, held: SourceDocument | None, into: BinaryIO | None = None) -> Got:
        return self.visitor.get(
            listed.url,
            etag=held.etag if held else "",
            last_modified=held.last_modified if held else "",
            into=into,
            tries=int(self.cursor.get("later", 0)),
        )

    # --- an archive of many texts ---------------------------------------------------------------

    def _archive(self, listed: Listed) -> bool:
        """True when all of it is done, False when the slice is over before."""
        if "archive" not in self.cursor and not self._download(listed):
            return True
        with default_storage.open(str(self.cursor["archive"])) as body:
            stored = cast(BinaryIO, body)
            if "members" not in self.cursor:
                count = self.layout.count(self.source, stored)
                self._go_to(total=min(count, self.run.limit or count), members=count, member=0)
            start = int(self.cursor["member"])
            end = min(int(self.cursor["members"]), self.run.limit or int(self.cursor["members"]))
            members = islice(self.layout.files(self.source, listed, stored, start), end - start)
            while batch := list(islice(members, BATCH)):
                self._batch(listed, batch)
                start += len(batch)
                self._go_to(done=start, member=start)
                self.lease.beat(force=True)
                if self._is_over() and start < end:
                    return False
        if end == int(self.cursor["members"]):
            got = Got(listed.url, b"", str(self.cursor.get("etag", "")), str(self.cursor.get("last_modified", "")))
            self._remember(listed.url, got, documents.Outcome.UNCHANGED.value, "")
        return True

    def _download(self, listed: Listed) -> bool:
        """Fetch the archive and keep it until the run ends; False when the publisher has no newer one."""
        held = documents.known(self.source, [listed.url]).get(listed.url)
        try:
            with tempfile.TemporaryFile() as temporary:
                got = self._get(listed, held, cast(BinaryIO, temporary))
                if got.unchanged and held is not None:
                    self.report.unchanged(listed.key, held)
                    return False
                temporary.seek(0)
                check_shape(self.layout.kind, temporary.read(2000))
                temporary.seek(0)
                name = _kept(f"imports/harvest-{self.run.pk}.zip", File(cast(IO[Any], temporary), name="archive"))
        # Also the end of `with`, which tries once more to write what found no room.
        except OSError as error:
            raise _not_kept(error) from error
        self._go_to(archive=name, etag=got.etag, last_modified=got.last_modified)
        return True

    def _batch(self, listed: Listed, files: list[LawFile | BadFile]) -> None:
        urls = {file.path: documents.member_url(listed.url, file.path) for file in files}
        held = documents.known(self.source, urls.values())
        fresh: list[LawFile | BadFile] = []
        digests: dict[str, str] = {}
        for file in files:
            if isinstance(file, BadFile):
                fresh.append(file)
                continue
            digests[file.path] = documents.fingerprint(file.data)
            row = held.get(urls[file.path])
            if row is not None and row.sha256 == digests[file.path]:
                self.report.unchanged(file.path, row)
            else:
                fresh.append(file)
        for path, outcome in self.report.imported(fresh).items():
            if path in digests and not self.run.dry_run:
                documents.remember(self.source, urls[path], outcome=outcome, sha256=digests[path])

    # --- the cursor -----------------------------------------------------------------------------

    def _with_patience(self, act: Callable[[], Any]) -> Any:
        """Do it, waiting as often as a busy publisher may ask; raises Later where nobody is here to wait."""
        while True:
            try:
                return act()
            except Later as later:
                times = int(self.cursor.get("later", 0)) + 1
                self._go_to(later=0 if times > MAX_LATER else times)
                if times > MAX_LATER:
                    raise Fault(BUSY, later.said) from later
                if not self.patient:
                    raise
                self.lease.wait(later.seconds, self.sleep)

    def _next(self, *, faults: int) -> None:
        at = int(self.cursor["at"]) + 1
        changes: dict[str, Any] = {} if "members" in self.cursor else {"done": at}
        self._go_to(**changes, at=at, faults=faults, later=0)

    def _go_to(self, *, done: int | None = None, total: int | None = None, **cursor: Any) -> None:
        self.cursor |= cursor
        changes: dict[str, Any] = {"cursor": self.cursor}
        if done is not None:
            changes["done"] = done
        if total is not None:
            changes["total"] = total
        self.lease.write(**changes)

    def _remember(self, url: str, got: Got, outcome: str, digest: str) -> None:
        if not self.run.dry_run:
            documents.remember(
                self.source, url, outcome=outcome, sha256=digest, etag=got.etag, last_modified=got.last_modified
            )

    def _is_over(self) -> bool:
        return self.until is not None and time.monotonic() >= self.until

    def _is_allowed(self, url: str) -> bool:
        """Whether a document lies where the publisher is: a list must not send us anywhere else."""
        return _host(url) in {_host(self.source.index_url), *texts_of(self.source, "hosts")}


def _kept(name: str, content: "File[Any]") -> str:
    """Keep what a run needs to go on; the name it is kept under. Raises Fault where this machine cannot."""
    try:
        return default_storage.save(name, content)
    except OSError as error:
        with suppress(OSError):
            default_storage.delete(name)  # half of it would only take room
        raise _not_kept(error) from error


def _not_kept(error: OSError) -> Fault:
    return Fault(NOT_KEPT, errno.errorcode.get(error.errno or 0, type(error).__name__))


def _host(url: str) -> str:
    """Host and port of an address; nothing for what is none: lists are written by others."""
    try:
        return urlsplit(url).netloc
    except ValueError:
        return ""


def layout_of(source: LawSource) -> Layout:
    """Raises Fault for a layout that nobody wrote."""
    layout = LAYOUTS.get(source.layout)
    if layout is None:
        raise Fault(NO_LAYOUT, source.layout)
    return layout


def is_complete(run: ImportRun) -> bool:
    """Whether a finished harvest looked at everything, so that it counts as the source's last success."""
    cursor = run.cursor if isinstance(run.cursor, dict) else {}
    if run.dry_run or run.state != ImportRun.State.DONE:
        return False
    return run.limit is None or (run.total is not None and run.total < run.limit and "list" in cursor)
