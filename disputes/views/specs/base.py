"""How a page asks for an act: its form, its words and what it calls."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

from disputes.forms.acts import ActForm
from disputes.models import Case
from portal.accounts.models import User

Call = Callable[[Case, User, Mapping[str, Any], int | None], object]


@dataclass(frozen=True)
class Spec:
    """One act. `adds`: it only adds something and is right whatever else happened since the page was opened.

    `title` heads its fold-out where the page does not place the act by hand; without one it is a button.
    """

    form: type[ActForm]
    label: str | Promise
    done: str | Promise
    call: Call
    kind: str = "primary"
    title: str | Promise = ""
    adds: bool = False
