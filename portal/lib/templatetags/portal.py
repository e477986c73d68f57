"""Tags and filters that every template may use (they are template built-ins). docs/ui.md shows each in use."""

import datetime
import re
from decimal import Decimal
from typing import Any

from django import template
from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from portal.lib import charts, clock, formats, places, textdiff, tones
from portal.lib.filterbar import chips_of, say_any
from portal.lib.icons import icon as draw
from portal.lib.panels import Panel
from portal.lib.phones import phone_href
from portal.lib.provenance import source_words
from portal.lib.richtext import render_markdown

register = template.Library()

# A page of a list after the first; what else may stand behind `page=` is no address of its own.
PAGE_NUMBER = re.compile(r"[2-9]|[1-9][0-9]{1,6}", re.ASCII)


@register.filter(name="markdown")
def markdown_filter(source: str) -> SafeString:
    """Editors' Markdown as safe HTML."""
    return render_markdown(source)


register.filter("day", formats.day)
register.filter("day_with_weekday", formats.day_with_weekday)
register.filter("moment", formats.moment)
register.filter("moment_with_weekday", formats.moment_with_weekday)
register.filter("partial_date", formats.partial_date)
register.filter("number", formats.number)
register.filter("source_words", source_words)
register.filter("phone_href", phone_href)


@register.filter
def money(amount: Decimal | int | None, currency: str = "CNY") -> str:
    """An amount with its unit: `{{ case.loss|money:"USD" }}`."""
    return formats.money(amount, currency)


@register.filter
def here(path: str) -> str:
    """A contract address in the page's language: `{{ "/laws/"|here }}`."""
    return places.here(path)


@register.filter
def page_exists(path: str) -> bool:
    """Whether a page answers at a contract address: `{% if "/laws/"|page_exists %}`."""
    return places.exists(path)


@register.filter
def in_language(item: Any, name: str) -> str:
    """`item.<name>_zh` or `item.<name>_en`: the page's language, or the other when it is empty."""
    zh, en = getattr(item, f"{name}_zh", ""), getattr(item, f"{name}_en", "")
    return (en or zh) if formats.is_english() else (zh or en)


@register.simple_tag
def page_language() -> str:
    """The page's language as a BCP 47 tag for `<html lang>`."""
    return "en" if formats.is_english() else "zh-Hans"


@register.simple_tag
def icon(name: str) -> SafeString:
    return draw(name)


@register.simple_block_tag(takes_context=True)
def component(context: template.Context, content: str, name: str, **params: Any) -> str:
    """A component that holds other content: `{% component "panel" title=… %}…{% endcomponent %}`.

    Renders `components/<name>.html` with `content` and the parameters, and nothing else of the page.
    """
    return render_to_string(f"components/{name}.html", {**params, "content": content})


@register.simple_tag
def show_panel(panel: Panel) -> str:
    """A panel that an upper app put into a slot (`portal.lib.panels`)."""
    return render_to_string(panel.template, dict(panel.context))


@register.inclusion_tag("components/navigation.html", takes_context=True)
def navigation(context: template.Context) -> dict[str, Any]:
    """The main navigation: only pages that exist, the one the reader is in marked."""
    path = _path(context)
    found = [place for place in places.MAIN if places.exists(place.path)]
    return {
        "places": [
            {"url": places.here(place.path), "label": place.label, "current": path.startswith(places.here(place.path))}
            for place in found
        ],
        "emergency": places.here("/emergency/") if places.exists("/emergency/") else "",
    }


@register.simple_tag
def foot_places() -> list[places.Place]:
    return [place for place in places.FOOT if places.exists(place.path)]


@register.inclusion_tag("components/language_switch.html", takes_context=True)
def language_switch(context: template.Context) -> dict[str, str]:
    """A link to the same page in the other language."""
    request = context.get("request")
    code, url = places.other_language(request.get_full_path() if request else "/")
    return {"code": code, "url": url}


