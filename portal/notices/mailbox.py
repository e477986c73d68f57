"""Reads the mails that the file backend wrote. Only for looking at them in a demonstration or while developing."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from pathlib import Path

from django.conf import settings

NAME = re.compile(r"\d{1,20}-[0-9a-f]{8}")
NEWEST = 200


@dataclass(frozen=True)
class StoredMail:
    """One .eml file. `name` is its file name without the ending."""

    name: str
    message: EmailMessage

    @property
    def at(self) -> datetime:
        return datetime.fromtimestamp(int(self.name.partition("-")[0]) / 1e9, tz=UTC)

    @property
    def subject(self) -> str:
        return str(self.message["Subject"] or "")

    @property
    def to(self) -> str:
        return str(self.message["To"] or "")

    @property
    def headers(self) -> list[tuple[str, str]]:
        return [(name, str(value)) for name, value in self.message.items()]

    @property
    def text(self) -> str:
        return self._body("plain")

    @property
    def html(self) -> str:
        return self._body("html")

    def _body(self, kind: str) -> str:
        part = self.message.get_body(preferencelist=(kind,))
        return str(part.get_content()) if part is not None else ""


def _read(path: Path) -> StoredMail:
    message = BytesParser(policy=policy.default).parsebytes(path.read_bytes())
    if not isinstance(message, EmailMessage):
        raise TypeError("The default policy builds an EmailMessage.")
    return StoredMail(path.stem, message)


def newest(limit: int = NEWEST) -> Iterator[StoredMail]:
    """The stored mails, the newest first. File names begin with the moment of writing."""
    for path in sorted(settings.MAIL_DIR.glob("*.eml"), key=lambda p: p.name, reverse=True)[:limit]:
        yield _read(path)


def find(name: str) -> StoredMail | None:
    """The mail of that name; a name that is none of ours never reaches the file system."""
    path = settings.MAIL_DIR / f"{name}.eml"
    return _read(path) if NAME.fullmatch(name) and path.is_file() else None
