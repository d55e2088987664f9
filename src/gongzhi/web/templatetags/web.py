"""``{% load web %}``: icons, assets, islands, lamps, dates and the components.

What each takes stands in ``gongzhi/web/README.md``.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any
from urllib.parse import urlencode

from django import template
from django.core.serializers.json import DjangoJSONEncoder
from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from gongzhi.profiles import selectors as profiles
from gongzhi.web import assets, texts, words
from gongzhi.web.lamps import lamp_view
from gongzhi.web.model import parts
from gongzhi.web.navigation import COMMAND_ROLES, NAVIGATION, NavItem

register = template.Library()


# --- assets ---------------------------------------------------------------------------------


@register.simple_tag
def asset(name: str) -> SafeString:
    """Link and script elements of a built entry; a comment that says so when not built."""
    found = assets.find(name)
    if found is None:
        return mark_safe(f"<!-- {assets.NOT_BUILT} -->")  # noqa: S308 - a constant
    links = format_html_join(
        "\n", '<link rel="stylesheet" href="{}">', ((style,) for style in found.styles)
    )
    if found.script is None:
        return links
    return format_html('{}\n<script type="module" src="{}"></script>', links, found.script)


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """An icon of the sprite; decorative unless ``label`` is given."""
    if not label:
        return _decorative(name)
    return format_html(
        '<svg class="icon" role="img" aria-label="{}"><use href="{}"></use></svg>',
        label,
        _href(name),
    )


@cache  # twenty of them on a page, and they do not change while a process runs
def _decorative(name: str) -> SafeString:
    return format_html(
        '<svg class="icon" aria-hidden="true" focusable="false"><use href="{}"></use></svg>',
        _href(name),
    )


def _href(name: str) -> str:
    return f"{static('web/icons.svg')}#{name}"


def _island_attributes(name: str, options: Mapping[str, Any]) -> SafeString:
    """``data-island`` and one data attribute an option; dicts and lists become JSON."""
    pairs: list[tuple[str, str]] = [("island", name)]
    if name in texts.ISLAND_TEXTS:
        pairs.append(
            (
                "texts",
                json.dumps(texts.ISLAND_TEXTS[name], cls=DjangoJSONEncoder, ensure_ascii=False),
            )
        )
    for key, value in options.items():
        if value is None or value is False:
            continue
        if isinstance(value, bool):
            text = "1"
        elif isinstance(value, str | int | float):
            text = str(value)
        else:
            text = json.dumps(value, cls=DjangoJSONEncoder, ensure_ascii=False)
        pairs.append((key.replace("_", "-"), text))
    # escape, not conditional: a literal in a template tag counts as safe but may hold & or ".
    return format_html_join(" ", 'data-{}="{}"', ((key, escape(text)) for key, text in pairs))


@register.simple_tag
def island_attrs(name: str, **options: Any) -> SafeString:
    """The attributes alone, for an element of your own: ``<form {% island_attrs "report" %}>``."""
    return _island_attributes(name, options)


@register.simple_tag
def island(name: str, **options: Any) -> SafeString:
    """A mount point ``<div data-island=…>``; ``class_`` and ``id_`` go on the element,
    ``data`` into a JSON script inside it, all else into data attributes."""
    css = options.pop("class_", "")
    element_id = options.pop("id_", "")
    data = options.pop("data", None)
    inner = mark_safe("")
    if data is not None:
        body = json.dumps(data, cls=DjangoJSONEncoder, ensure_ascii=False)
        for raw, escaped in (("<", "\\u003C"), (">", "\\u003E"), ("&", "\\u0026")):
            body = body.replace(raw, escaped)
        inner = format_html('<script type="application/json">{}</script>', mark_safe(body))  # noqa: S308
    return format_html(
        '<div class="island island-{} {}"{} {}>{}</div>',
        name,
        css,
        format_html(' id="{}"', element_id) if element_id else "",
        _island_attributes(name, options),
        inner,
    )


@register.simple_tag
def common_texts() -> str:
    """JSON of the words that several islands share; base.html puts it on the body."""
    return _common_texts(get_language())


@cache
def _common_texts(language: str | None) -> str:
    return json.dumps(texts.COMMON, cls=DjangoJSONEncoder, ensure_ascii=False)


# --- words ----------------------------------------------------------------------------------


def _moment(value: Any) -> datetime | None:
    if isinstance(value, datetime):
        return value
    if isinstance(value, str) and value:
        try:
            return datetime.fromisoformat(value)
        except ValueError:
            return None
    return None


@register.filter
def zh_datetime(value: Any) -> str:
    """``11月24日(周二)17:30``; empty for no value."""
    moment = _moment(value)
    return words.datetime_text(moment, now=timezone.now()) if moment else ""


@register.filter
def near_datetime(value: Any) -> str:
    """``今天10:42``, ``昨天9:00``, else as ``zh_datetime``."""
    moment = _moment(value)
    return words.near_text(moment, now=timezone.now()) if moment else ""


@register.filter
def zh_date(value: Any) -> str:
    """``11月24日(周二)``."""
    if isinstance(value, datetime):
        value = words.local(value).date()
    if not isinstance(value, date):
        return ""
    return words.date_text(value, today=words.local(timezone.now()).date())


@register.filter
def plain_date(value: Any) -> str:
    """``2026年11月24日``."""
    if isinstance(value, datetime):
        value = words.local(value).date()
    return words.plain_date_text(value) if isinstance(value, date) else ""


@register.filter
def month(value: Any) -> str:
    """``2026年11月``."""
    return words.month_text(value) if isinstance(value, date) else ""


@register.filter
def quarter(value: Any) -> str:
    """``2026年第4季度``."""
    return words.quarter_text(value) if isinstance(value, date) else ""


@register.filter
def due_words(value: Any) -> str:
    """``今天17:30前``."""
    moment = _moment(value)
    return words.due_text(moment, now=timezone.now()) if moment else ""


@register.filter
def duration_words(value: Any) -> str:
    """A timedelta or seconds as ``1天2小时``."""
    return words.duration_text(value) if isinstance(value, timedelta | int | float) else ""


@register.filter
def duration_largest(value: Any) -> str:
    """The largest unit alone, ``1天``, where there is room for no more."""
    return words.duration_text(value, most=1) if isinstance(value, timedelta | int | float) else ""


@register.filter
def hours(value: Any) -> str:
    """Minutes of service as ``1小时30分钟``; empty for no value."""
    return words.hours_text(value) if isinstance(value, int) else ""


@register.filter
def basis(value: str) -> str:
    """A basis out of a list of the profile; the bare mark of an example in the page's language."""
    return _("示例") if value == "示例" else value


