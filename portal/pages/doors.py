"""The doors of the home page. A door appears when its page exists; nothing here knows who built it."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.lib import places


@dataclass(frozen=True)
class Door:
    """`path` is a contract address; `icon` one of `portal.lib.icons`."""

    path: str
    icon: str
    title: Promise
    text: Promise


DOORS = [
    Door(
        "/cases/new/",
        "help",
        _("Ask for help"),
        _("Say what happened. A guidance centre answers, and the receipt names it and the day."),
    ),
    Door(
        "/playbooks/",
        "check",
        _("Playbooks"),
        _("What to do on the first day, in the first week and after that, dispute by dispute."),
    ),
    Door(
        "/laws/", "file", _("Laws by country"), _("Laws, treaties and terms of each country and region, with sources.")
    ),
    Door(
        "/guides/",
        "info",
        _("Country guides"),
        _("What to do first, which deadlines run and who decides, country by country."),
    ),
    Door(
        "/deadlines/",
        "clock",
        _("Deadline calculator"),
        _("What is due by when: each period with its source, in the forum's time and in Beijing's."),
    ),
    Door("/warnings/", "alert", _("Risk warnings"), _("What is happening now, whom it touches and what to do today.")),
    Door(
        "/laws/compare/",
        "columns",
        _("Compare jurisdictions"),
        _("Terms, windows, main laws and treaties of two to five places side by side."),
    ),
    Door(
        "/judgments/",
        "scales",
        _("Typical cases"),
        _("Judgments and settlements abroad: what was awarded, and what was collected."),
    ),
    Door(
        "/providers/",
        "phone",
        _("Experts and services"),
        _("Lawyers, agencies, funds and insurance, without paid ranks."),
    ),
    Door(
        "/centres/", "building", _("Guidance centres"), _("Who serves your city, your industry or the country abroad.")
    ),
    Door("/statistics/", "chart", _("Figures"), _("What the network has done, and how each number is counted.")),
]


def open_doors() -> list[Door]:
    """The doors whose page answers. The list of centres stands in for the list of experts until that exists."""
    found = [door for door in DOORS if places.exists(door.path)]
    if any(door.path == "/providers/" for door in found):
        found = [door for door in found if door.path != "/centres/"]
    return found
