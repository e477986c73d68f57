"""What the portal holds of a person: each app registers its sections here when it is loaded.

    class MyThings(Section):
        code, label, retention = "things", _("My things"), "at_once"
        def collect(self, user): return [...]
        def erase(self, user): Thing.objects.filter(user=user).delete()

    personal_data.register(MyThings())          # in AppConfig.ready()

Everything is asked twice: by the export (`collect`, `files`) and by the erasure (`blockers`, `kept`, `erase`). `erase`
takes away what may go today and is called again each night until nothing with an end is left, so it must be harmless
when repeated.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from django.db.models.fields.files import FieldFile
from django.utils.functional import Promise

from portal.accounts.models import User
from portal.accounts.retention import RetentionClass, retention


@dataclass(frozen=True)
class Kept:
    """Something that stays after an erasure: what, how much of it, under which class, until when (None: no end)."""

    what: str
    count: int
    retention: RetentionClass
    until: date | None = None


@dataclass(frozen=True)
class File:
    """A document of the person's own in the export."""

    name: str
    file: FieldFile
    size: int


class Section(ABC):
    """One kind of data. `retention` is the class under which it is held while the account lives on."""

    code: ClassVar[str]
    label: ClassVar[str | Promise]
    retention: ClassVar[str]
    # Sections with a higher number are erased later; the person's own row goes last.
    order: ClassVar[int] = 50

    @abstractmethod
    def collect(self, user: User) -> list[dict[str, Any]]:
        """Rows for the export, as plain values, dates and times. What belongs to others is left out."""

    def files(self, user: User) -> Iterable[File]:
        return ()

    def blockers(self, user: User) -> list[str]:
        """Sentences that say what must be handed over first."""
        return []

    def kept(self, user: User) -> list[Kept]:
        """What would stay if `user` were erased today, or has stayed."""
        return []

    @abstractmethod
    def erase(self, user: User) -> None:
        """Take away or pseudonymise what may go today. Runs in the transaction of the erasure."""

    @property
    def retention_class(self) -> RetentionClass:
        return retention(self.retention)


_sections: dict[str, Section] = {}


def register(section: Section) -> None:
    """Raises KeyError for an unknown retention class, ValueError for a code that is taken."""
    if section.code in _sections:
        raise ValueError(f"There are two sections {section.code}.")
    retention(section.retention)
    _sections[section.code] = section


def sections() -> list[Section]:
    return sorted(_sections.values(), key=lambda section: (section.order, section.code))


def blockers_of(user: User) -> list[str]:
    return [sentence for section in sections() for sentence in section.blockers(user)]


def kept_of(user: User) -> list[Kept]:
    return [kept for section in sections() for kept in section.kept(user) if kept.count]