@register.filter
def percent(value: Any) -> str:
    """0.941 as ``94.1%``; a dash when there is no rate (nothing to divide by)."""
    return "—" if value is None else f"{float(value) * 100:.1f}%"


@register.filter
def label(value: Any) -> str:
    """The name of an area or body (whatever has ``label(language)``) in the page's language."""
    return value.label(get_language() or "zh") if hasattr(value, "label") else ""


@register.filter
def joined(value: Any) -> str:
    """``甲、乙`` or ``A, B``."""
    return words.joined(value or ())


@register.filter
def iso(value: Any) -> str:
    """ISO 8601 with offset, for ``datetime`` attributes."""
    moment = _moment(value)
    return words.local(moment).isoformat() if moment else ""


@register.filter
def get(mapping: Any, key: Any) -> Any:
    """``mapping[key]``, or of a list the one at that place; None when absent."""
    if isinstance(mapping, list | tuple):
        return mapping[key] if isinstance(key, int) and key < len(mapping) else None
    return mapping.get(key) if isinstance(mapping, Mapping) else None


# --- components -----------------------------------------------------------------------------


@register.inclusion_tag("web/components/lamp.html")
def lamp(state: str | None, due_at: Any = None, remaining: Any = None, live: bool = False) -> dict:
    """The lamp with its words. ``state``: green, yellow, red, paused or None (no clock).
    ``remaining`` (seconds or timedelta, negative when over) overrides ``due_at`` − now."""
    return lamp_view(state, _moment(due_at), remaining, timezone.now(), live=live)


@register.inclusion_tag("web/components/nav.html", takes_context=True)
def nav(context: template.Context, front: str, style: str = "tabs") -> dict[str, Any]:
    """Tabs or list of a front, with the current page marked."""
    request = context.get("request")
    path = getattr(request, "path", "")
    actor = getattr(request, "actor", None)
    items = [
        item
        for item in NAVIGATION[front]
        if item.shown_to(actor) and (not item.section or has_section(item.section))
    ]
    counts = context.get("nav_counts") or {}
    here = [item for item in items if item.is_current(path)]
    # A page below another's address is its own entry, where it has one.
    inner = {one for one in here for item in here if one.href != item.href
             and item.href.startswith(one.href)}  # fmt: skip
    entries = {
        item: {
            "item": item,
            "current": item in here and item not in inner,
            "count": counts.get(item.href),
        }
        for item in items
    }
    return {
        "groups": _grouped(entries) if front == "desk" else [("", list(entries.values()))],
        "style": style,
    }


def _grouped(entries: dict[NavItem, Any]) -> list[tuple[str, list[Any]]]:
    """Under the city's own words; what it does not name stands first, without a heading."""
    language = get_language() or "zh"
    groups = []
    rest = dict(entries)
    for part in parts():
        named = [item for item in entries if item.key in part.pages]
        if named:
            groups.append((part.label(language), [rest.pop(item) for item in named]))
    return [("", list(rest.values())), *groups]


def _roles(request: Any) -> frozenset[str]:
    return frozenset(getattr(getattr(request, "actor", None), "roles", None) or ())


@register.simple_tag
def has_section(key: str) -> bool:
    """Whether the city's profile has this section; what it is about is absent without it."""
    try:
        return profiles.current().section(key) is not None
    except profiles.NoProfileError:
        return False


