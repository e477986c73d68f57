"""Small readers for the environment: each names the bad value and the values it accepts."""

import os
from collections.abc import Callable, Sequence

from django.core.exceptions import ImproperlyConfigured

TRUE = frozenset({"1", "true", "yes", "on"})
FALSE = frozenset({"0", "false", "no", "off", ""})


def env_text(name: str, default: str = "") -> str:
    """The value of NAME, stripped; `default` when it is not set or empty."""
    return os.environ.get(name, "").strip() or default


def env_bool(name: str, default: bool = False) -> bool:
    """1/true/yes/on or 0/false/no/off. Raises ImproperlyConfigured for anything else."""
    raw = os.environ.get(name)
    if raw is None:
        return default
    value = raw.strip().lower()
    if value in TRUE:
        return True
    if value in FALSE:
        return False
    raise ImproperlyConfigured(f"{name}={raw!r} is not a yes or a no: use 1 or 0.")


def env_int(name: str, default: int, *, least: int, most: int) -> int:
    """A whole number between `least` and `most`, both included."""
    raw = env_text(name, str(default))
    try:
        value = int(raw)
    except ValueError:
        value = least - 1
    if not least <= value <= most:
        raise ImproperlyConfigured(f"{name}={raw!r} must be a whole number from {least} to {most}.")
    return value


def env_list(name: str, default: Sequence[str] = ()) -> list[str]:
    """A comma-separated list without empty items; `default` when there are none."""
    items = [item.strip() for item in os.environ.get(name, "").split(",")]
    return [item for item in items if item] or list(default)


def env_url(name: str, default: str, *, schemes: Sequence[str]) -> str:
    """An address whose scheme is one of `schemes` (given with their colon, as in `file:`)."""
    value = env_text(name, default)
    if not any(value.startswith(scheme) for scheme in schemes):
        accepted = ", ".join(schemes)
        raise ImproperlyConfigured(f"{name}={value!r} must start with one of: {accepted}")
    return value


def env_required(name: str, hint: str, check: Callable[[str], bool] = bool) -> str:
    """The value of NAME; raises ImproperlyConfigured with `hint` when it is missing or refused."""
    value = env_text(name)
    if not check(value):
        raise ImproperlyConfigured(f"{name} is not set or not usable. {hint}")
    return value
