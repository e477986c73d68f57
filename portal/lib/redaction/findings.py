"""What a check found, as plain values: a code, where, and just enough words to find the place."""

from dataclasses import dataclass
from enum import StrEnum

# Findings of one kind on one file are told up to this number; then the rest is counted in the last one.
MOST_OF_A_KIND = 40
SHOWN = 2


class Kind(StrEnum):
    """`words` for people are in the app that shows them."""

    # it could not be looked at, or not to its end
    UNKNOWN_TYPE = "unknown_type"
    ENCRYPTED = "encrypted"
    BROKEN = "broken"
    TOO_LARGE = "too_large"
    # something is there that the page does not show
    HIDDEN_TEXT = "hidden_text"
    COVERED_IMAGE = "covered_image"
    OUTSIDE_PAGE = "outside_page"
    COVERING_SHAPE = "covering_shape"
    HIDDEN_FIELD = "hidden_field"
    HIDDEN_DATA = "hidden_data"
    ATTACHMENT = "attachment"
    EARLIER_VERSION = "earlier_version"
    SCRIPT = "script"
    COMMENT = "comment"
    TRACKED_CHANGE = "tracked_change"
    HIDDEN_SHEET = "hidden_sheet"
    HIDDEN_CELLS = "hidden_cells"
    CACHED_DATA = "cached_data"
    PLACE_TAKEN = "place_taken"
    PREVIEW = "preview"
    # what is ordinary, and yet may say too much
    PERSON = "person"
    PROPERTY = "property"
    FORM_FIELD = "form_field"
    LINK = "link"


UNCHECKED = frozenset({Kind.UNKNOWN_TYPE, Kind.ENCRYPTED, Kind.BROKEN, Kind.TOO_LARGE})
# Worth a look, and no obstacle: an original may have to be handed over with its properties.
REMARKS = frozenset({Kind.PERSON, Kind.PROPERTY, Kind.FORM_FIELD, Kind.LINK})


@dataclass(frozen=True)
class Finding:
    """One thing. `page` 0: the whole file. `what` names a property or a part. `hint` shows the first signs only."""

    kind: Kind
    page: int = 0
    what: str = ""
    hint: str = ""

    def as_json(self) -> dict[str, str | int]:
        return {"kind": str(self.kind), "page": self.page, "what": self.what, "hint": self.hint}


class NotReadable(Exception):
    """The file cannot be looked at; `kind` is one of `UNCHECKED`."""

    def __init__(self, kind: Kind) -> None:
        self.kind = kind
        super().__init__(str(kind))


def hint_of(text: str) -> str:
    """Enough to find the place, not enough to repeat what should not have left: `张三… (11)`."""
    text = " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())
    return text if len(text) <= SHOWN else f"{text[:SHOWN]}… ({len(text)})"


def bounded(findings: list[Finding]) -> list[Finding]:
    """At most `MOST_OF_A_KIND` of each kind; the one after them says how many more there are."""
    kept: list[Finding] = []
    counts: dict[Kind, int] = {}
    for finding in findings:
        counts[finding.kind] = counts.get(finding.kind, 0) + 1
        if counts[finding.kind] <= MOST_OF_A_KIND:
            kept.append(finding)
    more = [
        Finding(kind, what=f"+{count - MOST_OF_A_KIND}") for kind, count in counts.items() if count > MOST_OF_A_KIND
    ]
    return kept + more
