"""Whether this machine can make a PDF: Pango to lay text out, and a font with Chinese characters.

Asked of the C libraries themselves, without importing WeasyPrint: that takes a second, and a web process never
needs it.
"""

import ctypes
from collections.abc import Sequence
from typing import Any

from django.apps.config import AppConfig
from django.core.checks import CheckMessage, Warning, register
from django.utils.translation import gettext as _

PANGO = ("libpangoft2-1.0.so.0", "libpangoft2-1.0.0.dylib")
FONTCONFIG = ("libfontconfig.so.1", "libfontconfig.1.dylib")


def _load(names: Sequence[str]) -> ctypes.CDLL | None:
    for name in names:
        try:
            return ctypes.CDLL(name)
        except OSError:
            continue
    return None


class _FontSet(ctypes.Structure):
    _fields_ = [("found", ctypes.c_int), ("room", ctypes.c_int), ("fonts", ctypes.c_void_p)]


def has_pango() -> bool:
    return _load(PANGO) is not None


def has_chinese_font() -> bool:
    """Whether fontconfig knows a font that covers simplified Chinese."""
    lib = _load(FONTCONFIG)
    if lib is None:
        return False
    lib.FcNameParse.restype = lib.FcObjectSetCreate.restype = ctypes.c_void_p
    lib.FcFontList.restype = ctypes.POINTER(_FontSet)
    lib.FcFontList.argtypes = [ctypes.c_void_p] * 3
    lib.FcPatternDestroy.argtypes = lib.FcObjectSetDestroy.argtypes = [ctypes.c_void_p]
    lib.FcFontSetDestroy.argtypes = [ctypes.POINTER(_FontSet)]
    pattern, wanted = lib.FcNameParse(b":lang=zh-cn"), lib.FcObjectSetCreate()
    fonts = lib.FcFontList(None, pattern, wanted)
    try:
        return bool(fonts) and fonts.contents.found > 0
    finally:
        if fonts:
            lib.FcFontSetDestroy(fonts)
        lib.FcObjectSetDestroy(wanted)
        lib.FcPatternDestroy(pattern)


def lacking() -> str:
    """Why no PDF can be made here, in a sentence; empty when one can."""
    if not has_pango():
        return _("The library Pango is not installed.")
    if not has_chinese_font():
        return _("No font with Chinese characters is installed.")
    return ""


@register("portal")
def check_paper(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """A machine without Pango or a Chinese font still serves: the print page of a form stands in for its PDF."""
    why = lacking()
    if not why:
        return []
    return [
        Warning(
            f"The forms of cases cannot be made as PDF: {why}",
            hint="apt-get install libpango-1.0-0 libpangoft2-1.0-0 fonts-noto-cjk; until then print pages serve.",
            id="disputes.W001",
        )
    ]
