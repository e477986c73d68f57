"""Keeps what somebody typed whose session had ended, until they have logged in again.

The text waits in the new, anonymous session, which survives logging in; nobody else can read it.
"""

from django.http import HttpRequest

from laws.guides.forms import RevisionForm

KEY = "guide_text_to_save"
# A little more than the longest guide there is: an anonymous visitor may not fill the session table.
MOST_CHARACTERS = 400_000


def keep(request: HttpRequest, code: str, number: int) -> None:
    """Put the typed fields of the editing form into the session."""
    known = RevisionForm().fields
    typed = {name: str(value) for name, value in request.POST.items() if name in known}
    if sum(map(len, typed.values())) <= MOST_CHARACTERS:
        request.session[KEY] = {"code": code, "number": number, "typed": typed}


def take_back(request: HttpRequest, code: str, number: int) -> dict[str, str] | None:
    """What was kept for this revision, once."""
    kept = request.session.get(KEY)
    if not isinstance(kept, dict) or (kept.get("code"), kept.get("number")) != (code, number):
        return None
    del request.session[KEY]
    typed: dict[str, str] = kept["typed"]
    return typed
