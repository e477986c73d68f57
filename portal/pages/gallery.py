"""Every component on one page with invented content, for whoever builds pages. Shown in debug only."""

import datetime
from typing import Any

from django import forms
from django.conf import settings
from django.contrib.messages import ERROR, SUCCESS
from django.contrib.messages.storage.base import Message
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from portal.lib import clock
from portal.lib.forms import DateInput
from portal.reference.models import Forum

CHOICES = [("trademark", _("Trade mark")), ("patent", _("Patent")), ("design", _("Design"))]


class SampleForm(forms.Form):
    """One field of each kind."""

    name = forms.CharField(label=_("Name"), help_text=_("As it stands on the papers."))
    when = forms.DateField(label=_("Received on"), widget=DateInput())
    right = forms.ChoiceField(label=_("Right"), choices=CHOICES)
    rights = forms.MultipleChoiceField(
        label=_("Rights"), choices=CHOICES, widget=forms.CheckboxSelectMultiple, help_text=_("Choose all that apply.")
    )
    side = forms.ChoiceField(label=_("Side"), choices=CHOICES[:2], widget=forms.RadioSelect)
    text = forms.CharField(label=_("What happened"), widget=forms.Textarea(attrs={"rows": 4}), required=False)
    agree = forms.BooleanField(label=_("I have read the notice"))
    papers = forms.FileField(label=_("Papers"), required=False, help_text=_("PDF, image or Word, 20 MB each."))


class SampleFilter(forms.Form):
    right = forms.ChoiceField(label=_("Right"), choices=[("", _("Any")), *CHOICES], required=False)
    q = forms.CharField(label=_("Words"), required=False)


def _context(request: HttpRequest) -> dict[str, Any]:
    now = clock.now()
    today = clock.today()
    return {
        "form": SampleForm(prefix="a"),
        "refused": SampleForm({"b-name": "", "b-when": "x"}, prefix="b"),
        "upload": SampleForm(prefix="c"),
        "filters": SampleFilter(request.GET or None),
        "page": Paginator(range(400), 20).get_page(request.GET.get("page", 4)),
        "links": [
            {"url": "#links", "label": "US Lanham Act", "hint": _("Trade marks, in force")},
            {"url": "#links", "label": "US Patent Act"},
        ],
        "states": [
            ("submitted", _("Submitted")),
            ("answered", _("Answered")),
            ("supplement_requested", _("More papers asked for")),
            ("refused", _("Refused")),
            ("closed", _("Closed")),
        ],
        "levels": ["P0", "P1", "P2", "P3"],
        "facts": ["verified", "secondary", "memory", "disputed", ""],
        "due": [today + datetime.timedelta(days=days) for days in (-2, 0, 6, 40)],
        "steps": [_("What happened"), _("Papers"), _("Check and send")],
        "events": [
            {"at": now, "what": _("Filed"), "who": "Li Wen", "tone": "ok"},
            {"at": now, "what": _("Taken by the centre"), "text": _("The officer reads the papers.")},
        ],
        "thread": [
            {"who": "Li Wen", "at": now, "text": _("Our shop account was frozen this morning."), "mine": True},
            {"who": "Zhang Min", "at": now, "text": _("Please send the notice of the platform."), "role": _("centre")},
            {"who": "Zhang Min", "at": now, "text": _("Looks like a mass suit."), "internal": True},
        ],
        "tabs": [
            {"url": "#tabs", "label": _("Open"), "current": True, "count": 12},
            {"url": "#tabs", "label": _("Closed"), "count": 1240},
        ],
        "rows": [(_("Reference"), "GD-2026-000123"), (_("Received"), "2026-05-01")],
        "bars": [("US", 42), ("DE", 17), ("JP", 9), ("BR", 0)],
        "series": [_("Open"), _("Answered"), _("Closed")],
        "stacks": [("US", [12, 20, 10]), ("DE", [2, 9, 6]), ("JP", [0, 4, 5])],
        "sourced": Forum(source="S-12", as_of="2026-05", fact_status="secondary"),
        "messages_sample": [
            Message(SUCCESS, gettext("Your answer has been sent.")),
            Message(ERROR, gettext("Somebody else took this case at 09:12.")),
        ],
        "months": [("2026-01", 3), ("2026-02", 8), ("2026-03", 5), ("2026-04", 13)],
        "old": "Answer within 20 days.\nAsk the clerk.",
        "new": "Answer within 21 days.\nAsk the clerk.\nKeep the envelope.",
        "colours": ["ink", "ink-muted", "brand", "danger", "caution", "ok", "info"],
        "now": now,
    }


@require_safe
def components(request: HttpRequest) -> HttpResponse:
    """The gallery. Raises Http404 outside debug."""
    if not settings.DEBUG:
        raise Http404
    return render(request, "pages/gallery.html", _context(request))
