"""The portal's own line icons on a 24 x 24 grid, drawn with the colour of the text around them."""

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

PATHS = {
    "alert": "M12 3 2.5 20h19L12 3zM12 10v4M12 17.2v.1",
    "clock": "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM12 7.5V12l3 2",
    "check": "M4.5 12.5 10 18 20 6.5",
    "info": "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM12 11v5.5M12 7.6v.1",
    "dot": "M12 8.5a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7z",
    "question": "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM9.5 9.7a2.6 2.6 0 1 1 3.6 2.4c-.8.4-1.1 1-1.1 1.9M12 17v.1",
    "close": "M6 6l12 12M18 6 6 18",
    "up": "M12 19V5M6 11l6-6 6 6",
    "down": "M12 5v14M6 13l6 6 6-6",
    "search": "M11 4a7 7 0 1 0 0 14 7 7 0 0 0 0-14zM16.2 16.2 21 21",
    "phone": "M5 4h4l1.6 4.4-2.3 1.6a12 12 0 0 0 5.7 5.7l1.6-2.3L20 15v4a1 1 0 0 1-1 1A15 15 0 0 1 4 5a1 1 0 0 1 1-1z",
    "file": "M6 3h8l4 4v14H6zM14 3v4h4",
    "link": "M10 14a4 4 0 0 0 5.7 0l3-3A4 4 0 0 0 13 5.3l-1 1M14 10a4 4 0 0 0-5.7 0l-3 3A4 4 0 0 0 11 18.7l1-1",
    "print": "M7 9V3h10v6M7 18H4V9h16v9h-3M7 14h10v7H7z",
    "lock": "M6 11h12v10H6zM8.5 11V7.5a3.5 3.5 0 0 1 7 0V11",
    "book": "M12 6.5c-2-1.5-4.5-2-8-2v13.5c3.5 0 6 .5 8 2 2-1.5 4.5-2 8-2V4.5c-3.5 0-6 .5-8 2zM12 6.5V20",
    "chart": "M4 20h16M7 16v-5M12 16V5M17 16v-8",
    "building": "M4 20h16M6 20V9.5L12 5l6 4.5V20M10 20v-5h4v5",
    "columns": "M4 4h6v16H4zM14 4h6v16h-6z",
    "scales": "M12 4v16M8 20h8M5 7h14M5 7l-2.5 6h5zM19 7l-2.5 6h5z",
    "help": "M4 5h16v11h-8l-4 4v-4H4zM8 9.5h8M8 12.5h5",
    "arrow": "M5 12h14M13 6l6 6-6 6",
    "download": "M12 4v11M7 10.5l5 5 5-5M5 20h14",
}


def icon(name: str) -> SafeString:
    """The SVG of icon `name`, hidden from screen readers: the word beside it says what it means.

    Raises KeyError for a name that is not drawn.
    """
    return format_html(
        '<svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false"><path d="{}"/></svg>',
        mark_safe(PATHS[name]),  # noqa: S308 - our own constant
    )