@register.simple_tag(takes_context=True)
def other_language_url(context: template.Context) -> str:
    """The same page in the other language, without query, for `<link rel="alternate">`."""
    return places.other_language(_path(context) or "/")[1]


@register.inclusion_tag("components/page_links.html", takes_context=True)
def page_links(context: template.Context, path: str = "") -> dict[str, Any]:
    """The canonical address of a public page and of its translation; nothing on a private page.

    `path` is given where the page is a part of another one (a provision of a law): then that one is canonical. Of a
    query only the page of a list counts, since the same rows filtered are no page of their own.
    """
    request = context.get("request")
    if not getattr(request, "public_page", False):
        return {}
    here = path or _path(context)
    page = request.GET.get("page", "") if request else ""
    mark = "&" if "?" in here else "?"
    query = f"{mark}page={page}" if PAGE_NUMBER.fullmatch(page) else ""
    base, (_code, other) = settings.BASE_URL, places.other_language(here)
    chinese, english = (other, here) if formats.is_english() else (here, other)
    return {"canonical": f"{base}{here}{query}", "zh": f"{base}{chinese}{query}", "en": f"{base}{english}{query}"}


@register.inclusion_tag("components/status_pill.html")
def status(state: str, label: str, machine: str = "") -> dict[str, str]:
    """A state's word with the tone of `portal.lib.tones`: `{% status case.state case.get_state_display %}`."""
    tone = tones.tone_of(str(state), machine)
    return {"label": label or str(state), "tone": tone, "icon": tones.ICONS[tone]}


@register.inclusion_tag("components/status_pill.html")
def pill(label: str, tone: str = "neutral") -> dict[str, str]:
    """A word with a tone that is no state: `{% pill _("restricted") "caution" %}`."""
    return {"label": label, "tone": tone, "icon": tones.ICONS[tone]}


@register.inclusion_tag("components/priority.html")
def priority(level: str) -> dict[str, Any]:
    """P0 to P3 as code, icon and word."""
    name, word = tones.PRIORITIES.get(level, ("dot", _("not set")))
    return {"level": level, "icon": name, "word": word}


@register.inclusion_tag("components/fact_status.html")
def fact_status(value: str) -> dict[str, Any]:
    """How sure a fact is. Whatever is not text-checked looks unverified, in words and in shape."""
    tone, word = tones.fact_status_of(value)
    return {"word": word, "verified": tone == tones.OK, "disputed": tone == tones.DANGER}


@register.inclusion_tag("components/provenance.html")
def provenance(item: Any) -> dict[str, Any]:
    """Source, as of and status of a `Sourced` row."""
    return {"source": item.source, "as_of": item.as_of, "status": item.fact_status}


@register.inclusion_tag("components/deadline_chip.html")
def deadline(date: datetime.date | None, *, status: str = "", why: str = "", label: str = "") -> dict[str, Any]:
    """A date something is due by: days left in words, how sure the rule is, a link to why this date."""
    if date is None:
        return {"date": None, "label": label}
    day = timezone.localdate(date) if isinstance(date, datetime.datetime) else date
    left = (day - timezone.localdate(clock.now())).days
    tone = tones.DANGER if left <= 3 else tones.CAUTION if left <= 10 else tones.NEUTRAL
    return {"date": day, "days": left, "late": -left, "tone": tone, "status": status, "why": why, "label": label}


