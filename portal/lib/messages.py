"""The translation catalogues: what they contain, how they are brought up to date, how they are compiled.

Each app keeps its own `locale/zh_Hans/LC_MESSAGES/django.po`. Babel does the work, because GNU gettext is not on
every machine. Files are written in one fixed form (sorted, without dates and line numbers), so that two branches
that add strings rarely touch the same lines.
"""

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from babel.messages import extract
from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation.template import templatize

LOCALE = "zh_Hans"
APPS = (
    "portal/lib",
    "portal/reference",
    "portal/accounts",
    "portal/notices",
    "laws",
    "experts",
    "warnings/risk_warnings",
    "disputes",
    "portal/pages",
)
SHARED = "portal/lib"  # base templates, components and whatever belongs to no single app
TEMPLATE_FOLDERS = {
    "account": "portal/accounts",  # our versions of allauth's pages
    "accounts": "portal/accounts",
    "mfa": "portal/accounts",  # our versions of allauth's pages for the second factor
    "disputes": "disputes",
    "experts": "experts",
    "guides": "laws",
    "laws": "laws",
    "notices": "portal/notices",
    "pages": "portal/pages",
    "reference": "portal/reference",
    "risk_warnings": "warnings/risk_warnings",
    "warnings": "warnings/risk_warnings",
}
TEMPLATE_SUFFIXES = frozenset({".html", ".txt", ".xml", ".subject"})
KEYWORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
HEADER = """\
msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Language: zh_Hans\\n"
"Plural-Forms: nplurals=1; plural=0;\\n"

"""

Key = tuple[str, str]  # context ("" for none), msgid (the singular one)


@dataclass(frozen=True)
class Source:
    """One file that may hold strings, and the app whose catalogue they belong to."""

    path: Path
    app: str

    @property
    def name(self) -> str:
        return self.path.relative_to(settings.BASE_DIR).as_posix()


def catalogue_path(app: str) -> Path:
    return Path(settings.BASE_DIR) / app / "locale" / LOCALE / "LC_MESSAGES" / "django.po"


def sources() -> Iterator[Source]:
    """Every Python module and template of the project, in a fixed order."""
    base = Path(settings.BASE_DIR)
    for path in sorted((base / "portal").glob("*.py")):
        yield Source(path, SHARED)
    for app in APPS:
        for path in sorted((base / app).rglob("*.py")):
            if "migrations" not in path.parts:
                yield Source(path, app)
    for path in sorted((base / "templates").rglob("*")):
        if path.suffix in TEMPLATE_SUFFIXES:
            yield Source(path, template_app(path.relative_to(base / "templates")))


def template_app(path: Path) -> str:
    """The app a template belongs to by its folder; `emails/<folder>/` counts as `<folder>/`."""
    folders = path.parts[:-1]
    if folders[:1] == ("emails",):
        folders = folders[1:]
    return TEMPLATE_FOLDERS.get(folders[0], SHARED) if folders else SHARED


def extract_all() -> dict[str, Catalog]:
    """What the sources say now: one untranslated catalogue per app."""
    found = {app: _empty() for app in APPS}
    for source in sources():
        text = source.path.read_text(encoding="utf-8")
        if source.path.suffix != ".py":
            # In brackets, so that the indentation of the template means nothing to Python's tokenizer.
            text = f"(\n{templatize(text, origin=source.name)}\n)"
        code = BytesIO(text.encode())
        for _, ids, comments, context in extract.extract("python", code, KEYWORDS, ["Translators:"]):
            # The line number is left out on purpose: 0 is not written.
            found[source.app].add(ids, locations=[(source.name, 0)], auto_comments=comments, context=context)
    return found


def read(app: str) -> Catalog:
    """The catalogue as it is on disk; an empty one when there is none."""
    path = catalogue_path(app)
    if not path.exists():
        return _empty()
    return read_po(BytesIO(path.read_bytes()), locale=LOCALE, ignore_obsolete=True)


def update() -> list[str]:
    """Bring every catalogue up to date with the sources; returns the apps whose file was written.

    Translations are kept by exact context and msgid, never guessed. A string another app has already translated is
    taken over, because Django lets one of two different translations win silently.
    """
    written = []
    for app, text in _wanted().items():
        path = catalogue_path(app)
        if path.exists() and path.read_bytes() == text:
            continue
        if text:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text)
        elif path.exists():
            path.unlink()
        else:
            continue
        written.append(app)
    return written


