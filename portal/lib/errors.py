"""What an action raises when it will not act: one sentence for a person, a status for a program."""

from collections.abc import Mapping

from django.http import Http404
from django.utils.functional import Promise

TYPES = {400: "invalid", 403: "not-allowed", 409: "conflict"}


class ActionError(Exception):
    """An action refused. `message` is translated and says what to do; `field` names the input at fault."""

    status = 400

    def __init__(self, message: str | Promise, *, field: str = "", fields: Mapping[str, str] | None = None) -> None:
        self.message = message
        self.fields: dict[str, str] = dict(fields or {})
        if field:
            self.fields[field] = str(message)
        super().__init__(message)

    @property
    def type(self) -> str:
        return TYPES[self.status]


class Invalid(ActionError):
    """The input does not fit (400)."""

    status = 400


class NotAllowed(ActionError):
    """The actor may see the thing but may not do this to it (403)."""

    status = 403


class Conflict(ActionError):
    """The state does not allow it, or somebody else acted first (409)."""

    status = 409


class NotHere(Http404):
    """There is no such thing (404), with a translated sentence that the page shows to the reader."""

    def __init__(self, message: str) -> None:
        self.message = message
        super().__init__(message)