@register.inclusion_tag("components/pager.html", takes_context=True)
def pager(context: template.Context, page: Any, anchor: str = "") -> dict[str, Any]:
    """Links to the other pages; `page` comes from `portal.lib.paging`, `anchor` is where its list begins."""
    request = context["request"]

    def url(**changes: Any) -> str:
        query = request.GET.copy()
        for key in ("page", "after", "before"):
            query.pop(key, None)
        query.update({key: str(value) for key, value in changes.items()})
        return f"?{query.urlencode()}{'#' if anchor else ''}{anchor}"

    if hasattr(page, "paginator"):
        numbers = [
            {"number": n, "url": url(page=n), "current": n == page.number, "gap": n == page.paginator.ELLIPSIS}
            for n in page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1)
        ]
        before = url(page=page.previous_page_number()) if page.has_previous() else ""
        after = url(page=page.next_page_number()) if page.has_next() else ""
        return {"numbers": numbers, "count": page.paginator.count, "previous": before, "next": after}
    return {
        "numbers": [],
        "count": None,
        "previous": url(before=page.previous) if page.previous else "",
        "next": url(after=page.next) if page.next else "",
    }


@register.inclusion_tag("components/filter_bar.html", takes_context=True)
def filter_bar(context: template.Context, form: Any, *, count: int | None = None, target: str = "") -> dict[str, Any]:
    """A GET form of filters, one chip for each filter in use, and how many rows match.

    `form` is a Django form or the `.form` of a FilterSet; `target` is the CSS selector htmx swaps (optional).
    """
    request = context["request"]
    say_any(form)
    return {"form": form, "chips": chips_of(form, request.GET), "count": count, "target": target, "path": request.path}


@register.inclusion_tag("components/sort_header.html", takes_context=True)
def sort_header(context: template.Context, key: str, label: str, css: str = "") -> dict[str, Any]:
    """A column head that sorts by `?sort=key`, a second click turns it round."""
    request = context["request"]
    now = request.GET.get("sort", "")
    query = request.GET.copy()
    query.pop("page", None)
    query["sort"] = f"-{key}" if now == key else key
    direction = {key: "ascending", f"-{key}": "descending"}.get(now, "")
    return {"label": label, "url": f"?{query.urlencode()}", "direction": direction, "css": css}


@register.inclusion_tag("components/bar_chart.html")
def bar_chart(rows: Any, *, title: str, label: str = "", value: str = "") -> dict[str, Any]:
    """A table whose last column draws the numbers. `rows` are (label, number) or (label, number, link)."""
    return {"title": title, "label": label, "value": value, "rows": charts.bars(rows)}


@register.inclusion_tag("components/line_chart.html")
def line_chart(rows: Any, *, title: str, label: str = "", value: str = "") -> dict[str, Any]:
    """A line over `rows` of (label, number) with its table behind it."""
    points = list(rows)
    return {"title": title, "label": label, "value": value, "rows": points, "line": charts.line(points)}


@register.inclusion_tag("components/stacked_chart.html")
def stacked_chart(rows: Any, series: Any, *, title: str, label: str = "") -> dict[str, Any]:
    """A table with a column for each of at most four `series` and their sum as a bar; `rows` are (label, [numbers])."""
    return {"title": title, "label": label, "series": series, "rows": charts.stacks(rows)}


@register.inclusion_tag("components/diff.html")
def diff(old: str, new: str) -> dict[str, Any]:
    """What changed from `old` to `new`, line by line, added and removed said in words and signs."""
    return {"lines": textdiff.lines(old, new)}


@register.inclusion_tag("components/side_by_side.html")
def side_by_side(zh: str, en: str, markdown: bool = False) -> dict[str, Any]:
    """The same text in both languages beside one another, the page's language first."""
    both = [("zh-Hans", _("Chinese"), zh), ("en", _("English"), en)]
    if (get_language() or "").startswith("en"):
        both.reverse()
    return {"texts": both, "markdown": markdown}


@register.simple_tag
def demo_mark(item: Any) -> SafeString:
    """The mark 演示 beside whatever is a demonstration row."""
    if not getattr(item, "is_demo", False):
        return SafeString("")
    return format_html('<span class="pill tone-caution demo-mark">{}</span>', _("Demonstration"))


def _path(context: template.Context) -> str:
    request = context.get("request")
    return str(request.path) if request else ""
