"""The front matter of a text: the block of YAML between `---` lines at its beginning."""

import re
from collections.abc import Mapping

import yaml
from django.utils.translation import gettext as _

from laws.importers.types import LawFile, Rejected

LONGEST = 300_000
DEEPEST = 12
FENCE = re.compile(r"\n(?:---|\.\.\.)[ \t]*(?:\r?\n|$)")
OPENED = re.compile(r"---[ \t]*\r?\n[A-Za-z][\w\-]{0,60}[ \t]*:(?:\s|$)")
KEY = re.compile(r"[A-Za-z][\w\-]{0,60}")
# libyaml where the wheel has it. Scalars stay text: `1970:485` is a number of a law, not minutes and seconds.
Loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)

Value = str | list[object] | dict[str, object]


def split(text: str) -> tuple[dict[str, Value], str]:
    """The front matter and the rest. Without front matter the first is empty; broken YAML is read line by line.

    Raises Rejected where front matter begins and has no end: its facts would become text.
    """
    text = text.lstrip("\ufeff \t\r\n")
    if not text.startswith("---"):
        return {}, text
    end = FENCE.search(text, 3, LONGEST)
    if not end:
        if OPENED.match(text):
            raise Rejected(
                _("The front matter is not closed by a line “---” within its first %(count)d characters.")
                % {"count": LONGEST}
            )
        return {}, text
    block, body = text[3 : end.start()].lstrip("\r\n"), text[end.end() :]
    try:
        if _harmless(block):
            data = yaml.load(block, Loader=Loader)  # noqa: S506 - the base loader makes text, lists and mappings only
            if isinstance(data, Mapping):
                return {str(key): value for key, value in data.items() if value not in (None, "")}, body
    except (yaml.YAMLError, ValueError, RecursionError):
        pass
    found: dict[str, Value] = {}
    for line in block.split("\n"):
        key, colon, value = line.partition(":")
        value = value.strip(" \t\r\"'")
        if colon and value and KEY.fullmatch(key):
            found[key] = value
    return found, body


def facts_at_beginning(file: LawFile) -> dict[str, Value]:
    """The front matter of a file, to know its family by; empty where there is none or it is no text. Never raises."""
    try:
        return split(file.text[: LONGEST + 10])[0]
    except Rejected:
        return {}


def _harmless(block: str) -> bool:
    """Whether the YAML has no aliases (they grow without bound) and is not nested deeper than facts about a law are."""
    depth = 0
    for event in yaml.parse(block, Loader=Loader):
        if isinstance(event, yaml.AliasEvent):
            return False
        if isinstance(event, yaml.MappingStartEvent | yaml.SequenceStartEvent):
            depth += 1
            if depth > DEEPEST:
                return False
        elif isinstance(event, yaml.MappingEndEvent | yaml.SequenceEndEvent):
            depth -= 1
    return True


def fact(data: Mapping[str, Value], *names: str) -> str:
    """The first of the named facts that is a text, without spaces around it."""
    for name in names:
        value = data.get(name)
        if isinstance(value, str) and value.strip():
            return value.strip()
    return ""


def rows(data: Mapping[str, Value], name: str) -> list[dict[str, str]]:
    """A list of mappings, each with the facts that are texts."""
    value = data.get(name)
    found = []
    for row in value if isinstance(value, list) else ():
        if isinstance(row, Mapping):
            found.append({str(key): item.strip() for key, item in row.items() if isinstance(item, str)})
    return found