@register.simple_tag(takes_context=True)
def may_command(context: template.Context) -> bool:
    """Whether the person's posts include the command wall."""
    return bool(COMMAND_ROLES & _roles(context.get("request")))


@register.inclusion_tag("web/components/order_row.html")
def order_row(order: Any, href: str = "", action: str = "") -> dict[str, Any]:
    """One order in a list (a card on the phone); fields in the README."""
    return {"order": order, "href": href, "action": action}


@register.inclusion_tag("web/components/timeline.html")
def timeline(steps: Iterable[Any]) -> dict[str, Any]:
    """Steps newest last; each ``at``, ``text``, ``who``, optional ``note kind photos``."""
    return {"steps": steps}


@register.inclusion_tag("web/components/photos.html")
def photos(items: Iterable[Any], label: str = "") -> dict[str, Any]:
    """A strip of photos; each ``url``, ``thumb_url``, ``alt``."""
    return {"items": list(items or ()), "label": label}


@register.inclusion_tag("web/components/compare.html")
def compare(before: Any, after: Any) -> dict[str, Any]:
    """Before and after photo on one slider; each ``url`` and ``alt`` (or an address)."""
    return {"before": before, "after": after}


@register.inclusion_tag("web/components/empty.html")
def empty(
    title: str, hint: str = "", href: str = "", action: str = "", icon: str = "inbox"
) -> dict:
    """What an empty list says, and the next step."""
    return {"title": title, "hint": hint, "href": href, "action": action, "icon": icon}


@register.inclusion_tag("web/components/tile.html")
def tile(
    label: str, value: Any, href: str = "", hint: str = "", tone: str = "", key: str = ""
) -> dict[str, Any]:
    """One number with its drill-down; ``tone`` ok, warn or bad; ``key`` for the wall island."""
    return {
        "label": label, "value": value, "href": href, "hint": hint, "tone": tone, "key": key,
    }  # fmt: skip


@register.inclusion_tag("web/components/breadcrumb.html")
def breadcrumb(items: Iterable[Any]) -> dict[str, Any]:
    """``[(text, address), …]``; the last without an address is the page itself."""
    return {"items": list(items)}


@register.inclusion_tag("web/components/field.html")
def field(bound: Any, hint: str = "") -> dict[str, Any]:
    """Label, widget, help and errors of a form field, tied together for screen readers."""
    described = []
    if bound.errors:
        described.append(f"{bound.auto_id}_error")
    if hint or bound.help_text:
        described.append(f"{bound.auto_id}_hint")
    attributes: dict[str, Any] = {"class": "input"}
    kind = getattr(bound.field.widget, "input_type", "")
    if kind in {"checkbox", "radio"}:
        attributes = {}
    elif kind == "select":
        attributes = {"class": "input select"}
    if described:
        attributes["aria-describedby"] = " ".join(described)
    if bound.errors:
        attributes["aria-invalid"] = "true"
    return {
        "bound": bound,
        "widget": bound.as_widget(attrs={**bound.field.widget.attrs, **attributes}),
        "hint": hint or bound.help_text,
        "kind": kind,
        "group": bound.use_fieldset,
    }


@register.inclusion_tag("web/components/sure.html", takes_context=True)
def sure(
    context: template.Context, action: str, title: str, text: str, url: str, css: str = "btn"
) -> dict[str, Any]:
    """A button that asks once more before it posts to ``url``: for what cannot be taken back."""
    dialog = confirm(context, re.sub(r"\W+", "-", url).strip("-"), title, text, action, url)
    return {**dialog, "css": css}


@register.inclusion_tag("web/components/confirm.html", takes_context=True)
def confirm(
    context: template.Context,
    id: str,
    title: str,
    text: str,
    action: str,
    url: str,
    reason: str = "",
    tone: str = "primary",
) -> dict[str, Any]:
    """A dialog that posts to ``url``; open it with ``<button data-dialog="id">``.
    ``reason`` (a label) adds a required text field called ``reason``."""
    return {
        "request": context.get("request"),
        "csrf_token": context.get("csrf_token"),
        "id": id, "title": title, "text": text, "action": action, "url": url,
        "reason": reason, "tone": tone,
    }  # fmt: skip


@register.inclusion_tag("web/components/pagination.html", takes_context=True)
def pagination(context: template.Context, page: Any, param: str = "page") -> dict[str, Any]:
    """Links of a Django ``Page`` that keep the other query parameters."""
    request = context.get("request")
    query = [(k, v) for k, vs in request.GET.lists() for v in vs if k != param] if request else []
    base = urlencode(query)
    prefix = f"?{base}&{param}=" if base else f"?{param}="
    return {"page": page, "prefix": prefix}


@register.simple_tag(takes_context=True)
def query(context: template.Context, **changes: Any) -> str:
    """This page's query string with changes; None removes a parameter, and ``page`` always goes."""
    request = context.get("request")
    values = request.GET.copy() if request else None
    if values is None:
        return ""
    values.pop("page", None)
    for key, value in changes.items():
        if value is None or value == "":
            values.pop(key, None)
        else:
            values[key] = str(value)
    return f"?{values.urlencode()}"