def problems() -> list[str]:
    """What is wrong with the catalogues, one sentence each; an empty list when all is well."""
    found: list[str] = []
    translations: dict[Key, dict[str, list[str]]] = {}
    for app, text in _wanted().items():
        path = catalogue_path(app)
        name = path.relative_to(settings.BASE_DIR).as_posix()
        wanted = read_po(BytesIO(text), locale=LOCALE) if text else _empty()
        # Only strings count: a string that moved to another file changes a comment, nothing a reader sees.
        if _identities(read(app)) != _identities(wanted):
            found.append(f"{name}: not up to date with the sources; run `python3 dev.py messages`.")
        for message in _messages(wanted):
            if not _is_translated(message):
                found.append(f"{name}: not translated: {_shown(message)}")
                continue
            found += [f"{name}: {_shown(message)}: {error}" for error in message.check()]
            by_text = translations.setdefault(_key(message), {})
            by_text.setdefault(str(message.string), []).append(app)
    for (_, msgid), by_text in translations.items():
        if len(by_text) > 1:
            said = "; ".join(f"{', '.join(apps)} say {text!r}" for text, apps in by_text.items())
            found.append(f"{msgid!r} is translated in two ways: {said}. Agree on one or give one a context.")
    return found


def compile_all() -> list[str]:
    """Write the `.mo` file Django reads beside every catalogue; returns the apps whose file changed."""
    changed = []
    for app in APPS:
        path = catalogue_path(app)
        target = path.with_suffix(".mo")
        if not path.exists():
            target.unlink(missing_ok=True)
            continue
        compiled = BytesIO()
        write_mo(compiled, read(app))
        if target.exists() and target.read_bytes() == compiled.getvalue():
            os.utime(target)
            continue
        # In one step: another process may be reading the old file.
        part = target.with_suffix(f".{os.getpid()}.part")
        part.write_bytes(compiled.getvalue())
        part.replace(target)
        changed.append(app)
    return changed


def not_compiled() -> list[str]:
    """Apps whose `.mo` file is missing or older than the catalogue."""
    stale = []
    for app in APPS:
        path = catalogue_path(app)
        if not path.exists():
            continue
        target = path.with_suffix(".mo")
        if not target.exists() or target.stat().st_mtime < path.stat().st_mtime:
            stale.append(app)
    return stale


def _wanted() -> dict[str, bytes]:
    """The exact bytes each app's catalogue should have; empty where the app has no strings."""
    known = {app: read(app) for app in APPS}
    elsewhere: dict[Key, Message] = {}
    for catalogue in known.values():
        for message in _messages(catalogue):
            if _is_translated(message):
                elsewhere.setdefault(_key(message), message)
    wanted = {}
    for app, catalogue in extract_all().items():
        for message in _messages(catalogue):
            old = known[app].get(message.id, message.context)
            if old is None or not _is_translated(old):
                old = elsewhere.get(_key(message))
            if old is not None:
                message.string = _as_form_of(message, old)
        wanted[app] = _written(catalogue)
    return wanted


def _as_form_of(message: Message, old: Message) -> str | tuple[str, ...]:
    """The old translation in the shape the message needs; Chinese has one plural form."""
    text = _texts(old)[0]
    return (text,) if message.pluralizable else text


def _written(catalogue: Catalog) -> bytes:
    if not len(catalogue):
        return b""
    body = BytesIO()
    write_po(body, catalogue, width=100, omit_header=True, sort_output=True, include_lineno=False)
    return HEADER.encode() + body.getvalue().rstrip() + b"\n"


def _empty() -> Catalog:
    return Catalog(locale=LOCALE, fuzzy=False)


def _messages(catalogue: Iterable[Message]) -> Iterator[Message]:
    return (message for message in catalogue if message.id)


def _key(message: Message) -> Key:
    msgid = message.id if isinstance(message.id, str) else message.id[0]
    return message.context or "", msgid


def _identities(catalogue: Catalog) -> set[tuple[Key, bool]]:
    """What a catalogue translates: each string with whether it has a plural."""
    return {(_key(message), message.pluralizable) for message in _messages(catalogue)}


def _is_translated(message: Message) -> bool:
    return all(_texts(message)) and not message.fuzzy


def _texts(message: Message) -> tuple[str, ...]:
    """The translation as a tuple: one entry, or one for each plural form."""
    if isinstance(message.string, str):
        return (message.string,)
    return tuple(message.string or ("",))


def _shown(message: Message) -> str:
    context, msgid = _key(message)
    return f"{msgid!r} (context {context!r})" if context else repr(msgid)
