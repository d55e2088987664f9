"""Values that every page of the shell needs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

LARGE_TYPE_COOKIE = "gongzhi_type"


@dataclass(frozen=True)
class Platform:
    """What the platform calls itself here, and whether its data are made up."""

    name: Any
    city: Any
    demo: bool


def _pick(names: Any) -> str | None:
    """The entry of a ``{zh, en}`` mapping (or object) for the language in force."""
    if names is None or isinstance(names, str):
        return names
    language = "zh" if (get_language() or "zh").startswith("zh") else "en"
    if isinstance(names, dict):
        return names.get(language) or names.get("zh")
    return getattr(names, language, None) or getattr(names, "zh", None)


def platform() -> Platform:
    """Name and demo mark from the profile in force; the product's own name without one."""
    fallback = Platform(_("共治"), "", bool(getattr(settings, "DEMO", False)))
    try:
        from gongzhi.profiles import selectors

        current = selectors.current()
    except Exception:
        return fallback
    if current is None:
        return fallback

    document = getattr(current, "document", None) or {}
    profile = document.get("profile") or {}

    def value(key: str) -> Any:
        return profile.get(key)

    name = _pick(value("platform_name")) or fallback.name
    city = _pick(value("name")) or ""
    return Platform(name, city, bool(value("demo") or fallback.demo))


def wants_large_type(request: HttpRequest) -> bool:
    """The cookie decides; without one, what the resident's profile remembers."""
    cookie = request.COOKIES.get(LARGE_TYPE_COOKIE)
    if cookie in {"large", "normal"}:
        return cookie == "large"
    return bool(getattr(getattr(request, "resident", None), "large_type", False))


def shell(request: HttpRequest) -> dict[str, Any]:
    """``platform_name``, ``platform_city``, ``demo_data``, ``large_type``, ``html_lang``."""
    here = platform()
    return {
        "platform_name": here.name,
        "platform_city": here.city,
        "demo_data": here.demo,
        "large_type": wants_large_type(request),
        "html_lang": "zh-Hans-CN" if (get_language() or "zh").startswith("zh") else "en",
    }
